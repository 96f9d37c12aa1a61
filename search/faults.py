"""From whatever an engine raises, or takes too long for, to the one error that callers of an index know."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from search.base import IndexUnavailable, QueryTooSlow, SearchError

# Out of space, handles or memory: nothing is wrong with the index.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.ENOMEM}


@contextmanager
def translated(busy: type[Exception]) -> Iterator[None]:
    """Whatever reading or writing index files raises, as `IndexUnavailable`; `busy` is the engine's lock error.

    Decoding damaged files may raise anything (struct, zlib, pickle, KeyError, MemoryError …), so no list of
    exceptions would be complete. The cause stays attached.
    """
    try:
        yield
    except SearchError:
        raise
    except busy as error:
        raise IndexUnavailable("the index is being written", retryable=True) from error
    except OSError as error:
        raise IndexUnavailable(f"the index files: {error}", retryable=error.errno in _FULL) from error
    except Exception as error:
        raise IndexUnavailable(f"the index is damaged: {error!r}", retryable=False) from error


def deadline(seconds: float) -> Callable[[], None]:
    """A function that raises `QueryTooSlow` when called later than this from now."""
    end = time.monotonic() + seconds

    def tick() -> None:
        if time.monotonic() > end:
            raise QueryTooSlow(f"the question took over {seconds} seconds")

    return tick
