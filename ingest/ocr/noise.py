"""Words that are no print: specks, rules and scraps of pictures that a recogniser took for characters.

A dot, a comma or a dash is small on paper; a letter, a digit or a plus is not. What is far too small, or far too tall,
for what it is said to be was never printed as that.
"""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from ingest.model import Word
from ingest.text.layout import Line

_SMALL = frozenset(".,'\"`´^~ˆ˜¨·•-–—_…‘’“”‚„°º*¬¸¯")
"""Signs that may be printed much smaller than a letter."""

_LONE = frozenset(".,;:'\"`´^~ˆ˜¨·_‘’“”‚„¬¸¯*°º")
"""Signs that hardly stand alone between spaces."""

_TOO_SMALL, _TOO_TALL = 0.36, 1.35
_UNSURE = 0.6
_BARS, _LIKE_BARS = frozenset("|¦"), frozenset("|¦[]!lIi{}")
_SCRAP, _SHORT_SCRAP = 0.4, 0.75
"""Mean confidence of a line below which it is no print; lines of the worst fax copies that can be read have more."""


def without_noise(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of an upright page without words that cannot be print, and without lines that have nothing else.

    A line that runs up or down the page (a spine, an axis) is left as it is.
    """
    level = [line for line in lines if not _is_upright(line)]
    heights = [word.box[3] - word.box[1] for line in level for word in line.words if any(map(str.isalpha, word.text))]
    usual = median(heights) if heights else 0
    kept = []
    for line in lines:
        local = 0 if _is_upright(line) else _height(line, usual)
        words = tuple(_without_rule(word) for word in line.words if not _is_noise(word, local))
        if words and not _is_scrap(words):
            kept.append(replace(line, words=words))
    return tuple(kept)


def _is_upright(line: Line) -> bool:
    left, top, right, bottom = line.box
    return len(line.text) > 2 and bottom - top > 2 * (right - left)


def _height(line: Line, usual: float) -> float:
    """How high words of this line usually are: its own, where it has enough of them."""
    own = [word.box[3] - word.box[1] for word in line.words if sum(map(str.isalpha, word.text)) >= 2]
    return median(own) if len(own) >= 3 else usual


def _is_noise(word: Word, usual: float) -> bool:
    if not usual:
        return False
    width, height = word.box[2] - word.box[0], word.box[3] - word.box[1]
    signs = set(word.text)
    tall = height > _TOO_TALL * usual
    if len(word.text) <= 2 and _BARS & signs and signs <= _LIKE_BARS:
        return tall
    if signs <= _LONE and (tall or word.confidence < _UNSURE):
        return True
    if signs <= _SMALL:
        return False
    # A letter or digit lower than an x, or a colon no higher than a dot.
    return len(word.text) <= 2 and max(width, height) < _TOO_SMALL * usual


def _without_rule(word: Word) -> Word:
    """A word without the rule of a table that stood beside it; a bar on both sides is printed."""
    if word.text.startswith("|") == word.text.endswith("|"):
        return word
    return replace(word, text=word.text.strip("|"))


def _is_scrap(words: Sequence[Word]) -> bool:
    """Whether a line is one of a picture: nothing in it is likely, or it is one or two letters and not sure."""
    text = "".join(word.text for word in words)
    limit = _SHORT_SCRAP if len(text) <= 2 and not any(map(str.isdigit, text)) else _SCRAP
    return sum(len(word.text) * word.confidence for word in words) < limit * len(text)
