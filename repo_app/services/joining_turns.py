"""Who may make a document of photos now: fifty photos take a minute, and not all threads of the site may go to them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import ingest
from repo_app.errors import TooLarge, Unavailable

AT_ONCE = 2  # documents made at one time by one process
MAY_WAIT = 1  # who waits for a turn holds one of the site's threads as well
PATIENCE = 60.0  # seconds
LONGEST = 120.0  # seconds of one request in which photos are made into a document, or taken out of one

_places = threading.BoundedSemaphore(AT_ONCE + MAY_WAIT)
_turns = threading.BoundedSemaphore(AT_ONCE)


class Busy(Unavailable):
    """As many documents are being made of photos as may be."""

    default_code = "photos.busy"
    retry_after = 30


@contextmanager
def turn(longest: float | None = None) -> Iterator[Callable[[], bool]]:
    """A turn for the block, which asks what it is given whether ``longest`` seconds are over, and is Cancelled then.

    Raises Busy where no turn can be had soon, TooLarge for what was cancelled.
    """
    with ExitStack() as held:
        for semaphore, patience in ((_places, 0.0), (_turns, PATIENCE)):
            if not semaphore.acquire(timeout=patience):
                raise Busy
            held.callback(semaphore.release)
        until = None if longest is None else time.monotonic() + longest
        try:
            yield lambda: until is not None and time.monotonic() >= until
        except ingest.Cancelled as error:
            raise TooLarge("photos.too_long") from error
