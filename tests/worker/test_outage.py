"""A real PostgreSQL that goes away while a worker works."""

import logging
import socket
import threading
import time
from contextlib import suppress

import pytest
from sqlalchemy import insert, make_url, select

from repo_app.db import Base, Database
from repo_app.models import Job
from repo_app.worker import Context
from tests.worker.actor import EFFECTS, TABLES
from tests.worker.conftest import until
from tests.worker.steps import asked, look, worker, working


class Gate:
    """A door before a real server that can be shut: connections are cut and new ones refused."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._shut = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def shut(self) -> None:
        self._shut.set()
        for held in self._open:
            with suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)
        self._open.clear()

    def open(self) -> None:
        self._shut.clear()

    def close(self) -> None:
        self.shut()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self._shut.is_set():
                    client.close()
                    continue
                server = socket.create_connection(("127.0.0.1", self._to))
                self._open += [client, server]
                for one, other in ((client, server), (server, client)):
                    threading.Thread(target=self._pump, args=(one, other), daemon=True).start()

    @staticmethod
    def _pump(one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        for held in (one, other):
            with suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)
            held.close()


@pytest.mark.services
def test_a_worker_outlives_an_outage_of_its_database_and_no_job_is_burnt(
    postgres_database: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    direct = Database(postgres_database)
    Base.metadata.create_all(direct.engine)
    TABLES.create_all(direct.engine)
    url = make_url(postgres_database)
    gate = Gate(url.port or 5432)
    behind = Database(url.set(port=gate.port).render_as_string(hide_password=False))
    begun, away = threading.Barrier(3), threading.Event()

    def run(context: Context) -> None:
        if context.claim.attempt == 1 and context.claim.key in ("0", "1"):
            begun.wait(10)
            away.wait(10)
        with behind.writing() as session:
            context.progress(session, 1, 1)
            session.execute(insert(EFFECTS).values(job=context.claim.id, key=context.claim.key))

    ids = asked(direct, "work", *map(str, range(12)))
    with working(worker(behind, {"work": run})):
        begun.wait(10)
        gate.shut()
        away.set()
        time.sleep(1.0)
        gate.open()
        until(lambda: all(look(direct, job).state == "done" for job in ids), 30)
    with direct.reading() as session:
        assert sorted(session.scalars(select(EFFECTS.c.job))) == ids
        assert {job.deaths for job in session.scalars(select(Job))} == {0}
    behind.close()
    gate.close()
    direct.close()
