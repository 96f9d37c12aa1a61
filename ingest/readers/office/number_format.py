"""Numbers as a spreadsheet shows them: the number formats that people use (ECMA-376, part 1, 18.8.30-31).

What only decorates (colours, fill signs, fractions, alignment) is left out. Dates without a fixed order of their own
(built-in format 14) are shown day first, as people in Viet Nam read them.
"""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import inf, isfinite
from operator import eq, ge, gt, le, lt, ne

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "dd/mm/yyyy",
    15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "dd/mm/yyyy h:mm", 37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "0.00E+00", 49: "@",
}  # fmt: skip

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_DATE_TOKEN = re.compile(
    r"\[h+\]|\[m+\]|\[s+\]|yyyy|yyy|yy|y|mmmmm|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|am/pm|a/p|\.0+", re.IGNORECASE
)
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*,*)?(?:E[+-]0+)?|\.[0#?]+,*", re.IGNORECASE)
_FRACTION = re.compile(r"[#0?]\s*/\s*[#0?1-9]")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FULL_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FULL_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                "November", "December")  # fmt: skip
_VIETNAMESE = re.compile(r"\[\$[^\]]*-(?:0*42A|vi(?:-VN)?)\]", re.IGNORECASE)
_NUMBERS = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai")
_THU = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy")
_EXACT, _PLACES = 1e15, 12
"""From here on the last places of a number are not known."""

_LARGE, _TINY = 1e11, 1e-9
"""From the one on, and from the other down, a number has an exponent in eleven figures."""

_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d{1,15}(?:\.\d{1,15})?)\]")
_OWN_SIGN = re.compile(r'(?:\[[^\]]*\]|[_*].|\s)*["\\]?[-(]')
_COMPARE = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne}

_PERCENTS = 100
"""From so many percent signs on no number can be shown."""

_LAST_DAY = 2_958_466
"""Serial number of the day after 31 December 9999."""


def shown(value: float, code: str, epoch_1904: bool = False) -> str:
    """`value` as a cell with the format `code` shows it ("" and "General" are no format)."""
    sections = code.split(";") if ";" in code else [code]
    chosen, negative = _section(value, sections)
    if not chosen.strip():
        return "" if len(sections) > 1 else plain(value)
    if chosen.strip() == "@" or "general" in chosen.lower() or _FRACTION.search(chosen):
        return plain(value)
    if is_date(chosen):
        return _date(value, chosen, epoch_1904) if 0 <= value < _LAST_DAY else plain(value)
    return _number(abs(value) if negative else value, chosen)


def plain(value: float) -> str:
    """A number without a format: whole numbers whole, others with at most 11 figures, large ones with what is known."""
    if value == int(value) and abs(value) < _EXACT:
        return str(int(value))
    if _LARGE <= abs(value) < _EXACT:
        return f"{value:.15g}"
    short = f"{value:.11g}"
    return f"{Decimal(short):f}" if _TINY <= abs(value) < 1 else short


def is_date(code: str) -> bool:
    """Whether a format shows a date or a time."""
    bare = _LITERAL.sub("", code)
    return re.search(r"[ymdhs]", bare, re.IGNORECASE) is not None and not re.search(r"[#?]|0(?!0*$)", bare)


def _section(value: float, sections: list[str]) -> tuple[str, bool]:
    """The section that shows a value, and whether that writes the sign of negative numbers itself."""
    asked = [_CONDITION.search(section) for section in sections]
    if not any(asked):
        if value < 0 and len(sections) > 1:
            return sections[1], True
        return sections[2 if value == 0 and len(sections) > 2 else 0], False
    for at, (section, condition) in enumerate(zip(sections, asked, strict=True)):
        if condition is not None:
            if _COMPARE[condition[1]](value, float(condition[2])):
                return section, value < 0 and _signs(sections, asked, at)
        elif at == 1 and len(sections) > 2:
            if value < 0:
                return section, True
        elif at:
            return section, value < 0 and _signs(sections, asked, at)
    return sections[0], False


def _signs(sections: list[str], asked: list[re.Match[str] | None], at: int) -> bool:
    """Whether section `at` begins with a sign, or only negative numbers come to it, as to one for below 0 or to what
    remains of those from 0 on.
    """
    if _OWN_SIGN.match(sections[at]):
        return True
    condition, first = asked[at], asked[0]
    if condition is not None:
        limit = float(condition[2])
        return condition[1] in ("<", "<=") and (limit == 0 or (limit < 0 and at > 0))
    return at == 1 and first is not None and first[1] in (">", ">=") and float(first[2]) == 0


def _date(value: float, code: str, epoch_1904: bool) -> str:
    """A serial number of days, counted from 1904 or, with the famous 29 February 1900, from 1900."""
    first = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30 if value >= 61 else 31)  # noqa: DTZ001
    at = first + timedelta(seconds=round(value * 86_400, 3))
    at = (at + timedelta(microseconds=500)).replace(microsecond=at.microsecond // 1000 * 1000)
    if ".0" not in code and at.microsecond >= 500_000:
        at += timedelta(seconds=1)
    literals: list[str] = []
    vietnamese = _VIETNAMESE.search(code) is not None

    def kept(match: re.Match[str]) -> str:
        literals.append(match[1] if match[1] is not None else match[2] or "")
        return "\x00"

    tokens = _LITERAL.sub(kept, code)
    half = re.search(r"am/pm|a/p", tokens, re.IGNORECASE) is not None
    places = list(_DATE_TOKEN.finditer(tokens))
    pieces: list[str] = []
    end = 0
    for number, token in enumerate(places):
        pieces.append(tokens[end : token.start()])
        minutes = _means_minutes([found.group().lower() for found in places], number)
        name = token.group().lower()
        own = "" if minutes or not vietnamese else _in_vietnamese(name, at)
        pieces.append(own or _token(name, at, value, half=half, minutes=minutes))
        end = token.end()
    return _filled("".join(pieces) + tokens[end:], literals)


def _means_minutes(tokens: list[str], at: int) -> bool:
    """Whether an m means minutes: after hours or before seconds."""
    before = next((token for token in reversed(tokens[:at]) if not token.startswith(".")), "")
    after = next(iter(tokens[at + 1 :]), "")
    return before.strip("[]")[:1] == "h" or after.strip("[]")[:1] == "s"


def _token(token: str, at: datetime, value: float, *, half: bool, minutes: bool) -> str:
    if token.startswith("["):
        unit = {"h": 24, "m": 1440, "s": 86_400}[token[1]]
        return str(int(round(value * unit, 6)))
    if token[0] == "m" and not minutes:
        return {"m": str(at.month), "mm": f"{at.month:02d}", "mmm": _MONTHS[at.month - 1]}.get(
            token, _FULL_MONTHS[at.month - 1]
        )
    hour = (at.hour % 12 or 12) if half else at.hour
    figures = {
        "yyyy": f"{at.year:04d}", "yyy": f"{at.year:04d}", "yy": f"{at.year % 100:02d}", "y": f"{at.year % 100:02d}",
        "d": str(at.day), "dd": f"{at.day:02d}", "ddd": _DAYS[at.weekday()], "dddd": _FULL_DAYS[at.weekday()],
        "h": str(hour), "hh": f"{hour:02d}", "m": str(at.minute), "mm": f"{at.minute:02d}",
        "s": str(at.second), "ss": f"{at.second:02d}",
        "am/pm": "AM" if at.hour < 12 else "PM", "a/p": "A" if at.hour < 12 else "P",
    }  # fmt: skip
    return figures.get(token, f".{at.microsecond // 1000:03d}"[: len(token)])


def _in_vietnamese(token: str, at: datetime) -> str:
    """The name of a month or a day, "" for what is no name."""
    last = at.weekday() == 6
    return {
        "mmm": f"Thg {at.month}", "mmmm": f"Tháng {_NUMBERS[at.month - 1]}",
        "ddd": "CN" if last else f"T{at.weekday() + 2}",
        "dddd": "Chủ Nhật" if last else f"Thứ {_THU[at.weekday()]}",
    }.get(token, "")  # fmt: skip


def _number(value: float, code: str) -> str:
    """A number in the digits of a format, with the text around them."""
    literals: list[str] = []

    def kept(match: re.Match[str]) -> str:
        literals.append(match[1] if match[1] is not None else match[2] or _currency(match.group()))
        return "\x00"

    bare = _LITERAL.sub(kept, code)
    percent = bare.count("%")
    scaled = value * 100**percent if percent < _PERCENTS else inf
    if not isfinite(scaled):
        return plain(value)
    groups = list(_DIGITS.finditer(bare))
    if len(groups) > 1 and all(set(group.group()) <= set("#0?") for group in groups):
        return _filled(_grouped(scaled, bare, groups), literals)
    digits = groups[0] if groups else None
    figures = _figures(scaled, digits.group()) if digits is not None else ""
    before, after = (bare[: digits.start()], bare[digits.end() :]) if digits is not None else (bare, "")
    sign = "-" if figures.startswith("-") else ""
    return _filled(sign + before + figures.lstrip("-") + _DIGITS.sub("", after), literals)


def _grouped(value: float, code: str, groups: list[re.Match[str]]) -> str:
    """A whole number whose figures stand in groups, as those of a telephone: 0000 000 000."""
    figures = f"{abs(_rounded(value, 0)):.0f}".zfill(sum(group.group().count("0") for group in groups))
    figures = "" if figures == "0" and "0" not in code else figures
    text = code
    for at, group in reversed(list(enumerate(groups))):
        size = len(group.group()) if at else len(figures)
        shown, figures = figures[max(0, len(figures) - size) :], figures[: max(0, len(figures) - size)]
        text = text[: group.start()] + shown + text[group.end() :]
    return ("-" if value < 0 else "") + text


def _filled(text: str, literals: list[str]) -> str:
    """The text with what is written in the format itself in its places."""
    left = iter(literals)
    return re.sub("\x00", lambda _: next(left), text).strip()


def _currency(bracket: str) -> str:
    """The sign in "[$₫-42A]"; nothing for colours and conditions."""
    return bracket[2:-1].partition("-")[0] if bracket.startswith("[$") else ""


def _rounded(value: float, places: int) -> float | Decimal:
    """As on paper: 2.5 becomes 3, and 1.005, which no float is, 1.01."""
    if abs(value) >= _EXACT or places > _PLACES:
        return value
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _figures(value: float, pattern: str) -> str:
    if "e" in pattern.lower():
        places = len(pattern.partition(".")[2].lower().partition("e")[0])
        return f"{value:.{min(places, 20)}E}"
    whole, _, fraction = pattern.partition(".")
    while (fraction or whole).endswith(","):  # each comma at the end divides by a thousand
        whole, fraction = (whole, fraction[:-1]) if fraction else (whole[:-1], "")
        value /= 1000
    least, most = fraction.count("0"), len(fraction)
    rounded = _rounded(value, min(most, 20))
    text = f"{rounded:,.{min(most, 20)}f}" if "," in whole else f"{rounded:.{min(most, 20)}f}"
    kept, point, decimals = text.partition(".")
    while len(decimals) > least and decimals.endswith("0"):
        decimals = decimals[:-1]
    width = whole.replace(",", "").count("0")
    sign, kept = ("-", kept[1:]) if kept.startswith("-") else ("", kept)
    kept = kept.zfill(width) if "," not in whole else kept
    kept = "" if width == 0 and kept == "0" and decimals else kept
    if not any(figure in "123456789" for figure in kept + decimals):
        sign = ""
    return f"{sign}{kept}{point if decimals else ''}{decimals}"
