/* JSON without memory and without recursion: every byte is looked at before it is stepped over. */
#include "json.h"

enum { NOTHING = -1 };

/* ---- Characters: UTF-8 and the escapes of JSON. Each function steps over what it reads, and gives the code point, or
 * NOTHING where there is none. */

static bool is_digit(int32_t character) {
    return character >= '0' && character <= '9';
}

static int32_t next_hexadecimal(halenet_text *text) {
    int32_t value = 0, k;
    for (k = 0; k < 4; ++k) {
        const int32_t digit = text->next < text->end ? *text->next++ : NOTHING;
        const int32_t letter = digit | 0x20; /* in lower case */
        if (is_digit(digit)) {
            value = 16 * value + (digit - '0');
        } else if (letter >= 'a' && letter <= 'f') {
            value = 16 * value + (letter - 'a' + 10);
        } else {
            return NOTHING;
        }
    }
    return value;
}

static bool is_surrogate(int32_t character) {
    return character >= 0xd800 && character <= 0xdfff;
}

/* \u1234, its first two characters already read; what UTF-16 needs two units for is written as two of them. */
static int32_t next_code_point(halenet_text *text) {
    const int32_t first = next_hexadecimal(text);
    int32_t second;
    if (!is_surrogate(first)) {
        return first;
    }
    if (first >= 0xdc00 || text->end - text->next < 2 || text->next[0] != '\\' || text->next[1] != 'u') {
        return NOTHING;
    }
    text->next += 2;
    second = next_hexadecimal(text);
    return is_surrogate(second) && second >= 0xdc00 ? 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00) : NOTHING;
}

static int32_t next_escape(halenet_text *text) {
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    const int32_t letter = text->next < text->end ? *text->next++ : NOTHING;
    size_t k;
    for (k = 0; letters[k] != '\0'; ++k) {
        if (letters[k] == letter) {
            return meanings[k];
        }
    }
    return letter == 'u' ? next_code_point(text) : NOTHING;
}

static int32_t next_character(halenet_text *text) {
    static const int32_t least[] = {0, 0x80, 0x800, 0x10000}; /* that need so many bytes behind the first */
    const int32_t first = text->next < text->end ? *text->next++ : NOTHING;
    const int32_t behind = first < 0xc0 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    int32_t value = behind == 0 ? first : first & (0x3f >> behind), k;
    if (first == '\\') {
        return next_escape(text);
    }
    if (first < 0x20 || (first >= 0x80 && first < 0xc0) || first >= 0xf8) {
        return NOTHING;
    }
    for (k = 0; k < behind; ++k) {
        if (text->next == text->end || (*text->next & 0xc0) != 0x80) {
            return NOTHING;
        }
        value = value << 6 | (*text->next++ & 0x3f);
    }
    return value < least[behind] || value > 0x10ffff || is_surrogate(value) ? NOTHING : value;
}

bool halenet_is_empty(halenet_text text) {
    return text.next == text.end;
}

bool halenet_are_same(halenet_text a, halenet_text b) {
    while (!halenet_is_empty(a) && !halenet_is_empty(b)) {
        if (next_character(&a) != next_character(&b)) {
            return false;
        }
    }
    return halenet_is_empty(a) && halenet_is_empty(b);
}

bool halenet_text_is(halenet_text text, const char *expected) {
    for (; *expected != '\0'; ++expected) {
        if (halenet_is_empty(text) || next_character(&text) != *expected) {
            return false;
        }
    }
    return halenet_is_empty(text);
}

void halenet_put_printable(halenet_writer *out, halenet_text text, int32_t most) {
    for (; !halenet_is_empty(text) && most > 0; --most) {
        const int32_t character = next_character(&text);
        halenet_put(out, character >= ' ' && character <= '~' ? (char)character : '?');
    }
    halenet_put_text(out, halenet_is_empty(text) ? "" : "...");
}

/* ---- Values. */

halenet_scan halenet_new_scan(halenet_text text) {
    const halenet_scan scan = {text, false, false};
    return scan;
}

static bool is_space(uint8_t byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

const uint8_t *halenet_place(halenet_scan *scan) {
    while (!halenet_is_empty(scan->rest) && is_space(*scan->rest.next)) {
        ++scan->rest.next;
    }
    return scan->rest.next;
}

/* The next byte that is no white space; NOTHING at the end. */
static int32_t peek(halenet_scan *scan) {
    const uint8_t *place = halenet_place(scan);
    return scan->failed || place == scan->rest.end ? NOTHING : *place;
}

static bool take(halenet_scan *scan, char mark) {
    if (peek(scan) != mark) {
        return false;
    }
    ++scan->rest.next;
    return true;
}

static void expect(halenet_scan *scan, char mark) {
    if (!take(scan, mark)) {
        scan->failed = true;
    }
}

void halenet_open(halenet_scan *scan, char mark) {
    expect(scan, mark);
    scan->at_start = true;
}

bool halenet_next_member(halenet_scan *scan, char closing) {
    const bool at_start = scan->at_start;
    scan->at_start = false;
    if (take(scan, closing)) {
        return false;
    }
    if (!at_start) {
        expect(scan, ',');
    }
    return !scan->failed;
}

halenet_text halenet_read_string(halenet_scan *scan) {
    halenet_text text, rest;
    expect(scan, '"');
    text = rest = scan->rest;
    while (!scan->failed && (halenet_is_empty(rest) || *rest.next != '"')) {
        scan->failed = next_character(&rest) == NOTHING;
    }
    text.end = rest.next;
    scan->rest = rest;
    if (!scan->failed) {
        ++scan->rest.next;
    }
    return text;
}

halenet_text halenet_read_key(halenet_scan *scan) {
    const halenet_text key = halenet_read_string(scan);
    expect(scan, ':');
    return key;
}

uint64_t halenet_read_number(halenet_scan *scan) {
    halenet_text *rest = &scan->rest;
    uint64_t value = 0;
    if (!is_digit(peek(scan))) {
        scan->failed = true;
        return value;
    }
    do {
        const uint64_t digit = (uint64_t)(*rest->next - '0');
        scan->failed = value > (UINT64_MAX - digit) / 10;
        value = 10 * value + digit;
        ++rest->next;
    } while (!scan->failed && value != 0 && !halenet_is_empty(*rest) && is_digit(*rest->next));
    return value; /* a digit behind a leading zero is left, and is not what comes behind a number */
}

bool halenet_at_end(halenet_scan *scan) {
    return !scan->failed && peek(scan) == NOTHING;
}
