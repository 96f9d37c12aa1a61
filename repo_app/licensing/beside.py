"""What stands beside the names of licenses in a text: denials, guesses, parts of a work, and conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from repo_app.licensing.claims import ELEMENTS, Claim, phrase_at
from search import vietnamese

DENIED, UNCERTAIN, PARTLY, CONDITIONS = (
    "license.denied", "license.uncertain", "license.in_part", "license.more_conditions",
)  # fmt: skip
# Words as they are written, with accents: "chữa" is no denial, "anh" is no picture. Those without are for who types so.
WORDS: Mapping[str, frozenset[str]] = {
    DENIED: frozenset({
        "not", "no", "never", "nor", "neither", "none", "cannot", "without", "formerly", "former", "previously",
        "expired", "revoked", "withdrawn", "cancelled", "lapsed", "terminated", "until", "không", "khong", "chưa",
        "chua", "chẳng", "chang", "hết", "ngừng", "cấm", "từng", "bỏ", "trừ", "once", "non", "except", "excluding",
        "instead", "incompatible",
    }),
    UNCERTAIN: frozenset({
        "maybe", "perhaps", "probably", "possibly", "presumably", "supposedly", "allegedly", "apparently", "seems",
        "might", "will", "shall", "planned", "pending", "intends", "intended", "sẽ",
    }),
    PARTLY: frozenset({
        "ảnh", "hình", "bìa", "tranh", "nhạc", "video", "videos", "audio", "photo", "photos", "photograph",
        "photographs", "picture", "pictures", "image", "images", "figure", "figures", "icon", "icons", "cover",
        "illustration", "illustrations", "map", "maps", "font", "fonts", "music", "chart", "charts",
    }),
    CONDITIONS: frozenset({"only", "chỉ"}),
}  # fmt: skip
PHRASES: Mapping[str, tuple[str, ...]] = {
    DENIED: (
        "het han", "het hieu luc", "truoc day", "truoc kia", "da tung", "huy bo", "bai bo", "thu hoi", "cham dut",
        "thay cho", "thay vi", "used to", "rather than", "other than",
    ),
    UNCERTAIN: (
        "co the la", "co the thuoc", "may be under", "may be cc", "could be", "co le", "hinh nhu", "duong nhu",
        "chac la", "co ve", "nghe noi", "du kien", "ke tu", "tu nam", "tu ngay", "as of",
    ),
    PARTLY: (
        "minh hoa", "ban do", "bieu do", "bieu tuong", "phong chu", "phan chu", "phan loi", "phan van ban", "the text",
        "co su dung", "phong theo", "dua theo", "dua tren", "trich tu", "lay tu", "dich tu", "adapted from", "based on",
        "derived from", "translated from", "taken from", "nguon anh", "nguon hinh", "nguon tu lieu",
    ),
    CONDITIONS: ("noi bo", "internal use", "personal use", "for education"),
}  # fmt: skip
# What looks like one of them and is none.
HARMLESS = (
    "no rights reserved", "no additional restrictions", "no warranties", "without asking", "khong can xin phep",
    "khong phai xin phep", "except where", "except when", "except as", "tru khi", "tru truong hop", "tru noi",
    "neu khong ghi", "neu khong co ghi", "neu khong co chu", "neu khong noi", "if not otherwise", "chi can",
    "text and images", "noi dung va hinh anh", "van ban va hinh anh", "chu va hinh", "hinh thuc", "mo hinh",
    "truyen tranh", "tranh chap", "text and pictures",
)  # fmt: skip
_CONTRACTED = re.compile(r"n['’]t\b", re.IGNORECASE)  # "isn't", "doesn’t"
_BY_PHRASE = {phrase: code for code, phrases in PHRASES.items() for phrase in phrases}
_SAID_BESIDE = frozenset(phrase for phrase, element in ELEMENTS.items() if element != "by" and len(phrase) > 2)


def beside(text: str, found: Sequence[Claim]) -> tuple[str | None, frozenset[str]]:
    """What stands outside of the claims, before or behind them: the code of the gravest fault there (it does not hold,
    perhaps or some day it does, it is of a part or of another work, it has further conditions), and the elements that
    are asked for in full words ("không dùng cho mục đích thương mại").
    """
    words = list(vietnamese.tokens(text))
    used = {at for claim in found for at in range(claim.start, claim.end)}
    faults, asked, at = {DENIED} if _CONTRACTED.search(text) else set[str](), set[str](), 0
    while at < len(words):
        phrase = None if at in used else next(filter(None, (phrase_at(words, at, of) for of in _LOOKED_FOR)), None)
        if phrase in ELEMENTS:
            asked.add(ELEMENTS[phrase])
        elif phrase in _BY_PHRASE:
            faults.add(_BY_PHRASE[phrase])
        elif phrase is None and at not in used:
            faults.update(code for code, exact in WORDS.items() if words[at].exact in exact)
        at += len(phrase.split()) if phrase else 1
    return next((code for code in WORDS if code in faults), None), frozenset(asked)


_LOOKED_FOR = (_SAID_BESIDE, HARMLESS, _BY_PHRASE)
