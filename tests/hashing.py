"""Passwords at the price of a test: the same argon2id, with a hundredth of the work a house asks for."""

from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher, Type

from repo_app.services import passwords

_REAL = (passwords._HASHER, passwords._NOBODYS)
_CHEAP = (
    PasswordHasher(time_cost=1, memory_cost=64, parallelism=1, hash_len=32, salt_len=16, type=Type.ID),
    passwords._NOBODYS.replace("m=65536,t=3", "m=64,t=1"),
)


def make_cheap() -> None:
    """Hash with little work in this process from now on; programs that a test starts are as in any house."""
    passwords._HASHER, passwords._NOBODYS = _CHEAP


@contextmanager
def full_strength() -> Iterator[None]:
    """Hash as a house does: for tests of that strength and of what it costs."""
    passwords._HASHER, passwords._NOBODYS = _REAL
    try:
        yield
    finally:
        make_cheap()
