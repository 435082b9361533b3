#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace halenet::cli {

// The generator's programs lie beside this one and run as its children: the reader holds one LLVM, the driver and the
// tuner another. What they print on standard error is seen as they print it. A signal that StopSignal catches while a
// child runs is passed on to it, unless a terminal has told both. Each function gives the exit status, or 128 + the
// signal where one stopped it so, and throws Error where the program cannot be started or breaks down.

/// halenet-reader: a model header in, its description out.
struct ReaderCall {
    std::filesystem::path header;
    std::string structure;             ///< the model's struct; empty: the header's only one
    std::filesystem::path description; ///< the file to write, left alone where the header has a mistake
    std::filesystem::path files_read;  ///< a file to write in make's syntax: every header that was read; empty: none
    std::optional<int> memory_limit;   ///< MiB
};
[[nodiscard]] int run_reader(const ReaderCall &call);

/// halenet-generate: a description in, a bundle out: a library with what helps to link it.
struct GenerateCall {
    std::filesystem::path description;
    std::string name;                 ///< of the library
    std::string targets = "host";     ///< with commas between them
    std::filesystem::path folder;     ///< the bundle's
    std::filesystem::path objects{};  ///< a folder for objects that later calls reuse; empty: none is kept
    std::filesystem::path plans{};    ///< folder of tuned plans; empty: halenet's own
    std::filesystem::path plans_of{}; ///< manifest of a library whose plans come in place of tuned ones; empty: none
    std::string purpose = "train";    ///< "train" or "classify"
    bool strict = false;              ///< the same bits on every processor
    std::filesystem::path weights{};  ///< to bring along; empty: none
    bool embed = false;               ///< the weights inside the library, else beside it
    std::vector<std::string> emit{};  ///< "assembly", "stmt"
    bool symbols = false;             ///< for profilers
    bool timing = false;              ///< a core that can count what each kernel takes
    bool shared = false;              ///< also lib/lib<name>.so
    std::filesystem::path output{};   ///< of standard output; empty: this program's own
};
[[nodiscard]] int run_generate(const GenerateCall &call);

/// The same without building: the manifest goes to the file `manifest`.
struct PlanCall {
    std::filesystem::path description;
    std::string targets = "host";
    std::filesystem::path objects{}; ///< as above
    std::filesystem::path manifest;
};
[[nodiscard]] int run_plan(const PlanCall &call);

/// halenet-tune: a description in, plans that were measured out. What is empty or 0 has the tuner's own default.
struct TuneCall {
    std::filesystem::path description{}; ///< empty where none is needed: to show plans
    std::string target = "host";
    std::string purpose = "train";      ///< "train" or "classify"
    std::vector<std::string> kernels{}; ///< to tune; empty: all
    std::string start = "shipped";      ///< the plans to begin with, or "portable"
    std::string budget = "10m";         ///< as text.h's seconds_meant_by reads it
    std::uint64_t seed = 0;
    int jobs = 0;                   ///< compilers at once
    bool fresh = false;             ///< what an earlier run measured is measured again
    bool contenders = false;        ///< Halide's autoschedulers are measured beside
    std::filesystem::path record{}; ///< the file of measurements
    std::filesystem::path plans{};  ///< the folder of tuned plans
    std::filesystem::path json{};   ///< a file for the result; empty: none
    std::string command{};          ///< that tunes so again, for the result
    // In place of tuning:
    bool show = false;                  ///< the target's tuned plans
    std::vector<std::string> compare{}; ///< two targets' or files' plans
    std::string take_over{};            ///< the target whose plans are copied
};
[[nodiscard]] int run_tune(const TuneCall &call);

/// The targets that have names, as JSON. Throws Error also where the driver fails.
[[nodiscard]] std::string targets_with_names();

/// Where generations keep objects for each other; empty where the environment names no cache folder.
[[nodiscard]] std::filesystem::path objects_folder();

/// The exit status of this program after one of those: 0, 1 or 128 + a signal.
[[nodiscard]] int status_after(int tool_status);

} // namespace halenet::cli
