# Every dependency of halenet, in one place. `./dev setup` installs them; CMake finds them.
# Sourced by bash: plain assignments only.
# shellcheck shell=bash disable=SC2034

# From PyPI, into .venv inside the checkout, without the packages' own dependencies (halenet calls no Python of theirs).
# Halide's wheel carries its C++ SDK; that needs CMake 3.28 or newer, which Debian 12 does not have. Wasmtime runs the
# tests of libraries for WebAssembly.
PYPI_PACKAGES=(
    halide==21.0.0
    cmake==4.4.4
    ninja==1.13.2
    wasmtime==50.0.1
)

# From Debian 12 (bookworm). The version stands in the package's name where it matters.
DEBIAN_PACKAGES=(
    g++
    python3-venv
    pkg-config
    # The reader: Clang's libraries. LLVM's CMake package asks for the libraries after llvm-19-dev by itself.
    clang-19 libclang-19-dev llvm-19-dev
    # The driver's linker and tools, for any target.
    lld-19 llvm-19
    # The driver, the runtime and the command line.
    nlohmann-json3-dev libfmt-dev libcli11-dev zlib1g-dev libmd-dev libpng-dev libturbojpeg0-dev curl
    # The pictures of reports, drawn by a child process.
    gnuplot-nox
    # Tests and benchmarks. make is CMake's own choice, which the tests of the installed package leave to it.
    make
    libxtensor-dev libbenchmark-dev
    # ./dev format and ./dev lint.
    clang-format-19 clang-tidy-19 shellcheck
)

# The digits of bench/digits.py (./dev digits): fonts from Debian 12, and what draws with them from PyPI.
DIGITS_DEBIAN_PACKAGES=(
    fonts-breip fonts-comic-neue fonts-dejavu-core fonts-dkg-handwriting fonts-femkeklaver fonts-gfs-didot
    fonts-kristi fonts-liberation fonts-rufscript fonts-sjfonts
)
DIGITS_PYPI_PACKAGES=(
    pillow==13.0.0
)

# The peers of bench/peers (./dev peers), in an environment of their own, each package with all that it needs. PyTorch's
# wheel has no form for the CPU alone and is not imported without the NVIDIA libraries, though they are never called.
PEERS_DEBIAN_PACKAGES=(
    # What torch.compile compiles includes Python.h.
    python3-dev
)
PEERS_PYPI_PACKAGES=(
    numpy==2.4.6 packaging==26.4 typing-extensions==4.16.0 protobuf==7.36.2 ml-dtypes==0.6.0 flatbuffers==25.12.19
    # PyTorch.
    torch==2.15.0 filelock==4.3.1 fsspec==2026.9.0 jinja2==3.1.6 markupsafe==3.0.4 mpmath==1.3.0 networkx==3.6.1
    setuptools==81.0.0 sympy==1.14.0 nvidia-cublas==13.4.1.3 nvidia-cuda-cupti==13.2.86 nvidia-cuda-nvrtc==13.2.86
    nvidia-cuda-runtime==13.2.86 nvidia-cudnn-cu13==9.26.0.51 nvidia-cufft==12.2.0.57 nvidia-cufile==1.17.1.22
    nvidia-cusparse==12.7.10.12 nvidia-cusparselt-cu13==0.8.1 nvidia-nccl-cu13==2.30.7 nvidia-nvjitlink==13.2.86
    nvidia-nvshmem-cu13==3.7.2
    # Keras and TensorFlow.
    keras==3.15.1 tensorflow-cpu==2.21.0 absl-py==2.5.1 astunparse==1.6.3 certifi==2026.10.19.post1
    charset-normalizer==3.5.3 gast==0.7.0 google-pasta==0.2.0 grpcio==1.85.3 h5py==3.14.0 idna==3.20 libclang==18.1.1
    markdown-it-py==4.3.0 mdurl==0.1.2 namex==0.1.0 opt-einsum==3.4.0 optree==0.20.0 pygments==2.21.0
    requests==2.34.2 rich==15.0.0 six==1.17.0 termcolor==3.3.0 urllib3==2.8.0 wrapt==2.5.2
    # TFLite, and ONNX Runtime with what exports to it.
    ai-edge-litert==2.3.0 backports-strenum==1.2.8 tqdm==4.70.1
    onnxruntime==1.32.0 onnx==1.23.2 onnx-ir==1.1.0 onnxscript==0.7.2
)

# From bookworm-backports: Catch2 3, because Debian 12 itself has version 2, and QEMU 10 for the tests of libraries for
# other processors, because version 7.2 breaks down on vectors of RISC-V.
BACKPORTS_PACKAGES=(
    libcatch2-dev
    qemu-user
)
