#include "tests/package/command.h"

#include "runtime/files/child_process.h"
#include "tests/cli/idx_folder.h"
#include "tests/runtime/temporary_folder.h"

namespace package_tests {

Result run_command(const std::vector<std::string> &command, const std::filesystem::path &folder) {
    halenet::Pipe output;
    halenet::ChildProcess child(command, output.write_end, output.write_end, folder);
    output.write_end.close();
    Result result;
    result.output = halenet::read_text(output.read_end);
    result.status = child.status();
    return result;
}

const std::filesystem::path &small_data() {
    static const TemporaryFolder folder;
    static const std::filesystem::path data = [] {
        cli_tests::write_idx_folder(folder / "data");
        return folder / "data";
    }();
    return data;
}

} // namespace package_tests
