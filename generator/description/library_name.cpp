#include "generator/description/library_name.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace halenet::description {
namespace {

constexpr std::size_t longest_name = 64;

constexpr auto c_headers = std::to_array<std::string_view>(
    {"alloca", "assert",   "complex", "ctype",     "endian",  "errno",  "fcntl",   "features", "fenv",
     "float",  "inttypes", "iso646",  "limits",    "locale",  "math",   "pthread", "sched",    "setjmp",
     "signal", "stdalign", "stdarg",  "stdatomic", "stdbool", "stddef", "stdint",  "stdio",    "stdlib",
     "string", "strings",  "tgmath",  "threads",   "time",    "uchar",  "unistd",  "wchar",    "wctype"});

/// Of C23 and C++23. What ends in _t is refused as a whole.
constexpr auto keywords = std::to_array<std::string_view>(
    {"alignas",      "alignof",       "and",         "and_eq",        "asm",       "auto",
     "bitand",       "bitor",         "bool",        "break",         "case",      "catch",
     "char",         "class",         "co_await",    "co_return",     "co_yield",  "compl",
     "concept",      "const",         "const_cast",  "consteval",     "constexpr", "constinit",
     "continue",     "decltype",      "default",     "delete",        "do",        "double",
     "dynamic_cast", "else",          "enum",        "explicit",      "export",    "extern",
     "false",        "float",         "for",         "friend",        "goto",      "if",
     "inline",       "int",           "long",        "mutable",       "namespace", "new",
     "noexcept",     "not",           "not_eq",      "nullptr",       "operator",  "or",
     "or_eq",        "private",       "protected",   "public",        "register",  "reinterpret_cast",
     "requires",     "restrict",      "return",      "short",         "signed",    "sizeof",
     "static",       "static_assert", "static_cast", "struct",        "switch",    "template",
     "this",         "thread_local",  "throw",       "true",          "try",       "typedef",
     "typeid",       "typename",      "typeof",      "typeof_unqual", "union",     "unsigned",
     "using",        "virtual",       "void",        "volatile",      "while",     "xor",
     "xor_eq"});

/// With _WIDTH, in upper case, C's macros for the widths of types, which compilers have defined before the library's
/// own constant of that name.
constexpr auto types_with_width =
    std::to_array<std::string_view>({"intmax", "intptr", "ptrdiff", "size", "uintmax", "uintptr", "wint"});

bool is_one_of(const auto &names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

bool is_identifier(const std::string &name) {
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto is_word = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; };
    return !name.empty() && is_letter(name.front()) && std::ranges::all_of(name, is_word);
}

/// Whether this system's C library has a function of this name: a namespace cannot have it too, nor the library one
/// that it would export.
bool is_c_function(const std::string &name) {
    static void *const math = ::dlopen("libm.so.6", RTLD_LAZY); // with the C library, which it needs; never closed
    return math != nullptr && ::dlsym(math, name.c_str()) != nullptr;
}

/// The end of a sentence that begins with the name; empty where nothing has it yet.
std::string owner_of(const std::string &name) {
    if (name == "halenet" || name.starts_with("halenet_"))
        return "begins the names of halenet's own types";
    if (name == "std" || name == "main")
        return "C++ has for itself";
    if (is_one_of(keywords, name))
        return "is a keyword of C or C++";
    if (name.ends_with("_t"))
        return "ends as C's types do";
    if (is_c_header(name))
        return "is a header of C";
    if (is_one_of(types_with_width, name))
        return "begins a macro of C";
    if (is_c_function(name))
        return "is a function of C";
    if (is_c_function(name + "_create"))
        return fmt::format("would give a function {}_create, which C has already", name);
    return "";
}

} // namespace

bool is_c_header(std::string_view name) {
    return is_one_of(c_headers, name);
}

std::string refusal_of_library_name(const std::string &name) {
    if (!is_identifier(name) || name.size() > longest_name || name.find("__") != std::string::npos)
        return fmt::format("found \"{}\", expected at most {} lower-case letters, digits and single _, the first a "
                           "letter",
                           name, longest_name);
    const std::string owner = owner_of(name);
    return owner.empty() ? "" : fmt::format("found \"{}\", which {}, expected another name", name, owner);
}

} // namespace halenet::description
