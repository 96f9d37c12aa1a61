"""Students on poor lines harm nobody: whole files and ranges leave without holding a thread of the site.

That the site goes on is tested here; how fast it answers meanwhile is in ``make bench``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.large import large_pdf, publish
from tests.journeys.running import running_site
from tests.slow_clients import health_times, sipping

CLIENTS = 20  # more than twice the threads of the site
NEVER = 5_000.0  # ms: a site whose threads are all held answers when the first client is done, after minutes


@pytest.mark.slow
def test_the_site_answers_while_slow_clients_hold_large_downloads(tmp_path: Path) -> None:
    data = large_pdf(40)
    with running_site(tmp_path) as site:
        address = publish(site, data, "so-lieu.pdf")
        ranges: list[str | None] = [None, "bytes=1000-"] * (CLIENTS // 2)
        with sipping(address, ranges) as clients:
            times = health_times(site.address, 5)
        assert max(times) < NEVER
        for client in clients:
            head, _, body = bytes(client.received).partition(b"\r\n\r\n")
            start = 1000 if client.asked_range else 0
            assert head.startswith(b"HTTP/1.1 206" if client.asked_range else b"HTTP/1.1 200")
            assert len(body) > 20_000
            assert body == data[start : start + len(body)]
