#include <halenet/classifier.h>

#include <algorithm>
#include <array>
#include <numeric>

#include <xtensor/xadapt.hpp>

#include <halenet/error.h>
#include <halenet/weights.h>

namespace halenet {

Classifier::Classifier(const halenet_api &api, const std::filesystem::path &weights)
    : api_(&api), network_(api, {.batch = 1, .threads = 1, .training = false}) {
    network_.set_parameters(load_weights(weights, network_.model()));
}

Classification Classifier::classify(const Picture &picture) {
    const ImageForm form = network_.form();
    xt::xtensor<std::uint8_t, 4> image(std::array{std::size_t{1}, form.height, form.width, form.channels});
    const halenet_picture view = picture.view();
    const halenet_status status = api_->prepare(&view, image.data());
    if (status.code != HALENET_OK)
        throw Error(static_cast<const char *>(status.sentence));
    const xt::xtensor<float, 2> probabilities = network_.predict(image);

    Classification result{{image.begin(), image.end()}, {probabilities.begin(), probabilities.end()}, {}};
    result.ranking.resize(form.classes);
    std::iota(result.ranking.begin(), result.ranking.end(), std::size_t{0});
    std::ranges::sort(result.ranking, [&](std::size_t a, std::size_t b) {
        const float p = result.probabilities[a], q = result.probabilities[b];
        return p > q || (p == q && a < b);
    });
    return result;
}

} // namespace halenet
