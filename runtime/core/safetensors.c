/* The form of a safetensors header. */
#include "safetensors.h"

enum { MOST_METADATA = 256 };

/* Counts all numbers and keeps the first ones. */
static halenet_text read_list(halenet_scan *scan, uint64_t *numbers, size_t capacity, size_t *count) {
    halenet_text text;
    text.next = halenet_place(scan);
    halenet_open(scan, '[');
    for (*count = 0; halenet_next_member(scan, ']'); ++*count) {
        const uint64_t number = halenet_read_number(scan);
        if (*count < capacity) {
            numbers[*count] = number;
        }
    }
    text.end = scan->rest.next;
    return text;
}

static void read_tensor(halenet_scan *scan, halenet_stored_tensor *tensor) {
    enum { DTYPE = 1, SHAPE = 2, OFFSETS = 4 };
    uint64_t offsets[2] = {0, 0};
    size_t offset_count = 0;
    uint32_t seen = 0;
    halenet_open(scan, '{');
    while (halenet_next_member(scan, '}')) {
        const halenet_text key = halenet_read_key(scan);
        uint32_t part = 0;
        if (halenet_text_is(key, "dtype")) {
            part = DTYPE;
            tensor->dtype = halenet_read_string(scan);
        } else if (halenet_text_is(key, "shape")) {
            part = SHAPE;
            tensor->shape_text = read_list(scan, tensor->shape, 4, &tensor->rank);
        } else if (halenet_text_is(key, "data_offsets")) {
            part = OFFSETS;
            tensor->offsets_text = read_list(scan, offsets, 2, &offset_count);
        }
        scan->failed = scan->failed || part == 0 || (seen & part) != 0;
        seen |= part;
    }
    scan->failed = scan->failed || seen != (DTYPE | SHAPE | OFFSETS) || offset_count != 2;
    tensor->begin = offsets[0];
    tensor->end = offsets[1];
}

static halenet_scan scan_object(halenet_text text) {
    halenet_scan scan = halenet_new_scan(text);
    halenet_open(&scan, '{');
    return scan;
}

static bool next_metadata(halenet_scan *scan, halenet_text *key, halenet_text *value) {
    if (!halenet_next_member(scan, '}')) {
        return false;
    }
    *key = halenet_read_key(scan);
    *value = halenet_read_string(scan);
    return !scan->failed;
}

static halenet_text read_metadata(halenet_scan *scan) {
    halenet_text text, key, value;
    text.next = halenet_place(scan);
    halenet_open(scan, '{');
    while (next_metadata(scan, &key, &value)) {
    }
    text.end = scan->rest.next;
    return text;
}

typedef enum entry { NO_ENTRY, TENSOR, METADATA } entry;

/* Steps over one entry of the header. */
static entry next_entry(halenet_scan *scan, halenet_stored_tensor *tensor, halenet_text *metadata) {
    entry found = TENSOR;
    if (!halenet_next_member(scan, '}')) {
        return NO_ENTRY;
    }
    tensor->name = halenet_read_key(scan);
    if (halenet_text_is(tensor->name, "__metadata__")) {
        *metadata = read_metadata(scan);
        found = METADATA;
    } else {
        read_tensor(scan, tensor);
    }
    return scan->failed ? NO_ENTRY : found;
}

/* Compares each key with those before it, which is why there is a limit: halenet writes about ten. */
static bool has_fault(halenet_text metadata) {
    halenet_scan scan = scan_object(metadata);
    halenet_text key, earlier, value;
    int32_t count = 0;
    while (next_metadata(&scan, &key, &value)) {
        halenet_scan again = scan_object(metadata);
        if (++count > MOST_METADATA) {
            return true;
        }
        while (next_metadata(&again, &earlier, &value) && earlier.next != key.next) {
            if (halenet_are_same(earlier, key)) {
                return true;
            }
        }
    }
    return false;
}

bool halenet_read_header(halenet_text text, halenet_header *header) {
    const halenet_text none = {NULL, NULL};
    halenet_scan scan = scan_object(text);
    halenet_stored_tensor tensor;
    halenet_text metadata;
    entry found;
    header->text = text;
    header->metadata = none;
    header->tensor_count = 0;
    while ((found = next_entry(&scan, &tensor, &metadata)) != NO_ENTRY) {
        if (found == TENSOR) {
            ++header->tensor_count;
        } else {
            scan.failed = !halenet_is_empty(header->metadata);
            header->metadata = metadata;
        }
    }
    if (halenet_at_end(&scan) && !has_fault(header->metadata)) {
        return true;
    }
    header->text.next = scan.rest.next;
    return false;
}

halenet_text halenet_find_metadata(const halenet_header *header, const char *key) {
    const halenet_text none = {NULL, NULL};
    halenet_scan scan = scan_object(header->metadata);
    halenet_text found, value;
    while (next_metadata(&scan, &found, &value)) {
        if (halenet_text_is(found, key)) {
            return value;
        }
    }
    return none;
}

halenet_scan halenet_scan_tensors(const halenet_header *header) {
    return scan_object(header->text);
}

bool halenet_next_tensor(halenet_scan *scan, halenet_stored_tensor *tensor) {
    halenet_text metadata;
    entry found;
    do {
        found = next_entry(scan, tensor, &metadata);
    } while (found == METADATA);
    return found == TENSOR;
}
