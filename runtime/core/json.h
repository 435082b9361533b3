/* Reads JSON of a form that the caller knows, where it lies in memory. Nothing is copied, and nothing about the bytes
 * is trusted. */
#ifndef HALENET_CORE_JSON_H
#define HALENET_CORE_JSON_H

#include "internal.h"

/* A part of the JSON as it is written there: what stands between the quotes of a string, or a list with its brackets.
 */
typedef struct halenet_text {
    const uint8_t *next, *end;
} halenet_text;

bool halenet_is_empty(halenet_text text);

/* Whether two strings are the same, or a string is `expected`, their escapes resolved. */
bool halenet_are_same(halenet_text a, halenet_text b);
bool halenet_text_is(halenet_text text, const char *expected);

/* The first `most` characters of the text, and "..." where there are more; a question mark for each that is not
 * printable ASCII. */
void halenet_put_printable(halenet_writer *out, halenet_text text, int32_t most);

/* Where the reading stands. A scan that has failed stays where it is, and all that is read then is nothing: so callers
 * may ask once, at the end. */
typedef struct halenet_scan {
    halenet_text rest;
    bool at_start; /* an object or list was opened, and nothing of it has been read yet */
    bool failed;   /* `rest` starts where something else was expected */
} halenet_scan;

halenet_scan halenet_new_scan(halenet_text text);

/* Steps over the mark that opens an object or a list, '{' or '['. */
void halenet_open(halenet_scan *scan, char mark);

/* Whether one more member comes; steps over the comma before it, or over the mark that closes. */
bool halenet_next_member(halenet_scan *scan, char closing);

halenet_text halenet_read_string(halenet_scan *scan);
halenet_text halenet_read_key(halenet_scan *scan);

/* A whole number from 0. */
uint64_t halenet_read_number(halenet_scan *scan);

/* Where the next value starts, white space stepped over. */
const uint8_t *halenet_place(halenet_scan *scan);

/* Whether nothing but white space is left. */
bool halenet_at_end(halenet_scan *scan);

#endif
