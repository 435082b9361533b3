"""TFLite's interpreter as ai-edge-litert has it, which hands the network to XNNPACK by itself."""
import tensorflow
from ai_edge_litert.interpreter import Interpreter

from contestants import keras_tensorflow


def classifier(_variant, weights, batch, threads):
    model = keras_tensorflow.with_weights(weights)
    flat = tensorflow.lite.TFLiteConverter.from_keras_model(model).convert()
    interpreter = Interpreter(model_content=flat, num_threads=threads)
    source = interpreter.get_input_details()[0]["index"]
    interpreter.resize_tensor_input(source, [batch, 28, 28, 1])
    interpreter.allocate_tensors()
    result = interpreter.get_output_details()[0]["index"]

    def predict(images):
        interpreter.set_tensor(source, images[..., None])
        interpreter.invoke()
        return interpreter.get_tensor(result)

    return predict
