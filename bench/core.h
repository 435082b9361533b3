/// The core's own tables and types, for C++. Only a benchmark or a test may look at them; programs use
/// <halenet/core.h>.
#pragma once

#include <cstring> // declares memcpy and memset before the core does

extern "C" {
#define restrict __restrict // C99's word, which C++ does not have
#include "runtime/core/internal.h"
#undef restrict
}
