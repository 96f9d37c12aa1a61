"""Who asks and where they belong: values of accounts, organizations and collections."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from repo_app.values.stamps import stamp_of

ROLES = ("admin", "manager", "reviewer", "depositor")


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever asks for something: an account, or a visitor (``account`` is None). Permissions are asked of it."""

    account: int | None = None
    name: str = ""
    email: str = ""
    role: str | None = None
    organization: int | None = None
    session: int | None = None

    @property
    def known(self) -> bool:
        """Whether somebody is signed in."""
        return self.account is not None


VISITOR = Person()
SYSTEM = Person(name="Hoclieu", role="admin")  # the command line on the machine itself


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account as lists show it; times in UTC."""

    email: str
    name: str
    role: str
    organization: str
    disabled: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class WebSessionView:
    """One place where somebody is signed in; ``current`` marks the asker's own."""

    number: int
    user_agent: str
    network: str
    created_at: datetime
    last_seen_at: datetime
    current: bool


@dataclass(frozen=True, slots=True)
class OrganizationView:
    """A library, school or centre; ``parent`` is the slug of the one above, ``records`` counts published ones."""

    slug: str
    name: str
    parent: str | None
    records: int


@dataclass(frozen=True, slots=True)
class CollectionText:
    """What somebody says of a collection.

    ``license`` is the default for what comes in. ``accept_from`` is the confidence from which on a draft that nobody
    described takes what reading suggests; None: never without a person.
    """

    name: str
    license: str | None = None
    accept_from: float | None = None

    @property
    def stamp(self) -> str:
        """A short name of all this: whoever changes it says by it what the change was made from."""
        return stamp_of(asdict(self))


@dataclass(frozen=True, slots=True)
class CollectionView:
    """A collection of an organization; ``records`` counts the published ones, the rest is as in CollectionText."""

    slug: str
    name: str
    organization: str
    organization_name: str
    license: str | None
    records: int
    accept_from: float | None = None

    @property
    def stamp(self) -> str:
        """That of what is said of it."""
        return CollectionText(self.name, self.license, self.accept_from).stamp
