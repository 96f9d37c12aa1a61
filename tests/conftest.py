"""Fixtures every test folder may use: real servers, started when the first test asks for them."""

import secrets
import signal
from collections.abc import Iterator

import pytest

from ingest.sandbox import Sandbox
from storage.addresses import S3Address, parse
from storage.s3 import connect
from tests import hashing, on_servers, servers, statements, thorough
from tests.remembered import ABOUT_PROGRAMS, remembering


def pytest_configure() -> None:
    """What holds for every test: compiled SQL is shared, passwords are hashed at little cost, and Ctrl-C works in what
    they start, also where the run itself was started in the background without it.
    """
    thorough.load_profile()
    statements.share()
    hashing.make_cheap()
    Sandbox.run = remembering(Sandbox.run, ABOUT_PROGRAMS)  # type: ignore[assignment,method-assign]
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_unconfigure() -> None:
    """End the servers that houses asked for."""
    on_servers.stop()


def pytest_report_header() -> str:
    """Say in the head of the run which S3 server the tests will talk to, and whether every house does."""
    return servers.describe() + ("; every house is on servers" if on_servers.asked() else "")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A database of a real PostgreSQL, shared by the whole run: `postgresql+psycopg://…`."""
    with servers.postgres_server() as url:
        yield url


@pytest.fixture
def postgres_database(postgres_url: str) -> str:
    """An empty database for this test alone."""
    return servers.fresh_database(postgres_url)


@pytest.fixture(scope="session")
def s3() -> Iterator[servers.S3Server]:
    """A real S3 server, shared by the whole run."""
    with servers.s3_server() as server:
        yield server


@pytest.fixture
def s3_url(s3: servers.S3Server) -> str:
    """The storage address of an empty bucket for this test alone."""
    url = s3.url(f"test-{secrets.token_hex(6)}")
    address = parse(url)
    assert isinstance(address, S3Address)
    connect(address).ensure_bucket()
    return url


@pytest.fixture(scope="module")  # so that it holds already for the houses that a module makes once
def remembered() -> Iterator[None]:
    """For modules about what comes after a reading: what children of the sandbox answered once in this run is known."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Sandbox, "run", remembering(Sandbox.run))
        yield


@pytest.fixture
def full_strength() -> Iterator[None]:
    """For tests of how passwords are kept: with all the work that a house asks for."""
    with hashing.full_strength():
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what talks to a real server, so that `make services` is those tests and no others."""
    for item in items:
        if {"postgres_url", "s3"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.services)
