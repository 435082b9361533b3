// One set of weights serves any number of threads: each has a workspace of its own, a few kilobytes, and all get the
// bits that one thread gets.
//
//     ./many_threads WEIGHTS [THREADS]
//
// CMakeLists.txt builds this, or, with the bundle's folder in $BUNDLE and $BUNDLE/lib/pkgconfig in PKG_CONFIG_PATH,
//
//     c++ -std=c++20 -pthread many_threads.cpp $(pkg-config --cflags --libs lenet5) -o many_threads
//     c++ -std=c++20 -pthread many_threads.cpp -I$BUNDLE/include $BUNDLE/lib/liblenet5.a -o many_threads
#include <algorithm>
#include <cstdio>
#include <random>
#include <thread>

#include <lenet5.hpp>

namespace {

constexpr std::size_t image_count = 2000, image_bytes = lenet5::Network::image_bytes;

std::vector<std::uint8_t> noise() {
    std::vector<std::uint8_t> images(image_count * image_bytes);
    std::ranges::generate(images, [random = std::minstd_rand()]() mutable { return random() >> 8 & 255; });
    return images;
}

} // namespace

int main(int argc, char **argv) try {
    if (argc < 2)
        throw std::runtime_error("usage: many_threads WEIGHTS [THREADS]");
    const std::size_t threads = argc > 2 ? std::stoul(argv[2]) : std::max(2U, std::thread::hardware_concurrency());
    lenet5::Network network;
    network.load_file(argv[1]);
    const std::vector<std::uint8_t> images = noise();
    const std::vector<float> expected = network.predict(images);

    std::vector<float> found(expected.size());
    std::vector<std::jthread> team;
    for (std::size_t first = 0; first < threads; ++first) {
        team.emplace_back([&, first, mine = network.sharing()]() mutable {
            for (std::size_t k = first; k < image_count; k += threads) {
                const std::vector<float> probabilities = mine.predict({&images[k * image_bytes], image_bytes});
                std::ranges::copy(probabilities, &found[k * probabilities.size()]);
            }
        });
    }
    team.clear(); // waits for them

    const bool same = found == expected;
    std::printf("%zu images, %zu threads; %zu bytes of weights for all, %zu of workspace for each: %s\n", image_count,
                threads, LENET5_WEIGHTS_BYTES, LENET5_CLASSIFY_WORKSPACE_BYTES(1),
                same ? "the same bits as one thread" : "OTHER BITS than one thread");
    return same ? 0 : 1;
} catch (const std::exception &error) {
    std::fprintf(stderr, "many_threads: %s\n", error.what());
    return 1;
}
