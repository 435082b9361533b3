#include "runtime/report/test_results.h"

#include <algorithm>
#include <utility>

namespace halenet {

TestResults test_network(Network &network, const Dataset &data) {
    const Metrics metrics = network.evaluate(data);
    xt::xtensor<float, 2> probabilities = network.predict(data.images);
    const std::size_t classes = probabilities.shape(1);
    std::vector<std::uint8_t> predictions(data.size());
    for (std::size_t k = 0; k < data.size(); ++k) {
        const std::span row(probabilities.data() + k * classes, classes);
        predictions[k] = static_cast<std::uint8_t>(std::ranges::max_element(row) - row.begin());
    }
    const Confusion confusion({data.labels.data(), data.size()}, predictions, classes);
    return {metrics, std::move(probabilities), std::move(predictions), confusion};
}

std::vector<std::size_t> confident_mistakes(const TestResults &results, std::span<const std::uint8_t> labels,
                                            std::size_t most) {
    std::vector<std::size_t> mistakes;
    for (std::size_t k = 0; k < labels.size(); ++k)
        if (results.predictions[k] != labels[k])
            mistakes.push_back(k);
    std::ranges::sort(mistakes, {}, [&](std::size_t k) { return std::pair(-results.confidence(k), k); });
    mistakes.resize(std::min(most, mistakes.size()));
    return mistakes;
}

} // namespace halenet
