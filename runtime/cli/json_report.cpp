#include "runtime/cli/json_report.h"

#include "runtime/cli/recipes.h"
#include "runtime/files/files.h"

namespace halenet::cli {

Json report_of(const Network &network) {
    const halenet_model_info &model = network.model();
    return {
        {"halenet", HALENET_VERSION},     {"model", {{"name", model.name}, {"hash", model.hash}}},
        {"parameters", model.parameters}, {"target", model.target},
        {"threads", network.threads()},
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
        {"beta1", options.beta1},
        {"beta2", options.beta2},
        {"epsilon", options.epsilon},
    };
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
