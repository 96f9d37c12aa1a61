"""The brake on guessing passwords: wrong tries counted in the database, by account and by network.

A try is counted before the password is looked at and taken back when it was right, so that many at once get no more
tries than one after another. The window begins with its first try and is not drawn out by tries that were refused.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from repo_app.db import now
from repo_app.errors import TooManyRequests
from repo_app.models import Throttle

WINDOW = timedelta(minutes=15)
ACCOUNT_LIMIT = 10  # wrong passwords for one account in a window
NETWORK_LIMIT = 100  # and from one network: a whole school may stand behind one address


@dataclass(frozen=True, slots=True)
class Brake:
    """One thing counted: its key in the database and how many wrong tries it has in a window."""

    key: str
    limit: int


def account_brake(email_key: str) -> Brake:
    """What a try at this e-mail counts for, whether or not anybody has it.

    The e-mail is kept as a hash: people type passwords into the wrong field, and strangers any text at all.
    """
    digest = hashlib.sha256(email_key.encode("utf-8", "replace")).hexdigest()
    return Brake(f"account:{digest}", ACCOUNT_LIMIT)


def network_brake(network: str) -> Brake:
    """What a try from this address counts for."""
    return Brake(f"network:{cut(network)}", NETWORK_LIMIT)


def count(session: Session, *counted: Brake) -> None:
    """Count one try for each; raises TooManyRequests, counting nothing, when one of them has no try left."""
    at = now()
    session.execute(delete(Throttle).where(Throttle.since <= at - WINDOW))
    for brake in counted:
        _count_one(session, brake, at)


def take_back(session: Session, brake: Brake) -> None:
    """Uncount one try: the password was right."""
    held = Throttle.key == brake.key
    session.execute(update(Throttle).where(held, Throttle.count > 0).values(count=Throttle.count - 1))


def forget(session: Session, brake: Brake) -> None:
    """Begin again with all tries: its owner has shown who they are."""
    session.execute(delete(Throttle).where(Throttle.key == brake.key))


def cut(network: str) -> str:
    """The network of an address: /24 of IPv4, /48 of IPv6; ``unknown`` for what is no address."""
    try:
        address = ip_address(network.strip())
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ip_network((address.packed, 24 if address.version == 4 else 48), strict=False))


def _count_one(session: Session, brake: Brake, at: datetime) -> None:
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    counted = (
        insert(Throttle)
        .values(key=brake.key, count=1, since=at)
        .on_conflict_do_update(index_elements=[Throttle.key], set_={"count": Throttle.count + 1})
        .returning(Throttle.count, Throttle.since)
    )
    tries, since = session.execute(counted).one()
    if tries > brake.limit:  # the caller's transaction ends here, and this count with it
        raise TooManyRequests(_seconds_left(since, at), "account.too_many_attempts")


def _seconds_left(since: datetime, at: datetime) -> int:
    return max(1, int((since + WINDOW - at).total_seconds()) + 1)
