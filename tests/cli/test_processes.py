"""Site and worker as processes: started together, kept alive, stopped together."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest

from repo_app import jobs
from repo_app.cli.house import built, work_until, worker_runs
from repo_app.settings import load
from tests.cli.conftest import Hoclieu, picture

Start = Callable[..., "subprocess.Popen[str]"]
PATIENCE = 60.0  # seconds; a busy machine starts three Pythons slowly


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start ``hoclieu`` with its output in ``out`` and ``err``; whatever still runs at the end is ended."""
    started: list[subprocess.Popen[str]] = []

    def begin(*arguments: str, **environ: str) -> "subprocess.Popen[str]":
        with (tmp_path / "out").open("w") as out, (tmp_path / "err").open("w") as err:
            process = subprocess.Popen(
                [sys.executable, "-m", "repo_app", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                text=True,
                cwd=tmp_path,
                env={**os.environ, **environ},
            )
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(30)


def until(done: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def children(process: "subprocess.Popen[str]") -> dict[str, int]:
    """The ``hoclieu`` processes that this one started, by command."""
    found = {}
    for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
        words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
        found[words[3] if len(words) > 3 else ""] = int(pid)
    return found


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_run_brings_up_both_keeps_the_worker_and_stops_cleanly(start: Start, tmp_path: Path) -> None:
    port = free_port()
    process = start("run", HOCLIEU_PORT=str(port))
    until(lambda: answers(port) and "Ctrl-C" in (tmp_path / "err").read_text())
    link = (tmp_path / "var" / "first-admin").read_text()
    assert (tmp_path / "out").read_text() == link
    assert link.startswith(f"http://127.0.0.1:{port}/account/first-admin?token=")
    before = children(process)
    assert set(before) == {"serve", "worker"}
    os.kill(before["worker"], signal.SIGKILL)
    until(lambda: children(process).get("worker", before["worker"]) != before["worker"])
    after = children(process)
    assert after["serve"] == before["serve"]
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 0
    assert all(gone(pid) for pid in after.values())
    assert not answers(port)
    assert "Traceback" not in (tmp_path / "err").read_text()


def test_no_child_outlives_a_parent_that_was_killed(house: Hoclieu, start: Start) -> None:
    process = start("worker", "--processes", "2")
    until(lambda: len(list(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split())) == 2)
    pids = [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
    time.sleep(2)  # they are watched from their first lines on; let both get there
    process.kill()
    process.wait()
    until(lambda: all(gone(pid) for pid in pids))


def test_a_port_that_is_taken_ends_it_all_with_a_sentence(house: Hoclieu, start: Start, tmp_path: Path) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for arguments in (["serve", "--port", port], ["serve", "--no-worker", "--port", port]):
            assert start(*arguments).wait(PATIENCE) == 1
            told = (tmp_path / "err").read_text()
            assert port in told
            assert "Traceback" not in told


def test_draining_reads_what_waits_and_ends(house: Hoclieu, start: Start, tmp_path: Path) -> None:
    house("ingest", picture(tmp_path / "a.png"), picture(tmp_path / "b.png"))
    assert start("worker", "--drain", "--processes", "2").wait(PATIENCE) == 0
    told = house("ingest", tmp_path / "a.png", tmp_path / "b.png", "--wait", "--json").lines
    assert [line["state"] for line in told] == ["ready", "ready"]


@pytest.mark.parametrize("form", ["text", "json"])
def test_sigterm_ends_a_worker_with_0_and_its_log_has_a_line_an_event(
    house: Hoclieu, start: Start, tmp_path: Path, form: str
) -> None:
    process = start("worker", HOCLIEU_LOG_FORMAT=form)
    until(lambda: "starts" in (tmp_path / "err").read_text())
    process.terminate()
    assert process.wait(PATIENCE) == 0
    lines = (tmp_path / "err").read_text().splitlines()
    assert "stops" in lines[-1]
    assert all(line.startswith("{" if form == "json" else "20") for line in lines)


def test_waiting_leaves_the_work_to_a_worker_that_runs(house: Hoclieu, start: Start, tmp_path: Path) -> None:
    settings = load({"HOCLIEU_DATA_DIR": str(tmp_path / "var")}, folder=tmp_path)
    with built(settings) as library:
        assert not worker_runs(library)
        process = start("worker")
        until(lambda: worker_runs(library))
        told = house("ingest", picture(tmp_path / "a.png"), "--wait", "--json").lines
        assert told[0]["state"] == "ready"
        assert "plan file:1 done" in (tmp_path / "err").read_text()
        process.kill()
        process.wait()
        assert not worker_runs(library)
        asked: list[bool] = []
        work_until(library, lambda: bool(asked.append(True)))
        assert asked  # nothing waits, so it does not wait for ever


@pytest.mark.ocr
def test_ctrl_c_while_waiting_gives_the_work_back(house: Hoclieu, start: Start, tmp_path: Path) -> None:
    pages = [str(picture(tmp_path / f"{number}.png", f"Trang {number}")) for number in range(8)]
    process = start("ingest", *pages, "--wait", "--json")
    settings = load({"HOCLIEU_DATA_DIR": str(tmp_path / "var")}, folder=tmp_path)
    with built(settings) as library:

        def states() -> dict[str, int]:
            with library.db.reading() as session:
                return dict(jobs.counts(session))

        until(lambda: states().get("running"))
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 130
        left = states()
        assert not left.get("running")
        assert left["waiting"]
        assert not worker_runs(library)
