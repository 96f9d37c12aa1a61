"""Streams that are full, closed or left early, and an interrupt: an end in words and a code, never a trace."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from repo_app.cli.front import run
from tests.cli.conftest import Hoclieu


def test_a_reader_that_leaves_early_is_met_with_silence(house: Hoclieu, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "repo_app", "organization", "list", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.wait(30) in {0, 1}
    assert process.stderr.read() == b""
    process.stderr.close()


PROGRAM = f"{sys.executable} -m repo_app"


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("user list >/dev/full", 1, "No space left"),
        ("organization list --json >/dev/full", 1, "No space left"),
        ("--version >/dev/full", 1, "No space left"),
        ("--help >/dev/full", 1, "No space left"),
        ("organization list >&-", 1, "cannot be written"),
        ("organization list --json >&-", 1, "cannot be written"),
        ("organization list >/dev/full 2>/dev/full", 1, ""),
        ("organization list >/dev/full 2>&-", 1, ""),
        ("reindex >&-", 0, "up to date"),
        ("reindex 2>&-", 0, ""),
        ("nothing 2>&-", 2, ""),
        ("user create a@x.vn --name A --role admin --password-stdin <&-", 2, "password"),
        ("ingest . 2>&- <&- | cat", 0, ""),
    ],
)
def test_streams_that_are_full_or_closed_cost_no_trace(
    house: Hoclieu, tmp_path: Path, line: str, code: int, told: str
) -> None:
    house("user", "create", "lan@xa.vn", "--name", "Lan", "--role", "depositor")
    before = (tmp_path / "var" / "hoclieu.db").read_bytes()[:16]
    done = subprocess.run(f"{PROGRAM} {line}", shell=True, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (done.returncode, "Traceback" in done.stderr, "Exception" in done.stderr) == (code, False, False), (
        done.stderr
    )
    assert told in done.stderr
    assert (tmp_path / "var" / "hoclieu.db").read_bytes()[:16] == before


def test_a_file_that_the_system_keeps_back_is_told_by_name(monkeypatch: pytest.MonkeyPatch, hoclieu: Hoclieu) -> None:
    @click.command()
    def refused() -> None:
        raise PermissionError(13, "Permission denied", "/srv/kin")

    assert run([], refused) == 1


def test_an_interrupt_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def interrupted() -> None:
        raise KeyboardInterrupt

    began = time.monotonic()
    assert run([], interrupted) == 130
    assert time.monotonic() - began < 5
