"""What children answer, checked and turned into our values. A wrong shape raises BadAnswer; nothing is trusted."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.columns import MAX_WORDS, heard, with_confidence
from ingest.errors import BadAnswer
from ingest.model import Corners, Notice, OutlineItem, Page, Params
from ingest.sandbox import Json
from ingest.text.normalize import clean

MAX_TEXT = 1_000_000
"""Characters of one page: a newspaper page has 50,000."""

MAX_PIXELS_SIDE = 100_000
_REACH = (-MAX_PIXELS_SIDE, 2 * MAX_PIXELS_SIDE)
"""Where a corner may lie that a picture cuts off."""

_MAX_STRING = 1_000
_ROTATIONS = (0, 90, 180, 270)


@dataclass(frozen=True, slots=True)
class LayerAnswer:
    """A page's text layer as a Page, and the verdict on it: "keep", "ocr", "blank" or "damaged", with its reason.

    `seconds` is how long it took, of the time that the page may take.
    """

    page: Page
    verdict: str
    reason: str
    encoding: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class PropertiesAnswer:
    """What a PDF says of itself; see `ingest.readers.pdf_properties`."""

    info: dict[str, str]
    outline: tuple[OutlineItem, ...]
    page_labels: tuple[str, ...]
    complete: bool


def read_counts(value: Json) -> tuple[int, bool]:
    """Pages and whether the file is encrypted."""
    found = _object(value)
    return _whole(found.get("pages"), 1, 10_000_000), found.get("encrypted") is True


def read_properties(value: Json, pages: int) -> PropertiesAnswer:
    """Properties of a file of `pages` pages; labels that are not one a page are dropped."""
    found = _object(value)
    labels = tuple(_string(label, 40) for label in _list(found.get("page_labels")))
    return PropertiesAnswer(
        info={_string(name, 40): _string(text) for name, text in _object(found.get("info")).items()},
        outline=tuple(_outline(found.get("outline"), pages)),
        page_labels=labels if len(labels) == pages else (),
        complete=found.get("complete") is True,
    )


def read_layer(value: Json, number: int) -> LayerAnswer:
    """The layer of page `number`; an answer about another page is no answer."""
    found = _object(value)
    verdict = _string(found.get("verdict"), 20)
    _same(found, number)
    if verdict == "damaged":
        page = Page(number, "", "none", 0.0, 1, 1, warnings=(Notice("page.damaged"),))
        return LayerAnswer(page, verdict, "", "")
    if verdict not in ("keep", "ocr", "blank"):
        raise BadAnswer
    page = _mended(_page(found, number, "text-layer", 1.0), _object(found.get("mended")))
    return LayerAnswer(page, verdict, _string(found.get("reason"), 20), _string(found.get("encoding"), 20))


def _mended(page: Page, done: dict[str, Json]) -> Page:
    """`page` with what was done to its letters: origin "repaired" and a notice, when it has text at all."""
    encoding = _string(done.get("encoding"), 20)
    letters = _whole(done.get("letters"), 0, MAX_WORDS)
    if not page.text or not (encoding or letters):
        return page
    percent = round(100 * _share(done.get("share")), 1)
    told = Notice("page.letters_mended", {"words": letters})
    if encoding:
        told = Notice("page.text_repaired", {"encoding": encoding, "percent": percent})
    confidence = _share(done.get("confidence"))
    words = with_confidence(page.words, confidence)
    return replace(page, origin="repaired", confidence=confidence, words=words, warnings=(told,))


def read_ocr(value: Json, number: int) -> Page:
    """Page `number` as recognised; origin "none" when nothing was found on it."""
    found = _object(value)
    _same(found, number)
    page = _page(found, number, "ocr", _share(found.get("confidence")))
    return replace(page, corners=_corners(found.get("corners")))


def _page(found: dict[str, Json], number: int, origin: str, confidence: float) -> Page:
    width, height = (_whole(found.get(side), 1, MAX_PIXELS_SIDE) for side in ("width", "height"))
    rotation = _whole(found.get("rotation"), 0, 270)
    if rotation not in _ROTATIONS:
        raise BadAnswer
    text = clean(_string(found.get("text"), MAX_TEXT)).strip()
    words = heard(found.get("words"), width, height, text) if text else ()
    return Page(
        number=number,
        text=text,
        origin=("ocr" if origin == "ocr" else "text-layer") if text else "none",
        confidence=confidence if text else 0.0,
        width=width,
        height=height,
        rotation=rotation,
        words=words,
    )


def _corners(value: Json) -> Corners | None:
    if value is None:
        return None
    points = [_list(point) for point in _list(value)]
    if len(points) != 4 or any(len(point) != 2 for point in points):
        raise BadAnswer
    upper_left, upper_right, lower_right, lower_left = ((_whole(x, *_REACH), _whole(y, *_REACH)) for x, y in points)
    return (upper_left, upper_right, lower_right, lower_left)


def _outline(value: Json, pages: int) -> Iterator[OutlineItem]:
    for item in _list(value):
        found = _object(item)
        page = found.get("page")
        number = page if isinstance(page, int) and 1 <= page <= pages else None
        yield OutlineItem(_string(found.get("title")), number, _whole(found.get("level"), 0, 100))


def _same(found: dict[str, Json], number: int) -> None:
    if found.get("number") != number:
        raise BadAnswer(params={"page": number})


def _object(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise BadAnswer
    return value


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise BadAnswer
    return value


def _string(value: Json, limit: int = _MAX_STRING) -> str:
    if not isinstance(value, str) or len(value) > limit:
        raise BadAnswer
    return value


def _whole(value: Json, low: int, high: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise BadAnswer
    return value


def _share(value: Json) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:  # a NaN is not between
        raise BadAnswer
    return float(value)


def read_part(value: Json, most: int) -> tuple[str, Params, int, str]:
    """What became of an image: a fault's code and parameters, or "" and its pages (1 to `most`) and its time."""
    found = _object(value)
    if "code" in found:
        params = {
            name: told for name, told in _object(found.get("params")).items() if isinstance(told, str | int | float)
        }
        return _string(found.get("code"), 40), params, 0, ""
    return "", {}, _whole(found.get("pages"), 1, most - 1), _string(found.get("taken"), 40)
