/// The laboratory that this machine is: builds libraries and runs them.
#pragma once

#include "generator/tune/builder.h"
#include "generator/tune/measurer.h"

#include <functional>

namespace halenet::tune {

class MachineLaboratory final : public Laboratory {
  public:
    /// Both must outlive it. Kernels are measured in the library that `builder` begins with, whatever the plans of the
    /// start are: among slow kernels a question would take long. `stopped`: the user's wish.
    MachineLaboratory(Builder &builder, Measurer &measurer, Plans start, std::function<bool()> stopped);

    void answer(std::span<const Question> questions, const Answered &answered) override;
    std::vector<Comparison> compare(const Plans &before, const Plans &after) override;

  private:
    Builder &builder_;
    Measurer &measurer_;
    Plans start_; ///< of every kernel that can be tuned
    std::function<bool()> stopped_;
};

} // namespace halenet::tune
