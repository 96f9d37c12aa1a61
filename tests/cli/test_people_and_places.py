"""``init``, ``user``, ``token``, ``organization``, ``collection``."""

from pathlib import Path

import pytest

from repo_app.services import accounts
from repo_app.settings import load
from repo_app.wiring import build_library
from tests.cli.conftest import Hoclieu


def test_init_is_safe_to_repeat(hoclieu: Hoclieu, tmp_path: Path) -> None:
    first = hoclieu("init")
    second = hoclieu("init")
    assert (first.code, second.code) == (0, 0)
    assert first.out == second.out
    assert first.out.startswith("http://127.0.0.1:8080/account/first-admin?token=")
    assert (tmp_path / "var" / "first-admin").read_text() == first.out
    assert {path.name for path in (tmp_path / "var").iterdir()} >= {"hoclieu.db", "secret_key", "first-admin"}
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
    assert len(hoclieu("organization", "list", "--json").json) == 1  # type: ignore[arg-type]


def test_init_where_nothing_may_be_written_says_so(hoclieu: Hoclieu, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOCLIEU_DATA_DIR", "/proc/none/var")
    ended = hoclieu("init")
    assert (ended.code, ended.out) == (1, "")
    assert "/proc/none/var cannot be written" in ended.err


def test_people_are_let_in_listed_changed_and_shut_out(house: Hoclieu, tmp_path: Path) -> None:
    password = "một con đường dài"
    lan = ["user", "create", "Lan@Xa.vn", "--name", "Cô Lan", "--role", "depositor", "--password-stdin"]
    made = house(*lan, stdin=password + "\n")
    assert (made.code, made.out) == (0, "")
    linked = house("user", "create", "mai@xa.vn", "--name", "Mai", "--role", "admin")
    assert linked.out.startswith("http://127.0.0.1:8080/account/reset?token=")
    assert len(linked.out.splitlines()) == 1
    assert house(*lan, stdin=password).code == 1
    assert house("user", "role", "lan@xa.vn", "reviewer").code == 0
    listed = house("user", "list", "--json").json
    assert isinstance(listed, list)
    assert [(one["email"], one["role"], one["organization"], one["disabled"]) for one in listed] == [
        ("Lan@Xa.vn", "reviewer", "thu-vien", False),
        ("mai@xa.vn", "admin", "thu-vien", False),
    ]
    token = house("token", "create", "lan@xa.vn", "--name", "máy quét").out
    assert len(token.splitlines()) == 1
    library = build_library(load({"HOCLIEU_DATA_DIR": str(tmp_path / "var")}, folder=tmp_path))
    session = accounts.sign_in(library, "lan@xa.vn", password, network="", user_agent="")
    assert accounts.person_of_token(library, token.strip()).role == "reviewer"
    assert house("user", "disable", "lan@xa.vn").code == 0
    assert not accounts.person_of_session(library, session).known
    assert "Cô Lan" in house("user", "list").out
    assert house("user", "reset", "mai@xa.vn").out.startswith("http://127.0.0.1:8080/account/reset?token=")
    library.db.close()


@pytest.mark.parametrize(
    "arguments",
    [
        ["user", "disable", "nobody@x.vn"],
        ["user", "role", "nobody@x.vn", "admin"],
        ["user", "reset", "nobody@x.vn"],
        ["token", "create", "nobody@x.vn"],
        ["user", "create", "a@x.vn", "--name", "A", "--role", "admin", "--organization", "none"],
        ["organization", "create", "thu-vien", "--name", "A"],
        ["organization", "create", "a", "--name", "A", "--parent", "none"],
        ["collection", "create", "a", "--name", "A", "--organization", "none"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_1_with_a_sentence(house: Hoclieu, arguments: list[str]) -> None:
    ended = house(*arguments)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.strip()
    assert "Traceback" not in ended.err
    assert "wrong on our side" not in ended.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["user", "create", "notanemail", "--name", "A", "--role", "admin"],
        ["user", "create", "a@x.vn", "--name", " ", "--role", "admin"],
        ["organization", "create", "Bad_Slug!", "--name", "A"],
        ["organization", "create", "a", "--name", ""],
        ["collection", "create", "Bad Slug", "--name", "A", "--organization", "thu-vien"],
        ["collection", "create", "a", "--name", "A", "--organization", "thu-vien", "--license", "cc-by-9.0"],
    ],
    ids=" ".join,
)
def test_what_can_never_be_done_is_wrong_usage(house: Hoclieu, arguments: list[str]) -> None:
    ended = house(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.strip()


@pytest.mark.parametrize(
    ("environ", "warned"),
    [
        ({}, False),
        ({"HOST": "::1"}, False),
        ({"HOST": "localhost"}, False),
        ({"HOST": "0.0.0.0"}, True),
        ({"HOST": "192.168.1.10"}, True),
        ({"HOST": "0.0.0.0", "BASE_URL": "http://192.168.1.10:8080"}, False),
    ],
)
def test_a_link_that_others_cannot_open_comes_with_a_warning(
    house: Hoclieu, monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], warned: bool
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(f"HOCLIEU_{name}", value)
    for arguments in (["init"], ["user", "create", "a@x.vn", "--name", "A", "--role", "depositor"]):
        ended = house(*arguments)
        assert ended.code == 0
        assert ("HOCLIEU_BASE_URL" in ended.err) is warned
    assert ("HOCLIEU_BASE_URL" in house("user", "reset", "a@x.vn").err) is warned
    assert "HOCLIEU_BASE_URL" not in house("user", "list").err


def test_a_password_that_was_not_given_is_wrong_usage(house: Hoclieu) -> None:
    ended = house("user", "create", "a@x.vn", "--name", "A", "--role", "admin", "--password-stdin", stdin="\n")
    assert ended.code == 2


def test_a_weak_password_is_named(house: Hoclieu) -> None:
    ended = house("user", "create", "a@x.vn", "--name", "A", "--role", "admin", "--password-stdin", stdin="short\n")
    assert ended.code == 1
    assert "10" in ended.err


def test_places_are_moved_and_merged(house: Hoclieu) -> None:
    for slug in ("truong", "lop"):
        house("organization", "create", slug, "--name", slug)
    assert house("organization", "move", "lop", "truong").code == 0
    assert house("organization", "move", "truong", "lop").code == 1
    assert house("organization", "move", "lop", "none").code == 1
    assert "no other" in house("organization", "move", "lop", "-").err
    assert house("organization", "move", "lop").code == 2
    merged = house("organization", "merge", "lop", "truong")
    assert (merged.code, merged.out) == (0, "")
    listed = house("organization", "list", "--json").json
    assert [one["slug"] for one in listed] == ["thu-vien", "truong"]  # type: ignore[attr-defined]
    assert house("organization", "merge", "lop", "truong").code == 1
    assert house("organization", "create", "lop", "--name", "Lớp").code == 1


def test_places_are_made_and_listed(house: Hoclieu) -> None:
    assert house("organization", "create", "truong", "--name", "Trường A", "--parent", "thu-vien").code == 0
    made = house("collection", "create", "toan", "--name", "Toán", "--organization", "truong", "--license", "cc0-1.0")
    assert made.code == 0
    assert house("organization", "list", "--json").json == [
        {"slug": "thu-vien", "name": "Thư viện", "parent": None, "records": 0},
        {"slug": "truong", "name": "Trường A", "parent": "thu-vien", "records": 0},
    ]
    assert house("collection", "list", "--json").json == [
        {"slug": "toan", "name": "Toán", "organization": "truong", "license": "cc0-1.0", "records": 0}
    ]
    assert "Toán" in house("collection", "list").out
    assert house("user", "list").out == ""


def test_a_collection_takes_what_is_sure_once_told_to(house: Hoclieu) -> None:
    house("collection", "create", "toan", "--name", "Toán", "--organization", "thu-vien")
    assert "Toán" in house("collection", "accept", "toan", "0.9").err
    assert house("collection", "accept", "toan", "-").code == 0
    assert house("collection", "accept", "khong", "0.9").code == 1
    for share in ("90", "0.1", "chín", "nan"):
        ended = house("collection", "accept", "toan", share)
        assert (ended.code, ended.out) == (2, "")
        assert "0.5" in ended.err
