"""What a record gives to the lexicon: the words it uses, and what readers may be offered of it while they type.

The lexicon itself is kept by whoever has a database; this is the part that needs none. Everything is derived from the
`Entry`, so of records whose text may not be shown only their public metadata is ever here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nlargest
from itertools import pairwise
from typing import Literal

from search.base import Entry
from search.pieces import words_by_piece
from search.vietnamese import tokens, words

Kind = Literal["title", "name", "body", "subject", "phrase", "pair"]

FORM = 4  # of what `contribution` gives; a record whose stored contribution has another form is taken up anew
MOST_USES = 255  # one long book must not decide alone how a syllable is spelled
LONGEST_WORD = 24
LONGEST_TITLE = 200  # characters of a title or name that is offered
LONGEST_TERM = 1_000  # bytes of its text or key: a database's index takes no more than 2,704
LONGEST_KEY = 80  # characters of a key: nobody types further before choosing
TEXT_PAIRS = 60  # neighbours in the text that a record tells of
TEXT_QUADS = 15
HELD_PAIRS = 30  # neighbours with a word that holds sentences together: no topics, but how "có thể" is spelled
PAIRED_WORDS = 400_000  # of a text whose neighbours are counted; a long book repeats itself
LINKED_PAIRS = 24  # of them, what similar records are found by

_PARTS = re.compile(r'[\n\r\f\t.,;:!?()\[\]{}"“”„«»…|/]+|\s[-–—]\s')
# Words that hold sentences together: a phrase that begins or ends with one is a piece of a sentence, not a topic.
_HOLDING_WORDS = """
    của và các những là có được trong với cho một này đó khi từ để ở không ta tôi ấy thì mà như cũng đã đang sẽ rất hay
    hoặc nhưng vì nên bởi do theo về đến tới ra vào lên xuống trên dưới giữa ngoài sau trước nếu thế vậy sao gì ai nào
    đâu bao nhiêu mỗi mọi từng cả chỉ còn lại nữa rồi vẫn hơn nhất tại bị phải cần nó họ chúng mình đều vừa cùng qua
    cái chiếc nhiều ít nhau đây kia ạ à nhé the of and for with from that this are was were its by at be
"""
_HOLDING = frozenset(_HOLDING_WORDS.split())


@dataclass(frozen=True, slots=True)
class Term:
    """Something that can be offered or compared by. `text` is its exact spelling, `key` the folded one, each word
    parted by one blank; `shown` is what readers see. `weight` tells how much it says about a record, 0 for nothing.

    A pair is two to four neighbouring words that only teach how words are spelled together.
    """

    kind: Kind
    text: str
    key: str
    shown: str
    weight: int

    @property
    def id(self) -> int:
        """The same number for the same kind and text everywhere: 63 bits of a hash."""
        return int.from_bytes(blake2b(f"{self.kind} {self.text}".encode(), digest_size=8).digest()) >> 1

    @property
    def starts(self) -> Iterator[tuple[str, str]]:
        """Folded and exact text from each of its words on: what typing may begin with."""
        keys, texts = self.key.split(" "), self.text.split(" ")
        for at in range(len(keys)):
            yield " ".join(keys[at:])[:LONGEST_KEY], " ".join(texts[at:])[:LONGEST_KEY]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one record gives: exact words with how often it uses them (at most `MOST_USES`), and its terms."""

    words: Mapping[str, int]
    keys: Mapping[str, str]
    terms: tuple[Term, ...]


def contribution(entry: Entry) -> Contribution:
    """Everything `entry` gives to the lexicon; `keys` maps each of its words, and some more, to the folded spelling."""
    counts: Counter[str] = Counter()
    keys: dict[str, str] = {}
    terms: dict[tuple[str, str], Term] = {}
    for found in _terms(entry, counts, keys):
        if not _fits(found):
            continue
        known = terms.get((found.kind, found.text))
        if known is None or known.weight < found.weight:
            terms[found.kind, found.text] = found
    kept = {word: uses if uses < MOST_USES else MOST_USES for word, uses in counts.items() if _is_word(word)}
    return Contribution(kept, keys, tuple(terms.values()))


def _terms(entry: Entry, counts: Counter[str], keys: dict[str, str]) -> Iterator[Term]:
    for line in filter(str.strip, entry.title.split("\n")):
        yield from _whole("title", line, 2)
    for line in filter(str.strip, entry.names.split("\n")):
        yield from _whole("name", line, 5)
    for line in filter(str.strip, entry.bodies.split("\n")):
        yield from _whole("body", line, 1)
    for value in entry.facets.get("subject", ()):
        yield from _whole("subject", value, 3)
    for text, longest, weight in ((entry.title, 4, 4), (entry.names, 4, 0), (entry.metadata, 2, 2)):
        for part in _PARTS.split(text):
            exact, folded = words(part)
            _count(exact, folded, counts, keys)
            yield from _neighbours(exact, folded, longest, weight)
    paired: list[str] = []
    for piece, keyed in words_by_piece(entry.text):
        _count(piece, keyed, counts, keys)
        paired += piece[: PAIRED_WORDS - len(paired)]
    yield from _frequent(paired, keys)


def _whole(kind: Kind, text: str, weight: int) -> Iterator[Term]:
    shown = _to_a_words_end(" ".join(text.split()))
    exact, folded = words(shown)
    if exact:
        yield Term(kind, " ".join(exact), " ".join(folded), shown, weight)


def _to_a_words_end(text: str) -> str:
    """As much of `text` as is offered, in whole words: a piece of one would find nothing."""
    if len(text) <= LONGEST_TITLE:
        return text
    return text[: max((token.end for token in tokens(text) if token.end <= LONGEST_TITLE), default=0)]


def _count(exact: Sequence[str], folded: Sequence[str], counts: Counter[str], keys: dict[str, str]) -> None:
    counts.update(exact)
    keys.update(zip(exact, folded, strict=True))


def _neighbours(exact: Sequence[str], folded: Sequence[str], longest: int, weight: int) -> Iterator[Term]:
    for size in range(2, longest + 1):
        for at in range(len(exact) - size + 1):
            row = exact[at : at + size]
            topic = weight > 0 and row[0] not in _HOLDING and row[-1] not in _HOLDING and not row[0].isdigit()
            yield _row("phrase" if topic else "pair", row, folded[at : at + size], weight if topic else 0)


def _row(kind: Kind, exact: Iterable[str], folded: Iterable[str], weight: int) -> Term:
    text = " ".join(exact)
    return Term(kind, text, " ".join(folded), usual(text), weight)


def _frequent(exact: Sequence[str], keys: Mapping[str, str]) -> Iterator[Term]:
    """The neighbours that a text repeats most, and rows of four made of two such pairs."""
    counted = Counter(pairwise(exact))
    often = {pair: uses for pair, uses in counted.items() if uses > 1 and _is_row(pair)}
    held = {pair: uses for pair, uses in often.items() if not _is_topic(pair)}
    for pair, _ in nlargest(HELD_PAIRS, held.items(), key=lambda item: (item[1], item[0])):
        yield _row("pair", pair, [keys[word] for word in pair], 0)
    often = {pair: uses for pair, uses in often.items() if pair not in held}
    best = nlargest(TEXT_PAIRS, often.items(), key=lambda item: (item[1], item[0]))
    for place, (pair, uses) in enumerate(best):
        weight = min(3, uses.bit_length() - 1) if place < LINKED_PAIRS else 0
        yield _row("phrase", pair, [keys[word] for word in pair], weight)
    chosen = {pair for pair, _ in best}
    is_chosen = [pair in chosen for pair in pairwise(exact)]
    starts = (at for at, both in enumerate(zip(is_chosen, is_chosen[2:], strict=False)) if both == (True, True))
    quads = Counter(tuple(exact[at : at + 4]) for at in starts)
    for quad, uses in nlargest(TEXT_QUADS, quads.items(), key=lambda item: (item[1], item[0])):
        if uses > 1:
            yield _row("phrase", quad, [keys[word] for word in quad], 0)


def _is_row(pair: tuple[str, str]) -> bool:
    return _is_word(pair[0]) and _is_word(pair[1])


def _is_topic(pair: tuple[str, str]) -> bool:
    return pair[0] not in _HOLDING and pair[1] not in _HOLDING and len(pair[0]) > 1


def _fits(term: Term) -> bool:
    """Scripts without blanks, and letters that spell out as whole sentences, make rows of any length."""
    return max(len(term.text.encode()), len(term.key.encode())) <= LONGEST_TERM


def _is_word(word: str) -> bool:
    return len(word) <= LONGEST_WORD and not word.isdigit()


# `exact` writes i where both letters are right; most people are used to y in these.
_USUAL = {
    word: word.translate(str.maketrans("iíìỉĩị", "yýỳỷỹỵ"))
    for word in ("kĩ", "kí", "kỉ", "kì", "kị", "lí", "lị", "mĩ", "qui", "quí", "quì", "quĩ", "quỉ", "quị", "tỉ")
}


def usual(text: str) -> str:
    """Exact words as people usually write them: kỹ, lý, mỹ, quý, tỷ."""
    shown = " ".join(_USUAL.get(word, word) for word in text.split(" "))
    return shown.replace("công ti", "công ty")
