"""Page images: few at a time, each made once, kept within bounds, and failures remembered."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from repo_app.errors import Invalid, Problem
from repo_app.services import pages, pictures
from repo_app.services.library import Library
from repo_app.services.pictures import AT_ONCE, KEEP_BYTES, MAY_WAIT, Busy
from repo_app.values import VISITOR
from repo_app.web.serve import THREADS
from tests.documents import prose, text_pdf
from tests.house import House

pytestmark = pytest.mark.usefixtures("remembered")

# In place of our child: notes that it was asked, waits until it may go on, then gives an image or dies.
CHILD = """
import base64, json, os, signal, sys, time
from pathlib import Path
folder, end = Path(sys.argv[1]), sys.argv[2]
asked = json.loads(sys.stdin.buffer.readline())["request"]
(folder / f"asked-{asked['number']}-{asked['width']}-{os.getpid()}").touch()
while not (folder / "go").exists():
    time.sleep(0.02)
if end == "dies":
    os.kill(os.getpid(), signal.SIGSEGV)
if end == "missing":
    print(json.dumps({"fault": {"code": "ocr.engine_missing", "params": {}}}), flush=True)
else:
    image = b"RIFF" + asked["number"].to_bytes(4, "little") + b"WEBP"
    print(json.dumps({"value": base64.b64encode(image).decode()}), flush=True)
"""


@dataclass(frozen=True)
class Painter:
    """A library whose page images are made by a child that waits for us."""

    library: Library
    record: str
    folder: Path

    def image(self, number: int, width: int = 800) -> bytes | Problem:
        try:
            return pages.image(self.library, VISITOR, self.record, None, number, width).data
        except Problem as problem:
            return problem

    def asked(self) -> int:
        return len(list(self.folder.glob("asked-*")))

    def go(self) -> None:
        (self.folder / "go").touch()


@pytest.fixture
def painter(house: House, tmp_path: Path) -> Callable[[str], Painter]:
    record = house.published(text_pdf([prose(n) for n in range(9)]))
    script = tmp_path / "child.py"
    script.write_text(CHILD)

    def made(end: str) -> Painter:
        folder = tmp_path / end
        folder.mkdir()
        tools = replace(house.library.tools, command=(sys.executable, "-I", str(script), str(folder), end))
        return Painter(replace(house.library, tools=tools), record, folder)

    return made


@contextmanager
def crowd(size: int) -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(size) as pool:
        yield pool


def wait_for(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_crowd_is_served_in_turn_and_the_rest_told_at_once(painter: Callable[[str], Painter]) -> None:
    slow = painter("paints")
    with crowd(20) as pool:
        started = time.monotonic()
        asked = [pool.submit(slow.image, number, width) for number in range(3, 10) for width in (600, 800)]
        wait_for(lambda: sum(one.done() for one in asked) == len(asked) - AT_ONCE - MAY_WAIT)
        told = time.monotonic() - started
        assert slow.asked() <= AT_ONCE
        slow.go()
    outcomes = Counter(type(one.result()) for one in asked)
    assert outcomes == {bytes: AT_ONCE + MAY_WAIT, Busy: len(asked) - AT_ONCE - MAY_WAIT}
    assert told < pictures.PATIENCE
    assert AT_ONCE + MAY_WAIT <= THREADS - 3
    assert isinstance(slow.image(3, 1080), bytes), "every place was given back"


def test_whoever_waits_too_long_is_told_too(painter: Callable[[str], Painter], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "PATIENCE", 0.3)
    slow = painter("paints")
    with crowd(3) as pool:
        asked = [pool.submit(slow.image, number) for number in (3, 4, 5)]
        wait_for(lambda: any(one.done() for one in asked))
        slow.go()
    outcomes = Counter(type(one.result()) for one in asked)
    assert outcomes == {bytes: 2, Busy: 1}


def test_one_image_is_made_once_for_all_who_ask(painter: Callable[[str], Painter]) -> None:
    slow = painter("paints")
    with crowd(4) as pool:
        asked = [pool.submit(slow.image, 3) for _ in range(4)]
        wait_for(lambda: slow.asked() == 1)
        time.sleep(0.1)
        slow.go()
    assert {one.result() for one in asked} == {b"RIFF\x03\0\0\0WEBP"}
    assert slow.asked() == 1


def test_a_page_that_cannot_be_drawn_is_tried_once_an_hour(painter: Callable[[str], Painter]) -> None:
    deadly = painter("dies")
    deadly.go()
    refusals = [deadly.image(4, width) for width in (800, 800, 600)]
    assert [type(one) for one in refusals] == [Invalid] * 3
    assert {one.code for one in refusals if isinstance(one, Problem)} == {"page.crashed"}
    assert deadly.asked() == 1
    assert isinstance(deadly.image(3), Invalid), "another page is another matter"
    assert deadly.asked() == 2
    for mark in (deadly.library.cache / "pages").rglob("*.failed"):
        os.utime(mark, (time.time() - 3700,) * 2)
    assert isinstance(deadly.image(4), Invalid)
    assert deadly.asked() == 3


def test_what_may_pass_is_not_remembered(painter: Callable[[str], Painter]) -> None:
    away = painter("missing")
    away.go()
    for _ in range(2):
        refusal = away.image(3)
        assert isinstance(refusal, Problem)
        assert refusal.status == 503
    assert away.asked() == 2


def test_a_new_way_of_drawing_makes_new_images(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    record = house.published(text_pdf([prose(1)]))
    before = pages.image(house.library, VISITOR, record, None, 1, 600).etag
    recipes = importlib.import_module("ingest.recipe")
    monkeypatch.setattr(recipes, "PICTURE_VERSION", recipes.PICTURE_VERSION + 1)
    recipes.picture_recipe.cache_clear()
    try:
        assert pages.image(house.library, VISITOR, record, None, 1, 600).etag != before
    finally:
        monkeypatch.undo()
        recipes.picture_recipe.cache_clear()
    assert pages.image(house.library, VISITOR, record, None, 1, 600).etag == before


def test_images_used_longest_ago_make_room(tmp_path: Path) -> None:
    for age, name in enumerate(("a/1", "a/2", "b/3", "b/4")):
        path = tmp_path / "pages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 100)
        os.utime(path, (1000 - age, 1000 - age))
    pictures.trim(tmp_path / "pages", 250)
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["1", "2"]
    assert not (tmp_path / "pages" / "b").exists()


def test_the_cache_is_trimmed_while_images_are_made_and_those_in_use_stay(house: House) -> None:
    record = house.published(text_pdf([prose(1), prose(2), prose(3)]))
    folder = house.library.cache / "pages"
    old = folder / "long" / "ago.webp"
    old.parent.mkdir(parents=True)
    with old.open("wb") as file:
        file.truncate(KEEP_BYTES)  # takes no room
    os.utime(old, (1, 1))
    pictures._broom._due.clear()  # the previews swept a moment ago
    pages.image(house.library, VISITOR, record, None, 3, 1080)
    assert not old.exists()
    assert list(folder.rglob("3-1080-0.webp"))


def test_a_used_image_counts_as_used_now(house: House) -> None:
    record = house.published(text_pdf([prose(1)]))
    pages.image(house.library, VISITOR, record, None, 1, 600)
    (held,) = (house.library.cache / "pages").rglob("1-600-0.webp")
    os.utime(held, (1, 1))
    pages.image(house.library, VISITOR, record, None, 1, 600)
    assert held.stat().st_mtime > 1


def test_without_room_for_the_cache_there_are_images_all_the_same(house: House) -> None:
    record = house.published(text_pdf([prose(1)]))
    folder = house.library.cache / "pages"
    shutil.rmtree(folder)
    folder.write_text("no folder")
    assert pages.image(house.library, VISITOR, record, None, 1, 600).data[8:12] == b"WEBP"
