"""What the fields of the form know of vocabularies: the terms they offer, and which term a row of text stands for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from repo_app import vocabularies
from repo_app.values.metadata import term_of
from repo_app.values.schema import VOCABULARIES_OF
from repo_app.vocabularies import Term
from repo_app.web.terms import terms
from search import vietnamese

TAUGHT = ("compulsory", "elective", "optional")  # what a subject is to the grades that its term names


@dataclass(frozen=True, slots=True)
class Choice:
    """A term that may be chosen, called as the reader's language calls it.

    ``taught_in`` names the grades of a subject and the levels of these.
    """

    id: str
    label: str
    chosen: bool = False
    taught_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """Terms that stand together in a list; ``name`` is that of their vocabulary or of their kind in it.

    ``graded``: they go from one list to another as grades and levels are chosen; ``fitting`` are those of the chosen.
    """

    name: str
    choices: tuple[Choice, ...]
    graded: bool = False
    fitting: bool = False

    @property
    def chosen(self) -> int:
        """How many of them are chosen."""
        return sum(choice.chosen for choice in self.choices)


def offered(
    key: str, locale: str, chosen: Collection[str] = (), levels: frozenset[str] = frozenset()
) -> tuple[Choices, ...]:
    """All terms of the key's vocabularies in groups; what is chosen and not among them stands in a last one.

    A retired term (a license of an earlier version) is offered only where it is chosen already. Subjects that are
    taught in one of ``levels`` (grades, and levels of grades) stand before the others of their kind.
    """
    groups: list[Choices] = []
    for name, held in _grouped(key):
        found = tuple(Choice(term.id, term.label(locale), term.id in chosen, _taught(term)) for term in held)
        groups += _by_levels(name, found, levels) if any(one.taught_in for one in found) else [Choices(name, found)]
    known = {choice.id for group in groups for choice in group.choices}
    strange = tuple(Choice(one, label(key, one, locale), chosen=True) for one in chosen if one not in known)
    return (*groups, Choices("other", strange)) if strange else tuple(groups)


def _by_levels(name: str, held: tuple[Choice, ...], levels: frozenset[str]) -> tuple[Choices, Choices]:
    """Those of the levels, and the others; all in the first where no level is chosen, or none in which they are."""
    fitting = tuple(one for one in held if not levels.isdisjoint(one.taught_in))
    others = tuple(one for one in held if fitting and one not in fitting)
    return Choices(name, fitting or held, graded=True, fitting=bool(fitting)), Choices(
        f"{name}-elsewhere", others, graded=True
    )


def _taught(term: Term) -> tuple[str, ...]:
    """The grades in which a subject is taught, by Chương trình GDPT 2018, and the levels that these belong to."""
    grades = [grade for way in TAUGHT for grade in term.links.get(way, ())]
    known = (terms().get("grades", grade) for grade in grades)
    return (*grades, *dict.fromkeys(one.facts["level"] for one in known if one and "level" in one.facts))


def names(key: str, term_id: str) -> frozenset[str]:
    """All that a row may say and mean this term as it stands: what it is shown as in every language, and its id."""
    term = _term(key, term_id)
    return frozenset({term_id, *(term.label_of(term_id, locale) for locale in term.labels)} if term else {term_id})


def answers_to(key: str, term_id: str, text: str) -> bool:
    """Whether ``text`` is one of all names of a person or body, in any case and spelling of tones."""
    term = _term(key, term_id)
    return term is not None and vietnamese.exact(text) in set(map(vietnamese.exact, term.names))


def is_term(key: str, text: str) -> bool:
    """Whether ``text`` is the id of a term of the key."""
    return _term(key, text) is not None


def label(key: str, term_id: str, locale: str) -> str:
    """What a term of the key is called; its id where nobody knows it."""
    term = _term(key, term_id)
    return term.label_of(term_id, locale) if term else term_id


def labels(key: str, locale: str) -> tuple[str, ...]:
    """What all terms of the key are called, in the order of their vocabularies."""
    return tuple(choice.label for group in offered(key, locale) for choice in group.choices)


def called(key: str, text: str) -> str | None:
    """The id of the term that has exactly this label in some language, or None."""
    for _, held in _grouped(key):
        for term in held:
            if text in term.labels.values():
                return term.id
    return None


def _term(key: str, term_id: str) -> Term | None:
    return term_of(key, term_id, terms())


def _grouped(key: str) -> Iterator[tuple[str, Sequence[Term]]]:
    for name in _vocabularies(key):
        listed = [term for term in terms().vocabulary(name).terms.values() if "retired" not in term.facts]
        for kind, held in groupby(listed, key=lambda term: term.facts.get("kind", "")):
            yield kind or name, tuple(held)


def _vocabularies(key: str) -> tuple[str, ...]:
    return tuple(name for name in VOCABULARIES_OF.get(key, ()) if name in vocabularies.NAMES)
