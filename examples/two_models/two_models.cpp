// Two networks in one program: every name begins with its library's, so nothing clashes. One has its weights in a file,
// the other one in itself:
//
//     halenet generate --model lenet5 --out a
//     halenet generate --model lenet5_1998 --for classify --weights embed=lenet5_1998.safetensors --out b
//     ./two_models WEIGHTS-OF-LENET5
//
// CMakeLists.txt builds this, or, with the bundles' folders in $A and $B and the lib/pkgconfig of both in
// PKG_CONFIG_PATH,
//
//     c++ -std=c++20 two_models.cpp $(pkg-config --cflags --libs lenet5 lenet5_1998) -o two_models
//     c++ -std=c++20 two_models.cpp -I$A/include -I$B/include $A/lib/liblenet5.a $B/lib/liblenet5_1998.a -o two_models
#include <cstdio>
#include <string_view>

#include <lenet5.hpp>
#include <lenet5_1998.hpp>

namespace {

constexpr std::string_view seven = "          "
                                   "  @@@@@@  "
                                   "       @  "
                                   "      @@  "
                                   "      @   "
                                   "     @@   "
                                   "     @    "
                                   "    @@    "
                                   "    @     "
                                   "          ";

void print(const halenet_model_info &model, const halenet_answer &answer) {
    std::printf("%s: %d (%.1f %%)\n", model.name, answer.label, 100 * answer.probability);
}

} // namespace

int main(int argc, char **argv) try {
    if (argc < 2)
        throw std::runtime_error("usage: two_models WEIGHTS-OF-LENET5");
    lenet5::Network modern;
    modern.load_file(argv[1]);
    lenet5_1998::Network original;
    original.load_embedded();

    const std::vector<std::uint8_t> pixels(seven.begin(), seven.end());
    const std::vector<std::uint8_t> image = lenet5::Network::prepare({pixels.data(), 10, 10, 1, 10}); // for both
    print(*lenet5_api.model, modern.classify(image).front());
    print(*lenet5_1998_api.model, original.classify(image).front());
} catch (const std::exception &error) {
    std::fprintf(stderr, "two_models: %s\n", error.what());
    return 1;
}
