"""Questions that nobody should ask, made by chance from a seed: one generator for the suite and for the long run."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

FACETS = (
    "subject", "grade", "level", "type", "language", "license", "organization", "collection", "year", "format",
)  # fmt: skip
WORDS = ("giáo dục", "toán", "lop 9", "cối xay gió", "thầy", "HK1", "TT 32/2018", "H2O", "978-604-0-12345-6", "quý")
OPERATORS = (
    "OR", "AND", "NOT", "-", "--", "|", "+", "(", ")", '"', "''", "“", "”", ":", "::", "~", "^", "*", "?", "title:",
    "creator:", "grade:9", "-type:x", "year:2010..2020", "year:..", "year:9999..1", "text:", "a:b:c", "lop:", "[", "]",
    "{", "}", "\\", "/", "..", ",", ";",
)  # fmt: skip
HARMFUL = (
    "%", "_", "%%", "' OR 1=1 --", "\"; DROP TABLE records; --", "LIKE '%'", "(a+)+$", ".*", "[^", "\\x00", "{{7*7}}",
    "<script>alert(1)</script>", "&lt;mark&gt;", "</mark>", "${jndi:ldap://x}", "../../etc/passwd", "\x01gen", "\x1f",
)  # fmt: skip
NUMBERS = (
    "0", "-1", "1", "2", "50", "10000", "10001", "999999999999999999999", "1e9", "1.5", "٣", "²", "", " ", "0x10",
    "NaN", "true", "½", "1,2",
)  # fmt: skip
TELEX = ("giaos ducj", "giao1 duc5", "ddieenj", "hocj lieeuj", "truwowngf", "toasn hocj", "dd9", "aaaw", "w", "uw7")


@dataclass(frozen=True, slots=True)
class Question:
    """One address to ask, below the site's root, and of which kind what is odd about it is."""

    kind: str
    path: str

    @property
    def json(self) -> bool:
        """Whether the answer is JSON."""
        return self.path.startswith("/api/") or "/search/suggest" in self.path


def _unicode(chance: random.Random) -> str:
    spans = ((0x20, 0x7F), (0xA0, 0x24F), (0x300, 0x36F), (0x1E00, 0x1EFF), (0x600, 0x6FF), (0xE00, 0xEFF),
             (0x2000, 0x206F), (0x3000, 0x9FFF), (0xE000, 0xF8FF), (0x1F300, 0x1FAFF), (0xF0000, 0xF00FF))  # fmt: skip
    return "".join(chr(chance.randint(*chance.choice(spans))) for _ in range(chance.randint(1, 60)))


def _grammar(chance: random.Random) -> str:
    parts = [chance.choice(chance.choice((WORDS, OPERATORS, OPERATORS))) for _ in range(chance.randint(1, 14))]
    return chance.choice(("", " ")).join(parts)


def _nested(chance: random.Random) -> str:
    return chance.choice(('"', "(", "-", "OR ", "title:", "-(", '"a" OR ')) * chance.randint(10, 240)


def _controls(chance: random.Random) -> str:
    odd = ("\x00", "\x08", "\x0b", "\u2028", "\ufeff", "\u202e", "\u200d", "\ufffe", "\u0301", "\x85")
    return "".join(chance.choice((*odd, chance.choice(WORDS))) for _ in range(chance.randint(1, 20)))


def _long(chance: random.Random) -> str:
    return chance.choice(("a", "ạ ", "giáo dục ", "\u0301", "😀", '" ', "x:", "- ", "9")) * chance.choice(
        (250, 257, 10_000)
    )


def _decomposed(chance: random.Random) -> str:
    text = " ".join(chance.choices(WORDS, k=3))
    form = chance.choice(("NFD", "NFKD", "NFC"))
    return unicodedata.normalize(form, text) + chance.choice(("", "\u0323" * 50, "đ\u0309", "\u0300"))


KINDS: Mapping[str, Callable[[random.Random], str]] = {
    "unicode": _unicode,
    "grammar": _grammar,
    "nested": _nested,
    "controls": _controls,
    "long": _long,
    "decomposed": _decomposed,
    "harmful": lambda chance: " ".join(chance.choices(HARMFUL + WORDS, k=chance.randint(1, 5))),
    "keystrokes": lambda chance: " ".join(chance.choices(TELEX, k=chance.randint(1, 4))),
}


def questions(seed: int, count: int, record: str = "{record}") -> Iterator[Question]:
    """So many questions; ``{record}`` in a path stands for the id of a record with pages."""
    chance, kinds = random.Random(seed), tuple(KINDS)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        yield Question(kind, _address(chance, KINDS[kind](chance), record))


def _address(chance: random.Random, text: str, record: str) -> str:
    prefix = chance.choice(("", "/en"))
    path = chance.choice((
        f"{prefix}/search", f"{prefix}/search", f"{prefix}/search", "/api/v1/search", "/api/v1/search",
        f"{prefix}/search/suggest", f"{prefix}/records/{record}/search", f"{prefix}/browse/{chance.choice(FACETS)}",
    ))  # fmt: skip
    pairs = [("q", _bytes(chance, text))]
    if chance.random() < 0.4:
        pairs += [(chance.choice(FACETS), _bytes(chance, chance.choice((text, *WORDS, *NUMBERS)))) for _ in range(3)]
    for name in ("page", "size", "sort", "file"):
        if chance.random() < 0.06:
            pairs.append((name, _bytes(chance, chance.choice((*NUMBERS, "relevance", "title", "year", text[:30])))))
    if chance.random() < 0.05:
        path = f"{prefix}/browse/{quote(text[:80], safe='')}"
    chance.shuffle(pairs)
    return f"{path}?{urlencode(pairs)}"


def _bytes(chance: random.Random, text: str) -> bytes:
    """The text as an address carries it; now and then with bytes that are no UTF-8, halves of surrogates among them."""
    data = text.encode("utf-8", "surrogatepass")
    if chance.random() < 0.05:
        data += chance.choice((b"\xff\xfe", b"\xed\xa0\x80", b"\xc3", b"\xf0\x9f", b"\xc0\x80", "học".encode("utf-16")))
    return data
