"""``ingest``, and what ``search`` and ``reindex`` make of it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from repo_app.cli.house import make_worker
from repo_app.services import indexing, records
from repo_app.services.library import Library
from repo_app.settings import load
from repo_app.values import SYSTEM
from repo_app.wiring import build_library
from tests.cli.conftest import Hoclieu, picture


def open_library(folder: Path) -> Library:
    return build_library(load({"HOCLIEU_DATA_DIR": str(folder / "var")}, folder=folder))


def test_one_object_a_file_in_folders_and_below_them(house: Hoclieu, tmp_path: Path) -> None:
    nfd = unicodedata.normalize("NFD", "Bài giảng.png")
    shelf = tmp_path / "kệ sách"
    picture(shelf / nfd)
    picture(shelf / "lớp 4" / "b.png")
    shutil.copy(shelf / nfd, shelf / "lớp 4" / "bản sao.png")
    (shelf / "ghi chú.dat").write_text("không phải học liệu")
    (shelf / "rỗng.pdf").touch()
    for leftover in (".DS_Store", "Thumbs.db", ".git/config", "__MACOSX/x.png"):
        (shelf / leftover).parent.mkdir(exist_ok=True)
        (shelf / leftover).write_text("x")
    ended = house("ingest", shelf, "--json")
    assert ended.code == 1
    told = {Path(str(line["path"])).name: line for line in ended.lines}
    assert {name: line["status"] for name, line in told.items()} == {
        nfd: "created",
        "b.png": "created",
        "bản sao.png": "duplicate",
        "ghi chú.dat": "refused",
        "rỗng.pdf": "refused",
    }
    assert told["bản sao.png"]["record"] == told[nfd]["record"]
    assert told["ghi chú.dat"]["record"] is None
    assert told["ghi chú.dat"]["reason"]
    assert all(set(line) == {"path", "status", "record", "reason"} for line in ended.lines)
    again = house("ingest", shelf / "lớp 4", shelf / nfd, "--json")
    assert again.code == 0
    assert [line["status"] for line in again.lines] == ["duplicate"] * 3


def test_to_people_it_tells_a_line_each(house: Hoclieu, tmp_path: Path) -> None:
    ended = house("ingest", picture(tmp_path / "a.png"))
    assert ended.code == 0
    assert ended.out.startswith("created  ")
    assert ended.out.rstrip().endswith("a.png")


def test_publishing_needs_a_license_before_anything_is_taken_in(house: Hoclieu, tmp_path: Path) -> None:
    image = picture(tmp_path / "a.png")
    house("collection", "create", "tron", "--name", "Trơn", "--organization", "thu-vien")
    house("collection", "create", "mo", "--name", "Mở", "--organization", "thu-vien", "--license", "cc-by-4.0")
    for wrong in (
        ["--publish"],
        ["--publish", "--collection", "tron"],
        ["--license", "mine"],
        ["--collection", "none"],
    ):
        ended = house("ingest", image, *wrong)
        assert (ended.code, ended.out) == (2, "")
    assert house("ingest", image, "--publish", "--collection", "mo", "--json").lines[0]["status"] == "created"
    assert house("collection", "list", "--json").json[0]["records"] == 1  # type: ignore[index]


def test_a_file_that_may_not_be_read_is_refused_and_the_next_one_taken(house: Hoclieu, tmp_path: Path) -> None:
    gone = tmp_path / "gone.png"
    gone.symlink_to(tmp_path / "nowhere")
    picture(tmp_path / "shelf" / "a.png")
    (tmp_path / "shelf" / "link.png").symlink_to(tmp_path / "nowhere")
    ended = house("ingest", tmp_path / "shelf", "--json")
    assert ended.code == 0
    assert len(ended.lines) == 1


def test_what_is_no_file_is_refused_and_waited_for_by_nobody(house: Hoclieu, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(tmp_path / "socket.png"))
        ended = house("ingest", tmp_path / "pipe.png", tmp_path / "socket.png", "/dev/null", "--json")
    assert ended.code == 1
    assert [line["status"] for line in ended.lines] == ["refused"] * 3
    assert all("not a file" in str(line["reason"]) for line in ended.lines)
    assert house("ocr", tmp_path / "pipe.png").code == 1


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_name_that_is_no_text_is_told_in_text(house: Hoclieu, tmp_path: Path, encoding: str) -> None:
    shelf = tmp_path / "kệ"
    picture(shelf / "a.png").rename(shelf / os.fsdecode(b"b\xe0i \xff.png"))  # as Windows once wrote it
    command = [sys.executable, "-m", "repo_app", "ingest", str(shelf)]
    environ = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run([*command, "--json"], capture_output=True, cwd=tmp_path, check=False, env=environ)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.decode("utf-8"))["path"] == f"{shelf}/b\\xe0i \\xff.png"
    told = subprocess.run(command, capture_output=True, cwd=tmp_path, check=False, env=environ)
    assert (told.returncode, told.stderr) == (0, b"")
    assert b"b\\xe0i \\xff.png" in told.stdout


@pytest.mark.ocr
def test_waiting_reads_publishes_and_makes_it_findable(house: Hoclieu, tmp_path: Path) -> None:
    page = picture(tmp_path / "shelf" / "scan.png", "Trường học vui")
    broken = tmp_path / "shelf" / "hỏng.pdf"
    broken.write_bytes(b"%PDF-1.7\n" + b"nothing of the kind\n" * 50)
    ended = house("ingest", page.parent, "--license", "cc-by-4.0", "--publish", "--wait", "--json")
    assert ended.code == 1
    told = {Path(str(line["path"])).name: line for line in ended.lines}
    assert (told["scan.png"]["state"], told["scan.png"]["message"]) == ("ready", None)
    assert told["hỏng.pdf"]["state"] == "failed"
    assert told["hỏng.pdf"]["message"]
    found = house("search", "truong hoc", "--json").json
    assert isinstance(found, dict)
    assert [result["id"] for result in found["results"]] == [told["scan.png"]["record"]]
    assert found["results"][0]["pages"][0]["number"] == 1
    read = house("search", "truong hoc")
    assert f"/records/{told['scan.png']['record']}" in read.out
    assert house("search", "nothing of this").out == ""
    again = house("ingest", page, "--wait", "--json")
    assert (again.code, again.lines[0]["status"], again.lines[0]["state"]) == (0, "duplicate", "ready")


def test_search_is_what_the_api_answers(house: Hoclieu, tmp_path: Path) -> None:
    from repo_app.web import create_app

    house("ingest", picture(tmp_path / "Bài tập.png"), "--license", "cc-by-4.0", "--publish", "--json")
    library = open_library(tmp_path)
    make_worker(library, 1, kinds=["index"]).drain()
    asked = {"q": "bai tap", "license": "cc-by-4.0", "size": "5"}
    served = (
        create_app(library).test_client().get("/api/v1/search", query_string=asked, headers={"Accept-Language": "en"})
    )
    library.db.close()
    printed = house("search", "bai tap", "--filter", "license=cc-by-4.0", "--size", "5", "--json").json
    assert printed == served.json
    assert printed["total"] == 1  # type: ignore[index]


def test_the_index_is_compared_rebuilt_and_mended_record_by_record(house: Hoclieu, tmp_path: Path) -> None:
    taken = [
        house("ingest", picture(tmp_path / f"{name}.png"), "--license", "cc-by-4.0", "--publish", "--json").lines[0]
        for name in ("một", "hai")
    ]
    library = open_library(tmp_path)
    make_worker(library, 1, kinds=["index"]).drain()
    assert house("reindex", "--diff").json == {"missing": 0, "stale": 0, "extra": 0}
    library.index.drop([str(taken[0]["record"])])
    ended = house("reindex", "--diff")
    assert (ended.code, ended.json) == (1, {"missing": 1, "stale": 0, "extra": 0})
    assert house("reindex", "--record", str(taken[0]["record"])).code == 0
    assert indexing.diff(library).agrees
    shutil.rmtree(tmp_path / "var" / "index")
    assert house("reindex", "--diff").code == 1
    rebuilt = house("reindex")
    assert (rebuilt.code, rebuilt.out) == (0, "")
    assert house("reindex", "--diff").code == 0
    assert house("reindex", "--record", "2222222x").code == 1
    library.db.close()


def test_a_question_outside_the_limits_is_1(house: Hoclieu) -> None:
    assert house("search", "x " * 200).code == 1


def test_a_filter_that_there_is_none_of_is_wrong_usage_and_the_others_are_named(house: Hoclieu) -> None:
    ended = house("search", "x", "--filter", "colour=red")
    assert (ended.code, ended.out) == (2, "")
    assert "colour" in ended.err
    assert "license" in ended.err


def test_a_folder_of_photos_becomes_one_document_where_that_is_wished(house: Hoclieu, tmp_path: Path) -> None:
    shelf = tmp_path / "album"
    for name in ("trang 10.png", "trang 9.png"):
        picture(shelf / "tờ gấp" / name)
    (shelf / "tờ gấp" / "hỏng.jpg").write_bytes(b"\xff\xd8\xffhong")
    picture(shelf / "lẻ" / "một.png")
    told = house("ingest", shelf, "--join", "--license", "cc0-1.0", "--json").lines
    assert [(Path(str(line["path"])).name, line["status"]) for line in told] == [
        ("một.png", "created"), ("tờ gấp", "created"),
    ]  # fmt: skip
    assert "hỏng.jpg" in str(told[1]["reason"])
    assert told[0]["reason"] is None
    again = house("ingest", shelf / "tờ gấp", "--join", "--json")
    assert (again.code, again.lines[0]["status"], again.lines[0]["record"]) == (0, "duplicate", told[1]["record"])
    library = open_library(tmp_path)
    try:
        view = records.view(library, SYSTEM, str(told[1]["record"]))
    finally:
        library.db.close()
    assert [file.name for file in view.files] == ["tờ gấp.pdf"]
    assert view.title == "tờ gấp"
    assert view.license == "cc0-1.0"
