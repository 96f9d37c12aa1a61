"""Did you mean: what a question was probably meant as, from words that published records or our vocabularies have."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from repo_app import vocabularies
from repo_app.models import LexiconTerm, LexiconWord
from repo_app.services import lexicon
from repo_app.services.library import Library
from search import Query, SearchError, long_forms, propose, vietnamese

FEW = 5  # results below which mending a letter is worth proposing
BASE_USES, BASE_RECORDS = 20, 3  # what a word or row of our own vocabularies counts beside what records say
BASE = ("subjects", "topics", "grades", "resource-types", "languages")


def did_you_mean(library: Library, asked: Query, total: int) -> str | None:
    """Another text that ``asked``, which has ``total`` results, was probably meant with; None when it is right.

    Accents and keys of an input method are put right whatever the total, letters only where there are few results. What
    is proposed finds something under the filters of the question, and without the records that it leaves out.
    """
    with library.db.reading() as session:
        found = propose(asked.text, Collected(session))
    if found is None or (found.fault and total >= FEW):
        return None
    if not found.fault and not found.keys:  # accents do not change what is found
        return found.text if total else None
    try:
        results = library.index.search(replace(asked, text=found.text, page=1, size=1, facets=()))
    except SearchError:
        return None
    return found.text if results.total else None


class Collected:
    """The lexicon and the vocabularies as evidence (``search.spelling.Evidence``), without what is withheld."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._withheld = lexicon.withheld(session)

    def words(self, keys: Collection[str]) -> Mapping[str, Mapping[str, int]]:
        """Exact spellings of folded words with their uses."""
        found = _chosen(_base_words(), keys)
        if self._withheld.everything:
            return found
        for some in lexicon.chunks(sorted(keys)):
            rows = self._session.execute(
                select(LexiconWord.key, LexiconWord.text, LexiconWord.records, LexiconWord.uses).where(
                    LexiconWord.key.in_(some)
                )
            )
            for key, text, records, uses in rows:
                if records > self._withheld.words.get(text, 0):
                    spellings = found.setdefault(key, {})
                    spellings[text] = spellings.get(text, 0) + uses - self._withheld.uses.get(text, 0)
        return found

    def rows(self, keys: Collection[str]) -> Mapping[str, Mapping[str, int]]:
        """Exact spellings of folded rows of words with the number of records that have them."""
        found = _chosen(_base_rows(), keys)
        if self._withheld.everything:
            return found
        for some in lexicon.chunks(sorted(keys)):
            rows = self._session.execute(
                select(LexiconTerm.id, LexiconTerm.key, LexiconTerm.text, LexiconTerm.records).where(
                    LexiconTerm.key.in_(some)
                )
            )
            for number, key, text, records in rows:
                left = records - self._withheld.terms.get(number, 0)
                if left > 0:
                    spellings = found.setdefault(key, {})
                    spellings[text] = spellings.get(text, 0) + left
        return found


def _chosen(held: Mapping[str, Mapping[str, int]], keys: Collection[str]) -> dict[str, dict[str, int]]:
    return {key: dict(held[key]) for key in keys if key in held}


@cache
def _base_words() -> Mapping[str, Mapping[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for exact, folded in _base():
        for word, key in zip(exact, folded, strict=True):
            found.setdefault(key, {})[word] = BASE_USES
    return found


@cache
def _base_rows() -> Mapping[str, Mapping[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for exact, folded in _base():
        for words, keys in (*zip(pairwise(exact), pairwise(folded), strict=True), (exact, folded)):
            if len(words) > 1:
                found.setdefault(" ".join(keys), {})[" ".join(words)] = BASE_RECORDS
    return found


def _base() -> Iterator[tuple[list[str], list[str]]]:
    """The words of every Vietnamese label of our vocabularies and of what abbreviations stand for, exact and folded."""
    for name in BASE:
        for term in vocabularies.load(name).terms.values():
            for label in (term.labels["vi"], *term.alternatives):
                yield vietnamese.words(label)
    for form in long_forms():
        yield vietnamese.words(form)
