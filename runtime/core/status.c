/* Sentences without a C library. */
#include "internal.h"

typedef struct writer {
    char *next;
    char *end; /* where the terminator must fit */
} writer;

static void put(writer *out, char character) {
    if (out->next < out->end) {
        *out->next++ = character;
    }
}

static void put_text(writer *out, const char *text) {
    while (*text != '\0') {
        put(out, *text++);
    }
}

static void put_number(writer *out, int64_t number) {
    char digits[20];
    int count = 0;
    uint64_t rest = number < 0 ? 0u - (uint64_t)number : (uint64_t)number;
    do {
        digits[count++] = (char)('0' + (int)(rest % 10));
        rest /= 10;
    } while (rest != 0);
    if (number < 0) {
        put(out, '-');
    }
    while (count > 0) {
        put(out, digits[--count]);
    }
}

static halenet_status write_sentence(halenet_code code, const char *text, const int64_t *numbers, const char *name) {
    halenet_status status;
    writer out = {status.sentence, status.sentence + HALENET_SENTENCE_BYTES - 1};
    status.code = code;
    for (; *text != '\0'; ++text) {
        if (*text == '#' && numbers != NULL) {
            put_number(&out, *numbers++);
        } else if (*text == '@' && name != NULL) {
            put_text(&out, name);
        } else {
            put(&out, *text);
        }
    }
    *out.next = '\0';
    return status;
}

halenet_status halenet_ok(void) {
    halenet_status status;
    status.code = HALENET_OK;
    status.sentence[0] = '\0';
    return status;
}

halenet_status halenet_refuse(halenet_code code, const char *text, int64_t first, int64_t second) {
    const int64_t numbers[2] = {first, second};
    return write_sentence(code, text, numbers, NULL);
}

halenet_status halenet_refuse_name(halenet_code code, const char *text, const char *name) {
    return write_sentence(code, text, NULL, name);
}
