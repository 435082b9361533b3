"""The peers, one file each. A file offers what its peer can do of:

trainer(variant, images, labels, batch, threads) -> (epoch, predict)
    epoch() trains on all images once, in an order drawn anew, with Adam at the rate 0.001.
classifier(variant, weights, batch, threads) -> predict
    The network with these weights (digits.py), for `batch` images a call.

predict(images) gives probabilities, [count, 10]; images are normalised float32, [count, 28, 28]; labels are int64.
All arrays are NumPy's.
A file is imported in a process of its own (worker.py) whose OMP_NUM_THREADS is `threads` already.
"""
