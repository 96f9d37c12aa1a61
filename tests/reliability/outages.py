"""Storage that goes away and comes back: a store that says so, and an S3 server that is really stopped."""

from __future__ import annotations

import os
import secrets
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import urllib3

from repo_app.handlers import handlers
from repo_app.worker import Worker
from storage import BlobStore, ObjectStat, ObjectStore, StorageUnavailable
from tests import servers
from tests.house import House
from tests.reliability.processes import until


class Failing:
    """A store before another one, which raises ``failure`` for everything while it is set."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store
        self.failure: Exception | None = None
        self.refused = 0

    def put(
        self,
        key: str,
        source: BinaryIO,
        *,
        sha256: str | None = None,
        size: int | None = None,
        media_type: str = "application/octet-stream",
    ) -> ObjectStat:
        return self._there().put(key, source, sha256=sha256, size=size, media_type=media_type)

    def open(self, key: str, *, start: int = 0, length: int | None = None) -> BinaryIO:
        return self._there().open(key, start=start, length=length)

    def stat(self, key: str) -> ObjectStat | None:
        return self._there().stat(key)

    def delete(self, key: str) -> None:
        self._there().delete(key)

    def iter_keys(self, prefix: str = "") -> Iterator[str]:
        return self._there().iter_keys(prefix)

    def _there(self) -> ObjectStore:
        if self.failure is not None:
            self.refused += 1
            raise self.failure
        return self._store


class Unplugged(Failing):
    """A store on a disk that goes away just after it named the file of an object: what is left there is nothing."""

    def __init__(self, store: ObjectStore, left: Path) -> None:
        super().__init__(store)
        self.failure = away()
        self._left = left

    def local_path(self, key: str) -> Path:
        return self._left


def away() -> StorageUnavailable:
    """What a store says that does not answer."""
    return StorageUnavailable("the line is cut")


def on(house: House, store: ObjectStore) -> House:
    """The same house with its bytes in another store."""
    return replace(house, library=replace(house.library, blobs=BlobStore(store)))


@contextmanager
def working(house: House) -> Iterator[None]:
    """A worker of the house in threads of this process, until the block ends."""
    worker = Worker(house.library.queue, handlers(house.library), readers=2, name="beside", poll=0.05)
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        yield
    finally:
        worker.stop()
        thread.join(30)
        assert not thread.is_alive()


class RestartedS3:
    """A versitygw on a port of its own, which can be stopped and started again over the same objects."""

    def __init__(self, program: str, folder: Path) -> None:
        (folder / "objects").mkdir(parents=True)
        self._program = program
        self._folder = folder
        self._server = servers.S3Server(
            "versitygw", servers.free_port(), "test-key", secrets.token_hex(8), os.getpid(), folder
        )
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, bucket: str) -> str:
        """The storage address of a bucket."""
        return self._server.url(bucket)

    def start(self) -> None:
        """Start it and wait until it answers."""
        server = self._server
        command = [self._program, "--port", f"127.0.0.1:{server.port}", "posix", str(self._folder / "objects")]
        keys = {"ROOT_ACCESS_KEY": server.access_key, "ROOT_SECRET_KEY": server.secret_key}
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, env={**os.environ, **keys}, stdout=log, stderr=log)
        until(self._answers, 20)

    def stop(self) -> None:
        """Stop it at once; whoever is connected is cut off."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None

    def _answers(self) -> bool:
        try:
            urllib3.request("GET", f"http://127.0.0.1:{self._server.port}/", retries=False, timeout=2.0)
        except urllib3.exceptions.HTTPError:
            return False
        return True
