"""Whether a page plainly lies upright, told from its ink alone, so that no recogniser need look for the turn.

Lines of Latin, Greek and Cyrillic print have a dense middle (the height of an x). Above it stand ascenders, capitals
and accents, below it fewer descenders and dots.
A page that shows nothing of the kind (sideways, upside down, a picture, other scripts) gets no for an answer.
"""

from PIL import Image, ImageOps

_WIDTH = 1240
"""Pixels across a page for this look: 150 dpi of A4, an x of 8 to 12 pixels."""

_STRIPS = 8
_FEWEST_LINES = 6
_HEIGHTS = range(8, 61)
_FAINT, _DENSE = 0.06, 0.5
_CLEARLY = 0.25
_MOST_INK = 0.6


def looks_upright(image: Image.Image) -> bool:
    """Whether a gray page, its lines level, has lines of print across it with their accents and ascenders on top."""
    height = max(1, round(image.height * _WIDTH / image.width))
    small = ImageOps.invert(image.resize((_WIDTH, height), Image.Resampling.BOX))
    inked = small.point([0 if value < 90 else 255 for value in range(256)])
    profile = inked.resize((_STRIPS, height), Image.Resampling.BOX).tobytes()
    above = below = lines = inside = 0
    for strip in range(_STRIPS):
        column = profile[strip::_STRIPS]
        for run in _runs(column):
            top, bottom = _lobes(run)
            above, below, lines, inside = above + top, below + bottom, lines + 1, inside + sum(run)
    if lines < _FEWEST_LINES or above + below == 0 or inside < _MOST_INK * sum(profile):
        return False
    return (above - below) / (above + below) > _CLEARLY


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
