"""Keywords, and a description out of an abstract or the first paragraph of a foreword. Pure."""

import re
from collections.abc import Iterator

from ingest.metadata.found import found
from ingest.metadata.lines import Row
from ingest.metadata.material import Leaf, Material
from ingest.metadata.names import MIN_IN_PROSE, Names
from ingest.model import Suggestion

_KEYWORDS = re.compile(r"\W*(?:tu khoa|keywords?|key words)\s*[:.]\s*(?=\S)")
_ABSTRACT = re.compile(
    r"\W*(?:tom tat(?: noi dung| tai lieu| luan van)?|abstract|gioi thieu(?: chung| sach| tai lieu)?)\s*[:.]?\s*"
)
_FOREWORD = re.compile(
    r"\W*(?:loi (?:noi dau|gioi thieu|mo dau|tua|dan)|mo dau|dat van de|phan i\W+dat van de|(?:[ia1]\W+)?(?:li do"
    r"|ly do) .{3,30})\W*$"
)
_MOST_KEYWORDS, _LONGEST_KEYWORD = 12, 60
_LEAST, _MOST = 80, 1_200


def keywords(material: Material) -> Iterator[Suggestion]:
    """What stands after "Từ khoá:", also over two rows."""
    for leaf in material.leaves:
        for at, row in enumerate(leaf.rows):
            match = _KEYWORDS.match(row.plain)
            if match is None:
                continue
            rows = [row]
            if at + 1 < len(leaf.rows) and row.text.rstrip()[-1:] in ",;" and row.right > 0.8:
                rows.append(leaf.rows[at + 1])
            text = " ".join([row.text[match.end() :], *(one.text for one in rows[1:])])
            for word in re.split(r"\s*[;,]\s*|\s[–-]\s", text.strip(" ."))[:_MOST_KEYWORDS]:
                if 1 < len(word) <= _LONGEST_KEYWORD and any(map(str.isalpha, word)):
                    yield found("subject", term_of(word.strip(" ."), material.names), 0.75, rows)


def term_of(word: str, names: Names) -> str:
    """The id of the topic or subject that a keyword names, else the keyword; short names mean other things too."""
    if len(word) < MIN_IN_PROSE:
        return word
    return names.id_of("topics", word) or names.id_of("subjects", word) or word


def description(material: Material) -> Iterator[Suggestion]:
    """The abstract; without one, the first paragraph of the foreword or of what is taken to be its like."""
    for pattern, sure in ((_ABSTRACT, 0.75), (_FOREWORD, 0.5)):
        for leaf in material.leaves:
            for at, row in enumerate(leaf.rows):
                match = pattern.match(row.plain)
                if match is None or (match.end() < len(row.plain) and ":" not in row.text[: match.end()]):
                    continue
                rows = _paragraph(leaf, at, with_head=match.end() < len(row.plain))
                text = " ".join(one.text for one in rows)
                text = text[match.end() :] if rows and rows[0] is row else text
                if len(text) >= _LEAST:
                    yield found("description", _cut(text), sure, rows)
                    return


def _paragraph(leaf: Leaf, at: int, *, with_head: bool) -> list[Row]:
    """The rows of the first paragraph below a heading: as long as they run to the right margin."""
    rows: list[Row] = [leaf.rows[at]] if with_head else []
    below = leaf.rows[at + 1 : at + 25]
    right = max((row.right for row in below), default=1.0)
    for row in below:
        if not rows and row.letters < 30:  # a heading of the first part
            continue
        rows.append(row)
        if row.right < 0.94 * right and row.text.rstrip()[-1:] in ".!?:…”":
            break
    return rows


def _cut(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= _MOST:
        return text
    return text[:_MOST].rsplit(". ", 1)[0].rstrip(".") + "."
