/* Sentences without a C library. */
#include "internal.h"

halenet_writer halenet_new_writer(char *buffer, size_t bytes) {
    const halenet_writer out = {buffer, buffer + bytes - 1};
    buffer[0] = '\0';
    return out;
}

void halenet_put(halenet_writer *out, char character) {
    if (out->next < out->end) {
        *out->next++ = character;
        *out->next = '\0';
    }
}

void halenet_put_text(halenet_writer *out, const char *text) {
    while (*text != '\0') {
        halenet_put(out, *text++);
    }
}

void halenet_put_number(halenet_writer *out, int64_t number) {
    char digits[20];
    int count = 0;
    uint64_t rest = number < 0 ? 0u - (uint64_t)number : (uint64_t)number;
    do {
        digits[count++] = (char)('0' + (int)(rest % 10));
        rest /= 10;
    } while (rest != 0);
    if (number < 0) {
        halenet_put(out, '-');
    }
    while (count > 0) {
        halenet_put(out, digits[--count]);
    }
}

halenet_status halenet_refuse_with(halenet_code code, const char *text, const char *const *names,
                                   const int64_t *numbers) {
    halenet_status status;
    halenet_writer out = halenet_new_writer(status.sentence, HALENET_SENTENCE_BYTES);
    status.code = code;
    for (; *text != '\0'; ++text) {
        if (*text == '#' && numbers != NULL) {
            halenet_put_number(&out, *numbers++);
        } else if (*text == '@' && names != NULL) {
            halenet_put_text(&out, *names++);
        } else {
            halenet_put(&out, *text);
        }
    }
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
    return halenet_refuse_with(code, text, NULL, numbers);
}

halenet_status halenet_refuse_name(halenet_code code, const char *text, const char *name) {
    return halenet_refuse_with(code, text, &name, NULL);
}
