"""The text a page carries beside its image, before anybody judged it."""

from dataclasses import dataclass

from ingest.text.layout import Line


@dataclass(frozen=True, slots=True)
class Layer:
    """`raw_text` is uncleaned, for judging; boxes of `lines` count in `width` x `height` pixels of the upright page.
    Words are as uncleaned as the text. `fonts` has the font's name for each word in reading order, or is empty.

    `picture_share` (0..1) is how much of the page pictures cover; `empty`: the page draws nothing at all.
    """

    number: int
    width: int
    height: int
    rotation: int
    raw_text: str
    lines: tuple[Line, ...]
    picture_share: float
    empty: bool
    fonts: tuple[str, ...] = ()
