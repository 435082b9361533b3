// Learns a user's own hand: fine-tunes the last layers on a few pictures that the user has labelled, in bounded time
// and memory. Every third picture is held out; where those fare worse afterwards, the library takes all of it back.
//
//     ./adapt_user WEIGHTS LABEL=PICTURE...          ./adapt_user lenet5.safetensors 7=a.pgm 1=b.pgm 7=c.pgm
//
// Pictures are grey PGM files (P5, 8 bits) of any size.
//
// CMakeLists.txt builds this, or, with the bundle's folder in $BUNDLE and $BUNDLE/lib/pkgconfig in PKG_CONFIG_PATH,
//
//     c++ -std=c++20 adapt_user.cpp $(pkg-config --cflags --libs lenet5) -o adapt_user
//     c++ -std=c++20 adapt_user.cpp -I$BUNDLE/include $BUNDLE/lib/liblenet5.a -o adapt_user
#include <cstdio>
#include <string_view>

#include <lenet5.hpp>

namespace {

struct Pictures {
    std::vector<std::uint8_t> images, labels;

    void add(const std::vector<std::uint8_t> &image, std::uint8_t label) {
        images.insert(images.end(), image.begin(), image.end());
        labels.push_back(label);
    }
    [[nodiscard]] lenet5::Labelled view() const { return {images, labels}; }
};

/// In the form of the training images.
std::vector<std::uint8_t> read_image(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    std::string magic;
    int width = 0, height = 0, most = 0;
    file >> magic >> width >> height >> most;
    if (!file || magic != "P5" || width < 1 || height < 1 || most != 255)
        throw std::runtime_error(path + ": cannot be read, a PGM file of 8 bits a pixel without comments was expected");
    file.get(); // one blank ends the header
    const std::vector<char> pixels{std::istreambuf_iterator<char>(file), {}};
    if (pixels.size() != static_cast<std::size_t>(width) * static_cast<std::size_t>(height))
        throw std::runtime_error(path + ": is truncated");

    return lenet5::Network::prepare(
        {reinterpret_cast<const std::uint8_t *>(pixels.data()), width, height, 1, static_cast<std::size_t>(width)});
}

} // namespace

int main(int argc, char **argv) try {
    if (argc < 5)
        throw std::runtime_error("usage: adapt_user WEIGHTS LABEL=PICTURE..., at least three pictures");
    lenet5::Network network;
    network.load_file(argv[1]);

    Pictures examples, held_out;
    for (int k = 2; k < argc; ++k) {
        const std::string_view argument = argv[k];
        if (argument.size() < 3 || argument[0] < '0' || argument[0] > '9' || argument[1] != '=')
            throw std::runtime_error(std::string(argument) + ": LABEL=PICTURE was expected, as 7=a.pgm");
        (k % 3 == 1 ? held_out : examples).add(read_image(argv[k] + 2), static_cast<std::uint8_t>(argument[0] - '0'));
    }
    const halenet_adapted result = network.adapt(examples.view(), held_out.view(), 50, 1e-3F);
    std::printf("of %d held-out pictures %d right before, %d after %d examples: %s\n",
                static_cast<int>(result.before.images), static_cast<int>(result.before.correct),
                static_cast<int>(result.after.correct), static_cast<int>(examples.labels.size()),
                result.kept ? "kept" : "taken back");
    // network.save() gives the weights, to be kept for this user.
} catch (const std::exception &error) {
    std::fprintf(stderr, "adapt_user: %s\n", error.what());
    return 1;
}
