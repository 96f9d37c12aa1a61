"""What must hold of the terms of a library's own: one name means one term of a key, and nothing lies within itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from repo_app.errors import Conflict, Fault, Invalid
from repo_app.services.authorities.known import LOCAL, Known
from repo_app.values.metadata import VOCABULARIES_OF
from repo_app.vocabularies import AGENTS, Term, Vocabulary, key, load

MAX_ID = 50
# Whose terms mean something to the program: licenses and rights decide what is shown, grades have their levels.
FIXED = frozenset({"licenses", "access-rights", "dcmi-types", "grades"})


def beside(vocabulary: str) -> tuple[str, ...]:
    """The vocabularies that some key draws on together with this one, itself first: their ids and names are one set."""
    shared = (names for names in VOCABULARIES_OF.values() if vocabulary in names)
    return tuple(dict.fromkeys((vocabulary, *(name for names in shared for name in names if name != AGENTS))))


def check_names(known: Known, vocabulary: str, names: Iterable[str], term_id: str | None = None) -> None:
    """Conflict where another term of a key that this vocabulary serves is called so: each name means one term.

    Two terms that the files give one name, like a subject and a people, may keep it.
    """
    wanted, filed = {key(name): name for name in names}, _filed(vocabulary, term_id)
    for place in beside(vocabulary):
        for other in known.vocabulary(place).terms.values():
            if (place, other.id) == (vocabulary, term_id):
                continue
            for folded in wanted.keys() & set(map(key, other.names)):
                if folded not in filed or folded not in _filed(place, other.id):
                    raise Conflict("term.name_taken", name=wanted[folded], term=other.label("vi"))


def _filed(vocabulary: str, term_id: str | None) -> frozenset[str]:
    """The folded names that the files give a term."""
    found = load(vocabulary).terms.get(term_id or "")
    return frozenset(map(key, found.names)) if found is not None else frozenset()


def new_id(known: Known, vocabulary: str, label: str) -> str:
    """An id made of the label's letters, with a number where it is taken; ``local-`` keeps it apart from the files'."""
    letters = re.sub(r"[^a-z0-9]+", "-", key(label)).strip("-")
    start = f"{LOCAL}-{letters or 'term'}"[:MAX_ID].rstrip("-")
    numbered = (start if number == 1 else f"{start}-{number}" for number in range(1, 10_000))
    held = [known.vocabulary(name) for name in beside(vocabulary)]
    return next(one for one in numbered if all(one not in some.terms and one not in some.merged for some in held))


def wider(held: Vocabulary, broader: str | None) -> str | None:
    """The id of the term that ``broader`` means now; Invalid where there is none."""
    if broader is None:
        return None
    found = held.get(broader)
    if found is None:
        raise Invalid(Fault("broader", "metadata.unknown_term", {"key": "broader", "term": broader[:60]}))
    return found.id


def check_circle(held: Vocabulary, term: Term) -> None:
    """Conflict where the term lies in itself, or became part of itself, by way of others and of what was merged."""
    seen, at = set[str](), _around(held, (term,))
    while at:
        if any(one.id == term.id for one in at):
            raise Conflict("term.within_itself", term=term.label("vi"))
        seen |= {one.id for one in at}
        at = [one for one in _around(held, at) if one.id not in seen]


def within(held: Vocabulary, term_id: str) -> tuple[str, ...]:
    """The ids that mean this term or one that lies in it, or became part of it: their records say its names too."""
    inner, at = dict[str, Term](), [held.terms[term_id]]
    while at:
        inner |= {one.id: one for one in at}
        at = [one for one in held.terms.values() if one.id not in inner and _lies_in(held, one, inner)]
    return tuple(one for term in inner.values() for one in (term.id, *term.links.get("replaces", ())))


def _lies_in(held: Vocabulary, term: Term, wider: Collection[str]) -> bool:
    return any(one.id in wider for one in _around(held, (term,)))


def _around(held: Vocabulary, terms: Sequence[Term]) -> list[Term]:
    ids = (one for term in terms for link in ("broader", "replaced_by") for one in term.links.get(link, ()))
    return [found for one in ids if (found := held.get(one)) is not None]
