"""ONNX Runtime on what PyTorch exports, with inputs and outputs bound once."""
import pathlib
import tempfile

import numpy
import onnxruntime
import torch

from contestants import pytorch


def exported(weights, batch):
    """The network as the bytes of an ONNX file; a fixed batch lets the runtime plan its memory."""
    network = pytorch.with_weights("default", weights)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "lenet5.onnx"
        torch.onnx.export(network, (torch.zeros(batch, 1, 28, 28),), path, dynamo=True, external_data=False,
                          input_names=["images"], output_names=["probabilities"])
        return path.read_bytes()


def classifier(_variant, weights, batch, threads):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    session = onnxruntime.InferenceSession(exported(weights, batch), options, providers=["CPUExecutionProvider"])
    source = numpy.zeros((batch, 1, 28, 28), numpy.float32)
    result = numpy.zeros((batch, 10), numpy.float32)
    binding = session.io_binding()
    binding.bind_input("images", "cpu", 0, numpy.float32, source.shape, source.ctypes.data)
    binding.bind_output("probabilities", "cpu", 0, numpy.float32, result.shape, result.ctypes.data)

    def predict(images):
        source[:, 0] = images
        session.run_with_iobinding(binding)
        return result.copy()

    return predict
