"""Wrong usage: what was typed can never work, whatever is in the library."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from repo_app.errors import Invalid, UsageFault


@contextmanager
def usage_of(*arguments: str) -> Iterator[None]:
    """Turn what the services find wrong with these arguments of a command into UsageFault, which ends with 2."""
    try:
        yield
    except Invalid as error:
        if error.faults and error.faults[0].field in arguments:
            raise UsageFault(error.code, **error.params) from error
        raise
