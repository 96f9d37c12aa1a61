"""What stands below the title: for whom a work is, what it tells of, and its title in another language. Pure."""

import re
from collections.abc import Iterator, Sequence

from ingest.metadata.bodies import names_body
from ingest.metadata.found import found
from ingest.metadata.headlines import headline, is_foreign
from ingest.metadata.kinds import says_what_about
from ingest.metadata.lines import Row, plain
from ingest.metadata.material import Chosen, Leaf, Material
from ingest.metadata.roles import label_of, names_in, people
from ingest.metadata.spelling import in_sentence, readable
from ingest.model import Suggestion
from ingest.text.language import guess_language

_ENGLISH = re.compile(r"\b(?:The|And|Of|In)\b")
_PART = re.compile(r"\W*(?:(?:lop|tap|quyen|cuon|phan|hoc k[iy]|ki|ky)\s+[\divx]{1,4}\W*)+")
_FOR_WHOM = re.compile(r"\W*(?:sach |tai lieu |giao trinh |to \w+ \w+ )?(?:danh cho|dung cho|dung trong|danh rieng)\b")


def alternatives(material: Material) -> Iterator[Suggestion]:
    """What stands below the title: for whom it is, what it tells of, and the title in another language."""
    best = material.title
    if best is None or material.genre in ("legal", "exam", "lesson-plan"):
        return
    for leaf in material.faces[:2]:
        if leaf.prose and leaf is not material.faces[0]:
            continue
        own = [row for row in leaf.rows if _same_row(row, best)] or [row for row in leaf.rows if row in best.rows]
        if not own:
            continue
        yield from _subtitle(list(_below(leaf, own)), own[-1], material)


def _below(leaf: Leaf, title: Sequence[Row]) -> Iterator[Row]:
    """The rows below a title that may go on with it, down to where something else begins: a part of the text, what is
    told behind a label, an address.
    """
    for row, kind in zip(leaf.rows, leaf.kinds, strict=True):
        if row.top < title[-1].bottom - 0.01 or row.top > 0.85 or row in title:
            continue
        if kind in ("section", "heading", "label", "contact") or "@" in row.text:
            return
        if (kind == "text" and not _PART.fullmatch(row.plain)) or _is_title(row, kind):
            yield row


def _is_title(row: Row, kind: str) -> bool:
    return kind == "genre" and says_what_about(row.plain.strip(" *–-"))


def _same_row(row: Row, best: Chosen) -> bool:
    words = plain(best.text)
    return row.letters > 3 and row.size > 0 and row.plain.strip() in words and row.size > 0.6 * best.rows[-1].size


def _subtitle(below: Sequence[Row], last: Row, material: Material) -> Iterator[Suggestion]:
    before = last
    for row in below[:4]:
        if (
            row.letters < 6
            or _is_of_people(row, foreign=readable(last.text) < 0.67)
            or names_body(row.text.lstrip("*0123456789 "))
        ):
            return
        foreign = readable(row.text) < 0.67
        near = row.box is None or row.top - before.bottom < 3.2 * max(row.size, 0.5 * before.size)
        if foreign and row.size > 0.45 * last.size and _may_be_one(row, near=near):
            language = guess_language(row.text).code or None
            yield found("alternative", _cased(row.text.strip(" ()")), 0.75, [row], lang=language)
            before = row
        elif _FOR_WHOM.match(row.plain) or (near and not foreign and row.size < 0.95 * last.size):
            value = in_sentence(row.text, material.usage, material.names)
            language = guess_language(row.text).code or None
            yield found("alternative", value.strip(" ()–-"), 0.7, [row], lang=language)
            before = row
        else:
            return


def _is_of_people(row: Row, *, foreign: bool) -> bool:
    """Whether a row names people: known names, a role beside them, or words with capitals that no language explains
    (below a title that is not `foreign` itself: "What Readers Want").
    """
    text = row.text.strip(" ()")
    told = people(text)
    unknown = (
        not foreign and bool(told) and text.istitle() and not guess_language(text).code and not _ENGLISH.search(text)
    )
    return names_in(text) or label_of(row) is not None or unknown


def _may_be_one(row: Row, *, near: bool) -> bool:
    return not row.capitals or (near and len(row.text.split()) > 2)


def _cased(text: str) -> str:
    """A title in another language that is printed in capitals as one is written; of most tongues little is known."""
    if not text.isupper():
        return text
    return headline(text) if is_foreign(text) else text.capitalize()
