"""The names of vocabulary terms that steps may meet in print, handed in by whoever has the vocabularies. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.metadata.lines import plain

MIN_IN_PROSE = 5
"""Letters of a name that is looked for in running words: "Văn" and "Tin" are other words there."""


def no_license(_text: str) -> tuple[str, bool]:
    """The reader of licenses where there is none: every text names none."""
    return "", False


@dataclass(frozen=True, slots=True)
class Names:
    """By vocabulary ("subjects", "grades", "languages", "resource-types"): term id to what the term is called,
    its usual name first. A vocabulary that is not there proposes nothing.

    `license_in` gives the id of the one license that a text names for the work ("" for none), and whether the text
    says which version.
    """

    terms: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    license_in: Callable[[str], tuple[str, bool]] = no_license
    _by_name: dict[str, dict[str, str]] = field(default_factory=dict, repr=False, compare=False)

    def id_of(self, vocabulary: str, text: str) -> str | None:
        """The id of the term that `text` names, whatever its case and accents; of two the first."""
        return self._index(vocabulary).get(key(text))

    def label(self, vocabulary: str, term_id: str) -> str:
        """The usual name of a term, its id where nothing is known of it."""
        return next(iter(self.terms.get(vocabulary, {}).get(term_id, ())), term_id)

    def has(self, vocabulary: str, term_id: str) -> bool:
        """Whether there is such a term."""
        return term_id in self.terms.get(vocabulary, {})

    def within(self, vocabulary: str, text: str) -> Iterator[tuple[str, int, int]]:
        """Ids of the terms named in `text` with the places of their names, longest names first, none inside another."""
        taken: list[tuple[int, int]] = []
        bare = plain(text)
        for name, term_id in sorted(self._index(vocabulary).items(), key=lambda pair: -len(pair[0])):
            if len(name) < MIN_IN_PROSE or name.isdigit():
                continue
            for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", bare):
                if not any(found.start() < end and start < found.end() for start, end in taken):
                    taken.append(found.span())
                    yield term_id, found.start(), found.end()

    def _index(self, vocabulary: str) -> dict[str, str]:
        if vocabulary not in self._by_name:
            found: dict[str, str] = {}
            for term_id, called in self.terms.get(vocabulary, {}).items():
                for name in called:
                    found.setdefault(key(name), term_id)
            self._by_name[vocabulary] = found
        return self._by_name[vocabulary]


NO_NAMES = Names()


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """What the spellings of one name have in common: no case, accents, punctuation; i for y at a syllable's end."""
    return " ".join(re.sub(r"(?<=[hklmst])y\b", "i", word) for word in re.findall(r"[^\W_]+", plain(text)))


def named(
    vocabularies: Mapping[str, Iterable[tuple[str, tuple[str, ...]]]],
    license_in: Callable[[str], tuple[str, bool]] = no_license,
) -> Names:
    """Names out of (id, names) pairs by vocabulary, and a reader of licenses."""
    return Names({name: dict(pairs) for name, pairs in vocabularies.items()}, license_in)
