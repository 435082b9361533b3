#!/usr/bin/env python3
"""Times an epoch of the same LeNet-5 in PyTorch, for comparison: images in memory, Adam, two memory formats.

usage: bench/pytorch_epoch.py [--data DIR] [--batch N] [--threads N] [--epochs N]        (needs the package torch)
"""
import argparse
import gzip
import pathlib
import statistics
import time

import torch
from torch import nn


def idx(folder, name, header):
    """The bytes of an IDX file behind its header, gzipped or plain."""
    path = pathlib.Path(folder) / name
    data = path.read_bytes() if path.exists() else gzip.decompress(path.with_name(name + ".gz").read_bytes())
    return torch.frombuffer(bytearray(data[header:]), dtype=torch.uint8)


def lenet5():
    return nn.Sequential(
        *(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()),
        *(nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)),
    )


def epoch(network, optimizer, images, labels, batch):
    order = torch.randperm(len(images))
    start = time.perf_counter()
    for part in order.split(batch):
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(images[part]), labels[part]).backward()
        optimizer.step()
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", default="data/mnist", help="folder with MNIST's training files [data/mnist]")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=3)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    images = idx(options.data, "train-images-idx3-ubyte", 16).reshape(-1, 1, 28, 28).float()
    images = (images / 255 - 0.1307) / 0.3081
    labels = idx(options.data, "train-labels-idx1-ubyte", 8).long()
    for memory_format in (torch.channels_last, torch.contiguous_format):
        network = lenet5().to(memory_format=memory_format)
        optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
        source = images.to(memory_format=memory_format)
        seconds = [epoch(network, optimizer, source, labels, options.batch) for _ in range(options.epochs)]
        print(f"{memory_format}: median {statistics.median(seconds):.2f} s, fastest {min(seconds):.2f} s")


if __name__ == "__main__":
    main()
