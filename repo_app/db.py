"""The database: base class, naming convention, UTC time, and the two kinds of session.

``reading()`` never changes anything and is rolled back; ``writing()`` is one transaction, whole or absent. On SQLite a
writing transaction begins IMMEDIATE: a deferred one that turns into a write later fails with "database is locked".
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, Table, create_engine, event, exc
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from repo_app.errors import BadRequest, StorageFull, Unavailable

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_MS = 30_000  # how long a writer waits for another on SQLite before it gives up
DISK_FULL = "53100"  # PostgreSQL's code
DEADLOCK = "40P01"
WRITE = "hoclieu_write"
# PostgreSQL would else show each statement of a reading what was kept since the last one; SQLite never does.
LOOKING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


class Base(DeclarativeBase):
    """Base of all rows; constraints get names by one convention, so that migrations can speak of them."""

    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time on both databases; a naive one is refused rather than guessed at."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware in, UTC to the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware UTC out."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def now() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)


def insert_into(session: Session, model: type[Base] | Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, as the session's database spells it."""
    return sqlite.insert(model) if session.get_bind().dialect.name == "sqlite" else postgresql.insert(model)


class Database:
    """One database and its connections; safe to share between threads, not across a fork."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.engine = _engine(url, pool_size)
        self._read_engine = self.engine if self.is_sqlite else self.engine.execution_options(**LOOKING)
        self._write_engine = self.engine.execution_options(**{WRITE: True})

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for looking, in which all is as it was at one moment; anything changed in it is an error and is
        never kept."""
        # closed for good: one that is asked again afterwards would keep its connection until somebody sweeps it up
        made = Session(self._read_engine, autoflush=False, expire_on_commit=False, close_resets_only=False)
        with _translated(), made as session:
            event.listen(session, "before_flush", _refuse_flush)
            yield session  # closing rolls back, and leaves the rows that were read readable

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: kept when the block ends, gone when it raises. Short: no OCR, HTTP or storage inside."""
        made = Session(self._write_engine, expire_on_commit=False, close_resets_only=False)
        with _translated(), made as session, session.begin():
            yield session

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def _refuse_flush(session: Session, *_: object) -> None:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("a reading session was asked to write")


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except exc.OperationalError as error:
        if _is_too_large(error):
            raise BadRequest from error
        if _is_full(error):
            raise StorageFull from error
        raise Unavailable(_kept_from(error)) from error
    except exc.DataError as error:  # a number, text or JSON that no column takes: whoever sent it must change it
        raise BadRequest from error
    except exc.TimeoutError as error:
        raise Unavailable("problem.database_busy") from error


def _kept_from(error: exc.OperationalError) -> str:
    """Two who wait for each other are told to try again; nothing is amiss with a database that says so."""
    return "problem.database_busy" if _sqlstate(error) == DEADLOCK else "problem.database_away"


def _is_too_large(error: exc.OperationalError) -> bool:
    """PostgreSQL's class 54: more than an index or a statement takes, however often it is tried."""
    return (_sqlstate(error) or "").startswith("54")


def _is_full(error: exc.OperationalError) -> bool:
    """By PostgreSQL's code where there is one, as its hints speak of "full text"; else by the words."""
    state, text = _sqlstate(error), str(error.orig).lower()
    return state == DISK_FULL if state else "full" in text or "no space" in text


def _sqlstate(error: exc.OperationalError) -> str | None:
    state = getattr(error.orig, "sqlstate", None)
    return state if isinstance(state, str) else None


def _engine(url: str, pool_size: int) -> Engine:
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000}, pool_size=pool_size)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(url, pool_size=pool_size, pool_pre_ping=True, connect_args={"connect_timeout": 10})


def _prepare_sqlite(connection: Any, _record: object) -> None:  # the driver's own connection
    connection.isolation_level = None  # we begin transactions ourselves
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_MS}", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get(WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
