#include "runtime/report/html.h"

#include <nlohmann/json.hpp>

namespace halenet {
namespace {

std::string valid_utf8(std::string_view text) {
    using nlohmann::json;
    const std::string dumped = json(text).dump(-1, ' ', false, json::error_handler_t::replace);
    return json::parse(dumped).get<std::string>();
}

} // namespace

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : valid_utf8(text)) {
        switch (c) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        case '\'':
            result += "&#39;";
            break;
        default: {
            const bool control = (static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t') || c == '\x7f';
            result += control ? std::string("\xef\xbf\xbd") : std::string(1, c);
        }
        }
    }
    return result;
}

} // namespace halenet
