#include "generator/driver/memory_map.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <iterator>

namespace halenet::driver {

namespace {

const char *name_of(Type type) {
    switch (type) {
    case Type::u8:
        return "u8";
    case Type::f32:
        return "f32";
    case Type::f64:
        return "f64";
    }
    return "";
}

class MemoryMap {
  public:
    explicit MemoryMap(const std::string &isa)
        : text_(fmt::format("Memory of the kernels for {}: offset, bytes, extents (outermost first), what.\n", isa)) {}

    void headline(const std::string &line) { text_ += "\n" + line + "\n"; }

    void area(const Area &area, std::size_t start = 0) {
        for (const Place &place : area.places) {
            fmt::format_to(std::back_inserter(text_), "{:>10} {:>9}  {:<18} {}\n", start + place.offset,
                           bytes_of(place), fmt::format("{}[{}]", name_of(place.type), fmt::join(place.extents, "][")),
                           place.name);
        }
    }

    [[nodiscard]] std::string text() && { return std::move(text_); }

  private:
    std::string text_;
};

/// A workspace of blocks, one a shard, for each of its uses.
std::string workspace(const std::string &purpose, std::size_t block) {
    return fmt::format("workspace to {}: {} * ceil(batch / {})", purpose, block, description::shard_images);
}

std::string block(const std::string &use, const Layout &layout) {
    return fmt::format("block of a shard while it {}: {}", use, layout.bytes);
}

} // namespace

std::string memory_map(const std::string &isa, const Program &program) {
    const bool trains = program.state.bytes > 0;
    const std::size_t classify = std::max(program.classify_layout.bytes, program.evaluate_layout.bytes);
    MemoryMap map(isa);
    map.headline(fmt::format("weights: {}", program.weights.bytes));
    map.area(program.weights);
    map.headline(fmt::format("workspace to classify, batch 1: {}", program.one_layout.bytes));
    map.area(program.one_layout);
    map.headline(workspace("classify, batch 2 and more", classify));
    map.headline(block("classifies", program.classify_layout));
    map.area(program.classify_layout);
    if (trains) {
        map.headline(block("is evaluated", program.evaluate_layout));
        map.area(program.evaluate_layout);
        map.headline(fmt::format("state to train: {}", program.state.bytes));
        map.area(program.state);
        map.headline(workspace("train", std::max(classify, program.train_layout.bytes)));
        map.headline(block("trains", program.train_layout));
        map.area(program.train_layout);
        map.headline(fmt::format("memory to adapt: {}", program.adapt_state.bytes + program.adapt_layout.bytes));
        map.area(program.adapt_state);
        map.area(program.adapt_layout, program.adapt_state.bytes);
    }
    return std::move(map).text();
}

} // namespace halenet::driver
