"""Suggestions while somebody types: titles, names, subjects and phrases that published records have.

Each kind is one statement over a few short ranges of an index, the most frequent band first; whatever was found is then
checked against the records that are public now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from sqlalchemy import Select, bindparam, select, union_all
from sqlalchemy.orm import Session

from repo_app.models import LexiconStart, LexiconTerm
from repo_app.services import facets, lexicon
from repo_app.services.authorities import Known, known
from repo_app.services.library import Library
from repo_app.services.present import with_public_record
from repo_app.values.searches import SuggestedSearch, SuggestionKind
from search import row_in, vietnamese

MOST = 8
SHARE: Mapping[SuggestionKind, int] = {"subject": 2, "phrase": 4, "title": 4, "name": 2}  # before others fill the rest
MIN_CHARACTERS, MAX_CHARACTERS = 2, 100
LOOKED_AT = 32  # terms of one kind
HIGHEST_BAND = 24  # sixteen million records
POPULAR = 2  # records that have a phrase before it is offered
STARTING: tuple[SuggestionKind, ...] = ("title", "name", "subject")
END = "\U0010ffff"
Offer = tuple[int, SuggestedSearch]  # how many typed words agree with it, accents included


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed, as keys are made; ``end`` is a blank where the last word is known to be whole."""

    exact: tuple[str, ...]
    folded: tuple[str, ...]
    end: str

    @property
    def key(self) -> str:
        return " ".join(self.folded) + self.end

    @property
    def text(self) -> str:
        return " ".join(self.exact) + self.end

    @property
    def accented(self) -> bool:
        return self.exact != self.folded

    def agreement(self, text: str) -> int:
        """How many of the typed words stand with the same accents at the start of ``text`` (exact words).

        None do where no accents were typed: whoever leaves them out means any.
        """
        if not self.accented:
            return 0
        words = text.split(" ")
        same = sum(typed == word for typed, word in zip(self.exact, words, strict=False))
        last = words[len(self.exact) - 1] if len(words) >= len(self.exact) else ""
        return same + (last != self.exact[-1] and last.startswith(self.exact[-1]))


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate: ``start`` is the exact text from the word on where it fits, ``inner`` when that is not the first."""

    kind: SuggestionKind
    term: int
    start: str
    inner: bool
    band: int


def suggest(library: Library, text: str, locale: str) -> tuple[SuggestedSearch, ...]:
    """Up to eight suggestions for what was typed so far, from two characters; never an error, whatever comes in."""
    typed = _typed(text)
    if typed is None:
        return ()
    with library.db.reading() as session:
        held = lexicon.withheld(session)
        found = sorted(_found(session, typed, held), key=lambda one: _order(typed, one))
        offered = [*_labelled(session, typed, locale), *_offered(session, typed, found, held, locale)]
    return _chosen(offered)


def _typed(text: str) -> _Typed | None:
    if len(text) > MAX_CHARACTERS:
        return None
    exact, folded = vietnamese.words(text)
    if sum(map(len, folded)) < MIN_CHARACTERS:
        return None
    return _Typed(tuple(exact), tuple(folded), " " if text[-1].isspace() else "")


def _order(typed: _Typed, found: _Found) -> tuple[int, bool, int, int]:
    return (-typed.agreement(found.start), found.inner, -found.band, len(found.start))


def _found(session: Session, typed: _Typed, held: lexicon.Withheld) -> Iterator[_Found]:
    for kind in STARTING:
        rows = list(session.execute(_starts(kind, "text"), _range(typed.text))) if typed.accented else []
        rows += session.execute(_starts(kind, "key"), _range(typed.key)).all()
        for term, place, text, band in dict.fromkeys(rows):
            yield _Found(kind, term, text.strip(), place > 0, band)
    if not held.everything:
        for number, text, band in session.execute(_phrases(), _range(typed.key)).all():
            yield _Found("phrase", number, text, False, band)


def _range(prefix: str) -> Mapping[str, str]:
    return {"prefix": prefix, "end": prefix + END}


@cache
def _starts(kind: str, column: str) -> Select[int, int, str, int]:
    """Where titles, names or subjects go on with what was typed, the most frequent band first. Made once."""
    start = LexiconStart
    held = start.text if column == "text" else start.key
    bands = [
        select(start.term_id, start.place, start.text, start.band, held.label("sorting"))
        .where(start.kind == kind, start.band == band, held >= bindparam("prefix"), held < bindparam("end"))
        .order_by(held)
        .limit(LOOKED_AT)
        .subquery()
        for band in range(HIGHEST_BAND, 0, -1)
    ]
    every = union_all(*(select(part) for part in bands)).subquery()
    found = select(every.c.term_id, every.c.place, every.c.text, every.c.band)
    return found.order_by(every.c.band.desc(), every.c.sorting, every.c.term_id, every.c.place).limit(LOOKED_AT)


@cache
def _phrases() -> Select[int, str, int]:
    """The same for phrases, whose keys end without a blank: what was typed up to one needs another word after it."""
    term = LexiconTerm
    bands = [
        select(term.id, term.text, term.band, term.key)
        .where(
            term.kind == "phrase",
            term.band == band,
            term.key >= bindparam("prefix"),
            term.key < bindparam("end"),
        )
        .order_by(term.key)
        .limit(LOOKED_AT)
        .subquery()
        for band in range(HIGHEST_BAND, 1, -1)
    ]
    every = union_all(*(select(part) for part in bands)).subquery()
    found = select(every.c.id, every.c.text, every.c.band)
    return found.order_by(every.c.band.desc(), every.c.key, every.c.id).limit(LOOKED_AT)


def _offered(
    session: Session, typed: _Typed, found: Sequence[_Found], held: lexicon.Withheld, locale: str
) -> Iterator[Offer]:
    """What may be shown of the candidates, in their order."""
    terms = {
        row.id: row
        for row in session.execute(
            select(LexiconTerm.id, LexiconTerm.text, LexiconTerm.shown, LexiconTerm.records).where(
                LexiconTerm.id.in_({one.term for one in found})
            )
        )
    }
    public = with_public_record(session, {one.term for one in found if one.kind != "phrase"})
    for one in found:
        term = terms.get(one.term)
        if term is None:
            continue
        if one.kind == "phrase":
            if term.records - held.terms.get(one.term, 0) >= POPULAR:
                yield typed.agreement(one.start), SuggestedSearch("phrase", term.shown, query=term.shown)
        elif one.term in public:
            yield (
                typed.agreement(one.start),
                _as_offered(one.kind, term.shown, public[one.term], term.records, known(session), locale),
            )


def _as_offered(
    kind: SuggestionKind, shown: str, record: str, records: int, among: Known, locale: str
) -> SuggestedSearch:
    if kind == "title":
        return SuggestedSearch(kind, shown, record=record if records == 1 else None, query=row_in("title", shown))
    if kind == "name":
        return SuggestedSearch(kind, shown, query=row_in("creator", shown))
    term = facets.term("subject", shown, among)
    return SuggestedSearch(kind, term.label(locale) if term else shown, subject=shown)


def _labelled(session: Session, typed: _Typed, locale: str) -> Iterator[Offer]:
    """Subjects of our vocabulary with a name that begins so, where a published record has them."""
    ids = {}
    for term in facets.terms("subject", known(session)):
        if any(_begins(name, typed) for name in (*term.labels.values(), *term.alternatives, *term.also)):
            ids[lexicon.subject_id(term.id)] = term
    for number in with_public_record(session, set(ids)):
        label = ids[number].label(locale)
        agreement = max(map(typed.agreement, _ends(vietnamese.words(label)[0])))
        yield agreement, SuggestedSearch("subject", label, subject=ids[number].id)


def _begins(name: str, typed: _Typed) -> bool:
    return any(end.startswith(typed.key) for end in _folded_ends(name))


@lru_cache(maxsize=4096)
def _folded_ends(name: str) -> tuple[str, ...]:
    """A name of a vocabulary from each of its words on, as keys are made; the same few hundred for every key typed."""
    return tuple(f"{end} " for end in _ends(vietnamese.words(name)[1]))


def _ends(words: Sequence[str]) -> list[str]:
    """The words from each of them on."""
    return [" ".join(words[at:]) for at in range(len(words))]


def _chosen(offered: Sequence[Offer]) -> tuple[SuggestedSearch, ...]:
    """The best of each kind up to its share, then the best of the rest, what agrees with typed accents first.

    Of two that read the same only the first is there.
    """
    seen: dict[str, Offer] = {}
    for agreement, one in offered:
        seen.setdefault(vietnamese.exact(one.text), (agreement, one))
    kinds = list(SHARE)
    taken: list[Offer] = []
    rest: list[Offer] = []
    for offer in sorted(seen.values(), key=lambda offer: -offer[0]):
        of_kind = sum(one.kind == offer[1].kind for _, one in taken)
        (taken if of_kind < SHARE[offer[1].kind] else rest).append(offer)
    best = (_in_turn(taken) + rest)[:MOST]
    best.sort(key=lambda offer: (-offer[0], kinds.index(offer[1].kind)))
    return tuple(one for _, one in best)


def _in_turn(taken: Sequence[Offer]) -> list[Offer]:
    """One of each kind, then the next of each, so that no kind pushes another out."""
    of_kinds = [[offer for offer in taken if offer[1].kind == kind] for kind in SHARE]
    return [of_kind[turn] for turn in range(MOST) for of_kind in of_kinds if turn < len(of_kind)]
