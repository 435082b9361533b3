/* Every external name of the core gets the prefix of the library it is compiled for (-DHALENET_LIBRARY=lenet5), so that
 * two libraries, or two versions of one under two names, link into one program. A test reads the archive's symbols. */
#ifndef HALENET_CORE_NAMES_H
#define HALENET_CORE_NAMES_H

#define HALENET_JOIN_(library, name) library##_##name
#define HALENET_JOIN(library, name) HALENET_JOIN_(library, name)
#define HALENET_NAME(name) HALENET_JOIN(HALENET_LIBRARY, name)

/* The API, which <library>.h declares under the library's own names. */
#define halenet_classify_workspace_bytes HALENET_NAME(classify_workspace_bytes)
#define halenet_train_workspace_bytes HALENET_NAME(train_workspace_bytes)
#define halenet_create HALENET_NAME(create)
#define halenet_initialize HALENET_NAME(initialize)
#define halenet_load_weights HALENET_NAME(load_weights)
#define halenet_save_weights HALENET_NAME(save_weights)
#define halenet_save_gradients HALENET_NAME(save_gradients)
#define halenet_check_weights HALENET_NAME(check_weights)
#define halenet_predict HALENET_NAME(predict)
#define halenet_evaluate HALENET_NAME(evaluate)
#define halenet_train_step HALENET_NAME(train_step)
#define halenet_layer_output HALENET_NAME(layer_output)
#define halenet_prepare HALENET_NAME(prepare)

#define halenet_library_api HALENET_NAME(api)

/* Between the core's files. */
#define halenet_tables HALENET_NAME(tables)
#define halenet_ok HALENET_NAME(ok)
#define halenet_refuse HALENET_NAME(refuse)
#define halenet_refuse_name HALENET_NAME(refuse_name)
#define halenet_cpu_features HALENET_NAME(cpu_features)
#define halenet_shards HALENET_NAME(shards)
#define halenet_shard HALENET_NAME(shard)
#define halenet_run_calls HALENET_NAME(run_calls)
#define halenet_run_shards HALENET_NAME(run_shards)
#define halenet_few_packed HALENET_NAME(few_packed)
#define halenet_forget_few HALENET_NAME(forget_few)
#define halenet_pack_few HALENET_NAME(pack_few)
#define halenet_random HALENET_NAME(random)
#define halenet_parallel HALENET_NAME(parallel)
#define halenet_pack HALENET_NAME(pack)
#define halenet_survey HALENET_NAME(survey)
#define halenet_level HALENET_NAME(level)
#define halenet_find_ink HALENET_NAME(find_ink)

#endif
