/* What every call on a batch begins with. */
#include "internal.h"

halenet_status halenet_check_instance(const halenet_instance *instance) {
    if (instance == NULL) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, "the instance is null", 0, 0);
    }
    if (instance->library != &halenet_tables || instance->isa == NULL) {
        return halenet_refuse_name(HALENET_WRONG_ORDER,
                                   "the instance was not made by the create of this library, whose model is @",
                                   halenet_tables.model.name);
    }
    return halenet_ok();
}

halenet_status halenet_check_batch(const halenet_instance *instance, const halenet_batch *batch) {
    const halenet_model_info *model = &halenet_tables.model;
    const halenet_status status = halenet_check_instance(instance);
    int32_t k;
    if (status.code != HALENET_OK) {
        return status;
    }
    if (batch == NULL || batch->images == NULL) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, "images are needed, and they are null", 0, 0);
    }
    if (batch->count < 1) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, "the batch holds # images; it must hold at least 1",
                              batch->count, 0);
    }
    for (k = 0; batch->labels != NULL && k < batch->count; ++k) {
        const uint8_t label = batch->labels[batch->indices != NULL ? batch->indices[k] : (uint32_t)k];
        if (label >= model->classes) {
            return halenet_refuse(HALENET_BAD_LABEL, "a label is #; the model's classes are 0 to #", label,
                                  model->classes - 1);
        }
    }
    return halenet_ok();
}

halenet_status halenet_kernel_failure(void) {
    return halenet_refuse(HALENET_KERNEL_FAILED, "a kernel reported an error", 0, 0);
}

halenet_batch halenet_part_of(const halenet_instance *instance, const halenet_batch *whole, int32_t first) {
    const halenet_model_info *model = &halenet_tables.model;
    const size_t image_bytes = (size_t)model->height * (size_t)model->width * (size_t)model->channels;
    const int32_t rest = whole->count - first;
    halenet_batch part = *whole;
    part.count = rest < instance->options.batch ? rest : instance->options.batch;
    if (whole->indices != NULL) {
        part.indices = whole->indices + first;
    } else {
        part.images = whole->images + image_bytes * (size_t)first;
        part.labels = whole->labels != NULL ? whole->labels + first : NULL;
    }
    return part;
}

halenet_status halenet_check_packed(const halenet_instance *instance) {
    const uint32_t by = halenet_packed_of(instance)->by, own = halenet_packed_by(instance);
    if (by == own) {
        return halenet_ok();
    }
    return by - HALENET_PACKED_BY < (uint32_t)halenet_tables.isa_count
               ? halenet_refuse_name(HALENET_WRONG_ORDER,
                                     "the weights region was filled by an instance for @, which stores weights in "
                                     "another order than this one; load the weights again",
                                     halenet_tables.isas[by - HALENET_PACKED_BY].name)
               : halenet_refuse(HALENET_WRONG_ORDER,
                                "the weights region holds no weights; call initialize, load_weights or load_file first",
                                0, 0);
}
