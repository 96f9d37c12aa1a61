"""Whether a text makes more sense read in another encoding: how many of its words are syllables, before and after."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.text.encodings.syllables import is_syllable, is_vietnamese

_PIECE = re.compile("[^\\x00-@\\[-`{-\\x7f“”‘’–—…]+")
"""What stands between ASCII signs, figures and quotation marks: a sign inside it ("gi¸o") is part of it."""

_ETH = str.maketrans("đĐ", "ðÐ")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Counts of words: `words` with letters in the text, `changed` by reading it anew; of the changed ones `sensible`
    are syllables after it, and `sensible_before` were syllables already.
    """

    words: int
    changed: int
    sensible: int
    sensible_before: int

    @property
    def share(self) -> float:
        """0..1: of the changed words, those that make sense now."""
        return self.sensible / self.changed if self.changed else 0.0

    @property
    def share_before(self) -> float:
        """0..1: of the changed words, those that made sense before."""
        return self.sensible_before / self.changed if self.changed else 0.0

    @property
    def spread(self) -> float:
        """0..1: of all words, those that changed."""
        return self.changed / self.words if self.words else 0.0


def weigh(before: str, after: str) -> Evidence:
    """What reading `before` as `after` did to its words, each counted as often as it stands there.

    What comes out with fewer than two letters does not count: a bullet or "§4" is "ở" or "Đ4" in some encodings. Nor
    does đ for ð in a word without other marks: "ða" is Old English, and "ðen" a sound.
    """
    old, new = before.split(), after.split()
    known, found = frozenset(old), frozenset(new)
    changed = [
        word for word in new if word not in known and sum(map(str.isalpha, word)) > 1 and not _had_eth(word, known)
    ]
    left = [word for word in old if len(word) > 1 and word not in found]
    return Evidence(
        words=sum(1 for word in new if any(map(str.isalpha, word))),
        changed=len(changed),
        sensible=_count(is_vietnamese(word) for word in changed),
        sensible_before=min(len(changed), _count(_made_sense(word) for word in left)),
    )


def _had_eth(word: str, known: frozenset[str]) -> bool:
    eth = word.translate(_ETH)
    return eth in known and word.replace("đ", "").replace("Đ", "").isascii()


def _made_sense(word: str) -> bool:
    pieces = _PIECE.findall(word)
    letters = pieces or re.findall("[A-Za-z]+", word)
    return bool(letters) and all(map(is_syllable, letters))


def _count(answers: Iterable[bool]) -> int:
    return sum(answers)
