"""The languages of a work, page by page, and those that its title page says it is in. Pure."""

import re
from collections.abc import Iterator, Sequence

from ingest.metadata.found import found
from ingest.metadata.lines import Row, plain
from ingest.metadata.material import Leaf, Material
from ingest.model import Suggestion
from ingest.text.language import guess_language

_BILINGUAL = re.compile(
    r"song ngu|(?:dich|chuyen|phien am|viet|in) (?:sang |ra |bang )?(?:tieng|chu)\b|(?:tieng"
    r"|chu) \w+ ?[-–] ?(?:tieng )?\w+|hai thu tieng"
)
_TONGUE = re.compile(r"(?:tiếng|chữ|TIẾNG|CHỮ|Tiếng|Chữ)\s+")
_PRIMER = re.compile(r"(?:(?:sách |tự |dạy )*(?:học|dạy) )?tiếng\s+([^\W\d_].*)", re.IGNORECASE)
_SHARE = 0.15
_MIN_WORDS = 20
_TITLE_WORDS = 4


def languages(material: Material) -> Iterator[Suggestion]:
    """The main language, with the first page in it; others that a good part of the rows is in, or that are named."""
    rows = list(material.rows())
    main = guess_language("\n".join(row.text for row in rows))
    if main.code and rows:
        first = next((leaf for leaf in material.leaves if _speaks(leaf.rows, main.code)), material.leaves[0])
        yield found("language", main.code, max(0.6, main.confidence), list(first.rows[:1]))
    yield from _others(material, main.code)
    yield from _of_title(material, main.code)
    yield from _named(material)
    yield from _taught(material)


def _speaks(rows: Sequence[Row], code: str) -> bool:
    return guess_language(" ".join(row.text for row in rows)).code == code


def _others(material: Material, main: str) -> Iterator[Suggestion]:
    """Vietnamese or English beside the other, told row by row: pages of bilingual books hold both."""
    told: dict[str, list[Row]] = {}
    counted = 0
    for leaf in material.leaves:
        for rows in _passages(leaf):
            words = sum(len(row.text.split()) for row in rows)
            guess = guess_language(" ".join(row.text for row in rows))
            counted += words
            if guess.code:
                told.setdefault(guess.code, []).extend(rows)
    for code, rows in told.items():
        words = sum(len(row.text.split()) for row in rows)
        if code != main and words >= max(_MIN_WORDS, _SHARE * counted):
            yield found("language", code, 0.85, [rows[0]])


def _of_title(material: Material, main: str) -> Iterator[Suggestion]:
    """The language that a title of some words is in, where the other words, of a cover alone, are in another."""
    title = guess_language(material.title.text).code if material.title is not None else ""
    if material.title is not None and title not in ("", main) and len(material.title.text.split()) >= _TITLE_WORDS:
        yield found("language", title, 0.6, material.title.rows)


def _taught(material: Material) -> Iterator[Suggestion]:
    """The language that a primer teaches: "Sách học tiếng Ba Na", "Tiếng Mông lớp 3"."""
    rows = material.title_rows
    match = _PRIMER.match(" ".join(row.text for row in rows)) if material.genre not in ("exam", "lesson-plan") else None
    words = match[1].split() if match is not None else []
    for count in (2, 1):
        term = material.names.id_of("languages", " ".join(words[:count])) if len(words) >= count else None
        if term is not None:
            yield found("language", term, 0.6, rows)
            return


def _passages(leaf: Leaf) -> Iterator[list[Row]]:
    """Neighbouring rows that one could read on: parted where the print or the white between changes."""
    held: list[Row] = []
    for row in leaf.rows:
        if held and (
            row.top - held[-1].bottom > 1.2 * row.size or not 0.8 < row.size / max(held[-1].size, 1e-6) < 1.25
        ):
            yield held
            held = []
        held.append(row)
    if held:
        yield held


def _named(material: Material) -> Iterator[Suggestion]:
    """ "Dịch tiếng Ba Na: …", "Song ngữ Việt – Gia Rai"."""
    for leaf in material.faces:
        for row in leaf.rows:
            if leaf.prose or not _BILINGUAL.search(row.plain):
                continue
            for name in re.split(
                r"\s*[–—-]\s+|\s*[–—]\s*|[,:;()]|\s+và\s+|\s-\s", _TONGUE.sub("\n", row.text).replace("\n", ", ")
            ):
                bare = re.sub(r"(?i)^.*song ngữ\s*(?:anh\s*-\s*)?", "", name).strip(" .")
                term = material.names.id_of("languages", bare) if len(plain(bare)) > 2 else None
                if term is not None and not (term in ("vi",) and "song" not in row.plain):
                    yield found("language", term, 0.85, [row])
