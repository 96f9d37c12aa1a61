"""Clients on a bad line: each holds a download open and takes it in small sips."""

from __future__ import annotations

import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

SIP = 4096  # bytes taken at a time
PAUSE = 0.08  # seconds between two sips: about 50 kB/s


@dataclass(slots=True)
class Sipper:
    """One slow client and what it has received so far, head included."""

    address: str
    asked_range: str | None
    received: bytearray = field(default_factory=bytearray)

    def run(self, stop: threading.Event) -> None:
        parts = urlsplit(self.address)
        with socket.create_connection((parts.hostname, parts.port), timeout=30) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
            wanted = f"Range: {self.asked_range}\r\n" if self.asked_range else ""
            line.sendall(f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n{wanted}\r\n".encode())
            while not stop.is_set():
                piece = line.recv(SIP)
                if not piece:
                    return
                self.received += piece
                time.sleep(PAUSE)


@contextmanager
def sipping(address: str, ranges: list[str | None]) -> Iterator[list[Sipper]]:
    """That many slow clients at once, until the block ends."""
    stop = threading.Event()
    clients = [Sipper(address, asked) for asked in ranges]
    threads = [threading.Thread(target=client.run, args=(stop,), daemon=True) for client in clients]
    for thread in threads:
        thread.start()
    try:
        yield clients
    finally:
        stop.set()
        for thread in threads:
            thread.join(10)


def health_times(base: str, seconds: float) -> list[float]:
    """Milliseconds of each `/healthz` asked during that time, ten a second."""
    spent = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        start = time.perf_counter()
        with urllib.request.urlopen(f"{base}/healthz", timeout=30) as answer:
            answer.read()
        spent.append((time.perf_counter() - start) * 1000)
        time.sleep(0.1)
    return spent
