/// A program that calls the library at random. Most arguments are right and any may be wrong: null, out of range, too
/// small, misaligned, from the wrong instance or in the wrong order. It knows what it did, and so whether a call has to
/// succeed; a call that must not has to leave the caller's memory alone.
#pragma once

#include "runtime/data/split_mix.h"
#include "tests/library/instance.h"

#include <array>
#include <halenet/core.h>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

namespace halenet::testing {

/// Fails the test with a sentence.
void expect(bool right, const std::string &what);

class Caller {
  public:
    /// `file`: a weights file of the library's model.
    Caller(const halenet_api &api, const std::string &file, std::uint64_t seed);

    /// Makes one call, and fails the test where what comes of it is wrong.
    void call();

    /// How often each function returned each code.
    [[nodiscard]] const std::map<std::string, std::map<halenet_code, int>> &outcomes() const { return outcomes_; }

  private:
    /// A weights region, which several instances may share.
    struct Weights {
        Region region;
        int by = -1;      ///< the instruction set that packed it; -1: no weights
        bool few = false; ///< the copies for few images are up to date
    };

    struct Slot {
        halenet_instance instance{};
        Weights *weights = nullptr; ///< null: not created
        std::unique_ptr<Region> state, workspace;
        int batch = 0, isa = 0;

        [[nodiscard]] bool trains() const { return state != nullptr; }
        [[nodiscard]] bool single() const { return batch == 1 && !trains(); }
        [[nodiscard]] bool packed() const { return weights != nullptr && weights->by == isa; }
    };

    template <typename Value>
    Value one_of(std::initializer_list<Value> values) {
        return values.begin()[random_.below(values.size())];
    }
    /// Now and then one of the wrong ones, and then the call must not succeed.
    template <typename Value>
    Value mostly(Value right, std::initializer_list<std::type_identity_t<Value>> wrong) {
        if (random_.below(20) != 0)
            return right;
        wrong_ = true;
        return one_of<Value>(wrong);
    }
    halenet_instance *instance_of(Slot &slot);
    halenet_batch batch(int most);
    halenet_training training();
    int images(int most);

    // The calls, in caller_calls.cpp.
    void create(Slot &slot);
    void ask_sizes(Slot &slot);
    void give_weights(Slot &slot);
    void read_weights(Slot &slot);
    void classify(Slot &slot);
    void layer_output(Slot &slot);
    void evaluate(Slot &slot);
    void train(Slot &slot);
    void adapt(Slot &slot);

    /// `ready`: all that came before the call allows it. `maybe`: a code that right arguments may lead to as well.
    bool succeeded(const std::string &function, const halenet_status &status, bool ready,
                   halenet_code maybe = HALENET_OK);

    static constexpr int most_images = 40;

    const halenet_api *api_;
    SplitMix random_;
    std::vector<char> file_;
    std::vector<std::uint8_t> pixels_, labels_, wrong_labels_;
    std::vector<std::uint32_t> indices_;
    std::array<Weights, 2> weights_;
    std::array<Slot, 6> slots_;
    Region adapt_memory_;
    halenet_instance zeros_{}, foreign_{};
    bool wrong_ = false; ///< an argument of the call being made
    std::map<std::string, std::map<halenet_code, int>> outcomes_;
};

} // namespace halenet::testing
