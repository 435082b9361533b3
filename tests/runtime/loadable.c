/* A shared library with the tables of two models: of this version, and of an old one. */
#include <halenet/core.h>

extern const halenet_api loadable_api, old_api;
const halenet_api loadable_api = {.abi = HALENET_ABI};
const halenet_api old_api = {.abi = 1};
