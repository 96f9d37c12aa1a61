"""Text layers read some calls ahead of the pages a caller takes, so that both cores work and no child is waited for."""

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from threading import Event
from typing import TypeAlias

from ingest.calls import FileCalls
from ingest.model import Page
from ingest.reading import Layered, finish, layered

PAGES_PER_CALL = 64
"""Text pages one child may be asked for: what it uses up in memory and time is limited for a call."""

_Asked: TypeAlias = "tuple[Sequence[int], Future[list[Layered]]]"


@contextmanager
def leaving_off(calls: FileCalls, jobs: int) -> Iterator[tuple[FileCalls, Executor]]:
    """`jobs` threads, and calls that end with the block: left early, what they still read is killed and waited for."""
    left = Event()

    def cancelled(asked: Callable[[], bool] = calls.tools.cancelled) -> bool:
        return left.is_set() or asked()

    pool = ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="reading")
    try:
        yield replace(calls, tools=replace(calls.tools, cancelled=cancelled)), pool
    finally:
        left.set()
        pool.shutdown(wait=True, cancel_futures=True)


def layers(calls: FileCalls, numbers: Sequence[int]) -> Iterator[list[Layered]]:
    """The layers of `numbers` in order, one child call after the other, never more than 64 pages at once."""
    done = 0
    while done < len(numbers):
        batch = layered(calls, numbers[done : done + PAGES_PER_CALL])
        yield batch
        done += len(batch)


def layers_ahead(calls: FileCalls, numbers: Sequence[int], pool: Executor, ahead: int) -> Iterator[list[Layered]]:
    """As `layers`, with up to `ahead` calls under way in `pool` while the caller works on what it got.

    A call that ends before its last page (what takes long is told first) is made again for the rest of its pages.
    """
    batches = (numbers[first : first + PAGES_PER_CALL] for first in range(0, len(numbers), PAGES_PER_CALL))
    asked = ((batch, pool.submit(layered, calls, batch)) for batch in batches)  # asked when it is taken
    waiting: deque[_Asked] = deque(islice(asked, ahead))
    while waiting:
        batch, future = waiting.popleft()
        found = future.result()
        waiting.extend(islice(asked, 1))
        yield found
        yield from layers(calls, batch[len(found) :])


def pages_ahead(calls: FileCalls, numbers: Sequence[int], jobs: int) -> Generator[Page, None, None]:
    """The pages `numbers` in order, read by at most `jobs` children at a time: layers first, then images one by one."""
    with leaving_off(calls, jobs) as (watched, pool):
        pages: deque[Page | Future[Page]] = deque()
        for batch in layers_ahead(watched, numbers, pool, jobs):
            pages.extend(page if isinstance(page, Page) else pool.submit(finish, watched, page) for page in batch)
            while len(pages) > jobs:  # the last ones are in work while the next layers come
                yield _ready(pages.popleft())
        while pages:
            yield _ready(pages.popleft())


def _ready(page: "Page | Future[Page]") -> Page:
    return page if isinstance(page, Page) else page.result()
