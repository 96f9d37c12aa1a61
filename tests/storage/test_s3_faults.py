"""The S3 store before servers that misbehave on purpose: dead, silent, lying, full, or cutting answers short."""

import io
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from storage import BlobStore, Corrupt, Fault, StorageError, StorageFull, StorageUnavailable, Unreadable
from storage.addresses import S3Address
from storage.s3 import Patience, S3Store, connect
from tests import servers
from tests.storage.streams import MIB, Pattern, sha256

HASTE = Patience(connect=0.5, silence=0.3, retries=1)
DATE = "Tue, 24 Nov 2026 06:00:00 GMT"
Reply = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def server(reply: Reply, patience: Patience = HASTE) -> Iterator[S3Store]:
    """A store whose server answers every request with `reply`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            reply(self)

        do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = answer  # noqa: N815  the names http.server looks for

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name there
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.daemon_threads = True
    thread = threading.Thread(target=running.serve_forever, args=(0.02,))
    thread.start()
    try:
        address = S3Address(f"http://127.0.0.1:{running.server_port}", "bucket", "key", "secret")
        yield connect(address, patience)
    finally:
        running.shutdown()
        thread.join()
        running.server_close()


def status(number: int, body: bytes = b"", **headers: str) -> Reply:
    """Answer with a status, a body and headers (`_` for `-`)."""

    def reply(request: BaseHTTPRequestHandler) -> None:
        request.send_response(number)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        if request.command != "HEAD":
            request.wfile.write(body)

    return reply


def error(number: int, code: str) -> Reply:
    """Answer as S3 tells its errors."""
    body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>m</Message></Error>".encode()
    return status(number, body, Content_Type="application/xml")


def silent(request: BaseHTTPRequestHandler) -> None:
    time.sleep(1.0)
    request.close_connection = True


def hang_up(request: BaseHTTPRequestHandler) -> None:
    request.close_connection = True


VERBS: list[Callable[[S3Store], object]] = [
    lambda store: store.put("key", io.BytesIO(b"x")),
    lambda store: store.put("key", Pattern(9 * MIB)),
    lambda store: store.open("key"),
    lambda store: store.open("key", start=3, length=4),
    lambda store: store.stat("key"),
    lambda store: store.delete("key"),
    lambda store: list(store.iter_keys()),
    lambda store: store.ensure_bucket(),
]
SICK = {
    "500": error(500, "InternalError"),
    "503 for an hour": status(503, b"<html>", Retry_After="3600", Content_Type="text/html"),
    "502 without words": status(502),
    "an error page": status(404, b"<html>nothing", Content_Type="text/html"),
    "no XML at all": status(403, b"<oops", Content_Type="application/xml"),
    "hangs up": hang_up,
    "slow down": error(503, "SlowDown"),
}


@pytest.mark.parametrize("kind", SICK)
@pytest.mark.parametrize("verb", VERBS)
def test_a_sick_server_is_unavailable_soon(kind: str, verb: Callable[[S3Store], object]) -> None:
    if kind in ("an error page", "no XML at all") and verb in VERBS[4:6] + VERBS[7:]:
        return  # HEAD has no body to be wrong, and deleting what is not there is right
    began = time.monotonic()
    with server(SICK[kind]) as store, pytest.raises(StorageUnavailable) as raised:
        verb(store)
    assert raised.value.retryable
    assert "\n" not in str(raised.value)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("verb", [VERBS[0], VERBS[2], VERBS[4]])
def test_a_silent_server_is_given_up(verb: Callable[[S3Store], object]) -> None:
    began = time.monotonic()
    with server(silent) as store:
        with pytest.raises(StorageUnavailable):
            verb(store)
        assert time.monotonic() - began < 3


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_there(verb: Callable[[S3Store], object]) -> None:
    store = connect(S3Address(f"http://127.0.0.1:{servers.free_port()}", "bucket", "key", "secret"))
    began = time.monotonic()
    with pytest.raises(StorageUnavailable):
        verb(store)
    assert time.monotonic() - began < 3  # with the patience that is the default


def test_a_body_cut_short_is_not_taken_for_the_end() -> None:
    cut = status(200, b"half", Content_Length="8", Last_Modified=DATE)

    def reply(request: BaseHTTPRequestHandler) -> None:
        cut(request)
        request.close_connection = True

    with server(reply) as store:
        with store.open("key") as source, pytest.raises(StorageUnavailable):
            source.read()
        with pytest.raises(StorageUnavailable):
            BlobStore(store).check(sha256(b"half"), 4)


def test_a_body_that_stops_flowing_is_given_up() -> None:
    def reply(request: BaseHTTPRequestHandler) -> None:
        status(200, b"half", Content_Length="8", Last_Modified=DATE)(request)
        time.sleep(1)
        request.close_connection = True

    with server(reply) as store, store.open("key") as source, pytest.raises(StorageUnavailable):
        source.read()


def test_a_server_that_ignores_ranges_is_not_believed() -> None:
    with server(status(200, b"0123456789", Last_Modified=DATE)) as store, pytest.raises(StorageUnavailable):
        store.open("key", start=2, length=3)


def test_what_may_not_be_read_is_unreadable_but_writing_is_unavailable() -> None:
    with server(error(403, "AccessDenied")) as store:
        with pytest.raises(Unreadable):
            store.open("key")
        assert BlobStore(store).check(sha256(b"x"), 1) is Fault.UNREADABLE
        with pytest.raises(StorageUnavailable):
            store.put("key", io.BytesIO(b"x"))


@pytest.mark.parametrize("reply", [error(507, "InsufficientStorage"), error(403, "QuotaExceeded")])
def test_a_full_server_is_full(reply: Reply) -> None:
    for source in (io.BytesIO(b"x"), Pattern(9 * MIB)):
        with server(reply) as store, pytest.raises(StorageError) as raised:
            store.put("key", source)
        assert isinstance(raised.value, StorageFull)


def test_a_server_that_keeps_less_than_it_was_sent_is_found_out() -> None:
    seen: list[str] = []

    def reply(request: BaseHTTPRequestHandler) -> None:
        seen.append(request.command)
        status(200, b"", ETag='"tag"', Last_Modified=DATE)(request)

    with server(reply) as store, pytest.raises(Corrupt):
        store.put("key", io.BytesIO(b"bytes"))
    assert seen == ["PUT", "HEAD", "DELETE"]


def test_a_passing_weakness_is_not_even_noticed() -> None:
    answers = iter([503, 503, 200])

    def reply(request: BaseHTTPRequestHandler) -> None:
        status(next(answers), b"hello", Last_Modified=DATE)(request)

    with server(reply, Patience()) as store, store.open("key") as source:
        assert source.read() == b"hello"


def test_nothing_is_sent_that_does_not_match_its_digest() -> None:
    seen: list[str] = []

    def reply(request: BaseHTTPRequestHandler) -> None:
        seen.append(request.command)
        status(200)(request)

    with server(reply) as store, pytest.raises(Corrupt):
        store.put("key", io.BytesIO(b"bytes"), sha256=sha256(b"other"))
    assert seen == []
