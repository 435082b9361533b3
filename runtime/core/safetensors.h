/* The header of a safetensors file (https://github.com/huggingface/safetensors#format), read where it lies in memory:
 *
 *   {"__metadata__": {"key": "value"}, "name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}
 *
 * JSON of this form and no other, its members in any order, with any white space and any escapes. */
#ifndef HALENET_CORE_SAFETENSORS_H
#define HALENET_CORE_SAFETENSORS_H

#include "json.h"

typedef struct halenet_header {
    halenet_text text;
    halenet_text metadata; /* from its brace; empty where there is none */
    size_t tensor_count;
} halenet_header;

typedef struct halenet_stored_tensor {
    halenet_text name, dtype;
    halenet_text shape_text, offsets_text;
    size_t rank;
    uint64_t shape[4];   /* outermost first; of more than four dimensions the first ones */
    uint64_t begin, end; /* bytes from the start of the data */
} halenet_stored_tensor;

/* False where the text is no header, or says something about itself twice; then header->text starts at the place. All
 * that follows needs a header that was read. */
bool halenet_read_header(halenet_text text, halenet_header *header);

/* The value of a key; empty where the metadata have no such key. */
halenet_text halenet_find_metadata(const halenet_header *header, const char *key);

/* The tensors in the order of the header. A name may come twice: it is for the caller to know which there have to be.
 */
halenet_scan halenet_scan_tensors(const halenet_header *header);
bool halenet_next_tensor(halenet_scan *scan, halenet_stored_tensor *tensor);

#endif
