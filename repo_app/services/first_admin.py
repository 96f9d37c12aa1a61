"""The first admin: a one-time link, printed at the start and kept in a private file, for as long as there is none."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from repo_app.db import now
from repo_app.errors import NotFound
from repo_app.models import Account
from repo_app.services import passwords
from repo_app.services.library import Library
from repo_app.services.people import clean_email, clean_name, email_key
from repo_app.services.places import first_organization
from repo_app.services.sign_in import end_sessions
from repo_app.services.tokens import (
    drop_link_tokens,
    find_link_token,
    make_link_token,
    revoke_tokens,
    use_link_token,
)
from repo_app.settings import keep_private

_MARK = "/account/first-admin?token="


def setup_link(library: Library) -> str | None:
    """The address at which the first admin is set up, the same at each call; None once there is an admin.

    It is kept in ``<data>/first-admin``, mode 0600, for whoever missed it on the screen.
    """
    path = link_file(library)
    with library.db.writing() as session:
        if _has_admin(session):
            forget_setup_link(library, session)
            return None
        token = _token_in(path)
        if not _works(session, token):
            token = make_link_token(session, "first-admin", None)
        link = f"{library.settings.base_url}{_MARK}{token}"
        if _kept(path) != link:
            path.unlink(missing_ok=True)
            keep_private(path, link + "\n")
    return link


def check_setup_link(library: Library, token: str) -> None:
    """Whether the page that makes the first admin is worth showing; NotFound where the token would not be taken."""
    with library.db.reading() as session:
        if _has_admin(session):
            raise NotFound("account.has_admin")
        find_link_token(session, "first-admin", token)


def forget_setup_link(library: Library, session: Session) -> None:
    """Make the link useless and remove its file; for whoever makes an admin in another way."""
    drop_link_tokens(session, "first-admin", None)
    link_file(library).unlink(missing_ok=True)


def become_first_admin(library: Library, token: str, *, email: str, name: str, password: str) -> None:
    """Make the first admin with the one-time token; NotFound for a wrong one, and once there is an admin."""
    with library.db.reading() as session:
        if _has_admin(session) or not _works(session, token):
            raise NotFound("account.link_unknown")
    kept_email, kept_name = clean_email(email), clean_name(name)
    key = email_key(kept_email)
    hashed = passwords.hashed(passwords.checked(password, email_key=key))
    with library.db.writing() as session:
        use_link_token(session, "first-admin", token)
        if _has_admin(session):
            raise NotFound("account.link_unknown")
        _put_account(session, kept_email, kept_name, hashed)
        drop_link_tokens(session, "first-admin", None)
    link_file(library).unlink(missing_ok=True)


def link_file(library: Library) -> Path:
    """Where the link is kept."""
    return library.settings.data_dir / "first-admin"


def _put_account(session: Session, email: str, name: str, hashed: str) -> None:
    # Somebody may have that e-mail already with a smaller role: whoever holds the link owns the machine.
    account = session.scalar(select(Account).where(Account.email_key == email_key(email)))
    if account is None:
        account = Account(email=email, email_key=email_key(email), created_at=now())
        account.organization_id = first_organization(session, make=True).id
        session.add(account)
    account.name, account.role, account.password_hash, account.disabled_at = name, "admin", hashed, None
    session.flush()
    end_sessions(session, account.id)  # those of the smaller role must not grow with it
    revoke_tokens(session, account.id)


def _has_admin(session: Session) -> bool:
    return session.scalar(select(Account.id).where(Account.role == "admin").limit(1)) is not None


def _works(session: Session, token: str) -> bool:
    try:
        find_link_token(session, "first-admin", token)
    except NotFound:
        return False
    return True


def _kept(path: Path) -> str:
    return path.read_text("utf-8", "replace").strip() if path.exists() else ""


def _token_in(path: Path) -> str:
    return _kept(path).partition(_MARK)[2]
