"""How a page plainly lies, told from its ink alone, so that no recogniser need look for the turn.

Lines of Latin, Greek and Cyrillic print have a dense middle (the height of an x). Above it stand ascenders, capitals
and accents, below it fewer descenders and dots.
A page that shows nothing of the kind (a picture, a table of figures, other scripts) gets no answer.
"""

from PIL import Image, ImageOps

from ingest.ocr import rows

_WIDTH = 1240
"""Pixels of the shorter side for this look: 150 dpi of A4, an x of 8 to 12 pixels."""

_LONGEST = 4 * _WIDTH

_STRIPS = 8
_FEWEST_LINES = 6
_HEIGHTS = range(8, 61)
_FAINT, _DENSE = 0.06, 0.5
_CLEARLY = 0.25
_MOST_INK = 0.6
_LEAST_OUTSIDE = 0.03
"""Ink above and below, as a share of a line's: lines of capitals have less, and it tells nothing."""


def turn_seen(image: Image.Image) -> int | None:
    """The clockwise turn (0, 90, 180, 270) that makes a gray page with level lines upright; None where it is not plain.

    Lines that run upwards are lines across of the page turned by a quarter: they say which of the two turns it is.
    """
    scale = _WIDTH / min(image.size)
    if max(image.size) * scale > _LONGEST:
        return None
    small = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.BOX)
    ink = ImageOps.invert(small).point([0 if value < 90 else 255 for value in range(256)])
    upwards = ink.transpose(Image.Transpose.ROTATE_270)
    across = rows.sharpness(ink) >= rows.sharpness(upwards)
    leaning = _leaning(ink if across else upwards)
    if leaning is None:
        return None
    return (0 if across else 90) if leaning > 0 else (180 if across else 270)


def _leaning(ink: Image.Image) -> float | None:
    """How much more ink stands above the dense middles of the lines of print than below, -1..1; None when in doubt."""
    profile = ink.resize((_STRIPS, ink.height), Image.Resampling.BOX).tobytes()
    above = below = lines = inside = 0
    for strip in range(_STRIPS):
        for run in _runs(profile[strip::_STRIPS]):
            top, bottom = _lobes(run)
            above, below, lines, inside = above + top, below + bottom, lines + 1, inside + sum(run)
    if lines < _FEWEST_LINES or inside < _MOST_INK * sum(profile) or above + below <= _LEAST_OUTSIDE * inside:
        return None
    leaning = (above - below) / (above + below)
    return leaning if abs(leaning) > _CLEARLY else None


def _runs(column: bytes) -> list[bytes]:
    """Stretches of inked rows as high as a line of print can be."""
    peak = max(column, default=0)
    limit = max(3, round(_FAINT * peak))
    runs, since = [], None
    for at, value in enumerate([*column, 0]):
        if value >= limit and since is None:
            since = at
        elif value < limit and since is not None:
            if at - since in _HEIGHTS:
                runs.append(column[since:at])
            since = None
    return runs


def _lobes(run: bytes) -> tuple[int, int]:
    """The ink above and below the dense middle of a line."""
    limit = _DENSE * sorted(run)[-max(1, len(run) // 5)]
    dense = [at for at, value in enumerate(run) if value >= limit]
    return sum(run[: dense[0]]), sum(run[dense[-1] + 1 :])
