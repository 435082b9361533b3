/* The API as a table. */
#include "internal.h"

const halenet_api halenet_library_api = {
    .abi = HALENET_ABI,
    .model = &halenet_tables.model,
    .classify_workspace_bytes = halenet_classify_workspace_bytes,
    .create = halenet_create,
    .isa_name = halenet_isa_name,
    .initialize = halenet_initialize,
    .load_weights = halenet_load_weights,
    .load_file = halenet_load_file,
    .save_weights = halenet_save_weights,
    .check_weights = halenet_check_weights,
    .predict = halenet_predict,
    .logits = halenet_logits,
    .classify = halenet_classify,
    .layer_output = halenet_layer_output,
    .prepare = halenet_prepare,
    .selftest = halenet_selftest,
#if HALENET_TRAINS
    .train_workspace_bytes = halenet_train_workspace_bytes,
    .evaluate = halenet_evaluate,
    .train_step = halenet_train_step,
    .save_gradients = halenet_save_gradients,
    .adapt = halenet_adapt,
#endif
#if HALENET_TIMING
    .time_kernels = halenet_time_kernels,
#endif
};
