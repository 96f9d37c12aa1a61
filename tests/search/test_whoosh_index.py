"""The embedded index on its folder: readers beside a writer, damage, locks, generations, open files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from search.base import Entry, IndexUnavailable, Query, QueryTooSlow
from search.generations import Generations
from search.whoosh_index import WhooshIndex
from tests.search.makers import make_entry


def batch(count: int, word: str = "lúa", stamp: str = "1") -> list[Entry]:
    return [
        make_entry(
            f"r{number}",
            f"{word} giáo dục số {number} " * 20,
            title=f"Bài {number}",
            stamp=stamp,
            facets={"k": (word,)},
        )
        for number in range(count)
    ]


def total(index: WhooshIndex, text: str) -> int:
    return index.search(Query(text, facets=("k",), sort="title")).total


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_without_an_index_every_question_is_unavailable_and_put_makes_one(folder: Path) -> None:
    index = WhooshIndex(folder)
    for ask in (lambda: index.search(Query("x")), lambda: list(index.stamps())):
        with pytest.raises(IndexUnavailable) as fault:
            ask()
        assert not fault.value.retryable
    index.drop(["x"])
    index.put(batch(2))
    assert total(index, "lúa") == 2


def test_another_reader_sees_each_commit_at_once(folder: Path) -> None:
    writer, reader = WhooshIndex(folder), WhooshIndex(folder)
    writer.put(batch(3))
    assert total(reader, "lúa") == 3
    writer.put([make_entry("more", "lúa")])
    assert total(reader, "lúa") == 4
    writer.drop(["more", "r1"])
    assert total(reader, "lúa") == 2
    writer.rebuild(batch(7))
    assert total(reader, "lúa") == 7


def test_another_process_reads_what_this_one_writes(folder: Path) -> None:
    WhooshIndex(folder).put(batch(5))
    code = "import sys; from search import open_index, Query; print(open_index(sys.argv[1]).search(Query('lua')).total)"
    done = subprocess.run(
        [sys.executable, "-c", code, f"whoosh://{folder}"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "5"


def test_the_engine_is_imported_by_who_opens_it_only() -> None:
    code = "import sys, search, search.query, search.highlight; print('whoosh' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_old_index_answers_until_the_new_one_is_whole(folder: Path) -> None:
    index = WhooshIndex(folder)
    index.put(batch(4))
    seen: list[int] = []

    def slow() -> Iterator[Entry]:
        for entry in batch(9, word="ngô"):
            seen.append(total(index, "lúa"))
            assert total(index, "ngô") == 0
            yield entry

    index.rebuild(slow())
    assert seen == [4] * 9
    assert (total(index, "lúa"), total(index, "ngô")) == (0, 9)


def test_a_second_writer_is_told_to_come_back(folder: Path) -> None:
    index, other = WhooshIndex(folder), WhooshIndex(folder)

    def meanwhile() -> Iterator[Entry]:
        for verb in (lambda: other.put(batch(1)), lambda: other.drop(["r0"]), lambda: other.rebuild([])):
            with pytest.raises(IndexUnavailable) as fault:
                verb()
            assert fault.value.retryable
        yield from batch(2)

    index.put(meanwhile())
    other.put(batch(3))
    assert total(other, "lúa") == 3


def test_the_lock_of_a_dead_process_holds_nobody_up(folder: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from search.generations import Generations\n"
        "with Generations(Path(sys.argv[1])).writing(): print('held', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    with pytest.raises(IndexUnavailable):
        WhooshIndex(folder).put(batch(1))
    child.kill()
    child.communicate()
    WhooshIndex(folder).put(batch(1))


def test_only_the_current_generation_is_kept(folder: Path) -> None:
    index = WhooshIndex(folder)
    for count in (1, 2, 3):
        index.rebuild(batch(count))
        assert total(index, "lúa") == count
    abandoned = folder / "gen-000099"
    abandoned.mkdir()
    (abandoned / "half").write_bytes(b"x")
    index.rebuild(batch(4))
    assert [path.name for path in folder.glob("gen-*")] == ["gen-000100"]
    assert total(WhooshIndex(folder), "lúa") == 4


def test_an_index_made_anew_in_the_same_place_is_not_taken_for_the_old_one(folder: Path) -> None:
    index = WhooshIndex(folder)
    index.rebuild(batch(2))
    assert total(index, "lúa") == 2
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    WhooshIndex(folder).rebuild(batch(3))
    assert total(index, "lúa") == 3


@pytest.mark.parametrize("pointer", ["", "1", "1 gen-1", "1 ../../etc", "x y z", "9 gen-000001", "\x00\xff"])
def test_a_damaged_pointer_is_unavailable_until_a_rebuild(folder: Path, pointer: str) -> None:
    index = WhooshIndex(folder)
    index.put(batch(2))
    (folder / "current").write_text(pointer, encoding="utf-8")
    for verb in (lambda: index.search(Query("lúa")), lambda: index.put(batch(1)), lambda: list(index.stamps())):
        with pytest.raises(IndexUnavailable) as fault:
            verb()
        assert not fault.value.retryable
    index.rebuild(batch(3))
    assert total(index, "lúa") == 3


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def scribble(path: Path) -> None:
    path.write_bytes(bytes(byte ^ 0x5A for byte in path.read_bytes()))


def delete(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("damage", [cut, empty, scribble, delete])
def test_damage_to_any_file_is_told_as_one_error(folder: Path, damage: object) -> None:
    """Each file in turn, under an index that has it open and one that has not: an answer or `IndexUnavailable`."""
    assert callable(damage)
    whole = folder.with_name("whole")
    WhooshIndex(whole).rebuild(batch(30))
    WhooshIndex(whole).put(batch(3, word="ngô"))
    names = [path.relative_to(whole) for path in whole.rglob("*") if path.is_file() and path.name != "lock"]
    assert len(names) > 10
    refused = 0
    for number, name in enumerate(names):
        folder = shutil.copytree(whole, whole.with_name(f"copy{number}"))
        serving = WhooshIndex(folder)
        assert total(serving, "giáo dục") == 30
        damage(folder / name)
        for reader in (serving, WhooshIndex(folder)):
            for ask in (lambda: total(reader, "giáo dục"), lambda: len(list(reader.stamps()))):  # noqa: B023
                try:
                    assert ask() <= 33
                except IndexUnavailable:
                    refused += 1
        try:
            serving.put(batch(1))
            serving.drop(["r0"])
        except IndexUnavailable:
            refused += 1
    assert refused > 0
    serving.rebuild(batch(5))
    assert total(serving, "lúa") == 5


def test_the_whole_folder_gone_while_serving(folder: Path) -> None:
    index = WhooshIndex(folder)
    index.put(batch(3))
    assert total(index, "lúa") == 3
    folder.rename(folder.with_name("away"))
    with pytest.raises(IndexUnavailable):
        index.search(Query("lúa"))
    index.put(batch(2))
    assert total(index, "lúa") == 2


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    index = WhooshIndex(tmp_path / "file" / "index")
    with pytest.raises(IndexUnavailable):
        index.put(batch(1))
    with pytest.raises(IndexUnavailable):
        index.search(Query("x"))


def test_a_question_has_its_time(folder: Path) -> None:
    WhooshIndex(folder).put(batch(3))
    with pytest.raises(QueryTooSlow):
        WhooshIndex(folder, time_limit=-1.0).search(Query("giáo dục"))


def test_threads_read_while_one_writes(folder: Path) -> None:
    index = WhooshIndex(folder)
    index.rebuild(batch(40))
    stop = threading.Event()

    def read() -> set[int]:
        counts = set()
        while not stop.is_set():
            counts.add(total(index, "giáo dục"))
        return counts

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        for round_ in range(6):
            index.put(batch(40, stamp=str(round_)))
            index.rebuild(batch(40))
        stop.set()
        assert [reader.result() for reader in readers] == [{40}] * 4


def test_files_and_space_stay_bounded_over_many_commits(folder: Path) -> None:
    index = WhooshIndex(folder)
    index.rebuild(batch(60))
    space = sum(path.stat().st_size for path in folder.rglob("*"))
    handles = open_files()
    for number in range(25):
        index.put(batch(60, stamp=str(number)))
        assert total(index, "giáo dục") == 60
    assert sum(path.stat().st_size for path in folder.rglob("*")) < 3 * space
    assert open_files() < handles + 40
    index.close()
    assert open_files() <= handles
    assert total(index, "giáo dục") == 60


def test_generations_name_what_is_wrong(folder: Path) -> None:
    generations = Generations(folder)
    assert generations.current() is None
    with generations.writing():
        generations.adopt(generations.fresh())
    assert generations.current() == folder / "gen-000001"
