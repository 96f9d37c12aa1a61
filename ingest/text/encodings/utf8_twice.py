"""UTF-8 that was taken for Windows-1252 and written as UTF-8 again: "Tiáº¿ng Viá»‡t"."""

import re
import unicodedata

from ingest.text.encodings.codepage import BYTES

NAME = "utf-8-twice"

_SEQUENCE = re.compile("[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_SHOWN = {ord(shown): chr(byte) for shown, byte in BYTES.items() if not 0xE000 <= ord(shown) <= 0xF8FF}


class Utf8Twice:
    """Doubly encoded UTF-8."""

    name = NAME

    def decode(self, text: str) -> str:
        """`text` with every group of letters that is a UTF-8 letter made one (NFC); what is none stays as it is."""
        western = text.translate(_SHOWN)
        pieces: list[str] = []
        end = 0
        for match in _SEQUENCE.finditer(western):
            pieces += (text[end : match.start()], _letter(match.group(), text[match.start() : match.end()]))
            end = match.end()
        return unicodedata.normalize("NFC", "".join((*pieces, text[end:])))

    def decode_bytes(self, data: bytes) -> str:
        """The text of `data`, decoded twice; bytes that are no UTF-8 become U+FFFD."""
        return self.decode(data.decode("utf-8", errors="replace"))


def _letter(western: str, shown: str) -> str:
    try:
        return western.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return shown


UTF8_TWICE = Utf8Twice()
