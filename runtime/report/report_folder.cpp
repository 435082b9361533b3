#include "runtime/report/report_folder.h"

#include <algorithm>
#include <fstream>
#include <vector>

#include <fmt/format.h>

#include <halenet/error.h>

#include "runtime/report/gnuplot.h"

namespace halenet {
namespace {

namespace fs = std::filesystem;

constexpr const char *list_name = "report.json";
constexpr const char *list_key = "files"; // of the report, by name

/// The files that the report in `folder` says it consists of; none where there is no report.
std::vector<std::string> files_of_report(const fs::path &folder) {
    std::ifstream file(folder / list_name);
    const Json json = Json::parse(file, nullptr, false);
    if (!json.is_object() || !json.contains(list_key))
        return {};
    try {
        return json.at(list_key).get<std::vector<std::string>>();
    } catch (const Json::exception &) {
        return {};
    }
}

/// Whatever lies in a folder that is replaced is lost, so all of it must be a report's.
void check_contents(const fs::path &folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error))
        return;
    const std::vector<std::string> known = files_of_report(folder);
    for (const fs::directory_entry &entry : fs::directory_iterator(folder, error))
        if (const std::string name = entry.path().filename().string(); std::ranges::find(known, name) == known.end())
            throw Error(fmt::format("{}: holds \"{}\", which is no part of a report, an empty folder, a new name or an "
                                    "earlier report was expected",
                                    folder.string(), name));
    if (error)
        throw Error(fmt::format("{}: cannot be read ({}), a folder that can be read was expected", folder.string(),
                                error.message()));
}

std::vector<std::string> names_in(const fs::path &folder) {
    std::vector<std::string> names;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

} // namespace

ReportFolder::ReportFolder(const fs::path &target) : folder_(target) {
    check_contents(target);
}

std::optional<std::string> ReportFolder::draw(std::span<const Picture> pictures) {
    if (const std::optional<std::string> reason = draw_pictures(pictures, path()))
        no_pictures_ = fmt::format("The report has no pictures, only numbers: {}.", *reason);
    return no_pictures_;
}

void ReportFolder::finish(const Json &about) {
    std::vector<std::string> files = names_in(path());
    files.emplace_back(list_name);
    Json json{{list_key, files}, {"halenet", HALENET_VERSION}};
    json.update(about);
    json["no_pictures"] = no_pictures_ ? Json(*no_pictures_) : Json(nullptr);
    write(list_name, json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    folder_.take_place();
}

void ensure_report_folder(const fs::path &folder) {
    const ReportFolder probe(folder);
}

} // namespace halenet
