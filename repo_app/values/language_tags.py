"""Language tags of texts: BCP 47 (RFC 5646) by form, in the letter case that it recommends."""

from __future__ import annotations

import re

_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}"  # language, with extended subtags
    r"(?:-[a-z]{4})?"  # script
    r"(?:-(?:[a-z]{2}|\d{3}))?"  # region
    r"(?P<variants>(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*)"
    r"(?P<extensions>(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*)"
    r"(?:-x(?:-[a-z\d]{1,8})+)?"
    r"|x(?:-[a-z\d]{1,8})+)",
    re.ASCII,
)
LONGEST = 35  # characters that every reader of tags must take (RFC 5646 4.4.1)


def canonical(tag: str) -> str | None:
    """``tag`` as it is kept, like ``vi``, ``zh-Hant`` or ``vi-VN``; None where it is no language tag."""
    found = _TAG.fullmatch(tag.lower()) if tag.isascii() and len(tag) <= LONGEST else None
    if found is None:
        return None
    variants = (found["variants"] or "").split("-")
    singles = [part for part in (found["extensions"] or "").split("-") if len(part) == 1]
    if len(set(variants)) < len(variants) or len(set(singles)) < len(singles):
        return None
    return "-".join(_cased(tag.lower().split("-")))


def _cased(parts: list[str]) -> list[str]:
    """Scripts with a capital, regions in capitals, up to the first single letter, after which all is small."""
    end = next((place for place, part in enumerate(parts) if len(part) == 1), len(parts))
    main = [
        part.title()
        if place and len(part) == 4 and part.isalpha()
        else part.upper()
        if place and len(part) == 2
        else part
        for place, part in enumerate(parts[:end])
    ]
    return [*main, *parts[end:]]
