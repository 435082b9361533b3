# Every dependency of halenet, in one place. `./dev setup` installs them; CMake finds them.
# Sourced by bash: plain assignments only.
# shellcheck shell=bash disable=SC2034

# From PyPI, into .venv inside the checkout, without the packages' own dependencies (halenet calls no Python of theirs).
# Halide's wheel carries its C++ SDK; that needs CMake 3.28 or newer, which Debian 12 does not have.
PYPI_PACKAGES=(
    halide==21.0.0
    cmake==4.4.4
    ninja==1.13.2
)

# From Debian 12 (bookworm). The version stands in the package's name where it matters.
DEBIAN_PACKAGES=(
    g++
    python3-venv
    pkg-config
    # The reader: Clang's libraries. LLVM's CMake package asks for the libraries after llvm-19-dev by itself.
    clang-19 libclang-19-dev llvm-19-dev
    # The driver, the runtime and the command line.
    nlohmann-json3-dev libfmt-dev libcli11-dev zlib1g-dev libmd-dev libpng-dev libturbojpeg0-dev curl
    # The pictures of reports, drawn by a child process.
    gnuplot-nox
    # Tests and benchmarks.
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

# From bookworm-backports: Catch2 3, because Debian 12 itself has version 2.
BACKPORTS_PACKAGES=(
    libcatch2-dev
)
