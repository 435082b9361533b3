/* Weights from a file that lies in memory: what runtime/weights writes and reads from disk. Both readers take the same
 * files: a safetensors file with halenet's metadata and the tensors of this model, all of them and no other. */
#include "safetensors.h"

/* As runtime/weights/header.h has them. */
static const char weights_format[] = "halenet weights", weights_format_version[] = "1";

enum {
    LENGTH_BYTES = 8,         /* of the header's length, little-endian, at the start of the file */
    LONGEST_HEADER = 1 << 20, /* bytes; LeNet-5's is about 1,500 */
    SHOWN = 44,               /* characters of a text from the file, in a sentence */
    SHOWN_BYTES = SHOWN + 4,  /* "..." and a terminator behind them */
    SHOWN_OF_HASH = 8         /* enough to tell two apart */
};

typedef struct weights_file {
    halenet_header header;
    const uint8_t *data;
    size_t data_bytes;
} weights_file;

static const halenet_model_info *model(void) {
    return &halenet_tables.model;
}

static halenet_status refuse(const char *text, const char *const *names, int64_t first, int64_t second) {
    const int64_t numbers[2] = {first, second};
    return halenet_refuse_with(HALENET_BAD_WEIGHTS, text, names, numbers);
}

static void show(halenet_text text, char *shown) {
    halenet_writer out = halenet_new_writer(shown, SHOWN_BYTES);
    halenet_put_printable(&out, text, SHOWN);
}

static halenet_status open_file(const uint8_t *bytes, size_t size, weights_file *file) {
    halenet_text text;
    uint64_t header_bytes = 0;
    int32_t k;
    if (size < LENGTH_BYTES) {
        return refuse("the weights file holds # bytes, which are too few for a safetensors file", NULL, (int64_t)size,
                      0);
    }
    for (k = LENGTH_BYTES - 1; k >= 0; --k) {
        header_bytes = header_bytes << 8 | bytes[k];
    }
    if (header_bytes > size - LENGTH_BYTES || header_bytes > LONGEST_HEADER) {
        return refuse("the weights file of # bytes announces a header that is longer than it, or than # bytes; it is "
                      "truncated, damaged or another kind of file",
                      NULL, (int64_t)size, LONGEST_HEADER);
    }
    text.next = bytes + LENGTH_BYTES;
    text.end = file->data = text.next + header_bytes;
    file->data_bytes = size - LENGTH_BYTES - (size_t)header_bytes;
    if (!halenet_read_header(text, &file->header)) {
        return refuse("the header of the weights file is not one of safetensors at its byte #; the file is damaged or "
                      "of another kind",
                      NULL, file->header.text.next - text.next + 1, 0);
    }
    return halenet_ok();
}

static bool has_normalisation(halenet_text mean, halenet_text deviation) {
    return halenet_text_is(mean, model()->mean_text) && halenet_text_is(deviation, model()->deviation_text);
}

static halenet_status refuse_normalisation(halenet_text mean, halenet_text deviation) {
    char their_mean[SHOWN_BYTES], their_deviation[SHOWN_BYTES];
    const char *const names[] = {their_mean, their_deviation, model()->mean_text, model()->deviation_text};
    show(mean, their_mean);
    show(deviation, their_deviation);
    return refuse("the weights were trained on pixels normalised with mean @ and deviation @; this library normalises "
                  "with @ and @",
                  names, 0, 0);
}

static halenet_status refuse_hash(halenet_text hash) {
    char theirs[SHOWN_BYTES], ours[SHOWN_OF_HASH + 1];
    const char *const names[] = {theirs, model()->name, ours};
    halenet_writer out = halenet_new_writer(theirs, sizeof theirs);
    halenet_put_printable(&out, hash, SHOWN_OF_HASH);
    out = halenet_new_writer(ours, sizeof ours);
    halenet_put_text(&out, model()->hash);
    return refuse("the weights are of a model with hash @; this library's model @ has @...: another model, or this "
                  "one before it was changed",
                  names, 0, 0);
}

/* The hash covers all that a model is. Of the normalisation two numbers tell a person more than two hashes. */
static halenet_status check_hash(const halenet_header *header) {
    const halenet_text hash = halenet_find_metadata(header, "model_hash");
    const halenet_text mean = halenet_find_metadata(header, "normalisation.mean");
    const halenet_text deviation = halenet_find_metadata(header, "normalisation.deviation");
    if (halenet_text_is(hash, model()->hash)) {
        return halenet_ok();
    }
    return halenet_is_empty(mean) || halenet_is_empty(deviation) || has_normalisation(mean, deviation)
               ? refuse_hash(hash)
               : refuse_normalisation(mean, deviation);
}

static halenet_status check_metadata(const weights_file *file) {
    const halenet_header *header = &file->header;
    const halenet_text format = halenet_find_metadata(header, "format");
    const halenet_text version = halenet_find_metadata(header, "format_version");
    char shown[SHOWN_BYTES];
    if (!halenet_text_is(format, weights_format)) {
        const char *const names[] = {shown, weights_format};
        show(format, shown);
        return refuse("the weights file was not written by halenet: its metadata say format \"@\"; \"@\" was expected",
                      names, 0, 0);
    }
    if (!halenet_text_is(version, weights_format_version)) {
        const char *const names[] = {shown, weights_format_version};
        show(version, shown);
        return refuse("the weights file has version \"@\" of the weights' format; version @ was expected", names, 0, 0);
    }
    return check_hash(header);
}

static bool find_tensor(const halenet_header *header, const char *name, halenet_stored_tensor *tensor) {
    halenet_scan scan = halenet_scan_tensors(header);
    while (halenet_next_tensor(&scan, tensor)) {
        if (halenet_text_is(tensor->name, name)) {
            return true;
        }
    }
    return false;
}

static bool has_shape(const halenet_stored_tensor *stored, const halenet_tensor_info *tensor) {
    size_t d;
    bool same = stored->rank == (size_t)tensor->rank;
    for (d = 0; same && d < stored->rank; ++d) {
        same = stored->shape[d] == (uint64_t)tensor->shape[d];
    }
    return same;
}

static void show_shape(const halenet_tensor_info *tensor, char *shown) {
    halenet_writer out = halenet_new_writer(shown, SHOWN_BYTES);
    int32_t d;
    for (d = 0; d < tensor->rank; ++d) {
        halenet_put_text(&out, d == 0 ? "[" : ", ");
        halenet_put_number(&out, tensor->shape[d]);
    }
    halenet_put(&out, ']');
}

static halenet_status check_tensor(const halenet_stored_tensor *stored, const halenet_tensor_info *tensor) {
    const size_t bytes = tensor->count * sizeof(float);
    char theirs[SHOWN_BYTES], ours[SHOWN_BYTES];
    const char *const names[] = {tensor->name, theirs, ours};
    if (!halenet_text_is(stored->dtype, "F32")) {
        show(stored->dtype, theirs);
        return refuse("the tensor @ of the weights file is of dtype @; F32 was expected", names, 0, 0);
    }
    if (!has_shape(stored, tensor)) {
        show(stored->shape_text, theirs);
        show_shape(tensor, ours);
        return refuse("the tensor @ of the weights file has shape @; @ was expected", names, 0, 0);
    }
    if (stored->begin > stored->end || stored->end - stored->begin != bytes) {
        show(stored->offsets_text, theirs);
        return refuse("the tensor @ of the weights file lies at bytes @; # bytes were expected", names, (int64_t)bytes,
                      0);
    }
    return halenet_ok();
}

/* Every tensor of the model is there, with its type and shape. */
static halenet_status check_tensors(const weights_file *file) {
    halenet_status status = halenet_ok();
    halenet_stored_tensor stored;
    size_t t;
    for (t = 0; status.code == HALENET_OK && t < model()->tensor_count; ++t) {
        const halenet_tensor_info *tensor = &model()->tensors[t];
        const char *const names[] = {tensor->name, model()->name};
        status = find_tensor(&file->header, tensor->name, &stored)
                     ? check_tensor(&stored, tensor)
                     : refuse("the weights file has no tensor @, which the model @ has", names, 0, 0);
    }
    return status;
}

static bool is_of_model(halenet_text name) {
    size_t t;
    for (t = 0; t < model()->tensor_count; ++t) {
        if (halenet_text_is(name, model()->tensors[t].name)) {
            return true;
        }
    }
    return false;
}

/* And no other, nor one of them twice. */
static halenet_status check_names(const weights_file *file) {
    halenet_scan scan = halenet_scan_tensors(&file->header);
    halenet_stored_tensor stored;
    while (halenet_next_tensor(&scan, &stored)) {
        if (!is_of_model(stored.name)) {
            char shown[SHOWN_BYTES];
            const char *const names[] = {shown, model()->name};
            show(stored.name, shown);
            return refuse("the weights file has a tensor @, which the model @ does not have", names, 0, 0);
        }
    }
    return file->header.tensor_count == model()->tensor_count
               ? halenet_ok()
               : refuse("the weights file describes # tensors; # were expected, each once", NULL,
                        (int64_t)file->header.tensor_count, (int64_t)model()->tensor_count);
}

/* The tensors follow each other without overlap or hole, from the first byte of the data to the file's last. */
static halenet_status check_offsets(const weights_file *file) {
    halenet_stored_tensor stored;
    uint64_t end = 0;
    size_t t;
    for (t = 0; t < model()->tensor_count; ++t) {
        halenet_scan scan = halenet_scan_tensors(&file->header);
        bool found = false;
        while (!found && halenet_next_tensor(&scan, &stored)) {
            found = stored.begin == end;
        }
        if (!found) {
            return refuse("no tensor of the weights file starts at byte # of the data, where one ends: they overlap, "
                          "or there is a hole",
                          NULL, (int64_t)end, 0);
        }
        end = stored.end;
    }
    return end == file->data_bytes ? halenet_ok()
                                   : refuse("the weights file holds # bytes of data, its header describes #; it is "
                                            "truncated or damaged",
                                            NULL, (int64_t)file->data_bytes, (int64_t)end);
}

/* Of tensors that are known to be there, within the data. */
static const uint8_t *data_of(const weights_file *file, const halenet_tensor_info *tensor) {
    halenet_stored_tensor stored;
    return find_tensor(&file->header, tensor->name, &stored) ? file->data + stored.begin : NULL;
}

static halenet_status check_values(const weights_file *file) {
    halenet_status status = halenet_ok();
    size_t t;
    for (t = 0; status.code == HALENET_OK && t < model()->tensor_count; ++t) {
        const halenet_tensor_info *tensor = &model()->tensors[t];
        status = halenet_check_tensor(tensor, data_of(file, tensor));
    }
    return status;
}

static halenet_status check_file(const void *bytes, size_t size, weights_file *file) {
    halenet_status (*const checks[])(const weights_file *) = {check_metadata, check_tensors, check_names, check_offsets,
                                                              check_values};
    halenet_status status = open_file(bytes, size, file);
    size_t k;
    for (k = 0; status.code == HALENET_OK && k < sizeof checks / sizeof *checks; ++k) {
        status = checks[k](file);
    }
    return status;
}

halenet_status halenet_load_file(halenet_instance *instance, const void *file, size_t bytes) {
    weights_file opened = {0};
    halenet_status status = halenet_check_instance(instance);
    size_t t;
    if (status.code != HALENET_OK) {
        return status;
    }
    if (file == NULL) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, "the weights file is null", 0, 0);
    }
    status = check_file(file, bytes, &opened);
    if (status.code != HALENET_OK) {
        return status;
    }
    for (t = 0; t < model()->tensor_count; ++t) {
        const halenet_tensor_info *tensor = &model()->tensors[t];
        memcpy((float *)instance->memory.weights + tensor->offset, data_of(&opened, tensor),
               tensor->count * sizeof(float));
    }
    return halenet_take_parameters(instance);
}
