"""MNIST and a network's weights as NumPy arrays, and how good predictions are."""
import json
import pathlib

import numpy

from idx import idx_bytes

MEAN, DEVIATION = 0.1307, 0.3081  # as in generator/model/lenet5.h


def load(folder, part):
    """`part` is train or t10k: normalised float32 images, [count, 28, 28], and their labels as int64."""
    pixels = numpy.frombuffer(idx_bytes(folder, f"{part}-images-idx3-ubyte"), numpy.uint8, offset=16)
    labels = numpy.frombuffer(idx_bytes(folder, f"{part}-labels-idx1-ubyte"), numpy.uint8, offset=8)
    images = (pixels.reshape(-1, 28, 28).astype(numpy.float32) / 255 - MEAN) / DEVIATION
    return images, labels.astype(numpy.int64)


def load_weights(path):
    """What halenet train wrote: the arrays of a safetensors file by name."""
    content = pathlib.Path(path).read_bytes()
    begin = 8 + int.from_bytes(content[:8], "little")
    arrays = {}
    for name, entry in json.loads(content[8:begin]).items():
        if name != "__metadata__":
            first, last = (begin + offset for offset in entry["data_offsets"])
            arrays[name] = numpy.frombuffer(content[first:last], "<f4").reshape(entry["shape"])
    return arrays


def quality(probabilities, labels):
    """Mean cross-entropy and the part of right answers."""
    of_label = probabilities[numpy.arange(len(labels)), labels]
    return {
        "loss": float(-numpy.log(numpy.maximum(of_label, 1e-30)).mean()),
        "accuracy": float((probabilities.argmax(-1) == labels).mean()),
    }
