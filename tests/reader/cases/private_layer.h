#include "layers.h"

namespace halenet::models {

class Net : public Model {
    // error@+1:47: image: found a private member, expected a public one
    Input<Height<28>, Width<28>, Channels<1>> image;

  protected:
    // error@+1:13: flatten: found a protected member, expected a public one
    Flatten flatten;

  public:
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
