#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/report/json.h"

namespace halenet {

/// What a report tells about the training: the JSON that `halenet train --json` writes, read.
struct TrainingRecord {
    struct Score {
        double loss = 0;
        double accuracy = 0; ///< 0..1
    };
    struct Epoch {
        std::int64_t epoch = 0; ///< from 1
        double seconds = 0;     ///< of its steps
        Score train{};          ///< of its steps, each before its own update
        std::optional<Score> validation{};
    };
    struct Rate {
        std::int64_t step = 0; ///< from 0
        double rate = 0;
    };

    std::string model_hash{};
    std::string recipe{};
    std::uint64_t seed = 0;
    std::vector<std::pair<std::string, std::string>> options{}; ///< name and value, as train takes them
    std::vector<Epoch> epochs{};
    std::vector<Rate> learning_rate{}; ///< between two of them it is straight
    std::optional<Score> train{};      ///< of the final weights
    std::optional<Score> test{};       ///< of the final weights
    double seconds = 0;                ///< of the training
    std::int64_t threads = 0;
    std::string machine{};
    std::string command{}; ///< repeats the training
};

/// Throws Error, which begins with `name`, for anything that train does not write.
[[nodiscard]] TrainingRecord read_training_record(const Json &json, const std::string &name);

} // namespace halenet
