"""Who may make a document of photos now: fifty photos take a minute, and not all threads of the site may go to them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from repo_app.errors import Unavailable

AT_ONCE = 2  # documents made at one time by one process
MAY_WAIT = 1  # who waits for a turn holds one of the site's threads as well
PATIENCE = 60.0  # seconds

_places = threading.BoundedSemaphore(AT_ONCE + MAY_WAIT)
_turns = threading.BoundedSemaphore(AT_ONCE)


class Busy(Unavailable):
    """As many documents are being made of photos as may be."""

    default_code = "photos.busy"
    retry_after = 30


@contextmanager
def turn() -> Iterator[None]:
    """A turn for the block; Busy where it cannot be had soon."""
    with ExitStack() as held:
        for semaphore, patience in ((_places, 0.0), (_turns, PATIENCE)):
            if not semaphore.acquire(timeout=patience):
                raise Busy
            held.callback(semaphore.release)
        yield
