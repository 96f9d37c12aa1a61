"""Passwords: which ones are taken, how they are kept, and a check that costs the same when nobody is there."""

from __future__ import annotations

import threading
import unicodedata

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from repo_app.errors import Fault, Invalid, TooManyRequests

MIN_LENGTH = 10  # characters
MAX_LENGTH = 1000  # characters; hashing a megabyte for a stranger would be a gift
WAIT_SECONDS = 10.0

# RFC 9106, second recommended option (for machines with little memory): 64 MiB, 3 passes, 16 bytes of salt, 32 of tag;
# 0.16 s here. One lane instead of four: the sum of work is the same, and threads gain nothing on two busy cores.
_HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1, hash_len=32, salt_len=16, type=Type.ID)
# What an unknown account is compared with: the same work, and no password is known to give a tag of zeros.
_NOBODYS = "$argon2id$v=19$m=65536,t=3,p=1$" + "A" * 22 + "$" + "A" * 43
# One at a time in a process: eight sign-ins at once would take 512 MiB of a machine that has one GiB.
_TURN = threading.Lock()

# The commonest of at least ten characters, and what a hurried librarian types; compared without case.
_COMMON_TEXT = """
1234567890 0123456789 0987654321 1234567891 12345678910 123456789a 1234567890a 123456789q 1q2w3e4r5t
1qaz2wsx3edc 1111111111 0000000000 9999999999 1231231234 1122334455 qwertyuiop qwerty1234 qwerty12345
qwerty123456 asdfghjkl1 password10 password12 password123 password1234 password123456 passwordpassword
mypassword mypassword1 letmein123 iloveyou12 iloveyou123 welcome123 welcome1234 administrator admin12345
admin123456 adminadmin abcdefghij abcd123456 abc1234567 abcd1234567 aaaaaaaaaa changeme12 changeme123
matkhau123 matkhau1234 matkhau12345 matkhau123456 thuvien123 thuvien1234 thuvien12345 thuvien123456 thuvienxa1
vietnam123 vietnam1234 vietnam12345 vietnam123456 hoclieu123 hoclieu1234 hoclieu12345 hoclieu123456
giaovien123 hocsinh123 truonghoc1 truonghoc123 anhyeuem123 emyeuanh123 khongbiet1 khongbiet123
"""
COMMON = frozenset(_COMMON_TEXT.split())


def normal(password: str) -> str:
    """NFC, so that the same keys pressed on another system are the same password."""
    return unicodedata.normalize("NFC", password)


def checked(password: str, *, email_key: str) -> str:
    """The password to keep, in NFC; raises Invalid where it is too short, too long, common or the account's e-mail."""
    password = normal(password)
    folded = password.casefold()
    if len(password) < MIN_LENGTH:
        raise _fault("account.password_too_short", limit=MIN_LENGTH)
    if len(password) > MAX_LENGTH:
        raise _fault("account.password_too_long", limit=MAX_LENGTH)
    if folded == email_key or folded == email_key.partition("@")[0]:
        raise _fault("account.password_is_email")
    if folded in COMMON or len(set(folded)) < 3:
        raise _fault("account.password_common")
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in password):
        raise _fault("account.password_bad_text")
    return password


def hashed(password: str) -> str:
    """The argon2id hash of a password, salt and parameters included."""
    with _Turn():
        return _HASHER.hash(normal(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether the password is the one kept; without one kept the answer is no, after the same work."""
    password = normal(password)[:MAX_LENGTH]
    with _Turn():
        try:
            return _HASHER.verify(kept or _NOBODYS, password.encode("utf-8", "replace")) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


class _Turn:
    """Waiting for the one place where passwords are hashed; TooManyRequests when it stays taken."""

    def __enter__(self) -> None:
        if not _TURN.acquire(timeout=WAIT_SECONDS):
            raise TooManyRequests(int(WAIT_SECONDS), "account.busy")

    def __exit__(self, *_: object) -> None:
        _TURN.release()


def _fault(code: str, **params: object) -> Invalid:
    return Invalid(Fault("password", code, params))
