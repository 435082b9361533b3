#include "layers.h"

namespace halenet::models {

// error@+1:8: Net: found no layer, expected an Input first and a Dense with softmax last
struct Net : Model {};

} // namespace halenet::models
