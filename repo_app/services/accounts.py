"""Accounts: who may be let in, with which role, and how they come by a password.

The front door of everything about people: signing in lives in ``sign_in``, secrets in ``tokens``, the first admin in
``first_admin``; callers need to know this module only.
"""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import exc, select
from sqlalchemy.orm import Session

from repo_app.db import now
from repo_app.errors import Conflict, Fault, Invalid, NotFound, NotSignedIn
from repo_app.models import Account, Organization
from repo_app.permissions import OrganizationRef, require
from repo_app.services import passwords, throttling
from repo_app.services.first_admin import become_first_admin, check_setup_link, forget_setup_link, setup_link
from repo_app.services.library import Library
from repo_app.services.people import account_of, clean_email, clean_name, email_key, ref
from repo_app.services.places import find_organization, first_organization
from repo_app.services.sign_in import end_session, end_sessions, person_of_session, sessions, sign_in, sign_out
from repo_app.services.tokens import (
    create_token,
    drop_link_tokens,
    find_link_token,
    make_link_token,
    person_of_token,
    revoke_tokens,
    use_link_token,
)
from repo_app.values import AccountView, Person
from repo_app.values.people import ROLES
from search import vietnamese

__all__ = [
    "become_first_admin",
    "change_password",
    "check_setup_link",
    "create",
    "create_token",
    "disable",
    "end_session",
    "listing",
    "person_of_session",
    "person_of_token",
    "reset_link",
    "reset_link_works",
    "reset_password",
    "sessions",
    "set_role",
    "setup_link",
    "sign_in",
    "sign_out",
]


def create(
    library: Library,
    person: Person,
    *,
    email: str,
    name: str,
    role: str,
    organization: str | None = None,
    password: str | None = None,
) -> str | None:
    """Let somebody in. Without a password the answer is a one-time link (three days) at which they choose one.

    ``organization`` is a slug, without it the asker's own or else the first one. Raises Invalid with the field's
    name, and Conflict where the e-mail has an account already.
    """
    kept_email, kept_name, role = clean_email(email), clean_name(name), checked_role(role)
    with library.db.reading() as session:
        place = _place(session, person, organization)
    require(person, "manage-people", OrganizationRef(place, role))
    key = email_key(kept_email)
    hashed = passwords.hashed(passwords.checked(password, email_key=key)) if password is not None else None
    account = Account(
        email=kept_email,
        email_key=key,
        name=kept_name,
        role=role,
        organization_id=place,
        password_hash=hashed,
        created_at=now(),
    )
    with library.db.writing() as session:
        add_account(session, account)
        if role == "admin":
            forget_setup_link(library, session)
        token = None if hashed else make_link_token(session, "reset", account.id)
    return None if token is None else _reset_address(library, token)


def add_account(session: Session, account: Account) -> None:
    """Write the row; Conflict where its e-mail is taken, also by somebody who is a moment quicker."""
    session.add(account)
    try:
        session.flush()
    except exc.IntegrityError as error:
        raise Conflict("account.exists", email=account.email) from error


def listing(library: Library, person: Person) -> tuple[AccountView, ...]:
    """The accounts that ``person`` manages, by name: an admin sees all, a manager those of the organization."""
    rows = select(Account, Organization.slug).join(Organization, Organization.id == Account.organization_id)
    if person.role != "admin":
        require(person, "manage-people", OrganizationRef(person.organization or 0))
        rows = rows.where(Account.organization_id == person.organization)
    with library.db.reading() as session:
        views = [_view(account, slug) for account, slug in session.execute(rows)]
    return tuple(sorted(views, key=lambda view: (vietnamese.name_sort_key(view.name), view.email)))


def disable(library: Library, person: Person, email: str) -> None:
    """Shut somebody out at once: sessions and tokens end, open links stop working. Repeating it changes nothing."""
    with library.db.writing() as session:
        account = _managed(session, person, email)
        if account.disabled_at is None:
            _keep_one_admin(session, account)
            account.disabled_at = now()
        end_sessions(session, account.id)
        revoke_tokens(session, account.id)
        drop_link_tokens(session, "reset", account.id)


def set_role(library: Library, person: Person, email: str, role: str) -> None:
    """Give somebody another role; it holds from their next request on. Conflict for the last admin."""
    role = checked_role(role)
    with library.db.writing() as session:
        account = _managed(session, person, email)
        require(person, "manage-people", OrganizationRef(account.organization_id, role))
        if role == "admin":
            forget_setup_link(library, session)
        else:
            _keep_one_admin(session, account)
        account.role = role


def reset_link(library: Library, person: Person, email: str) -> str:
    """A one-time link (three days) at which the owner chooses a new password; the old one works until then."""
    with library.db.writing() as session:
        account = _managed(session, person, email)
        if account.disabled_at is not None:
            raise NotFound("account.disabled")
        return _reset_address(library, make_link_token(session, "reset", account.id))


def reset_link_works(library: Library, token: str) -> bool:
    """Whether a page for choosing a new password is worth showing."""
    with library.db.reading() as session, suppress(NotFound):
        find_link_token(session, "reset", token)
        return True
    return False


def reset_password(library: Library, token: str, password: str) -> None:
    """Choose a password with a one-time link, which is used up. Every session of the account ends."""
    with library.db.reading() as session:
        key = session.get_one(Account, find_link_token(session, "reset", token)).email_key
    hashed = passwords.hashed(passwords.checked(password, email_key=key))
    with library.db.writing() as session:
        account = session.get_one(Account, use_link_token(session, "reset", token))
        account.password_hash = hashed
        end_sessions(session, account.id)
        throttling.forget(session, throttling.account_brake(key))


def change_password(library: Library, person: Person, old: str, new: str, *, keep: str) -> None:
    """Change one's own password; every other session ends, the one of the token ``keep`` goes on.

    A wrong ``old`` is Invalid ``account.wrong_old_password`` and counts as a wrong try at the account.
    """
    if not person.known:
        raise NotSignedIn
    brake = throttling.account_brake(email_key(person.email))
    with library.db.writing() as session:
        throttling.count(session, brake)
        account = session.get_one(Account, person.account)
    if not passwords.matches(account.password_hash, old):
        raise Invalid(Fault("old", "account.wrong_old_password", {}))
    hashed = passwords.hashed(passwords.checked(new, email_key=account.email_key))
    with library.db.writing() as session:
        session.get_one(Account, account.id).password_hash = hashed
        end_sessions(session, account.id, but=keep)
        throttling.forget(session, brake)


def checked_role(role: str) -> str:
    """The role; Invalid where it is none of ours."""
    if role not in ROLES:
        raise Invalid(Fault("role", "account.bad_role", {"roles": ", ".join(ROLES)}))
    return role


def _place(session: Session, person: Person, slug: str | None) -> int:
    if slug:
        return find_organization(session, slug).id
    return person.organization or first_organization(session).id


def _managed(session: Session, person: Person, email: str) -> Account:
    account = account_of(session, email, lock=True)
    require(person, "manage-people", ref(account))
    return account


def _keep_one_admin(session: Session, account: Account) -> None:
    if account.role != "admin" or account.disabled_at is not None:
        return
    admins = Account.role == "admin", Account.disabled_at.is_(None)
    locked = session.scalars(select(Account.id).where(*admins).order_by(Account.id).with_for_update()).all()
    if len(locked) < 2:
        raise Conflict("account.last_admin")


def _reset_address(library: Library, token: str) -> str:
    return f"{library.settings.base_url}/account/reset?token={token}"


def _view(account: Account, organization: str) -> AccountView:
    return AccountView(
        email=account.email,
        name=account.name,
        role=account.role,
        organization=organization,
        disabled=account.disabled_at is not None,
        created_at=account.created_at,
    )
