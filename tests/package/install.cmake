# Installs BUILD, then moves what came of it to PREFIX.
cmake_path(GET PREFIX PARENT_PATH folder)
file(REMOVE_RECURSE "${folder}")
execute_process(COMMAND "${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${folder}/installed" COMMAND_ERROR_IS_FATAL ANY)
file(RENAME "${folder}/installed" "${PREFIX}")
