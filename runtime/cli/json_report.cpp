#include "runtime/cli/json_report.h"

#include <cmath>

#include "runtime/cli/recipes.h"
#include "runtime/files/files.h"
#include "runtime/report/machine.h"

namespace halenet::cli {

Json report_of(const Network &network) {
    const halenet_model_info &model = network.model();
    return {
        {"halenet", HALENET_VERSION},     {"model", {{"name", model.name}, {"hash", model.hash}}},
        {"parameters", model.parameters}, {"target", network.target()},
        {"threads", network.threads()},   {"machine", machine_name()},
    };
}

Json report_of(const std::optional<Metrics> &metrics) {
    if (!metrics)
        return nullptr;
    return {{"loss", metrics->loss()}, {"accuracy", metrics->accuracy()}, {"images", metrics->images}};
}

Json report_of(const EpochReport &epoch) {
    Json report{
        {"epoch", epoch.epoch},
        {"seconds", epoch.seconds},
        {"learning_rate", epoch.learning_rate},
        {"train_loss", epoch.train.loss()},
        {"train_accuracy", epoch.train.accuracy()},
        {"validation_loss", nullptr},
        {"validation_accuracy", nullptr},
    };
    if (epoch.validation) {
        report["validation_loss"] = epoch.validation->loss();
        report["validation_accuracy"] = epoch.validation->accuracy();
    }
    return report;
}

Json report_of(const TrainerOptions &options) {
    return {
        {"epochs", options.epochs},
        {"batch", options.batch},
        {"learning_rate", options.learning_rate},
        {"lr_schedule", schedule_name(options.schedule)},
        {"label_smoothing", options.label_smoothing},
        {"validation", options.validation},
        {"first_images", options.first_images},
        {"optimizer", optimizer_name(options.optimizer)},
        {"beta1", options.beta1},
        {"beta2", options.beta2},
        {"epsilon", options.epsilon},
        {"momentum", options.momentum},
        {"weight_decay", options.weight_decay},
        {"augment", {{"pixels", options.augment.pixels}, {"degrees", options.augment.degrees}}},
        {"early_stopping", options.early_stopping.patience},
    };
}

Json curve_of(const std::vector<double> &rates) {
    Json corners = Json::array();
    const auto add = [&](std::size_t step) { corners.push_back({step, rates[step]}); };
    // A corner is a step off the straight line through the corner before it and that one's neighbour.
    std::size_t corner = 0;
    for (std::size_t step = 2; step < rates.size(); ++step) {
        const double slope = rates[corner + 1] - rates[corner];
        const double straight = rates[corner] + slope * static_cast<double>(step - corner);
        if (std::abs(rates[step] - straight) > 1e-9 * std::abs(rates[corner])) {
            add(corner);
            corner = step - 1;
        }
    }
    if (!rates.empty())
        add(corner);
    if (corner + 1 < rates.size())
        add(rates.size() - 1);
    return corners;
}

Json report_of(const Digits &digits) {
    return {{"source", digits.source}, {"synthetic", digits.synthetic}};
}

void write_report(const std::filesystem::path &path, const Json &report) {
    // A path that is no UTF-8 may stand in the data's source: its bytes are replaced, not refused.
    const std::string text = report.dump(2, ' ', false, Json::error_handler_t::replace);
    write_file_atomically(path, std::string_view(text + '\n'));
}

} // namespace halenet::cli
