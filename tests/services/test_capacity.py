"""A library that has outgrown its built-in index is told so wherever it is looked after; any other is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from repo_app.cli.front import run
from repo_app.services import capacity, records, status
from repo_app.web import create_app
from tests.documents import prose, text_pdf
from tests.house import House, opened, title
from tests.web.browser import Browser, words
from tests.web.conftest import give_password

SENTENCE = "Thư viện có 2 tài liệu đã công bố; chỉ mục tìm kiếm dựng sẵn chỉ phù hợp với nhiều nhất 1."


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Two published records, one withdrawn and one draft, of which only the first two count."""
    with opened(tmp_path_factory.mktemp("large") / "var") as made:
        for number in range(3):
            last = made.published(text_pdf([prose(number, 3)]), f"{number}.pdf", title=title(f"Bài {number}"))
        records.withdraw(made.library, made.reviewer, last, "sai")
        made.deposit(text_pdf([prose(9, 3)]), "nhap.pdf")
        made.work()
        yield made


@pytest.fixture
def outgrown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capacity, "EMBEDDED_RECORDS", 1)


def readyz(house: House) -> dict[str, object]:
    answer = create_app(house.library).test_client().get("/readyz")
    assert answer.status_code == 200
    part: dict[str, object] = json.loads(answer.data)["index"]
    return part


def admin_page(house: House, address: str = "/admin/") -> str:
    app = create_app(house.library)
    give_password(house.library, house.admin.email)
    browser = Browser(app)
    browser.sign_in(house.admin.email)
    return words(browser.text(address))


def reindex(house: House, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> str:
    monkeypatch.setenv("HOCLIEU_DATA_DIR", str(house.library.settings.data_dir))
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    assert run(["reindex"]) == 0
    return " ".join(capfd.readouterr().err.split())


def test_a_library_within_its_index_hears_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert capacity.outgrown(house.library) is None
    assert readyz(house) == {"ok": True, "records": 2, "made_for": capacity.EMBEDDED_RECORDS, "warning": None}
    assert "docs/growing.md" not in admin_page(house)
    assert "docs/growing.md" not in reindex(house, monkeypatch, capfd)


def test_the_last_record_that_fits_is_none_too_many(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capacity, "EMBEDDED_RECORDS", 2)
    assert capacity.outgrown(house.library) is None


@pytest.mark.usefixtures("outgrown")
def test_one_that_has_outgrown_it_is_told_everywhere(
    house: House, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    told = readyz(house)
    assert (told["ok"], told["warning"], told["records"]) == (True, "search.outgrown", 2)
    assert SENTENCE in admin_page(house)
    assert "made for at most 1." in admin_page(house, "/en/admin/")
    said = reindex(house, monkeypatch, capfd)
    assert SENTENCE in said
    assert "docs/growing.md" in said
    assert (Path(__file__).parents[2] / "docs" / "growing.md").is_file()


@pytest.mark.usefixtures("outgrown")
def test_another_engine_has_no_such_limit(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capacity, "EMBEDDED", ("other:",))
    assert capacity.outgrown(house.library) is None
    assert status.ready(house.library).parts["index"] == {"ok": True}
