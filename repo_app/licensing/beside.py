"""What stands beside the names of licenses in a text: denials, guesses, parts of a work, and conditions.

Words of titles are none of them: "Hình học 10", "Lịch sử Việt Nam từ năm 1945", "Chapter 5". So most are looked for
with what makes them say something of the license: a colon, who made it, or "is under" before its name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from repo_app.licensing.claims import ELEMENTS, Claim, phrase_at
from repo_app.licensing.phrases import Phrases, written
from search import vietnamese

DENIED, UNCERTAIN, PARTLY, CONDITIONS = (
    "license.denied", "license.uncertain", "license.in_part", "license.more_conditions",
)  # fmt: skip
_CLAIM = "¤"  # stands for the name of the license
_OFF = "…"  # and this for what was read already
_LINKS = (
    "is|are|was|be|licensed|released|available|published|distributed|shared|offered|reproduced|under|with|in|the|"
    "an?|terms|of|use|licen[cs]e|creative commons|theo|được|cấp|giấy|phép|dùng|sử dụng|có|mang|là|phát hành|đăng|thuộc|"
    "dưới|giấy phép|:|\\("
)
_UNDER = rf"(?: (?:{_LINKS}))* {_CLAIM}"
_IS_UNDER = rf"(?: (?:{_LINKS}))+ {_CLAIM}"
_KINDS = (
    "(?:hình |nguồn )?ảnh|(?<!mô )(?<!loại )hình|bìa|(?<!truyện )tranh|(?<!âm )nhạc|bản đồ|biểu đồ|lược đồ|biểu tượng|"
    "phông chữ|minh hoạ|âm thanh|videos?|audio|photo(?:graph)?s?|pictures?|images?|figures?|figs?|icons?|cover|"
    "illustrations?|maps?|fonts?|music|charts?|drawings?|diagrams?"
)
_SORTS = "bìa|vẽ|minh hoạ|chụp|nền|trang|số|trên|trong|art|images?|photos?|design|credits?|on|page|data|[\\d.]+"
_A_KIND = f"(?:{_KINDS})(?: (?:{_SORTS}))*"
_SECTION = (
    "chapters?|sections?|appendix|annex|units?|lessons?|excerpts?|exercises|pages?|data|phụ lục|chương|mục|phần|đoạn|"
    "trích đoạn|trang|các bài tập"
)

# What looks like one of them and is none.
_HARMLESS = Phrases(
    "(?:no|some) rights reserved", "no additional restrictions", "no warranties", "without asking",
    "không (?:cần|phải) xin phép", "except (?:where|when|as)", "trừ (?:khi|trường hợp|nơi)",
    "nếu không (?:ghi|nói|có (?:ghi|chú))", "if not otherwise", "chỉ cần",
    "(?:text|chữ|văn bản|nội dung) (?:and|và) (?:images|pictures|hình ảnh|hình)",
    "không (?:gian|khí|quân|lực)", "phép trừ", "cộng,? trừ", "loại trừ",
    "từng (?:bước|phần|bài|ngày|người)",
    "(?:kể cả|gồm cả|including) (?:all |the )*(?:hình ảnh|images|pictures|hình|ảnh)",
)  # fmt: skip
_FAULTS: Mapping[str, tuple[Phrases, ...]] = {
    DENIED: (
        Phrases(
            "not", "no", "never", "nor", "neither", "none", "cannot", "without", "formerly", "former", "previously",
            "expired", "revoked", "withdrawn", "cancelled", "lapsed", "terminated", "until", "once", "non", "except",
            "excluding", "instead", "incompatible", r"\w+n['’]t", "used to", "rather than", "other than",
            "không", "hết (?:hạn|hiệu lực)", "trước (?:đây|kia)", "đã từng", "huỷ bỏ", "bãi bỏ", "thu hồi", "chấm dứt",
            "thay (?:cho|vì)", "chua",
        ),
        # without their accents these are other words: cam, bo, Chang
        Phrases("chưa", "chẳng", "hết", "ngừng", "cấm", "từng", "bỏ", "trừ", bare=False),
    ),
    UNCERTAIN: (
        Phrases(
            "maybe", "perhaps", "probably", "possibly", "presumably", "supposedly", "allegedly", "apparently", "seems",
            f"(?:will|shall|might|may|could|should) (?:soon |later |then )?(?:be|become|have|carry|get){_UNDER}",
            f"(?:planned|intends|intended|sẽ|ought)(?: (?:to|be|use))*{_UNDER}", "license pending", "pending approval",
            "có thể (?:là|thuộc)", "có lẽ", "hình như", "dường như", "chắc là", "có vẻ", "nghe nói", "dự kiến",
            rf"(?:kể từ|từ (?:năm|ngày|tháng)|from|as of|since)(?: (?:[\d/.-]+|năm|ngày|tháng))*{_IS_UNDER}",
            rf"{_CLAIM}(?: quốc tế)? (?:kể từ|từ (?:năm|ngày|tháng)|from \d|as of|starting)",
        ),
    ),
    PARTLY: (
        Phrases(
            f"(?:{_A_KIND})(?: [:©]| (?:by|của|thuộc|courtesy|do|from|từ)(?!\\w)|{_IS_UNDER})",
            f"(?:{_A_KIND}) {_CLAIM}",
            rf"(?:{_A_KIND})(?: (?:in|of|trong|trên|ở)(?: \w+){{1,4}})?{_IS_UNDER}",
            f"(?:for|to) (?:the |all |its )?(?:texts?|words|{_KINDS})", "(?:cho|áp dụng với) (?:phần|các|những) .*",
            "phần (?:chữ|lời|văn bản|hình|nhạc)", "nguồn(?: ảnh| hình| tư liệu)? :", "(?:source|credit)s? :",
            f"(?:this|these) (?:{_SECTION}|{_KINDS}){_IS_UNDER}", rf"(?:{_SECTION})(?: [\w.–-]+)?{_IS_UNDER}",
            rf"(?:some|several|certain|một số|một phần|vài|parts? of)(?: [\w']+){{1,4}}{_IS_UNDER}",
            "có sử dụng", "phỏng theo", "trích(?! dẫn| yếu| lục| ngang)", "lấy từ", "dịch từ", "chuyển thể từ",
            "dựa (?:trên|theo) (?:sách|cuốn|tài liệu|bài|bản|tác phẩm|ảnh|hình)", "(?:^|(?<=[.;,] ))dựa (?:trên|theo)",
            rf"(?:^|(?<=[.;,] ))theo (?!giấy|phép)[^{_CLAIM}]{{1,80}}\( {_CLAIM}",
            "(?:contain|include)(?:s|ing)? (?:\\w+ )?(?:material|content|works?|texts?|images|photos|figures|data)",
            "adapted from", "based on", "derived from", "translated from", "taken from",
        ),
    ),
    CONDITIONS: (
        Phrases(
            "chỉ (?:được|dùng|sử dụng|áp dụng|cho|dành|trong|lưu hành|để|phục vụ|có thể)",
            "(?:dùng|sử dụng|lưu hành|phổ biến|trong) nội bộ", "internal use", "personal use",
            "for education(?:al)? (?:use|purposes)", "only (?:be|for|to|in|with|by|within|if|when)",
            "(?:use|purposes|members|students|schools|applies|used) only",
        ),
    ),
}  # fmt: skip
_SAID_BESIDE = frozenset(phrase for phrase, element in ELEMENTS.items() if element != "by" and len(phrase) > 2)


def beside(text: str, found: Sequence[Claim]) -> tuple[str | None, frozenset[str]]:
    """What stands outside of the claims, before or behind them: the code of the gravest fault there (it does not hold,
    perhaps or some day it does, it is of a part or of another work, it has further conditions), and the elements that
    are asked for in full words ("không dùng cho mục đích thương mại").
    """
    words = list(vietnamese.tokens(text))
    spans = [(words[claim.start].start, words[claim.end - 1].end, _CLAIM) for claim in found]
    used = {at for claim in found for at in range(claim.start, claim.end)}
    asked, at = set[str](), 0
    while at < len(words):
        phrase = None if at in used else phrase_at(words, at, _SAID_BESIDE)
        end = at + (len(phrase.split()) if phrase else 1)
        if phrase:
            asked.add(ELEMENTS[phrase])
            spans.append((words[at].start, words[end - 1].end, _OFF))
        at = end
    rest = _HARMLESS.without(_set_off(text, spans), _OFF)
    faults = (code for code, several in _FAULTS.items() if any(one.any(rest) for one in several))
    return next(faults, None), frozenset(asked)


def _set_off(text: str, spans: Sequence[tuple[int, int, str]]) -> str:
    """The text with a sign in the place of each span, and its signs set off by spaces."""
    for start, end, sign in sorted(spans, reverse=True):
        text = f"{text[:start]} {sign} {text[end:]}"
    for sign in (":", "(", "©"):
        text = text.replace(sign, f" {sign} ")
    return written(text)
