"""The containers' health check, asked against a real little server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "deploy/health.py"
ANSWERS = {
    "/healthz": (200, b"ok\n"),
    "/down": (503, b"no"),
    "/readyz": (503, json.dumps({"ok": False, "worker": {"ok": True}, "database": {"ok": False}}).encode()),
    "/odd": (200, b'{"worker": "fine"}'),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/host":
            status, body = (200 if self.headers["Host"] == "thuvien.example" else 421), b""
        else:
            status, body = ANSWERS[self.path]
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def check(*arguments: str, **environment: str) -> int:
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(
        command, check=False, capture_output=True, env={"PATH": os.environ["PATH"], **environment}
    ).returncode


@pytest.mark.parametrize(
    ("path", "part", "code"),
    [
        ("/healthz", None, 0),
        ("/down", None, 1),
        ("/readyz", "worker", 0),
        ("/readyz", "database", 1),
        ("/readyz", "nothing", 1),
        ("/odd", "worker", 1),
        ("/healthz", "worker", 1),
    ],
)
def test_what_counts_as_healthy(site: str, path: str, part: str | None, code: int) -> None:
    assert check(site + path, *([part] if part else [])) == code


def test_nobody_answering_is_unhealthy_and_no_argument_is_wrong_usage() -> None:
    assert check("http://127.0.0.1:9/healthz") == 1
    assert check() == 2


def test_it_asks_under_the_public_name(site: str) -> None:
    assert check(site + "/host", HOCLIEU_BASE_URL="https://thuvien.example") == 0
    assert check(site + "/host") == 1
