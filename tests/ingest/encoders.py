"""Vietnamese written in the old encodings, for the tests only: the way back is no part of the program."""

import unicodedata
from collections.abc import Callable

from ingest.text.encodings.codepage import Codepage
from ingest.text.encodings.tcvn import TCVN5712
from ingest.text.encodings.viscii import VISCII
from ingest.text.encodings.vni import LETTERS
from ingest.text.encodings.vps import VPS

_WORDS = (
    "Việt Nam đất nước người trường học sinh giáo dục nguyễn thuở ấy rừng núi biển đảo những quyển sách mẹ bảo "
    "rằng phải chăm chỉ đọc viết khuya vẫn còn ngồi dưới gốc ổi nhỏ ngẫm nghĩ về lẽ đời sống giữa mùa gặt lúa chín "
    "vàng rực rỡ chẳng kịp nghỉ ngơi cũng mừng vì được mùa kỹ thuật thủy lợi ở xã ta đã tốt hơn trước ỷ lại bướng "
    "bỉnh ngoằn ngoèo khuỷu tay quỳnh thưởng giường bàn ghế đẹp ễnh ương ộp oạp ngỡ ngàng hẵng sẽ ý kiến đỵ vậy"
)
WORDS = _WORDS.split()
"""Syllables that have every small letter of the alphabet with every tone among them."""

PROSE = (
    "Nhà trường mở cửa thư viện cho mọi người trong xã, từ thứ hai đến thứ sáu. Ai muốn mượn sách thì ghi tên vào sổ, "
    "đọc xong nhớ trả lại đúng hẹn. Những quyển sách cũ bị rách được các em học sinh dán lại cẩn thận."
)
"""Letters a TCVN3 file can hold: capitals without tones only."""


def tcvn3(text: str) -> str:
    """As a program shows TCVN3 that does not know it."""
    return _by_byte(TCVN5712, text)


def viscii(text: str) -> str:
    """As a program shows VISCII."""
    return _by_byte(VISCII, text)


def vps(text: str) -> str:
    """As a program shows VPS."""
    return _by_byte(VPS, text)


def vni(text: str) -> str:
    """As a program shows VNI; capitals have capital marks."""
    back = {letter: shown for shown, letter in LETTERS.items() if shown == shown.lower() or shown == shown.upper()}
    return "".join(back.get(letter, letter) for letter in text)


def cp1258(text: str) -> str:
    """As a program shows Windows-1258: the hat with the vowel, the tone after it."""
    return "".join(map(_windows, text)).encode("cp1258").decode("cp1252")


def viqr(text: str) -> str:
    """In VIQR, every sign that could be taken for a mark escaped."""
    signs = {"\u0302": "^", "\u0306": "(", "\u031b": "+", "\u0300": "`", "\u0301": "'", "\u0303": "~"}
    signs |= {"\u0309": "?", "\u0323": ".", "đ": "dd", "Đ": "DD"}
    escaped = "".join("\\" + letter if letter in "^(+*`'?~.\\" else letter for letter in text)
    spread = unicodedata.normalize("NFD", escaped)
    return "".join(signs.get(letter, letter) for letter in "".join(map(_ordered, _letters(spread))))


def twice(text: str) -> str:
    """UTF-8 taken for Latin-1."""
    return text.encode().decode("latin-1")


ENCODERS: dict[str, Callable[[str], str]] = {
    "tcvn3": tcvn3, "vni": vni, "viscii": viscii, "vps": vps, "windows-1258": cp1258, "viqr": viqr,
}  # fmt: skip


def _by_byte(page: Codepage, text: str) -> str:
    back = {letter: byte for byte, letter in sorted(page.letters.items(), reverse=True)}
    return "".join(
        bytes([back[letter]]).decode("cp1252", errors="replace") if letter in back else letter for letter in text
    )


def _windows(letter: str) -> str:
    spread = unicodedata.normalize("NFD", letter)
    tones = [mark for mark in spread if mark in "\u0300\u0301\u0303\u0309\u0323"]
    body = "".join(mark for mark in spread if mark not in tones)
    return unicodedata.normalize("NFC", body) + "".join(tones)


def _letters(spread: str) -> list[str]:
    """The text parted into letters with their marks."""
    parted: list[str] = []
    for letter in spread:
        if unicodedata.combining(letter) and parted:
            parted[-1] += letter
        else:
            parted.append(letter)
    return parted


def _ordered(letter: str) -> str:
    """A letter, its hat, its tone: NFD sorts a dot below before a hat."""
    return letter[:1] + "".join(sorted(letter[1:], key=lambda mark: mark not in "\u0302\u0306\u031b"))
