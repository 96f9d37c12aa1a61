"""A database with its tables on SQLite and on a real PostgreSQL, and time that moves when told to."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from repo_app.db import Base, Database
from repo_app.jobs import Queue
from tests import servers


class Clock:
    """A clock that stands still until it is moved; it begins so late that what is asked by the real one is due."""

    def __init__(self) -> None:
        self.time = datetime(2100, 11, 2, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def move(self, **amount: float) -> None:
        self.time += timedelta(**amount)


@pytest.fixture(scope="session")
def postgres_jobs(postgres_url: str) -> str:
    return servers.fresh_database(postgres_url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.services)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        db = Database(f"sqlite:///{tmp_path}/jobs.db")
    else:
        db = Database(request.getfixturevalue("postgres_jobs"))
        Base.metadata.drop_all(db.engine)
    Base.metadata.create_all(db.engine)
    yield db
    db.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def queue(database: Database, clock: Clock) -> Queue:
    return Queue(database, clock=clock, chance=lambda: 0.5)
