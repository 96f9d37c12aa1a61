"""Whether a statement of rights refuses, plainly and as a whole, or only seems to.

That somebody allowed to show a work is the word of the person who ticks open access. A program that reads sentences can
warn that person; it takes for no leave only what cannot be meant as one.
"""

from __future__ import annotations

import re

from repo_app.licensing.phrases import Phrases, written

_COPYING = "sao chép|sao chụp|in lại|in sao|dùng lại|sử dụng lại|sử dụng|đăng lại|phổ biến|phát tán|trích dẫn"
_MUST_ASK = "phải (?:được|xin|có (?:sự|phép|giấy|văn bản|ý kiến))"  # "phải có ghi nguồn" asks for a credit alone
_COPIED = "copied|reproduced|redistributed|republished"
_PLAIN = Phrases(
    "giữ (?:toàn|mọi|bản) quyền", "bảo lưu (?:mọi|toàn bộ) quyền", "mọi quyền (?:đều )?được bảo lưu",
    f"cấm (?:mọi |việc |tất cả )*(?:hình thức )?(?:{_COPYING})", f"không được (?:phép )?(?:{_COPYING})",
    f"(?:{_COPYING}).* {_MUST_ASK}", f"{_MUST_ASK} .*(?:khi|trước khi|để) (?:{_COPYING})",
    "all rights (?:are )?reserved", f"(?:may|must|can) ?not be (?:{_COPIED})", "no part of .* may be .*",
    "(?:reproduction|copying|redistribution).* (?:is |are )?(?:strictly )?(?:prohibited|forbidden)",
    "do not (?:copy|reproduce|redistribute)",
    # what ends a clause: "NXB không cho phép", but "không cho phép in bán" is a condition of leave
    "(?:từ chối|(?:không|chưa) (?:đồng ý|cho phép|được phép|chấp thuận)|chưa có (?:văn bản|giấy) cho phép|nội bộ)$",
    "(?:refused|declined|(?:refused|denied|never gave|did not give|has not given|gave no) permission)$",
    "(?:(?:did|does|has|have|had) not|never) (?:agreed?|consent(?:ed)?|allow(?:ed)?(?: it)?)$",
    "internal use(?: only)?$",
)  # fmt: skip
_GIVING = Phrases(
    "cho (?:phép )?(?:thư viện|đăng|mọi người|bạn đọc|ai cũng|xem|đọc)", "tặng", "hiến", "không ai", "nhưng", "but",
    "allows", "agrees to",
)  # fmt: skip
_BESIDE = Phrases(
    r"^(?:©|\(c\)|copyright|bản quyền).*", "^(?:thư viện )?đã (?:hỏi|liên hệ|xin phép).*", "^(?:we )?asked.*"
)
_SEEMING = Phrases(
    "từ chối", "cấm", "(?:không|chưa) (?:được |có |xin )?(?:phép|cho phép|đồng ý|chấp thuận)", "(?:không|chưa) cho",
    "chưa (?:xin|hỏi|có|được)", "không được", _MUST_ASK, "xin phép", "nội bộ", "bảo lưu", "thu hồi",
    "hết hạn",
    "giữ (?:toàn|mọi|bản) quyền", "rút lại", "refus(?:es|ed)", "declin(?:es|ed)", "den(?:ies|ied)", "never",
    "prohibited",
    "forbidden", "reserved", "internal use", "permission (?:is )?required", "without .*permission", "no permission",
    "(?:not|never) (?:be )?(?:allow|permit|agree|consent)(?:s|ed|ted)?", "must ask", "withdrawn", "revoked", "expired",
    "(?:may|must|can) ?not", "no part of",
)  # fmt: skip
_CLAUSES = re.compile(r"[.,;:!]+(?=\s|$)|\n|\s[-–—]\s")


def refuses(text: str) -> bool:
    """Whether ``text`` plainly denies, in all that it says: "Giữ toàn quyền, cấm sao chép".

    Of "Tác giả tặng, cấm in bán" somebody must judge.
    """
    clauses = map(written, _CLAUSES.split(text))
    denied, notice = False, False
    for clause in filter(None, clauses):
        if _PLAIN.any(clause) and not _GIVING.any(clause):
            denied = True
        elif _BESIDE.any(clause):
            notice = True
        elif not (notice and _is_name(clause)):
            return False
    return denied


def _is_name(clause: str) -> bool:
    """The rest of "© 2019 Nguyễn Văn An, Hà Nội"."""
    return all(word[0].isupper() or not word[0].isalpha() for word in clause.split())


def seems_to_refuse(text: str) -> tuple[str, ...]:
    """The words of ``text`` for which it may be no leave, as they stand there; none where nothing seems so."""
    kept = written(text)
    return tuple(dict.fromkeys(match[0] for match in _SEEMING.all(kept)))
