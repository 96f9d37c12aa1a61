"""Children that hang, crash, flood and lie: each ends within its limits, as the right error, leaving nothing behind."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.errors import BadAnswer, Cancelled, Crashed, OutOfMemory, TimedOut
from ingest.sandbox import MIB, PARSE, Json, Limits, Sandbox
from tests.ingest.processes import living_in, none_left

HERE = Path(__file__).parent
SHORT = Limits(memory=1024 * MIB, cpu=2, wall=1.0)


def never() -> bool:
    return False


def rogue(mode: str, folder: Path) -> Sandbox:
    return Sandbox((sys.executable, "-I", str(HERE / "rogue.py"), mode), folder)


def answers(sandbox: Sandbox, limits: Limits = SHORT) -> list[Json]:
    return list(sandbox.run("any", {}, limits, never))


@pytest.fixture
def clean(tmp_path: Path) -> Iterator[Path]:
    """A folder for children; afterwards no process of it may live and nothing may lie in it."""
    yield tmp_path
    assert none_left(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_child_that_sleeps_is_killed_with_all_it_started(clean: Path) -> None:
    began = time.monotonic()
    with pytest.raises(TimedOut):
        answers(rogue("sleeps", clean))
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("mode", ["garbage", "deep", "strange", "stays"])
def test_an_answer_that_is_none_is_said_to_be_bad(clean: Path, mode: str) -> None:
    with pytest.raises(BadAnswer):
        answers(rogue(mode, clean))


def test_a_flood_is_stopped(clean: Path) -> None:
    with pytest.raises(BadAnswer):
        answers(rogue("flood", clean), Limits(memory=1024 * MIB, wall=20))


def test_a_crash_names_its_signal(clean: Path) -> None:
    with pytest.raises(Crashed) as caught:
        answers(rogue("crash", clean))
    assert caught.value.params["signal"] == "SIGSEGV"


def test_much_noise_on_standard_error_is_kept_short(clean: Path, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Crashed) as caught:
        answers(rogue("noise", clean))
    assert caught.value.params["signal"] == "exit 3"
    assert 0 < len(caplog.text) < 5_000


def test_the_environment_is_scrubbed(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOCLIEU_SECRET_KEY", "secret")
    (names,) = answers(rogue("environment", clean))
    assert isinstance(names, list)
    assert set(map(str, names)) <= {"PATH", "LANG", "LC_CTYPE", "OMP_THREAD_LIMIT", "TMPDIR", "TESSDATA_PREFIX"}


def test_leaving_early_kills_the_child(clean: Path) -> None:
    running = rogue("stays", clean).run("any", {}, PARSE, never)
    assert next(running) == 1
    assert living_in(clean)
    running.close()  # type: ignore[attr-defined]


def test_cancelling_kills_the_child_soon(clean: Path) -> None:
    calls = iter([False, False, True])
    began = time.monotonic()
    with pytest.raises(Cancelled):
        list(rogue("sleeps", clean).run("any", {}, PARSE, lambda: next(calls)))
    assert time.monotonic() - began < 3


def test_time_the_caller_takes_between_answers_is_not_the_childs(clean: Path) -> None:
    running = rogue("two", clean).run("any", {}, SHORT, never)
    assert next(running) == 1
    time.sleep(1.5)
    assert next(running) == 2
    assert list(running) == []


def test_an_unknown_verb_is_a_crash_not_a_hang(clean: Path) -> None:
    with pytest.raises(Crashed):
        list(Sandbox(temp_dir=clean).run("no such verb", {}, SHORT, never))


def test_too_little_memory_is_told_as_such(clean: Path) -> None:
    with pytest.raises(OutOfMemory):
        list(Sandbox(temp_dir=clean).run("versions", {"engine": "tesseract"}, Limits(memory=24 * MIB), never))


def test_many_threads_may_call_at_once(clean: Path) -> None:
    seen: list[Json] = []

    def call() -> None:
        seen.extend(answers(rogue("two", clean), PARSE))

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, seen)) == ["1"] * 8 + ["2"] * 8


PARENT = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import ingest
folder = Path(sys.argv[2])
tools = ingest.Tools(temp_dir=folder, command=(sys.executable, "-I", sys.argv[3]))
list(ingest.read_pages(Path(sys.argv[4]), [1], ingest.Options(engine="hangs"), tools))
"""


def test_nothing_lives_on_when_the_parent_is_killed(tmp_path: Path) -> None:
    from tests.ingest.makers import LESSON, encoded, printed

    folder, picture = tmp_path / "work", tmp_path / "page.png"
    folder.mkdir()
    picture.write_bytes(encoded(printed(LESSON), "PNG"))
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(HERE.parents[1]), str(folder), str(HERE / "naughty.py"), str(picture)]
    )
    end = time.monotonic() + 20
    while len(living_in(folder)) < 3 and time.monotonic() < end:  # the child, its guard, the engine's sleep
        time.sleep(0.05)
    assert len(living_in(folder)) >= 3
    parent.kill()
    parent.wait()
    assert none_left(folder)
    assert list(folder.iterdir()) == []
