"""Accounts as rows: found by e-mail, checked before they are written, made into the values that travel."""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import select
from sqlalchemy.orm import Session

from repo_app.errors import Fault, Invalid, NotFound
from repo_app.models import Account
from repo_app.permissions import OrganizationRef
from repo_app.values import Person

MAX_EMAIL = 254  # RFC 5321: a path of 256 less its brackets
MAX_NAME = 200
# Enough to catch a slip of the keyboard; whether an address exists only a message to it can tell.
_EMAIL = re.compile(r"[^\s@<>(),;:\"\\\[\]]{1,64}@[^\s@<>(),;:\"\\\[\]_.]+(?:\.[^\s@<>(),;:\"\\\[\]_.]+)*")


def email_key(email: str) -> str:
    """What two spellings of one address have in common: NFC, without case and outer blanks."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", email.strip()).casefold())


def clean_email(email: str) -> str:
    """The address as it is kept; Invalid where it cannot be one."""
    kept = unicodedata.normalize("NFC", email.strip())
    if len(email_key(kept)) > MAX_EMAIL or not _EMAIL.fullmatch(kept) or not is_plain(kept):
        raise Invalid(Fault("email", "account.bad_email", {}))
    return kept


def clean_name(name: str, *, limit: int = MAX_NAME, field: str = "name") -> str:
    """A name on one line in NFC; Invalid where nothing is left, it is too long or holds control characters."""
    kept = unicodedata.normalize("NFC", " ".join(name.split()))
    if not kept or len(kept) > limit or not is_plain(kept):
        raise Invalid(Fault(field, "account.bad_name", {"limit": limit}))
    return kept


def is_plain(text: str) -> bool:
    """Whether the text holds no control characters, no direction overrides and no halves of characters."""
    return not any(unicodedata.category(letter) in {"Cc", "Cs"} or letter in "\u202d\u202e" for letter in text)


def account_of(session: Session, email: str, *, lock: bool = False) -> Account:
    """The row of that e-mail, disabled or not; NotFound."""
    statement = select(Account).where(Account.email_key == email_key(email))
    account = session.scalar(statement.with_for_update() if lock else statement)
    if account is None:
        raise NotFound("account.unknown")
    return account


def as_person(account: Account, *, session: int | None = None) -> Person:
    """The value that permissions are asked of; ``session`` is the web session it came by."""
    return Person(
        account=account.id,
        name=account.name,
        email=account.email,
        role=account.role,
        organization=account.organization_id,
        session=session,
    )


def ref(account: Account) -> OrganizationRef:
    """What permissions need to know to say who may manage this account."""
    return OrganizationRef(account.organization_id, account.role)
