#!/usr/bin/env python3
"""Writes the golden files of this folder: what PyTorch computes for LeNet-5, for the tests to compare with.

Run by hand, in a virtual environment of its own that has torch; see README.md. Everything is computed twice, in float64
(which is written, rounded to float32) and in float32. How far the two lie apart says how close a float32
implementation can be expected to come, and is written beside the numbers.
"""

import json
import pathlib
import struct

import torch
from torch import nn
from torch.nn import functional as F

FOLDER = pathlib.Path(__file__).resolve().parent
IMAGES, SIDE, CLASSES = 33, 28, 10
MEAN, DEVIATION = 0.1307, 0.3081
SMOOTHING = 0.1
STEPS, BATCH = 10, 20
ADAM = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
# Powers of two, near 1/sqrt(inputs of one output): the initial weights are exact in float32.
BOUNDS = {"c1": 0.25, "c3": 0.0625, "c5": 0.0625, "f6": 0.0625, "output": 0.125}
MASK = (1 << 64) - 1


def mixed(index):
    """Element `index` of SplitMix64's sequence from state 0: tests/reference/random.h has the same."""
    z = ((index + 1) * 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def images():
    """A disc of noise on a flat background of zeros, so that pooling meets ties as it does on digits."""
    pixels = torch.zeros(IMAGES, SIDE, SIDE, dtype=torch.uint8)
    for n in range(IMAGES):
        centre_x, centre_y, radius = 9 + n % 10, 9 + n % 7, 5 + n % 4
        for y in range(SIDE):
            for x in range(SIDE):
                if (x - centre_x) ** 2 + (y - centre_y) ** 2 < radius**2:
                    pixels[n, y, x] = mixed((n * SIDE + y) * SIDE + x) >> 56
    return pixels


def labels():
    return torch.tensor([n % CLASSES for n in range(IMAGES)])


class LeNet5(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv2d(1, 6, 5, padding=2)
        self.c3 = nn.Conv2d(6, 16, 5)
        self.c5 = nn.Linear(400, 120)
        self.f6 = nn.Linear(120, 84)
        self.output = nn.Linear(84, 10)

    def forward(self, pixels):
        x = ((pixels.to(self.c1.weight.dtype) / 255 - MEAN) / DEVIATION).unsqueeze(1)
        x = F.max_pool2d(F.relu(self.c1(x)), 2)
        x = F.max_pool2d(F.relu(self.c3(x)), 2)
        x = x.permute(0, 2, 3, 1).flatten(1)  # halenet flattens (y, x, channel)
        return self.output(F.relu(self.f6(F.relu(self.c5(x)))))


def canonical(model, value):
    """[(name, tensor)] in canonical order and layout; `value` picks a parameter's data or gradient."""
    tensors = []
    for name in BOUNDS:
        layer = getattr(model, name)
        weights = value(layer.weight)
        tensors.append((name + ".weights", weights.permute(0, 2, 3, 1) if weights.dim() == 4 else weights))
        tensors.append((name + ".bias", value(layer.bias)))
    return [(name, tensor.detach().clone().contiguous()) for name, tensor in tensors]


def initialised(dtype):
    """Every parameter is bound * k / 2^23, k drawn from [-2^23, 2^23) by its place in the canonical array."""
    model = LeNet5().to(dtype)
    offset = 0
    with torch.no_grad():
        for name, bound in BOUNDS.items():
            layer = getattr(model, name)
            for parameter in (layer.weight, layer.bias):
                count = parameter.numel()
                values = [bound * ((mixed(offset + k) >> 40) - 2**23) / 2**23 for k in range(count)]
                flat = torch.tensor(values, dtype=torch.float64)
                if parameter.dim() == 4:
                    f, c, ky, kx = parameter.shape
                    flat = flat.reshape(f, ky, kx, c).permute(0, 3, 1, 2)
                parameter.copy_(flat.reshape(parameter.shape))
                offset += count
    return model


def gradients(dtype, smoothing):
    model = initialised(dtype)
    logits = model(images())
    loss = F.cross_entropy(logits, labels(), label_smoothing=smoothing)
    loss.backward()
    return logits.detach(), loss.item(), canonical(model, lambda parameter: parameter.grad)


def ten_steps(dtype, smoothing):
    """Batches of 20 and 13 in turn: each epoch ends with a smaller batch, and both end with a part-filled shard."""
    model = initialised(dtype)
    optimizer = torch.optim.Adam(
        model.parameters(), lr=ADAM["learning_rate"], betas=(ADAM["beta1"], ADAM["beta2"]), eps=ADAM["epsilon"]
    )
    pixels, targets, losses = images(), labels(), []
    for step in range(STEPS):
        chosen = slice(0, BATCH) if step % 2 == 0 else slice(BATCH, IMAGES)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(pixels[chosen]), targets[chosen], label_smoothing=smoothing)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses, canonical(model, lambda parameter: parameter.data)


def distances(wide, narrow):
    """Per tensor, between float64 and float32: the largest difference and the root of the mean square, in units of
    float32's epsilon times the tensor's largest value."""
    epsilon = torch.finfo(torch.float32).eps
    result = {}
    for (name, exact), (_, rounded) in zip(wide, narrow):
        error = (exact - rounded.double()) / (epsilon * exact.abs().max())
        result[name] = {"largest": round(error.abs().max().item(), 3), "rms": round(error.square().mean().sqrt().item(), 4)}
    return result


def write_safetensors(path, tensors):
    header, data = {}, b""
    for name, tensor in tensors:
        values = tensor.float().flatten().tolist()
        header[name] = {
            "dtype": "F32",
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + 4 * len(values)],
        }
        data += struct.pack(f"<{len(values)}f", *values)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def main():
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    record = {
        "torch": torch.__version__,
        "images": IMAGES,
        "mean": MEAN,
        "deviation": DEVIATION,
        "bounds": BOUNDS,
        "adam": ADAM,
        "batch": BATCH,
        "variants": {},
    }
    for variant, smoothing in {"plain": 0.0, "smoothed": SMOOTHING}.items():
        logits, loss, gradient = gradients(torch.float64, smoothing)
        logits32, loss32, gradient32 = gradients(torch.float32, smoothing)
        losses, weights = ten_steps(torch.float64, smoothing)
        losses32, weights32 = ten_steps(torch.float32, smoothing)
        outputs = [("logits", logits), ("probabilities", logits.softmax(1))]
        outputs32 = [("logits", logits32), ("probabilities", logits32.softmax(1))]
        record["variants"][variant] = {
            "label_smoothing": smoothing,
            "loss": loss,
            "losses": losses,
            "float32": {
                "loss": loss32,
                "losses": losses32,
                "outputs": distances(outputs, outputs32),
                "gradients": distances(gradient, gradient32),
                "weights": distances(weights, weights32),
            },
        }
        if variant == "plain":
            write_safetensors(FOLDER / "outputs.safetensors", outputs)
            write_safetensors(FOLDER / "gradients.safetensors", gradient)
            write_safetensors(FOLDER / "weights_after_ten_steps.safetensors", weights)
        else:
            few = [(name, tensor) for name, tensor in gradient if tensor.numel() < 3000]
            write_safetensors(FOLDER / "gradients_smoothed.safetensors", few)
    (FOLDER / "golden.json").write_text(json.dumps(record, indent=2) + "\n")


if __name__ == "__main__":
    main()
