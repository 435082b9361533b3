#include "runtime/train/best_epoch.h"

namespace halenet {

bool BestEpoch::go_on_after(const EpochReport &report, const Network &network) {
    if (options_.patience == 0)
        return true;
    const Metrics &validation = report.validation.value();
    const double score = options_.watch == EarlyStopping::Watch::loss ? -validation.loss() : validation.accuracy();
    if (!epoch_ || score > best_ + options_.least_improvement) {
        epoch_ = report.epoch;
        best_ = score;
        parameters_ = network.parameters();
    }
    return report.epoch - *epoch_ < options_.patience;
}

} // namespace halenet
