"""IDX files, and a part of MNIST as a folder of its own, for a quick run: halenet and its peers read the same files."""
import gzip
import pathlib

COUNTS = {"train": 12_800, "t10k": 1_024}
KINDS = {"images-idx3": 28 * 28, "labels-idx1": 1}  # bytes an image


def idx_bytes(folder, name):
    """An IDX file, gzipped or plain."""
    path = pathlib.Path(folder) / name
    return path.read_bytes() if path.exists() else gzip.decompress(path.with_name(name + ".gz").read_bytes())


def first_images(content, count, image_bytes):
    """An IDX file with `count` of its images. The header: four bytes of type, each extent in four, the count first."""
    header = 4 + 4 * content[3]
    return content[:4] + count.to_bytes(4, "big") + content[8 : header + count * image_bytes]


def write_part(source, folder):
    """Comes back with `folder`."""
    folder.mkdir()
    for name, count in COUNTS.items():
        for kind, image_bytes in KINDS.items():
            file = f"{name}-{kind}-ubyte"
            (folder / file).write_bytes(first_images(idx_bytes(source, file), count, image_bytes))
    return folder
