"""PyTorch, from its Python interface. The variants are those of its performance guides."""
import numpy
import torch
from torch import nn

MEMORY_FORMATS = {"channels-last": torch.channels_last, "compile": torch.channels_last}  # the others: contiguous


def lenet5(variant):
    network = nn.Sequential(
        *(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()),
        *(nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)),
    )
    return network.to(memory_format=MEMORY_FORMATS.get(variant, torch.contiguous_format))


def tensor_of(images):
    return torch.from_numpy(images).unsqueeze(1)


def trainer(variant, images, labels, batch, threads):
    torch.set_num_threads(threads)
    images, labels = tensor_of(images), torch.from_numpy(labels)
    network = lenet5(variant)
    if variant == "compile":
        network.compile(dynamic=False)  # a shape for whole batches and one for the epoch's last
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3, fused=True)
    loss_of = nn.CrossEntropyLoss()

    def epoch():
        for part in torch.randperm(len(images)).split(batch):
            loss_of(network(images[part]), labels[part]).backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)

    @torch.inference_mode()
    def predict(some):
        return network(tensor_of(some)).softmax(-1).numpy()

    return epoch, predict


def load(network, weights):
    """From [filters][y][x][channels] to PyTorch's [filters][channels][y][x]; the first dense layer sees a map too."""
    layers = [layer for layer in network if hasattr(layer, "weight")]
    shapes = {"c1": (6, 5, 5, 1), "c3": (16, 5, 5, 6), "c5": (120, 5, 5, 16)}
    for layer, name in zip(layers, ("c1", "c3", "c5", "f6", "output"), strict=True):
        array = weights[f"{name}.weights"]
        if name in shapes:
            array = array.reshape(shapes[name]).transpose(0, 3, 1, 2).reshape(layer.weight.shape)
        with torch.no_grad():
            layer.weight.copy_(torch.from_numpy(numpy.ascontiguousarray(array)))
            layer.bias.copy_(torch.from_numpy(weights[f"{name}.bias"]))


def with_weights(variant, weights):
    """The network in its form for predictions, with softmax."""
    network = lenet5(variant)
    load(network, weights)
    return network.append(nn.Softmax(-1)).eval()


def classifier(variant, weights, batch, threads):
    torch.set_num_threads(threads)
    network = with_weights(variant, weights)
    if variant == "jit":
        traced = torch.jit.trace(network, torch.zeros(batch, 1, 28, 28))
        network = torch.jit.optimize_for_inference(torch.jit.freeze(traced))
    if variant == "compile":
        network = torch.compile(network, dynamic=False, options={"freezing": True})

    @torch.inference_mode()
    def predict(images):
        return network(tensor_of(images)).numpy()

    return predict
