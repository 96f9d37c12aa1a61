"""Names in the order in which people look for them: persons by the given name, which comes last, bodies as written."""

from __future__ import annotations

import re
from functools import lru_cache

from repo_app.services.facets import CREATOR, Names, term
from search import vietnamese

# How names of bodies begin that nobody has made an entry for; no family name of the country is among them.
_BODY = (
    "bộ", "sở", "trường", "nhà xuất bản", "nxb", "thư viện", "trung tâm", "uỷ ban", "ubnd", "phòng", "viện",
    "công ty", "đại học", "học viện", "cục", "tổng cục", "vụ", "ban", "hội", "liên hiệp", "khoa", "tổ", "nhóm",
    "toà soạn", "tạp chí", "đoàn thanh niên", "ngân hàng", "bảo tàng", "quỹ",
)  # fmt: skip
_BODIES = frozenset(vietnamese.exact(start) for start in _BODY)
_LONGEST = max(len(start.split()) for start in _BODIES)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def is_person(value: str, label: str, named: Names) -> bool:
    """Whether this is the name of a person: as its entry says, else by how the name begins."""
    agent = term(CREATOR, value, named.known)
    return agent.facts["kind"] == "person" if agent is not None else not _is_body(label)


def name_key(value: str, label: str, named: Names) -> bytes:
    """By what a name is sorted."""
    return _person_key(label) if is_person(value, label, named) else _text_key(label)


def looked_up(value: str, label: str, named: Names) -> str:
    """The word by whose first letter a name is looked up."""
    words = _ASIDE.sub(" ", label).split()
    turned = "," in label or not is_person(value, label, named)
    return (words[0] if turned else words[-1]) if words else label


def _is_body(label: str) -> bool:
    words = vietnamese.exact(label).split()
    return any(" ".join(words[:count]) in _BODIES for count in range(1, min(_LONGEST, len(words) - 1) + 1))


_person_key = lru_cache(4096)(vietnamese.name_sort_key)
_text_key = lru_cache(4096)(vietnamese.sort_key)
