"""Secrets that let somebody in: 256 random bits each, shown once, kept only as their SHA-256."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Literal

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from repo_app.db import now
from repo_app.errors import NotFound, NotSignedIn
from repo_app.models import Account, ApiToken, OneTimeToken
from repo_app.permissions import OrganizationRef, require
from repo_app.services.library import Library
from repo_app.services.people import account_of, as_person, clean_name
from repo_app.values import Person

Kind = Literal["first-admin", "reset"]
LIFE = {
    "first-admin": timedelta(days=365),  # dead as soon as there is an admin; a new one is made at the next start
    "reset": timedelta(days=3),  # long enough to be carried to a commune and opened there
}
MAX_TOKEN = 200  # characters; longer ones are not ours


def new_secret() -> str:
    """256 random bits in 43 letters that need no quoting in an address."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What the database keeps of a secret. Not slow on purpose: nobody guesses 256 bits."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def make_link_token(session: Session, kind: Kind, account: int | None) -> str:
    """A one-time token; older ones of the same kind for the same account stop working."""
    drop_link_tokens(session, kind, account)
    token, at = new_secret(), now()
    session.add(
        OneTimeToken(kind=kind, token_hash=digest(token), account_id=account, created_at=at, expires_at=at + LIFE[kind])
    )
    return token


def drop_link_tokens(session: Session, kind: Kind, account: int | None) -> None:
    """Make every unused token of that kind for that account useless."""
    held = OneTimeToken.kind == kind, OneTimeToken.account_id.is_not_distinct_from(account)
    session.execute(update(OneTimeToken).where(*held, OneTimeToken.used_at.is_(None)).values(used_at=now()))


def find_link_token(session: Session, kind: Kind, token: str) -> int | None:
    """Whose account the token is for, without using it up; NotFound where it would not be taken."""
    row = session.execute(select(OneTimeToken.account_id).where(*_usable(kind, token))).one_or_none()
    if row is None:
        raise NotFound("account.link_unknown")
    account: int | None = row[0]
    return account


def use_link_token(session: Session, kind: Kind, token: str) -> int | None:
    """Use the token up and say whose account it is for; NotFound where it is unknown, used or too old.

    One statement: of two people who open the same link at once only one gets through.
    """
    used = update(OneTimeToken).where(*_usable(kind, token)).values(used_at=now()).returning(OneTimeToken.account_id)
    row = session.execute(used).one_or_none()
    if row is None:
        raise NotFound("account.link_unknown")
    account: int | None = row[0]
    return account


def create_token(library: Library, person: Person, email: str, name: str = "") -> str:
    """A new API token of that account, given once; one's own, or of somebody whom ``person`` manages."""
    with library.db.writing() as session:
        account = account_of(session, email)
        if person.account != account.id:
            require(person, "manage-people", OrganizationRef(account.organization_id, account.role))
        if account.disabled_at is not None:
            raise NotFound("account.disabled")
        token = new_secret()
        named = clean_name(name, limit=100) if name.strip() else "API"
        session.add(ApiToken(token_hash=digest(token), account_id=account.id, name=named, created_at=now()))
        return token


def person_of_token(library: Library, token: str) -> Person:
    """Whoever holds this API token; NotSignedIn where it is unknown or revoked, or its account disabled."""
    found = (
        select(Account)
        .join(ApiToken, ApiToken.account_id == Account.id)
        .where(ApiToken.token_hash == digest(token), ApiToken.revoked_at.is_(None), Account.disabled_at.is_(None))
    )
    with library.db.reading() as session:
        account = session.scalar(found) if len(token) <= MAX_TOKEN else None
        if account is None:
            raise NotSignedIn("account.token_unknown")
        return as_person(account)


def revoke_tokens(session: Session, account: int) -> None:
    """End every API token of the account."""
    held = ApiToken.account_id == account, ApiToken.revoked_at.is_(None)
    session.execute(update(ApiToken).where(*held).values(revoked_at=now()))


def _usable(kind: Kind, token: str) -> tuple[ColumnElement[bool], ...]:
    return (
        OneTimeToken.kind == kind,
        OneTimeToken.token_hash == digest(token),
        OneTimeToken.used_at.is_(None),
        OneTimeToken.expires_at > now(),
    )
