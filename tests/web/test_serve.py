"""The site behind its real server: files from its own loop, and words also where the server itself refuses."""

from __future__ import annotations

import http.client
import multiprocessing
import os
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest

from repo_app.settings import Settings
from repo_app.web import create_app, serve
from repo_app.wiring import build_library
from tests.house import House

NAME = quote("Chuyện làng.pdf")


@pytest.fixture(scope="module")
def port(house: House, published: str) -> Iterator[int]:
    """The port of the site in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(house.library.settings, number))
    process.start()
    try:
        _wait(number)
        yield number
    finally:
        process.terminate()
        process.join(10)
        assert process.exitcode is not None


def _serve(settings: Settings, port: int) -> None:
    library = build_library(settings)
    serve(create_app(library), replace(settings, port=port))


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if _ask(port, "/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the site did not start")


def _ask(port: int, address: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    return connection.getresponse()


def test_whole_files_and_ranges_have_exactly_their_bytes(port: int, published: str) -> None:
    whole = _ask(port, f"/records/{published}/files/{NAME}")
    data = whole.read()
    assert len(data) == int(whole.headers["Content-Length"])
    part = _ask(port, f"/records/{published}/files/{NAME}", Range="bytes=10-1009")
    assert (part.status, part.headers["Content-Length"]) == (206, "1000")
    assert part.read() == data[10:1010]
    assert _ask(port, f"/records/{published}/files/{NAME}", Range="bytes=-5").read() == data[-5:]


def test_a_connection_goes_on_after_a_range(port: int, published: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    for _ in range(3):
        connection.request("GET", f"/records/{published}/files/{NAME}", headers={"Range": "bytes=5-104"})
        answer = connection.getresponse()
        assert len(answer.read()) == 100
    connection.request("GET", "/healthz")
    assert connection.getresponse().read() == b"ok\n"


def test_any_host_finds_the_process_healthy(port: int) -> None:
    assert _ask(port, "/healthz", Host="whatever.example:99").status == 200


def test_the_server_does_not_say_what_it_is(port: int) -> None:
    assert "Server" not in _ask(port, "/").headers


@pytest.mark.parametrize("megabytes", [2, 900])
def test_too_much_is_refused_with_words_and_headers(port: int, megabytes: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        size = megabytes * 1024 * 1024
        head = f"POST /deposit HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: {size}\r\n\r\n"
        line.sendall(head.encode())
        if megabytes < 100:
            for _ in range(megabytes):
                line.sendall(os.urandom(1024 * 1024))
        answer = http.client.HTTPResponse(line)
        answer.begin()
        body = answer.read().decode()
    assert answer.status in {413, 400}
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "thay đổi" in body
