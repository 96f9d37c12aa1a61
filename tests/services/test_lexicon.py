"""The counts of the lexicon: whatever happens to records, they equal those of a lexicon made anew."""

from __future__ import annotations

import random
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from repo_app.db import Database, now
from repo_app.migrations import upgrade
from repo_app.models import (
    LexiconLink,
    LexiconRecord,
    LexiconStart,
    LexiconTerm,
    LexiconWord,
    Organization,
    Record,
    RecordId,
)
from repo_app.services import lexicon
from search import Entry
from tests.thorough import rounds

TITLES = ("Toán lớp 9", "toán lớp 9", "Hoà bình", "Hòa bình trên suối", "Sổ tay trồng lúa\nTrồng lúa", "Ô nhiễm")
NAMES = ("", "Trần Thị Lan", "Trần Thị Lan\nLê Văn Núi", "TRẦN THỊ LAN")
TEXTS = ("", "hạt giống tốt, hạt giống khỏe; hạt giống", "con suối nhỏ con suối lớn " * 3, "đất đất đất " * 200)
RECORDS = 4

Said = tuple[int, int, int, int]


def entry(said: Said, number: int = 1) -> Entry:
    title, names, text, subject = said
    return Entry(
        record=f"r{number}", stamp="", title=TITLES[title], names=NAMES[names], metadata="Bộ sách của xã Đăk Tô",
        text=TEXTS[text], facets={"subject": ("toan", "Dân ca")[:subject]}, sort_title=b"", year=None,
        published=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def everything(session: Session) -> list[Any]:
    """All that is counted, without how the first record happened to write a title."""
    words = select(LexiconWord.text, LexiconWord.key, LexiconWord.records, LexiconWord.uses)
    terms = select(LexiconTerm.id, LexiconTerm.kind, LexiconTerm.band, LexiconTerm.key, LexiconTerm.records)
    starts = select(LexiconStart.term_id, LexiconStart.place, LexiconStart.band, LexiconStart.key)
    links = select(LexiconLink.record_id, LexiconLink.term_id, LexiconLink.weight)
    return [sorted(map(tuple, session.execute(part).all())) for part in (words, terms, starts, links)]


def with_records(database: Database) -> None:
    upgrade(database)
    with database.writing() as session:
        session.add(Organization(id=1, slug="xa", name="Xã", sort_key=b"", created_at=now()))
        session.flush()
        for number in range(1, RECORDS + 1):
            session.add(RecordId(public_id=f"r{number}", created_at=now()))
            session.flush()
            session.add(
                Record(
                    id=number, public_id=f"r{number}", state="published", revision=1, record_metadata={}, title="",
                    sort_key=b"", folded="", license="cc-by-4.0", organization_id=1, stamp="", created_at=now(),
                    updated_at=now(),
                )
            )  # fmt: skip


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Database:
    made = Database(f"sqlite:///{tmp_path_factory.mktemp('lexicon') / 'hoclieu.db'}")
    with_records(made)
    return made


def emptied(database: Database) -> None:
    with database.writing() as session:
        for model in (LexiconLink, LexiconRecord, LexiconStart, LexiconTerm, LexiconWord):
            session.execute(delete(model))


SAID = st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 3), st.integers(0, 2))
STEP = st.dictionaries(st.integers(1, RECORDS), st.none() | SAID, min_size=1)


def write(session: Session, batch: lexicon.Shares) -> None:
    change = lexicon.plan(session, batch)
    lexicon.link(session, change)
    lexicon.count(session, change)


def do(database: Database, steps: Sequence[dict[int, Said | None]]) -> list[Any]:
    """Let the records come, change and go as the steps say; a step is one batch."""
    for step in steps:
        said = [(number, entry(one, number)) for number, one in step.items() if one is not None]
        shares = lexicon.shares(said, [number for number, one in step.items() if one is None])
        with database.writing() as session:
            write(session, shares)
    with database.reading() as session:
        return everything(session)


@given(steps=st.lists(STEP, max_size=6))
@settings(max_examples=rounds(60, quick=20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_the_counts_are_those_of_a_lexicon_made_anew(
    database: Database, steps: list[dict[int, Said | None]]
) -> None:
    emptied(database)
    lived = do(database, steps)
    emptied(database)
    last: dict[int, Said | None] = {}
    for step in steps:
        last |= step
    assert lived == do(database, [{number: said} for number, said in last.items() if said is not None])


def test_the_same_on_postgresql(tmp_path: Path, postgres_database: str) -> None:
    database = Database(postgres_database)
    with_records(database)
    chance = random.Random(5)
    steps: list[dict[int, Said | None]] = []
    for _ in range(25):
        said: Said | None = (chance.randrange(6), chance.randrange(4), chance.randrange(4), chance.randrange(3))
        steps.append({chance.randint(1, RECORDS): said, chance.randint(1, RECORDS): None})
    lived = do(database, steps)
    assert lived[0]
    emptied(database)
    last: dict[int, Said | None] = {}
    for step in steps:
        last |= step
    assert lived == do(database, [{number: one} for number, one in last.items() if one is not None])
    database.close()


def unbroken(word: str) -> Entry:
    """A record that has the word wherever the lexicon looks, alone and among others."""
    texts = [f"{word} lúa {word}", word, f"trồng {word} lúa"]
    return Entry(
        record="r1", stamp="", title="\n".join(texts), names="\n".join(texts), metadata=". ".join(texts),
        text=". ".join(texts * 3), facets={"subject": tuple(texts)}, sort_title=b"", year=None,
        published=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip


@pytest.mark.parametrize("kept", ["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def test_words_of_any_length_are_taken(kept: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Scripts without blanks, and letters that spell out as many: an index of PostgreSQL takes 2,704 bytes a key."""
    url = request.getfixturevalue("postgres_database") if kept == "postgresql" else f"sqlite:///{tmp_path / 'a.db'}"
    database = Database(url)
    with_records(database)
    chance = random.Random(1)  # what repeats itself is stored compressed, and fits
    letters = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=5000))
    khmer = "".join(chr(chance.randint(0x1780, 0x17A2)) for _ in range(5000))
    for word in (letters, khmer, khmer[:190], "".join(chance.choices("\ufdfa\ufdfb㌖㌕", k=200))):
        with database.writing() as session:
            write(session, lexicon.shares([(1, unbroken(word))]))
        with database.reading() as session:
            assert session.get(LexiconWord, "lúa")
            held = session.execute(select(LexiconTerm.key, LexiconTerm.text)).all()
        assert max(len(text.encode()) for row in held for text in row) <= 1000
    with database.writing() as session:
        write(session, lexicon.shares([], [1]))
        assert everything(session) == [[], [], [], []]
    database.close()


def test_a_batch_written_twice_is_counted_once(database: Database) -> None:
    emptied(database)
    once = do(database, [{1: (0, 1, 1, 1), 2: (1, 1, 2, 2)}])
    assert once == do(database, [{1: (0, 1, 1, 1), 2: (1, 1, 2, 2)}])


def test_records_that_left_unseen_are_taken_off(database: Database) -> None:
    emptied(database)
    kept = do(database, [{1: (0, 1, 1, 1)}])
    do(database, [{2: (3, 2, 2, 2)}])
    with database.writing() as session:
        session.execute(update(Record).where(Record.id == 2).values(state="withdrawn"))
        write(session, lexicon.Shares({}, tuple(lexicon.left(session))))
    with database.writing() as session:
        assert everything(session) == kept
        session.execute(update(Record).where(Record.id == 2).values(state="published"))


def test_what_is_withheld_is_summed_once_and_anew_with_everything_that_changes(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked for with every key somebody types, and a long book has thousands of words."""
    unpacked: list[bytes] = []

    def seen(held: bytes) -> bytes:
        unpacked.append(held)
        return zlib.decompress(held)

    def words() -> dict[str, int]:
        with database.reading() as session:
            return dict(lexicon.withheld(session).words)

    def leaving(number: int, **values: object) -> None:
        with database.writing() as session:
            session.execute(update(Record).where(Record.id == number).values(**values))

    emptied(database)
    do(database, [{1: (0, 0, 0, 0), 2: (5, 0, 0, 0)}])
    assert words() == {}
    monkeypatch.setattr(lexicon, "zlib", SimpleNamespace(decompress=seen, compress=zlib.compress))
    leaving(1, state="withdrawn", index_due=True)
    assert all("toán" in words() and "ô" not in words() for _ in range(3))
    assert len(unpacked) == 1
    leaving(2, state="withdrawn", index_due=True)
    assert {"toán", "ô"} <= words().keys()
    do(database, [{1: (2, 0, 0, 0)}])  # its stamp stays
    assert "toán" not in words()
    assert words()["hòa"] == 1
    leaving(1, state="published", index_due=False)
    assert "ô" in words()
    assert "hòa" not in words()
    leaving(2, license="cc-by-4.0", index_due=False)
    assert words() == {}


def test_an_older_form_is_taken_up_anew_and_until_then_the_lexicon_is_incomplete(database: Database) -> None:
    emptied(database)
    step: dict[int, Said | None] = dict.fromkeys(range(1, RECORDS + 1), (0, 1, 1, 1))
    made = do(database, [step])
    with database.writing() as session:
        assert lexicon.is_complete(session)
        session.execute(update(LexiconRecord).values(form=0))
        assert not lexicon.is_complete(session)
    assert do(database, [step]) == made
    with database.reading() as session:
        assert lexicon.is_complete(session)
