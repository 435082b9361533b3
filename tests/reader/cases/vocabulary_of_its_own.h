namespace halenet {

struct Model {};

template <typename Word>
struct Dense {};

struct Net : Model {
    // error@+1:16: output: found 'Dense<int>', expected a layer: Input, Conv2D, MaxPool2D, AveragePool2D, Flatten, Dense, Dropout
    Dense<int> output;
};

} // namespace halenet
