"""Draws the pictures of bench/digits.py. Every random number comes from a seed that names the picture."""
import pathlib
import random
import typing

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from digit_fonts import FONTS, font_file


class Kind(typing.NamedTuple):
    title: str
    folder: str
    copies: int  # of each digit in each font
    draw: typing.Callable  # (random, font, digit) -> (image, file name suffix, options of Image.save)


class Picture(typing.NamedTuple):
    path: pathlib.Path
    font: str
    digit: int


def ink_of(font, digit, height, angle=0.0):
    """The digit in white on black, cropped to its ink, turned by `angle` degrees; its ink is `height` pixels high."""
    probe = ImageFont.truetype(str(font_file(font)), 400)
    left, top, right, bottom = probe.getbbox(str(digit))
    sized = ImageFont.truetype(str(font_file(font)), max(8, round(400 * height / (bottom - top))))
    left, top, right, bottom = sized.getbbox(str(digit))
    side = round(1.5 * max(right - left, bottom - top)) + 8
    ink = Image.new("L", (side, side))
    at = ((side - left - right) / 2, (side - top - bottom) / 2)
    ImageDraw.Draw(ink).text(at, str(digit), font=sized, fill=255)
    if angle:
        ink = ink.rotate(angle, Image.Resampling.BICUBIC)
    return ink.crop(ink.getbbox())


def on_canvas(rng, ink, margins=(0.08, 0.8)):
    """The ink somewhere on a larger canvas: each margin is a share of the ink's longer side."""
    longer = max(ink.size)
    left, top, right, bottom = (max(2, round(longer * rng.uniform(*margins))) for _ in range(4))
    canvas = Image.new("L", (ink.width + left + right, ink.height + top + bottom))
    canvas.paste(ink, (left, top))
    return canvas


def contrasting(rng):
    """A dark and a light colour, as lists of three channels."""
    return [rng.randint(0, 90) for _ in range(3)], [rng.randint(170, 255) for _ in range(3)]


def coloured(ink, colour, paper):
    bands = [Image.eval(ink, lambda v, c=c, p=p: round(p + (c - p) * v / 255)) for c, p in zip(colour, paper, strict=True)]
    return Image.merge("RGB", bands)


def draw_plain(rng, font, digit):
    """20 to 400 pixels high, in any colours, dark on light or light on dark, as PNG."""
    ink = on_canvas(rng, ink_of(font, digit, round(20 * 20 ** rng.random())))
    style = rng.randrange(3)
    if style == 0:  # black on white
        return ImageChops.invert(ink), "png", {}
    dark, light = contrasting(rng)
    pair = (dark, light) if style == 1 else (light, dark)
    return coloured(ink, *pair), "png", {}


def noise(rng, size, deviation):
    """Grey around 128, the sum of four uniform numbers a pixel."""
    width, height = size
    spread = deviation * 3**0.5  # of one uniform number in -spread .. spread with half the deviation: four add up to it
    total = Image.new("L", size, 128)
    for _ in range(4):
        uniform = Image.frombytes("L", size, rng.randbytes(width * height))
        part = Image.eval(uniform, lambda v: round((v - 127.5) / 127.5 * spread / 2 + 128))
        total = ImageChops.add(total, part, 1, -128)
    return total


def light(rng, size):
    """How bright the paper is lit, 255 at most: a slope in any direction, down to 45 % at the far corner."""
    slope = Image.linear_gradient("L").rotate(rng.uniform(0, 360), Image.Resampling.BILINEAR, expand=True)
    inner = slope.crop(tuple(round(side * part) for part in (0.25, 0.75) for side in slope.size))
    darkest = rng.uniform(0.45, 0.95)
    low, high = inner.getextrema()
    span = max(1, high - low)
    return Image.eval(inner.resize(size, Image.Resampling.BICUBIC),
                      lambda v: round(255 * min(1, darkest + (1 - darkest) * (v - low) / span)))


def draw_photograph(rng, font, digit):
    """40 to 300 pixels high, tilted up to 15 degrees, in a gradient of light, blurred, noisy, as JPEG."""
    height = round(40 * 7.5 ** rng.random())
    ink = on_canvas(rng, ink_of(font, digit, height, angle=rng.uniform(-15, 15)), margins=(0.15, 1.2))
    dark, bright = contrasting(rng)
    pair = (dark, bright) if rng.random() < 0.75 else (bright, dark)
    photograph = coloured(ink, *pair)
    lit = light(rng, photograph.size)
    photograph = ImageChops.multiply(photograph, Image.merge("RGB", (lit, lit, lit)))
    photograph = photograph.filter(ImageFilter.GaussianBlur(height * rng.uniform(0, 0.03)))
    grain = noise(rng, photograph.size, rng.uniform(2, 18))
    photograph = ImageChops.add(photograph, Image.merge("RGB", (grain, grain, grain)), 1, -128)
    return photograph, "jpg", {"quality": rng.randint(30, 90)}


PLAIN = Kind("plain", "plain", 4, draw_plain)
PHOTOGRAPHS = Kind("as if photographed", "photographed", 8, draw_photograph)


def draw_all(kind, folder):
    """Draws every picture of a kind into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = []
    for font in FONTS:
        for digit in range(10):
            for copy in range(kind.copies):
                rng = random.Random(f"{kind.folder} {font.name} {digit} {copy}")
                image, suffix, options = kind.draw(rng, font, digit)
                path = folder / f"{font.name.replace(' ', '')}-{digit}-{copy}.{suffix}"
                image.save(path, **options)
                pictures.append(Picture(path, font.name, digit))
    return pictures
