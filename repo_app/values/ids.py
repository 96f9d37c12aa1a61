"""Public ids of records: short, opaque, unambiguous in speech and print, with a check character.

Thirty-one letters and digits without 0/o, 1/l/i. The weighted sum of all places is divisible by 31, a prime, so any
one wrong character and any two swapped neighbours are noticed.
"""

from __future__ import annotations

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
BODY = 7  # 31^7 = 27 thousand million ids
_VALUE = {char: number for number, char in enumerate(ALPHABET)}


def new_id() -> str:
    """A new id of eight characters; that it was never given before is held by a table."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(BODY))
    return body + check_character(body)


def check_character(body: str) -> str:
    """The character that makes ``body`` an id."""
    total = sum((place + 2) * _VALUE[char] for place, char in enumerate(body))
    return ALPHABET[-total % len(ALPHABET)]


def is_id(text: str) -> bool:
    """Whether ``text`` is well-formed and its check character right."""
    return len(text) == BODY + 1 and all(char in _VALUE for char in text) and check_character(text[:-1]) == text[-1]
