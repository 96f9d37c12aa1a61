"""A reading holds no transaction while it waits or thinks, and waiting for bytes is no standstill."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event

import ingest
from repo_app.db import WRITE
from repo_app.jobs.handling import Context
from repo_app.services import keeping, reading
from repo_app.services.page_rows import page_row
from tests.documents import prose, text_pdf
from tests.house import House
from tests.services.test_reading_faults import LONG, claimed, done


def test_a_slow_fetch_is_no_standstill(house: House) -> None:
    house.deposit(LONG)
    context = Context(house.library.queue, claimed(house, "plan"), threading.Event())
    time.sleep(0.05)
    assert context.stuck_for() == 0
    context.stopping()
    time.sleep(0.05)
    assert context.stuck_for() >= 0.05
    with house.library.db.writing() as session:
        context.progress(session, 1, None)
    assert context.stuck_for() == 0


@contextmanager
def longest_transaction(house: House) -> Iterator[list[float]]:
    """How long each writing transaction of the block kept the others out, in seconds."""
    begun, held = threading.local(), [0.0]
    engine = house.library.db.engine

    def begins(connection: Connection) -> None:
        begun.at = time.monotonic() if connection.get_execution_options().get(WRITE) else None

    def ends(_connection: Connection) -> None:
        if begun.at is not None:
            held.append(time.monotonic() - begun.at)

    event.listen(engine, "begin", begins)
    event.listen(engine, "commit", ends)
    try:
        yield held
    finally:
        event.remove(engine, "begin", begins)
        event.remove(engine, "commit", ends)


def test_hostile_text_is_looked_at_in_no_transaction_and_only_at_its_beginning(house: House) -> None:
    """Three pages of 100,000 words kept every other writer waiting for two seconds; half as many tell it too."""
    house.deposit(text_pdf([prose(page) for page in range(1, 4)]))
    done(house, "plan")
    places = ((f"chữ{n % 97}", 9 * (n % 100), 12 * (n // 100)) for n in range(50_000))
    words = tuple(ingest.Word(text, (x, y, x + 8, y + 11), 1.0) for text, x, y in places)
    text = " ".join(word.text for word in words)
    context = Context(house.library.queue, claimed(house, "read"), threading.Event())
    huge = [ingest.Page(number, text, "text-layer", 1.0, 1000, 20_000, words=words) for number in (1, 2, 3)]
    for page in huge:
        keeping.keep(house.library, context, [page_row(1, "a recipe", page)])
    begun = time.monotonic()
    ingest.suggest(ingest.Inspection(ingest.FileType("application/pdf", "pdf", ".pdf"), 3), huge)
    whole = time.monotonic() - begun
    with longest_transaction(house) as held:
        reading._finish_if_whole(house.library, context, 1)
    assert len(held) > 1
    assert max(held) < whole / 4
