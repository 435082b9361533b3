"""Keras on TensorFlow: model.fit on arrays in memory."""
import keras
import tensorflow
from keras import layers


def lenet5(activation):
    return keras.Sequential([
        keras.Input((28, 28, 1)),
        *(layers.Conv2D(6, 5, padding="same", activation="relu"), layers.MaxPool2D(2)),
        *(layers.Conv2D(16, 5, activation="relu"), layers.MaxPool2D(2), layers.Flatten()),
        *(layers.Dense(120, activation="relu"), layers.Dense(84, activation="relu"), layers.Dense(10, activation)),
    ])


def trainer(variant, images, labels, batch, threads):
    tensorflow.config.threading.set_intra_op_parallelism_threads(threads)
    tensorflow.config.threading.set_inter_op_parallelism_threads(threads)
    images = images[..., None]
    model = lenet5(None)
    model.compile(
        optimizer=keras.optimizers.Adam(1e-3),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        jit_compile=variant == "xla",
        steps_per_execution=32,
    )

    def epoch():
        model.fit(images, labels, batch_size=batch, epochs=1, shuffle=True, verbose=0)

    def predict(some):
        return keras.ops.softmax(model.predict(some[..., None], batch_size=len(some), verbose=0)).numpy()

    return epoch, predict


def with_weights(weights):
    """From [filters][y][x][channels] and [units][inputs] to Keras's [y][x][channels][filters] and [inputs][units]."""
    model = lenet5("softmax")
    layers_with_weights = [layer for layer in model.layers if layer.weights]
    for layer, name in zip(layers_with_weights, ("c1", "c3", "c5", "f6", "output"), strict=True):
        array = weights[f"{name}.weights"]
        layer.set_weights([array.transpose(1, 2, 3, 0) if array.ndim == 4 else array.T, weights[f"{name}.bias"]])
    return model
