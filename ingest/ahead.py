"""Text layers read some calls ahead of the pages a caller takes, so that both cores work and no child is waited for."""

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, islice
from threading import Event
from typing import TypeAlias

from ingest.calls import FileCalls
from ingest.model import Page
from ingest.reading import Layered, finish, layered

PAGES_PER_CALL = 128
"""Text pages one child may be asked for: what it uses up in memory and time is limited for a call."""

BEGUN = 2
"""How many times as many images as there are children are begun before the first of them is taken: what is read behind
a slow page waits in memory.
"""

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
    """The layers of `numbers` in order, one child call after the other, never more than 128 pages at once."""
    done = 0
    while done < len(numbers):
        batch = layered(calls, numbers[done : done + PAGES_PER_CALL])
        yield batch
        done += len(batch)


def layers_ahead(calls: FileCalls, numbers: Sequence[int], pool: Executor, ahead: int) -> Iterator[list[Layered]]:
    """As `layers`, with up to `ahead` calls under way in `pool` while the caller works on what it got.

    A call that ends before its last page (what takes long is told first) is made again for the rest of its pages.
    """
    batches = _batches(numbers, ahead)
    asked = ((batch, pool.submit(layered, calls, batch)) for batch in batches)  # asked when it is taken
    waiting: deque[_Asked] = deque(islice(asked, ahead))
    while waiting:
        batch, future = waiting.popleft()
        found = future.result()
        waiting.extend(islice(asked, 1))
        yield found
        yield from layers(calls, batch[len(found) :])


def _batches(numbers: Sequence[int], at_once: int) -> list[Sequence[int]]:
    """The pages of each call, about as many in all, so that `at_once` of them end together; few pages are one call."""
    if len(numbers) <= PAGES_PER_CALL // 2:
        return [numbers] if numbers else []
    calls = at_once * -(-len(numbers) // (at_once * PAGES_PER_CALL))
    size = -(-len(numbers) // calls)
    return [numbers[first : first + size] for first in range(0, len(numbers), size)]


def pages_ahead(calls: FileCalls, numbers: Sequence[int], jobs: int) -> Generator[Page, None, None]:
    """The pages `numbers` in order, read by at most `jobs` children at a time: layers first, then images one by one."""
    with leaving_off(calls, jobs) as (watched, pool):
        yield from pages_in(pool, watched, numbers, jobs)


def pages_in(pool: Executor, calls: FileCalls, numbers: Sequence[int], jobs: int) -> Iterator[Page]:
    """As `pages_ahead`, in the `jobs` threads of `pool`.

    Behind a page that takes long only so many others are read that every child has had work: BEGUN * `jobs` images, and
    of text what one call may bring, beside the `jobs` + 1 calls that are under way by then.
    """
    pages: deque[Page | Future[Page]] = deque()
    begun, most = 0, max(PAGES_PER_CALL, BEGUN * jobs)
    for page in chain.from_iterable(layers_ahead(calls, numbers, pool, jobs)):
        while pages and (begun >= BEGUN * jobs or len(pages) >= most or _is_ready(pages[0])):
            begun -= not isinstance(pages[0], Page)
            yield _taken(pages.popleft())
        begun += not isinstance(page, Page)
        pages.append(page if isinstance(page, Page) else pool.submit(finish, calls, page))
    yield from map(_taken, pages)


def _is_ready(page: "Page | Future[Page]") -> bool:
    return isinstance(page, Page) or page.done()


def _taken(page: "Page | Future[Page]") -> Page:
    return page if isinstance(page, Page) else page.result()
