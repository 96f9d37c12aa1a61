"""What the values of a description are called: the one place where ids of terms and agents become words."""

from __future__ import annotations

from collections.abc import Iterator

from repo_app.values.metadata import Metadata, Value, term_of
from repo_app.vocabularies import AGENTS, BUILT_IN, Terms

LANGUAGE, LANGUAGES = "language", "languages"  # the key, and the vocabulary of its terms


def called(key: str, value: Value, terms: Terms = BUILT_IN, locale: str = "vi") -> str:
    """What the value is called in the reader's language: its text, the label of its term, the name of its agent in
    the form that is printed on the work, where that is known: under a pen name the pen name is what is credited, also
    after it was merged with the name that most works carry.

    An id that nobody knows is shown as it is, so that nothing is hidden.
    """
    if value.id is None or value.printed:
        return value.printed or value.value or ""
    term = term_of(key, value.id, terms)
    return term.label_of(value.id, locale) if term is not None else value.id


def names(metadata: Metadata, terms: Terms, *keys: str) -> tuple[str, ...]:
    """The names under these keys as they are shown: as printed, else linked ones by what their id itself names."""
    return tuple(called(key, value, terms) for key in keys for value in metadata.get(key))


def language_tags(metadata: Metadata, terms: Terms = BUILT_IN) -> tuple[str, ...]:
    """The languages as BCP 47 writes them; one that a library added, or that is named by a text, has no tag."""
    found = (terms.get(LANGUAGES, value.id) for value in metadata.get(LANGUAGE) if value.id)
    return tuple(dict.fromkeys(term.id for term in found if term is not None and BUILT_IN.get(LANGUAGES, term.id)))


def every_name(metadata: Metadata, terms: Terms, *keys: str) -> Iterator[str]:
    """All names under which what is named here may be sought: of linked agents every variant too."""
    for key in keys:
        for value in metadata.get(key):
            agent = terms.get(AGENTS, value.id) if value.id else None
            if agent is not None:
                printed = (value.printed,) if value.printed else ()
                yield from dict.fromkeys((*printed, agent.labels["vi"], *agent.alternatives, *agent.also))
            else:
                yield value.printed or value.value or value.id or ""
