/* The API as a table. */
#include "internal.h"

const halenet_api halenet_library_api = {
    HALENET_ABI,
    &halenet_tables.model,
    halenet_classify_workspace_bytes,
    halenet_train_workspace_bytes,
    halenet_create,
    halenet_initialize,
    halenet_load_weights,
    halenet_save_weights,
    halenet_save_gradients,
    halenet_check_weights,
    halenet_predict,
    halenet_evaluate,
    halenet_train_step,
    halenet_layer_output,
    halenet_prepare,
};
