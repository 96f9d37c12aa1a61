"""The licence that a work names: by an address, a short name, the marks on its cover, or a sentence. Pure.

Here it is found where a page speaks of one; which it is, and whether it holds for the work, says the reader of licenses
that whoever has the vocabulary hands in.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.metadata.found import found
from ingest.metadata.lines import Row, plain
from ingest.metadata.material import Material
from ingest.metadata.names import Names
from ingest.model import Suggestion

DOUBTED = 0.5  # how sure a license is at most where the work reserves all rights besides
PRINTED, UNVERSIONED, DOMAIN, PROPERTY = 0.95, 0.85, 0.5, 0.8
_BEFORE, _BEHIND = 250, 400
"""Letters of a sentence that are read around the sign of a license; an address is shorter, and so is a denial."""

_MOST = 40
"""Rows that are asked for a license: more has no work, a page made to keep us busy may."""

_SIGN = re.compile(
    r"\bcc[\s:-]{0,3}(?:by\b|0|zero\b)|creative\s?commons|rightsstatements\.org|public domain mark"
    r"|\bghi cong\b(?=\W+(?:phi|chia|khong|[1-4]\.[0-5]))"
)
_DOMAIN = re.compile(
    r"(?:(?:thuoc(?: ve)? |^\W*)(?:mien|pham vi|linh vuc|so huu) cong cong|thuoc ve cong chung)(?=\W*(?:$|[.,;:()]))"
    r"|\bpublic domain\b(?! mark)"
)
_CLOSED = re.compile(
    r"(?:ban quyen (?:thuoc|tac gia)|giu (?:moi )?ban quyen|moi quyen duoc bao luu|all rights reserved"
    r"|khong (?:duoc )?sao chep duoi"
    r"|nghiem cam (?:moi )?(?:sao chep|hinh thuc sao)|cam sao chep)"
)
_MARKS = re.compile(r"by(?:[\s-](?:nc|sa|nd))*")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-z]|\W)")


def licence(material: Material) -> Iterator[Suggestion]:
    """The licence as a vocabulary id; "in-copyright" where a work reserves all rights and names no licence."""
    closed = [row for row in material.rows() if _CLOSED.search(row.plain)]
    places = [(leaf.rows, at) for leaf in material.leaves for at, row in enumerate(leaf.rows) if _speaks(row)]
    told = False
    for rows, at in places[:_MOST]:
        for term, sure, own in _named(material.names, rows, at, rows[at]):
            told = True
            yield found("license", term, min(sure, DOUBTED) if closed else sure, own)
    if not told:
        yield from (found("license", "in-copyright", 0.5, [row]) for row in closed)


def _speaks(row: Row) -> bool:
    return row.plain.strip() == "cc" or _SIGN.search(row.plain) is not None or _DOMAIN.search(row.plain) is not None


def told_licence(one: Suggestion, names: Names) -> Suggestion:
    """A statement of rights among a file's properties as the license that it names, where it names one."""
    term, versioned = names.license_in(one.value) if one.field == "rights" else ("", False)
    return replace(one, field="license", value=term, confidence=PROPERTY) if term and versioned else one


def _named(names: Names, rows: Sequence[Row], at: int, row: Row) -> Iterator[tuple[str, float, list[Row]]]:
    if row.plain.strip() == "cc" and at + 1 < len(rows) and _MARKS.fullmatch(rows[at + 1].plain.strip()):
        yield from _asked(names, f"CC {rows[at + 1].text}", [row])
        return
    match = _SIGN.search(row.plain)
    if match is not None:
        text, own = _around(rows, at)
        for sentence in _SENTENCE_ENDS.split(text):
            if (sign := _SIGN.search(plain(sentence))) is not None:
                yield from _asked(names, sentence[max(0, sign.start() - _BEFORE) : sign.end() + _BEHIND], own)
        return
    match = _DOMAIN.search(row.plain)
    if match is not None and names.license_in(f"{row.text[: match.start()]} PDM 1.0 {row.text[match.end() :]}")[0]:
        yield "pdm-1.0", DOMAIN, [row]


def _asked(names: Names, text: str, rows: list[Row]) -> Iterator[tuple[str, float, list[Row]]]:
    term, versioned = names.license_in(text)
    if term:
        yield term, PRINTED if versioned else UNVERSIONED, rows


def _around(rows: Sequence[Row], at: int) -> tuple[str, list[Row]]:
    """The row with the one before and the one behind it, where its sentence runs on there."""
    own = [rows[at]]
    if at and _runs_on(rows[at - 1], rows[at]):
        own.insert(0, rows[at - 1])
    if at + 1 < len(rows) and _runs_on(rows[at], rows[at + 1]):
        own.append(rows[at + 1])
    text = own[0].text
    for row in own[1:]:
        text += row.text if text.endswith(("-", "/")) else f" {row.text}"
    return text, own


def _runs_on(row: Row, following: Row) -> bool:
    text, more = row.text.rstrip(), following.text.lstrip()
    opened = text.count("(") > text.count(")") or text.endswith(("-", ","))
    broken = text.endswith("/") and more[:1].isalnum() and not more[:1].isupper()  # an address
    return opened or broken or (more[:1].islower() and not text.endswith((".", ";", "!", "?", "/")))
