"""A page's text layer with its wrong letters put right, word by word, so that every word keeps its place."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import is_not

from ingest.model import Word
from ingest.text.encodings import examine, repair_as
from ingest.text.encodings.fonts import encoding_of
from ingest.text.encodings.syllables import is_vietnamese
from ingest.text.layer import Layer
from ingest.text.layout import Line, running_text
from ingest.text.normalize import clean

VERSION = 3

_LOSSY_SHARE = 0.05
"""From this share of the page's words on, words that cannot be converted send the whole page to recognition."""

_LOOKALIKES = str.maketrans("ƣƢðÐ", "ưƯđĐ")
_LOOKALIKE = re.compile("[ƣƢðÐ]")
_SHORTENED = re.compile(r"[A-ZĐƯ]{2,}")
_PHONETIC = re.compile(r"[/\[\]{}ˈˌːʌəɜɪʊɒɔæɑɛŋθʃʒʤʧɡɹʔþÞ]")
_CONSONANTS = re.compile("[B-DF-HJ-NP-TV-XZĐ]{2,}")
_MARKED_SHARE = 0.05
_THROUGHOUT = 0.75
_BULLET = re.compile("[\uf020-\uf0ff]")
_BULLETS = {"\uf0a7": "▪", "\uf0d8": "➢", "\uf076": "❖", "\uf0fc": "✓", "\uf0e0": "→", "\uf02d": "-", "\uf0a8": "□"}
"""Wingdings' usual bullets; any other lone sign of a symbol font at a line's beginning becomes a plain one."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A layer with clean words, and what was done to it.

    `encoding` is the old encoding most of the repaired words were in ("" for none), `share` (0..1) the part of all
    letters and signs that changed, `confidence` 0..1. `lossy` names an old encoding that could not be converted: then
    the page's image must be read. `letters` counts words whose ƣ or ð was put right.
    """

    layer: Layer
    encoding: str = ""
    share: float = 0.0
    confidence: float = 1.0
    lossy: str = ""
    letters: int = 0


@dataclass(slots=True)
class _Work:
    """The words of a page while they change; `before` stays."""

    before: tuple[str, ...]
    now: list[str]
    encodings: dict[str, int] = field(default_factory=dict)
    confidence: float = 1.0
    lost: dict[str, int] = field(default_factory=dict)

    def take(self, places: Sequence[int], text: str, encoding: str, confidence: float) -> bool:
        """Put the lines of `text` in the `places`; False, and nothing done, when their numbers differ."""
        pieces = text.split("\n")
        if len(pieces) != len(places):
            return False
        for place, piece in zip(places, pieces, strict=True):
            self.now[place] = piece
        self.encodings[encoding] = self.encodings.get(encoding, 0) + len(places)
        self.confidence = min(self.confidence, confidence)
        return True

    def lose(self, places: Sequence[int], encoding: str) -> None:
        """Note words that are in `encoding` and cannot be converted."""
        self.lost[encoding] = self.lost.get(encoding, 0) + len(places)


def mend(layer: Layer) -> Mended:
    """`layer` with old encodings converted, ƣ and ð put right, bullets readable; its words cleaned (NFC)."""
    words = [word.text for line in layer.lines for word in line.words]
    work = _Work(tuple(words), words)
    _convert(work, layer)
    letters = put_letters_right(work.now) if _LOOKALIKE.search(layer.raw_text) else 0
    encoding = max(work.encodings, key=lambda name: work.encodings[name], default="")
    lossy = max(work.lost, key=lambda name: work.lost[name], default="")
    lines = _rebuilt(layer.lines, work.now)
    text = layer.raw_text if work.now == list(work.before) else running_text(lines)
    return Mended(
        layer=replace(layer, lines=lines, raw_text=text),
        encoding=encoding,
        share=_changed_share(work),
        confidence=work.confidence,
        lossy=lossy if sum(work.lost.values()) > _LOSSY_SHARE * len(words) else "",
        letters=letters,
    )


def _convert(work: _Work, layer: Layer) -> None:
    """Each font's words together, then, where fonts tell nothing, each line's; small rests follow the page."""
    if layer.raw_text.isascii() and not layer.fonts:
        return
    rest: list[list[int]] = []
    for font, places in _by_font(layer).items():
        if not _read_anew(work, places, (font,)):
            rest += [places] if encoding_of(font) else _by_line(layer, places)
    left = [places for places in rest if not _read_anew(work, places, ())]
    for encoding in tuple(work.encodings):
        left = [places for places in left if not _follows(work, places, encoding)]


def _read_anew(work: _Work, places: Sequence[int], fonts: tuple[str, ...]) -> bool:
    """Whether the words at `places` were in an old encoding; converted, or noted as lost."""
    found = examine("\n".join(work.now[place] for place in places), fonts)
    if found is None:
        return False
    repaired = found.repaired
    if not (found.lossless and work.take(places, repaired.text, repaired.encoding, repaired.confidence)):
        work.lose(places, repaired.encoding)
    return True


def _follows(work: _Work, places: Sequence[int], encoding: str) -> bool:
    """Convert a few words in the encoding of their page when every one of them gains by it."""
    repaired = repair_as("\n".join(work.now[place] for place in places), encoding)
    return repaired is not None and work.take(places, repaired.text, repaired.encoding, repaired.confidence)


def _by_font(layer: Layer) -> dict[str, list[int]]:
    """The places of the words of each font, in reading order; all under "" where fonts are not known."""
    count = sum(len(line.words) for line in layer.lines)
    fonts = layer.fonts if len(layer.fonts) == count else ("",) * count
    groups: dict[str, list[int]] = {}
    for place, font in enumerate(fonts):
        groups.setdefault(font, []).append(place)
    return groups


def _by_line(layer: Layer, places: Sequence[int]) -> list[list[int]]:
    """`places` parted by the lines they stand on."""
    wanted = frozenset(places)
    parted: list[list[int]] = []
    first = 0
    for line in layer.lines:
        found = [place for place in range(first, first + len(line.words)) if place in wanted]
        parted += [found] if found else []
        first += len(line.words)
    return parted


def put_letters_right(words: list[str]) -> int:
    """ƣ for ư and ð for đ, as bad fonts have them: mended where that makes a syllable or a Vietnamese abbreviation.

    On pages in Vietnamese only, told by the words without such letters too; never in what is plainly phonetic script
    (between slashes or brackets, beside its other letters) nor in a letter that stands alone. Where many words stay
    that are none of ours, all do: the letter is one of another language or of phonetic script. A word without any
    other mark ("ði", "ða") may be one of these: it follows those that only Vietnamese can be ("ðược").
    """
    if not _in_vietnamese(words):
        return 0
    held = [place for place, word in enumerate(words) if _LOOKALIKE.search(word) and sum(map(str.isalpha, word)) > 1]
    mended = {place: word for place in held if (word := _with_letters_right(words[place]))}
    if len(mended) < _THROUGHOUT * len(held):
        return 0
    doubtful = {place for letters in ("ð", "Ðð") for place in _doubtful(words, mended, letters)}
    for place in mended.keys() - doubtful:
        words[place] = mended[place]
    return len(mended) - len(doubtful)


def _doubtful(words: Sequence[str], mended: Mapping[int, str], letters: str) -> Iterator[int]:
    """The places of plain words that begin with the first of `letters`, unless as many words with any of them are
    plainly Vietnamese as are plain: Ð is met where đ is right, the other way round hardly ever.
    """
    held = [place for place in mended if any(letter in words[place] for letter in letters)]
    plain = [place for place in held if not _is_marked(words[place], mended[place])]
    if len(held) < 2 * len(plain):
        yield from (place for place in plain if letters[0] in words[place])


def _is_marked(word: str, mended: str) -> bool:
    """Whether only Vietnamese writes the word so: its other letters have marks, or it is an abbreviation."""
    marked = any(letter.isalpha() and not letter.isascii() and letter not in "ðÐ" for letter in clean(word))
    return marked or _CONSONANTS.fullmatch(mended.strip(".,;:()-/")) is not None


def _with_letters_right(word: str) -> str:
    """The word as it was meant, "" where it is none of ours."""
    tried = word.translate(_LOOKALIKES)
    ours = is_vietnamese(clean(tried)) or _SHORTENED.fullmatch(tried.strip(".,;:()-/"))
    return tried if ours and not _PHONETIC.search(word) else ""


def _in_vietnamese(words: Sequence[str]) -> bool:
    """Whether most words are Vietnamese once mended, and some have marks of Vietnamese that nobody needs to mend."""
    syllables = sum(is_vietnamese(clean(word.translate(_LOOKALIKES))) for word in words)
    marked = sum(not word.isascii() and not _LOOKALIKE.search(word) and is_vietnamese(clean(word)) for word in words)
    return 2 * syllables >= len(words) and marked >= max(1, _MARKED_SHARE * len(words))


def _rebuilt(lines: Sequence[Line], texts: Sequence[str]) -> tuple[Line, ...]:
    """The lines with the new texts, clean; words of which nothing is left go, and lines without words."""
    if _as_they_are(lines, texts):
        return tuple(lines)
    found: list[Line] = []
    left = iter(texts)
    for line in lines:
        words: list[Word] = []
        for word in line.words:
            text = clean(_readable_bullet(next(left)) if not words else next(left)).strip()
            if text:
                words.append(word if text == word.text else replace(word, text=text))
        if words:
            found.append(Line(tuple(words), line.paragraph))
    return tuple(found)


def _as_they_are(lines: Sequence[Line], texts: Sequence[str]) -> bool:
    """Whether nothing is to be done, as on nearly every page: no text changed, all are clean, and no line is empty."""
    if not all(line.words for line in lines) or any(map(is_not, _texts(lines), texts)):
        return False
    whole = f" {' '.join(texts)} "
    return whole.isprintable() and "  " not in whole and unicodedata.is_normalized("NFC", whole)


def _texts(lines: Sequence[Line]) -> Iterator[str]:
    return (word.text for line in lines for word in line.words)


def _readable_bullet(text: str) -> str:
    return _BULLETS.get(text, "•") if _BULLET.fullmatch(text) else text


def _changed_share(work: _Work) -> float:
    """0..1: the part of all characters that stand in changed words."""
    if work.now == list(work.before):
        return 0.0
    changed = sum(len(old) for old, new in zip(work.before, work.now, strict=True) if old != new)
    return round(changed / max(1, sum(map(len, work.before))), 4)
