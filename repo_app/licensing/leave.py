"""Whether a statement of rights can stand for a permission, or refuses one."""

from __future__ import annotations

from repo_app.licensing.beside import DENIED, HARMLESS, PHRASES, WORDS
from repo_app.licensing.claims import phrase_at
from search import vietnamese

_GRANTS = (
    "cho phep", "duoc phep", "dong y", "chap thuan", "uy quyen", "cap phep", "allowed", "allows", "permitted",
    "permission", "permits", "consent", "consented", "granted", "grants", "agreed", "agrees", "authorized",
)  # fmt: skip
_RESERVES = (
    "giu toan quyen", "giu moi quyen", "giu ban quyen", "moi quyen duoc bao luu", "moi quyen deu duoc bao luu",
    "all rights reserved", "nghiem cam", "strictly prohibited", "prohibited", "forbidden", "xin phep", "ask permission",
)  # fmt: skip
_REACH = 4  # words before a permission in which a denial turns it round: "chưa có văn bản cho phép"


def refuses(text: str) -> bool:
    """Whether ``text`` reserves or forbids ("Giữ toàn quyền, cấm sao chép"), and nothing in it allows anything."""
    words = list(vietnamese.tokens(text))
    at, denied, refused, allowed = 0, -_REACH - 1, False, False
    while at < len(words):
        phrase = next(filter(None, (phrase_at(words, at, of) for of in (_RESERVES, HARMLESS, _GRANTS))), None)
        if phrase in _GRANTS:
            allowed |= at - denied > _REACH
        elif phrase in _RESERVES:
            refused = True
        elif phrase is None and (words[at].exact in WORDS[DENIED] or phrase_at(words, at, PHRASES[DENIED])):
            refused, denied = True, at
        at += len(phrase.split()) if phrase else 1
    return refused and not allowed
