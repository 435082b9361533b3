/// The generator parameter that every kernel with a plan has.
#pragma once

#include "schedules/elementwise.h"

#include <Halide.h>

#include <string>

namespace halenet::pipelines {

/// A plan as text (schedules/knobs.h); empty: the shipped one. Not a GeneratorParam<std::string>, because g++ 12 warns
/// of the quotes that Halide's header puts around that one's default (-Wrestrict, GCC bug 105651).
class PlanParam : public Halide::Internal::GeneratorParamImpl<std::string> {
  public:
    explicit PlanParam(const std::string &name) : GeneratorParamImpl(name, "") {}

  private:
    void set_from_string(const std::string &text) override { set(text); }
    [[nodiscard]] std::string call_to_string(const std::string &text) const override { return text; }
    [[nodiscard]] std::string get_c_type() const override { return "std::string"; }
    [[nodiscard]] std::string get_default_value() const override { return R"("")"; }
};

/// The plan of a kernel that touches each of `extent` elements once; 0: as many as there are at run time.
[[nodiscard]] inline schedules::ElementwisePlan elementwise_plan(const PlanParam &plan, const Halide::Target &target,
                                                                 int extent) {
    const auto machine = schedules::machine_of(target);
    return schedules::chosen_plan(plan, schedules::plan_elementwise(machine, extent), machine, extent);
}

} // namespace halenet::pipelines
