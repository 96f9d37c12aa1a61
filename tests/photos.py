"""Photos of sheets made by code: a page seen at an angle on a table, under uneven, coloured light, a little blurred."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from math import cos, hypot, pi, radians, sin

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from ingest.photo.geometry import Quad, from_rectangle

TABLES = ("wood", "dark", "light", "cloth", "tiles")
PIXELS = (1500, 2000)


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo, and where in it the corners of the sheet are."""

    image: Image.Image
    corners: Quad

    def jpeg(self, quality: int = 70, **options: object) -> bytes:
        out = io.BytesIO()
        self.image.save(out, "JPEG", quality=quality, **options)
        return out.getvalue()


def photographed(
    page: Image.Image, seed: int, table: str = "", size: tuple[int, int] = PIXELS, *, above: float | None = None
) -> Shot:
    """`page` as a phone sees it; everything about the photo follows from `seed`, but the table where one is named, and
    `above`: then the phone is held exactly over the sheet, which lies turned clockwise by so many degrees.
    """
    luck = random.Random(seed)
    quad = _quad(luck, page, size, above)
    ground = _table(luck, table or luck.choice(TABLES), size)
    there = _inverse(quad, page.size)
    sheet = page.convert("RGB").transform(size, Image.Transform.PERSPECTIVE, there, Image.Resampling.BICUBIC)
    mask = Image.new("L", page.size, 255).transform(size, Image.Transform.PERSPECTIVE, there, Image.Resampling.BICUBIC)
    ground = ImageChops.multiply(ground, _cast_shadow(luck, mask))
    ground.paste(sheet, mask=mask)
    lit = ImageChops.multiply(ground, _light(luck, size))
    soft = lit.filter(ImageFilter.GaussianBlur(luck.uniform(0.5, 1.1)))
    grain = Image.merge("RGB", [Image.effect_noise(size, luck.uniform(6, 14)) for _ in range(3)])
    return Shot(ImageChops.add(soft, grain, 1, -128), quad)


def _quad(luck: random.Random, page: Image.Image, size: tuple[int, int], above: float | None) -> Quad:
    """The page in the middle, filling most of the picture, seen by a phone that is held a little aslant."""
    width, height = size
    scale = luck.uniform(0.72, 0.86) * min(width / page.width, height / page.height)
    wide, high = page.width * scale / 2, page.height * scale / 2
    turn, across, down = luck.uniform(-0.07, 0.07), luck.uniform(-0.3, 0.3), luck.uniform(-0.35, 0.35)
    if above is not None:
        turn, across, down = radians(above), 0.0, 0.0
        fitting = min(0.9 * side / _span(wide, high, turn + at) for at, side in ((0, width), (pi / 2, height)))
        wide, high = min(1, fitting) * wide, min(1, fitting) * high
    focal = 1.1 * max(size)
    corners = []
    for x, y in ((-wide, -high), (wide, -high), (wide, high), (-wide, high)):
        x, y = x * cos(turn) - y * sin(turn), x * sin(turn) + y * cos(turn)
        y, z = y * cos(down), y * sin(down)
        x, z = x * cos(across) + z * sin(across), z * cos(across) - x * sin(across)
        corners.append((x * focal / (focal + z), y * focal / (focal + z)))
    left, top = (sum(corner[axis] for corner in corners) / 4 for axis in (0, 1))
    at = (width / 2 - left / 2, height / 2 - top / 2)  # the camera's axis stays near the middle of the sheet
    return tuple((at[0] + x, at[1] + y) for x, y in corners)  # type: ignore[return-value]


def _span(wide: float, high: float, turn: float) -> float:
    """How much of the picture's width (or of its height, for a turn by a quarter more) a turned sheet takes."""
    return 2 * (wide * abs(cos(turn)) + high * abs(sin(turn)))


def _inverse(quad: Quad, size: tuple[int, int]) -> tuple[float, ...]:
    """Pillow wants to know from where in the page each pixel of the photo comes."""
    m = from_rectangle(*size, quad)
    a, b, c, d, e, f, g, h = m.coefficients
    inverse = (e - f * h, c * h - b, b * f - c * e, f * g - d, a - c * g, c * d - a * f, d * h - e * g, b * g - a * h)
    last = a * e - b * d
    return tuple(value / last for value in inverse)


def _table(luck: random.Random, kind: str, size: tuple[int, int]) -> Image.Image:
    width, height = size
    if kind == "wood":
        grain = Image.effect_noise((max(2, width // 3), 24), 60).resize(size, Image.Resampling.BICUBIC)
        color = luck.choice(((176, 128, 84), (206, 166, 118), (120, 78, 48)))
        return _tinted(grain, color, 0.22)
    if kind == "cloth":
        return _tinted(Image.effect_noise(size, 40), luck.choice(((70, 96, 130), (130, 60, 60), (90, 120, 90))), 0.3)
    if kind == "tiles":
        ground = Image.new("RGB", size, luck.choice(((196, 190, 178), (168, 172, 176))))
        draw = ImageDraw.Draw(ground)
        step, slope = width // 3, luck.uniform(-0.15, 0.15)
        for at in range(-step, width + step, step):
            draw.line((at, 0, at + slope * height, height), fill=(120, 116, 110), width=6)
        for at in range(-step, height + step, step):
            draw.line((0, at, width, at - slope * width), fill=(120, 116, 110), width=6)
        return ground
    level = luck.randint(28, 60) if kind == "dark" else luck.randint(198, 216)
    return _tinted(Image.effect_noise(size, 12), (level, level, level + luck.randint(-6, 6)), 0.1)


def _tinted(gray: Image.Image, color: tuple[int, int, int], strength: float) -> Image.Image:
    def band(level: int) -> Image.Image:
        return gray.point(lambda value: max(0, min(255, round(level * (1 + strength * (value - 128) / 64)))))

    return Image.merge("RGB", [band(level) for level in color])


def _cast_shadow(luck: random.Random, mask: Image.Image) -> Image.Image:
    """The thin dark rim that a sheet throws on what it lies on."""
    rim = ImageChops.offset(mask, luck.randint(2, 5), luck.randint(2, 6)).filter(ImageFilter.GaussianBlur(4))
    return Image.merge("RGB", [rim.point(lambda value: 255 - value // 4)] * 3)


def _light(luck: random.Random, size: tuple[int, int]) -> Image.Image:
    """Light that falls off to one side, with the soft shadow of a hand or a phone, more or less yellow."""
    small = Image.new("L", (60, 80))
    source = (luck.uniform(-20, 80), luck.uniform(-20, 100))
    fall = luck.uniform(0.25, 0.6)
    for x in range(60):
        for y in range(80):
            small.putpixel((x, y), round(255 * (1 - fall * min(1.0, hypot(x - source[0], y - source[1]) / 110))))
    shade = Image.new("L", (60, 80), 255)
    at = (luck.randint(5, 40), luck.randint(20, 70))
    depth = luck.randint(110, 190)
    ImageDraw.Draw(shade).ellipse((at[0], at[1], at[0] + luck.randint(20, 45), at[1] + 45), fill=depth)
    light = ImageChops.multiply(small, shade.filter(ImageFilter.GaussianBlur(3))).resize(size, Image.Resampling.BICUBIC)
    tint = luck.choice(((255, 250, 238), (255, 244, 214), (250, 252, 255), (255, 236, 190)))
    return Image.merge("RGB", [light.point(lambda value, top=top: value * top // 255) for top in tint])
