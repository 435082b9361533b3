#include "tests/cli/idx_folder.h"

#include <cstdint>
#include <fstream>
#include <string>

#include <halenet/synthetic.h>

#include "tests/runtime/idx_files.h"

namespace cli_tests {

void write_idx_folder(const std::filesystem::path &folder, const IdxForm &form) {
    std::filesystem::create_directories(folder);
    const halenet::Dataset digits = halenet::synthetic_digits(form.train + form.test, 1);
    const std::size_t image_bytes = form.size * form.size;
    std::string images((form.train + form.test) * image_bytes, '\0');
    if (form.size == 28)
        images.assign(digits.images.begin(), digits.images.end());
    const std::string labels(digits.labels.begin(), digits.labels.end());

    const auto write_part = [&](const std::string &part, std::size_t first, std::size_t count) {
        const auto images_32 = static_cast<std::uint32_t>(count);
        const auto size_32 = static_cast<std::uint32_t>(form.size);
        std::ofstream(folder / (part + "-images-idx3-ubyte"), std::ios::binary)
            << idx(0x803, {images_32, size_32, size_32}, images.substr(first * image_bytes, count * image_bytes));
        std::ofstream(folder / (part + "-labels-idx1-ubyte"), std::ios::binary)
            << idx(0x801, {images_32}, labels.substr(first, count));
    };
    write_part("train", 0, form.train);
    write_part("t10k", form.train, form.test);
}

} // namespace cli_tests
