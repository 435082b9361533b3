"""The fonts of bench/digits.py: from Debian packages that cmake/pins.sh lists."""
import pathlib
import typing


class Font(typing.NamedTuple):
    name: str
    style: str
    package: str
    file: str  # below /usr/share/fonts


FONTS = (
    Font("DejaVu Sans", "sans", "fonts-dejavu-core", "truetype/dejavu/DejaVuSans.ttf"),
    Font("DejaVu Sans Bold", "sans", "fonts-dejavu-core", "truetype/dejavu/DejaVuSans-Bold.ttf"),
    Font("Liberation Sans", "sans", "fonts-liberation", "truetype/liberation/LiberationSans-Regular.ttf"),
    Font("Liberation Sans Narrow", "sans", "fonts-liberation", "truetype/liberation/LiberationSansNarrow-Regular.ttf"),
    Font("DejaVu Serif", "serif", "fonts-dejavu-core", "truetype/dejavu/DejaVuSerif.ttf"),
    Font("Liberation Serif", "serif", "fonts-liberation", "truetype/liberation/LiberationSerif-Regular.ttf"),
    Font("Liberation Serif Italic", "serif", "fonts-liberation", "truetype/liberation/LiberationSerif-Italic.ttf"),
    Font("GFS Didot", "serif", "fonts-gfs-didot", "opentype/didot/GFSDidot.otf"),
    Font("DejaVu Sans Mono", "mono", "fonts-dejavu-core", "truetype/dejavu/DejaVuSansMono.ttf"),
    Font("Liberation Mono", "mono", "fonts-liberation", "truetype/liberation/LiberationMono-Regular.ttf"),
    Font("Breip", "handwriting", "fonts-breip", "truetype/breip/Breip.ttf"),
    Font("Comic Neue", "handwriting", "fonts-comic-neue", "opentype/comic-neue/ComicNeue-Regular.otf"),
    Font("Delphine", "handwriting", "fonts-sjfonts", "truetype/sjfonts/Delphine.ttf"),
    Font("dkg", "handwriting", "fonts-dkg-handwriting", "truetype/fifthhorseman/dkg.ttf"),
    Font("Kristi", "handwriting", "fonts-kristi", "truetype/kristi/Kristi.ttf"),
    Font("Rufscript", "handwriting", "fonts-rufscript", "truetype/rufscript/Rufscript010.ttf"),
    Font("SteveHand", "handwriting", "fonts-sjfonts", "truetype/sjfonts/SteveHand.ttf"),
    Font("Femke Klaver", "outlines", "fonts-femkeklaver", "truetype/femkeklaver/femkeklaver.ttf"),
)


def font_file(font):
    return pathlib.Path("/usr/share/fonts") / font.file
