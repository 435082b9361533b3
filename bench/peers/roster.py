"""Who takes part, and in what."""
import typing


class Contestant(typing.NamedTuple):
    id: str  # of --only
    title: str
    module: str  # in contestants/; empty for halenet itself
    variant: str
    trains: bool
    classifies: bool
    settings: str


class Contest(typing.NamedTuple):
    measurement: str  # epoch, latency or throughput, as of `halenet bench`
    batch: int
    threads: int

    def title(self):
        threads = f"{self.threads} thread{'s' if self.threads > 1 else ''}"
        return {
            "epoch": f"Training: seconds an epoch, batch {self.batch}, {threads}",
            "latency": f"Latency: microseconds a call with one image, {threads}",
            "throughput": f"Throughput: images a second, batch {self.batch}, {threads}",
        }[self.measurement]

    def has(self, contestant):
        return contestant.trains if self.measurement == "epoch" else contestant.classifies


# The number of a round that each measurement is judged by; the others are told beside it.
JUDGED_BY = {"epoch": "seconds", "latency": "microseconds", "throughput": "images_per_second"}

CONTESTANTS = (
    Contestant("halenet", "halenet", "", "", True, True, "as ./dev build makes it"),
    Contestant("pytorch", "PyTorch", "pytorch", "default", True, True, "eager; fused Adam"),
    Contestant("pytorch-channels-last", "PyTorch, channels last", "pytorch", "channels-last", True, True,
               "eager, memory format channels_last; fused Adam"),
    Contestant("pytorch-compile", "PyTorch, compile", "pytorch", "compile", True, True,
               "torch.compile, static shapes, channels_last; fused Adam; predictions with frozen weights"),
    Contestant("pytorch-jit", "PyTorch, jit", "pytorch", "jit", False, True,
               "torch.jit.trace, freeze, optimize_for_inference"),
    Contestant("keras", "Keras", "keras_tensorflow", "default", True, False,
               "TensorFlow backend, model.fit on arrays, 32 steps an execution"),
    Contestant("keras-xla", "Keras, XLA", "keras_tensorflow", "xla", True, False, "the same with jit_compile"),
    Contestant("tflite", "TFLite", "tflite", "default", False, True, "interpreter of LiteRT with XNNPACK"),
    Contestant("onnxruntime", "ONNX Runtime", "onnx_runtime", "default", False, True,
               "CPU provider, all graph optimizations, inputs and outputs bound"),
)

# Whose versions are told.
PACKAGES = ("torch", "keras", "tensorflow-cpu", "ai-edge-litert", "onnxruntime", "numpy")
