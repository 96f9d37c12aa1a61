"""Identifiers of works: what ISBN, ISSN, DOI and ARK look like, their check digits, and the form in which we keep them.

Kept is what is printed, without the word in front of it or the address of a resolver around it: an ISBN keeps its
hyphens, which part group, publisher and title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal

Wrong = Literal["shape", "check-digit"]

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_BLANKS = re.compile(r"\s+")
_ISBN_LABELS = tuple(  # the figures of a number may begin like the "10" or "13" of a label, so the short one first
    re.compile(rf"^(?:urn:\s*)?isbn{kind}(?:\s*[:：]\s*|\s+|-(?=\d)|(?=\d))", re.IGNORECASE)
    for kind in ("", r"[-\s]?1[03]")
)
_ISBN = re.compile(r"[0-9](?:[ -]?[0-9])*(?:[ -]?X)?")
_ISSN_LABEL = re.compile(r"^(?:urn:\s*)?e?-?issn(?:\s*[:：]\s*|\s+|(?=\d))", re.IGNORECASE)
_DOI_LABEL = re.compile(r"^(?:https?://(?:dx\.|www\.)?doi\.org/|doi\s*[:：]\s*|doi\s+)", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_ARK = re.compile(
    r"^(?:https?://[^\s]+?/)?ark:/?(?P<naan>[0-9bcdfghjkmnpqrstvwxz]{5,})/(?P<name>[^\s?#]+)$", re.IGNORECASE
)


class IdentifierFault(ValueError):
    """A text that is no identifier of its scheme: of another ``shape``, or with a wrong ``check-digit``."""

    def __init__(self, wrong: Wrong) -> None:
        self.wrong = wrong
        super().__init__(wrong)


def checked(scheme: str | None, text: str) -> str:
    """``text`` as it is kept under ``scheme``; IdentifierFault. A scheme without rules (``number``) keeps any text."""
    check = _CHECKS.get(scheme or "")
    return check(text.strip()) if check is not None else text


def _isbn(text: str) -> str:
    text = _BLANKS.sub(" ", _DASHES.sub("-", text)).strip()
    rests = (text, *(label.sub("", text) for label in _ISBN_LABELS))
    plain = next((rest for rest in (rest.strip().upper() for rest in rests) if _is_isbn_shaped(rest)), None)
    if plain is None:
        raise IdentifierFault("shape")
    figures = _figures(plain)
    right = _ten(figures[:9]) if len(figures) == 10 else _thirteen(figures[:12])
    if figures[-1] != right:
        raise IdentifierFault("check-digit")
    return plain


def _is_isbn_shaped(text: str) -> bool:
    return _ISBN.fullmatch(text) is not None and re.fullmatch(r"\d{9}[\dX]|97[89]\d{10}", _figures(text)) is not None


def _issn(text: str) -> str:
    figures = _figures(_DASHES.sub("-", _ISSN_LABEL.sub("", text))).upper()
    if not re.fullmatch(r"\d{7}[\dX]", figures, re.ASCII):
        raise IdentifierFault("shape")
    total = sum(weight * int(figure) for weight, figure in zip(range(8, 1, -1), figures[:7], strict=True))
    if figures[-1] != "0123456789X"[-total % 11]:
        raise IdentifierFault("check-digit")
    return f"{figures[:4]}-{figures[4:]}"


def _doi(text: str) -> str:
    plain = _DOI_LABEL.sub("", text)
    if not _DOI.fullmatch(plain):
        raise IdentifierFault("shape")
    return plain


def _ark(text: str) -> str:
    found = _ARK.match(text)
    if found is None:
        raise IdentifierFault("shape")
    return f"ark:{found['naan'].lower()}/{found['name']}"


def _figures(text: str) -> str:
    return text.replace("-", "").replace(" ", "")


def _ten(figures: str) -> str:
    total = sum(weight * int(figure) for weight, figure in zip(range(10, 1, -1), figures, strict=True))
    return "0123456789X"[-total % 11]


def _thirteen(figures: str) -> str:
    return str(-sum(int(figure) * (3 if place % 2 else 1) for place, figure in enumerate(figures)) % 10)


_CHECKS: Mapping[str, Callable[[str], str]] = {"isbn": _isbn, "issn": _issn, "doi": _doi, "ark": _ark}
