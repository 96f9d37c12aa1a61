"""Who asks: the web session's token is what Flask-Login keeps, and the services say whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app, g, request, session
from flask_login import LoginManager, current_user, login_user

from repo_app.errors import NotSignedIn, Unavailable
from repo_app.services import accounts
from repo_app.services.library import Library
from repo_app.values import VISITOR, Person

EXTENSION = "hoclieu"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What Flask-Login holds of somebody: the person and the token of this web session."""

    person: Person = VISITOR
    token: str = ""

    @property
    def is_authenticated(self) -> bool:
        """Whether somebody is signed in."""
        return self.person.known

    @property
    def is_active(self) -> bool:
        """Disabled accounts have no sessions, so whoever is here may be here."""
        return self.person.known

    @property
    def is_anonymous(self) -> bool:
        """Whether this is a visitor."""
        return not self.person.known

    def get_id(self) -> str:
        """The token: what the signed cookie carries."""
        return self.token


def install(app: Flask, library: Library) -> None:
    """Make ``library()`` and ``person()`` work in the requests of ``app``."""
    app.extensions[EXTENSION] = library
    manager = LoginManager(app)
    manager.session_protection = None  # networks of phones change; the session row is what can be revoked
    manager.anonymous_user = SignedIn
    manager.user_loader(_load)


def _load(token: str) -> SignedIn | None:
    person = accounts.person_of_session(library(), token)
    return SignedIn(person, token) if person.known else None


def library() -> Library:
    """The library that this application serves."""
    return cast(Library, current_app.extensions[EXTENSION])


def person() -> Person:
    """Whoever asks; :data:`VISITOR` when nobody is signed in."""
    return cast(SignedIn, current_user).person


def person_for_layout() -> Person:
    """The same for the head of a page, which must also be shown when the database does not answer."""
    if "layout_person" not in g:
        try:
            g.layout_person = person()
        except Unavailable:
            g.layout_person = VISITOR
    return cast(Person, g.layout_person)


def member() -> Person:
    """Whoever asks, for pages that only people with an account have; raises NotSignedIn."""
    asker = person()
    if not asker.known:
        raise NotSignedIn
    return asker


def token() -> str:
    """The token of this web session; empty for a visitor."""
    return cast(SignedIn, current_user).token


def keep(new_token: str) -> None:
    """Sign this browser in with a session that was just made; the one it held before is ended first."""
    if token():
        accounts.sign_out(library(), token())
    session.clear()
    login_user(SignedIn(accounts.person_of_session(library(), new_token), new_token))


def forget() -> None:
    """Make this browser a visitor's."""
    session.clear()


def network() -> str:
    """The address of the asker as the outermost trusted proxy told it."""
    return request.remote_addr or ""
