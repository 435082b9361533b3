#include "runtime/report/tuning_report.h"

#include <utility>
#include <vector>

#include "runtime/report/tuning_page.h"
#include "runtime/report/tuning_pictures.h"
#include "runtime/report/tuning_tables.h"

namespace halenet {

std::optional<std::string> write_tuning_report(const std::filesystem::path &folder, const Json &result,
                                               const std::string &command) {
    ReportFolder files(folder);
    const TuningRecord tuning = read_tuning_record(result, "the tuning's result");
    std::vector<Picture> pictures;
    for (auto *picture_of : {gains_picture, peak_picture, search_picture})
        if (std::optional<Picture> picture = picture_of(tuning))
            pictures.push_back(std::move(*picture));
    const Gallery gallery{pictures, files.path(), files.draw(pictures)};
    for (const auto &[name, table] : tables_of(tuning))
        files.write(name, table);
    const std::string &made_by = tuning.command.empty() ? command : tuning.command;
    files.write("index.html", page_of(tuning, gallery, made_by));
    files.finish({{"tuning", result}, {"command", made_by}});
    return gallery.missing;
}

} // namespace halenet
