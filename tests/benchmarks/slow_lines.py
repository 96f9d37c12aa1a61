"""How the site answers while slow clients hold large downloads, beside the same site when nobody else asks."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.measuring import percentile, row
from tests.journeys.large import large_pdf, publish
from tests.journeys.running import running_site
from tests.slow_clients import health_times, sipping

CLIENTS = 20
SECONDS = 10
TARGET = 500.0  # ms


def slow_downloads(folder: Path) -> None:
    """Ten take 40 MB whole, ten by range, each at about 50 kB/s."""
    folder.mkdir()
    with running_site(folder) as site:
        address = publish(site, large_pdf(40), "so-lieu.pdf")
        alone = health_times(site.address, SECONDS)
        ranges: list[str | None] = [None, "bytes=1000-"] * (CLIENTS // 2)
        with sipping(address, ranges):
            beside = health_times(site.address, SECONDS)
    row(
        f"/healthz p95 ms, {CLIENTS} slow clients (max {max(beside):.0f})",
        f"{percentile(beside, 95):.1f}",
        f"nobody else {percentile(alone, 95):.1f}, target {TARGET:.0f}",
        f"{percentile(beside, 95) / percentile(alone, 95):.1f}",
    )
