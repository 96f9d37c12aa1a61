"""Signing in and out: who stands behind a password, and where they are signed in now."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from repo_app.db import now
from repo_app.errors import NotFound, NotSignedIn, StorageFull, Unavailable
from repo_app.models import Account, WebSession
from repo_app.services import passwords, throttling
from repo_app.services.library import Library
from repo_app.services.people import MAX_EMAIL, as_person, email_key, is_plain
from repo_app.services.tokens import MAX_TOKEN, digest, new_secret
from repo_app.values import VISITOR, Person, WebSessionView

IDLE = timedelta(hours=12)  # a library's computer left alone overnight is signed out in the morning
LIFE = timedelta(days=30)  # however busy
TOUCH = timedelta(minutes=5)  # how exact ``last_seen_at`` is kept: a page view is seldom a write


def sign_in(library: Library, email: str, password: str, *, network: str, user_agent: str) -> str:
    """A new web session's token for that account, made anew each time so that none can be planted beforehand.

    ``network`` is the address the request came from, as the site itself saw it. Unknown, disabled and passwordless
    accounts answer as a wrong password does, after the same work: NotSignedIn ``account.wrong_password``. Raises
    TooManyRequests when the account or the network has used up its tries.
    """
    key = email_key(email[: MAX_EMAIL * 2])
    account_brake, network_brake = throttling.account_brake(key), throttling.network_brake(network)
    with library.db.writing() as session:
        throttling.count(session, account_brake, network_brake)
        account = session.scalar(select(Account).where(Account.email_key == key, Account.disabled_at.is_(None)))
    kept = account.password_hash if account else None
    if not passwords.matches(kept, password) or account is None or kept is None:
        raise NotSignedIn("account.wrong_password")
    renewed = passwords.hashed(password) if passwords.is_outdated(kept) else None
    with library.db.writing() as session:
        throttling.take_back(session, network_brake)
        throttling.forget(session, account_brake)
        if renewed:
            session.execute(update(Account).where(Account.id == account.id).values(password_hash=renewed))
        return _open_session(session, account.id, network, user_agent)


def person_of_session(library: Library, token: str | None) -> Person:
    """Whoever is signed in with this token; VISITOR where it is unknown or too old, or the account disabled."""
    if not token or len(token) > MAX_TOKEN:
        return VISITOR
    at = now()
    with library.db.reading() as session:
        found = session.execute(
            select(WebSession, Account)
            .join(Account, Account.id == WebSession.account_id)
            .where(WebSession.token_hash == digest(token), Account.disabled_at.is_(None), *_alive(at))
        ).one_or_none()
        if found is None:
            return VISITOR
        held, account = found
        person, stale = as_person(account, session=held.id), at - held.last_seen_at >= TOUCH
    if stale:
        _touch(library, person, at)
    return person


def sign_out(library: Library, token: str | None) -> None:
    """End the session of this token; unknown ones are no error."""
    with library.db.writing() as session:
        session.execute(delete(WebSession).where(WebSession.token_hash == digest(token or "")))


def sessions(library: Library, person: Person, token: str | None = None) -> tuple[WebSessionView, ...]:
    """Where the asker is signed in, last seen first; ``token`` marks the asker's own, else ``person.session`` does."""
    if not person.known:
        raise NotSignedIn
    own = digest(token) if token else None
    chosen = WebSession.account_id == person.account, *_alive(now())
    with library.db.reading() as session:
        rows = session.scalars(select(WebSession).where(*chosen).order_by(WebSession.last_seen_at.desc()))
        return tuple(_view(row, current=row.token_hash == own or row.id == person.session) for row in rows)


def end_session(library: Library, person: Person, number: int) -> None:
    """End one of the asker's own sessions; NotFound for anybody else's."""
    if not person.known:
        raise NotSignedIn
    mine = WebSession.id == number, WebSession.account_id == person.account
    with library.db.writing() as session:
        if session.execute(delete(WebSession).where(*mine).returning(WebSession.id)).one_or_none() is None:
            raise NotFound("account.session_unknown")


def end_sessions(session: Session, account: int, *, but: str | None = None) -> None:
    """End every session of the account, but the one of the token ``but``."""
    ended = WebSession.account_id == account, WebSession.token_hash != digest(but or "")
    session.execute(delete(WebSession).where(*ended))


def _open_session(session: Session, account: int, network: str, user_agent: str) -> str:
    at, token = now(), new_secret()
    session.execute(delete(WebSession).where((WebSession.expires_at <= at) | (WebSession.last_seen_at <= at - IDLE)))
    session.add(
        WebSession(
            token_hash=digest(token),
            account_id=account,
            user_agent="".join(letter for letter in user_agent[:200] if is_plain(letter)),
            network=throttling.cut(network),
            created_at=at,
            last_seen_at=at,
            expires_at=at + LIFE,
        )
    )
    return token


def _alive(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return WebSession.expires_at > at, WebSession.last_seen_at > at - IDLE


def _touch(library: Library, person: Person, at: datetime) -> None:
    # A touch that is missed only ends the session sooner; the page that is being asked for matters more.
    with suppress(Unavailable, StorageFull), library.db.writing() as session:
        session.execute(update(WebSession).where(WebSession.id == person.session).values(last_seen_at=at))


def _view(row: WebSession, *, current: bool) -> WebSessionView:
    return WebSessionView(
        number=row.id,
        user_agent=row.user_agent,
        network=row.network,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        current=current,
    )
