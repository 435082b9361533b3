/* All calls of an instruction set, each compared, in the order of a real life: weights are packed, images classified, a
 * step trained, layers adapted. So every kernel meets inputs that others have made. */
#include "compare.h"

enum { COMPARED_IMAGES = 3 }; /* of a shard: naive kernels are slow */

static halenet_run new_pass(const halenet_instance *instance, const halenet_layout *layout, halenet_range calls,
                            const halenet_batch *batch, halenet_comparison *comparison) {
    halenet_run run = halenet_new_run(instance, layout, calls, batch);
    run.observe = halenet_compare_call;
    run.observer = comparison;
    return run;
}

static bool compare_packing(const halenet_instance *instance, halenet_comparison *comparison) {
    const halenet_isa *isa = instance->isa;
    const halenet_batch no_images = {0};
    halenet_run run = new_pass(instance, &isa->classify_layout, isa->pack, &no_images, comparison);
    halenet_run_calls(&run, isa->pack, 0);
    halenet_run_calls(&run, isa->pack_few, 0);
    return !run.failed;
}

static bool compare_classification(const halenet_instance *instance, const halenet_batch *images,
                                   halenet_comparison *comparison) {
    const halenet_isa *isa = instance->isa;
    halenet_batch one = *images;
    halenet_run many = new_pass(instance, &isa->classify_layout, isa->classify, images, comparison);
    halenet_run few = new_pass(instance, &isa->classify_layout, isa->classify_few, images, comparison);
    halenet_run single = new_pass(instance, &isa->one_layout, isa->one, &one, comparison);
    one.count = 1;
    many.front = isa->front;
    halenet_run_shards(&many);
    halenet_run_shards(&few); /* reads what the other's front has left */
    halenet_run_shards(&single);
    return !many.failed && !few.failed && !single.failed;
}

#if HALENET_TRAINS

static void compare_updates(halenet_run *run, const halenet_range *updates, int32_t count) {
    int32_t k;
    for (k = 0; k < count && !run->failed; ++k) {
        halenet_run_calls(run, updates[k], 0);
    }
}

static bool compare_evaluation(const halenet_instance *instance, const halenet_batch *images,
                               halenet_comparison *comparison) {
    const halenet_training plain = {0};
    halenet_run run = new_pass(instance, &instance->isa->evaluate_layout, instance->isa->evaluate, images, comparison);
    run.training = &plain;
    halenet_run_shards(&run);
    return !run.failed;
}

/* Two shards, so that sums over shards have something to add; the first one's own kernels run as they are. */
static bool compare_step(const halenet_instance *instance, const halenet_batch *images,
                         halenet_comparison *comparison) {
    const halenet_isa *isa = instance->isa;
    halenet_run run = new_pass(instance, &isa->train_layout, isa->train, images, comparison);
    run.training = comparison->training;
    run.augment = isa->augment;
    comparison->first_shard = 1;
    halenet_run_shards(&run);
    comparison->first_shard = 0;
    halenet_run_calls(&run, isa->rates, 0);
    compare_updates(&run, isa->updates[HALENET_ADAM], isa->update_count);
    compare_updates(&run, isa->updates[HALENET_SGD], isa->update_count);
    return !run.failed;
}

static bool compare_adaptation(const halenet_instance *instance, const halenet_batch *images, uint8_t *memory,
                               halenet_comparison *comparison) {
    const halenet_instance work = halenet_start_adapting(instance, memory);
    halenet_run forward = halenet_new_run(&work, &work.isa->adapt_layout, work.isa->evaluate, images);
    halenet_run backward = new_pass(&work, &work.isa->adapt_layout, work.isa->adapt, images, comparison);
    forward.training = comparison->training;
    backward.training = comparison->training;
    halenet_run_shards(&forward);
    halenet_run_calls(&backward, work.isa->adapt, 0);
    compare_updates(&backward, work.isa->adapt_updates, work.isa->adapt_update_count);
    return !forward.failed && !backward.failed;
}

static bool compare_training(halenet_instance *instance, const halenet_batch *images, uint8_t *adapt_memory,
                             halenet_comparison *comparison) {
    halenet_batch two_shards = *images;
    halenet_metrics ignored;
    two_shards.count += HALENET_SHARD_IMAGES;
    /* A step of its own comes first, so that the compared one meets moments that are not zero. */
    return compare_evaluation(instance, images, comparison) &&
           halenet_train_step(instance, &two_shards, comparison->training, &ignored).code == HALENET_OK &&
           compare_step(instance, &two_shards, comparison) &&
           compare_adaptation(instance, images, adapt_memory, comparison);
}

#endif

halenet_status halenet_compare_kernels(halenet_instance *instance, const halenet_batch *images, uint8_t *adapt_memory,
                                       halenet_comparison *comparison) {
    halenet_batch few = *images;
    bool ran;
    few.count = COMPARED_IMAGES;
    ran = compare_packing(instance, comparison) && compare_classification(instance, &few, comparison);
#if HALENET_TRAINS
    ran = ran && compare_training(instance, &few, adapt_memory, comparison);
#else
    (void)adapt_memory;
#endif
    return ran ? halenet_ok() : halenet_kernel_failure();
}
