"""Which files were made the old way: files of every family, each by what its own pages were read with."""

from __future__ import annotations

from pathlib import Path

import pytest

from repo_app.services import outdated, recognition
from tests.house import House
from tests.ingest.office_files import docx, paragraph

LINE = "Thư viện xã mở cửa từ bảy giờ sáng."


def test_texts_and_office_documents_are_not_read_again_while_nothing_changed(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "missing", lambda _: ())
    monkeypatch.setattr(outdated, "missing", lambda _: ())
    monkeypatch.setenv("PATH", str(tmp_path))  # no LibreOffice: text alone
    house.deposit(LINE.encode(), "bai.txt")
    house.deposit(docx(tmp_path / "a.docx", paragraph(LINE)).read_bytes(), "bai.docx")
    house.work()
    assert list(outdated.read_outdated_again(house.library)) == []
