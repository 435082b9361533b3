#include "tests/cli/idx_folder.h"

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include <halenet/synthetic.h>

namespace cli_tests {
namespace {

namespace fs = std::filesystem;

// The header is the magic number 0x0000'08<dimensions>, then each extent; all big-endian.
void write_idx(const fs::path &file, const std::vector<std::size_t> &shape, const std::uint8_t *content) {
    std::ofstream stream(file, std::ios::binary);
    const auto write_number = [&](std::size_t number) {
        for (int shift = 24; shift >= 0; shift -= 8)
            stream.put(static_cast<char>(number >> shift));
    };
    write_number(0x0800 + shape.size());
    std::size_t bytes = 1;
    for (const std::size_t extent : shape) {
        write_number(extent);
        bytes *= extent;
    }
    stream.write(reinterpret_cast<const char *>(content), static_cast<std::streamsize>(bytes));
}

} // namespace

void write_idx_folder(const fs::path &folder, const IdxForm &form) {
    fs::create_directories(folder);
    const halenet::Dataset digits = halenet::synthetic_digits(form.train + form.test, 1);
    const std::vector<std::uint8_t> empty((form.train + form.test) * form.size * form.size);
    const std::uint8_t *images = form.size == 28 ? digits.images.data() : empty.data();
    const auto write_part = [&](const std::string &part, std::size_t first, std::size_t count) {
        write_idx(folder / (part + "-images-idx3-ubyte"), {count, form.size, form.size},
                  images + first * form.size * form.size);
        write_idx(folder / (part + "-labels-idx1-ubyte"), {count}, digits.labels.data() + first);
    };
    write_part("train", 0, form.train);
    write_part("t10k", form.train, form.test);
}

} // namespace cli_tests
