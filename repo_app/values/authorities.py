"""What services hand out of terms and names: agents, and what was done to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from repo_app.values.paging import Paged
from repo_app.values.stamps import stamp_of

AGENT_ID = "agent-"  # how the id of an agent begins
KINDS = ("person", "organization")
ADDRESSES = {  # where a catalogue tells of the person or body that it gave a number
    "isni": "https://isni.org/isni/",
    "orcid": "https://orcid.org/",
    "ror": "https://ror.org/",
    "viaf": "https://viaf.org/viaf/",
    "wikidata": "https://www.wikidata.org/entity/",
}
IDENTIFIERS = tuple(ADDRESSES)


@dataclass(frozen=True, slots=True)
class TermView:
    """A term as those who keep it see it: ``names`` are the files' other names, ``added`` the library's own.

    ``into`` is the id and label of the term it was merged into, ``merged`` those of the terms it took up. ``own`` says
    that the library made it, ``fixed`` that it can be neither merged nor made here.
    """

    vocabulary: str
    id: str
    labels: Mapping[str, str]
    names: tuple[str, ...]
    added: tuple[str, ...]
    broader: str | None
    own: bool
    fixed: bool
    into: tuple[str, str] | None
    merged: tuple[tuple[str, str], ...]

    @property
    def stamp(self) -> str:
        """A short name of all this: whoever changes it says by it what the change was made from."""
        return stamp_of(asdict(self))


@dataclass(frozen=True, slots=True)
class AgentText:
    """What somebody writes of an agent: ``variants`` are other forms of the name, ``dates`` and ``note`` tell it from
    others of the same name, ``identifiers`` by the names of :data:`IDENTIFIERS`."""

    name: str
    kind: str = "person"
    variants: tuple[str, ...] = ()
    dates: str = ""
    note: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AgentView:
    """An agent; ``into`` is the id of the one it was merged into, ``merged`` the ids and names of those it took up,
    ``also`` every name of those."""

    id: str
    name: str
    kind: str
    variants: tuple[str, ...]
    dates: str
    note: str
    identifiers: Mapping[str, str]
    into: str | None = None
    merged: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that leads here, the preferred one first."""
        return tuple(dict.fromkeys((self.name, *self.variants, *self.also)))

    @property
    def stamp(self) -> str:
        """A short name of all this: whoever changes it says by it what the change was made from."""
        return stamp_of(asdict(self))

    @property
    def told_apart(self) -> str:
        """What tells it from others of the same name: dates and note; empty where nothing does."""
        return ", ".join(part for part in (self.dates, self.note) if part)


@dataclass(frozen=True, slots=True)
class AgentListing(Paged):
    """One page of agents in the order of their names; pages count from 1."""

    agents: tuple[AgentView, ...]
    total: int
    page: int
    size: int


@dataclass(frozen=True, slots=True)
class NameSuggestion:
    """A name offered while somebody types one: ``agent`` is None for one that records carry as text only.

    ``printed`` is another name of the agent that begins so, where its own does not: perhaps the one on the work.
    """

    name: str
    agent: str | None = None
    kind: str = ""
    told_apart: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True)
class AuthorityChange:
    """One thing done to a term or an agent; ``before`` is None for what was new."""

    at: datetime
    who: str
    verb: str
    reason: str | None
    before: Mapping[str, object] | None
    after: Mapping[str, object]
