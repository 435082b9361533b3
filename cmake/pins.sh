# Every dependency of halenet, in one place. `./dev setup` installs them; CMake finds them.
# Sourced by bash: plain assignments only.

# From PyPI, into .venv inside the checkout. Halide's wheel carries its C++ SDK; it needs CMake 3.28 or newer.
PYPI_PACKAGES="halide==21.0.0 cmake==4.4.4 ninja==1.13.2"

# From Debian 12 (bookworm). The version stands in the package's name where it matters.
DEBIAN_PACKAGES="g++ clang-19 libclang-19-dev llvm-19-dev clang-format-19 clang-tidy-19 \
libxtensor-dev nlohmann-json3-dev libcli11-dev libfmt-dev libbenchmark-dev zlib1g-dev libmd-dev pkg-config curl python3-venv"

# From bookworm-backports: Catch2 3, which bookworm itself does not have.
BACKPORTS_PACKAGES="libcatch2-dev"
