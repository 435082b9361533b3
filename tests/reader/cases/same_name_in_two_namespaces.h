#include "layers.h"

// arguments: --model Net

namespace one {
// note@+1:8: one::Net is a model
struct Net : halenet::Model {};
} // namespace one

namespace two {
// error@+2:8: found 2 models (Net, Net), expected one; write its namespace before the name
// note@+1:8: two::Net is a model
struct Net : halenet::Model {};
} // namespace two
