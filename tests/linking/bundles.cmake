# Bundles of the program installed in PREFIX, made in one folder and moved to BUNDLES:
#
#   lenet5        trains; its weights are a file
#   lenet5_1998   only classifies; its weights are in the library
#   first second  one model under two names
#   arm wasm      that model for other processors
#
# The weights come from synthetic digits.
cmake_path(GET BUNDLES PARENT_PATH folder)
file(REMOVE_RECURSE "${folder}")
file(MAKE_DIRECTORY "${folder}")
set(made "${folder}/made")
set(ENV{HALENET_DATA} synthetic)

function(run program)
  execute_process(COMMAND "${PREFIX}/bin/${program}" ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

foreach(model lenet5 lenet5_1998)
  run(halenet train --model ${model} --epochs 1 --out "${folder}/${model}.safetensors")
endforeach()
run(halenet generate --model lenet5 --weights "file=${folder}/lenet5.safetensors" --out "${made}/lenet5")
run(halenet generate --model lenet5_1998 --for classify --weights "embed=${folder}/lenet5_1998.safetensors" --out
    "${made}/lenet5_1998")
function(make_tiny name target use)
  run(halenet-generate --model "${SOURCE}/tests/models/tiny.json" --name ${name} --target ${target} --for ${use} --out
      "${made}/${name}")
endfunction()
make_tiny(first host train)
make_tiny(second host train)
make_tiny(arm arm-64 classify)
make_tiny(wasm wasm-simd classify)
file(RENAME "${made}" "${BUNDLES}")
