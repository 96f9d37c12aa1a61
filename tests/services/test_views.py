"""Page images once pages have been read: upright, straight, and new to whoever kept the one from before."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from repo_app.models import Page
from repo_app.services import pages
from repo_app.values import VISITOR
from tests.documents import images_of, prose, text_pdf
from tests.house import House
from tests.photos import photographed


def size(data: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(data)).size


@pytest.mark.ocr
def test_a_turned_scan_is_shown_upright_once_it_has_been_read(house: House, tmp_path: Path) -> None:
    lying = images_of(text_pdf([prose(1, 8)]), 150)[0].rotate(90, expand=True)
    lying.save(tmp_path / "a.pdf", resolution=150)
    record = house.deposit((tmp_path / "a.pdf").read_bytes(), "a.pdf")
    house.work()
    with house.library.db.reading() as session:
        row = session.query(Page).one()
        assert (row.rotation, row.corners) == (90, None)
    upright = pages.image(house.library, house.depositor, record, None, 1, 600)
    cover = pages.thumbnail(house.library, house.depositor, record)
    for image in (upright, cover):
        wide, high = size(image.data)
        assert high > wide
    with house.library.db.writing() as session:
        session.delete(session.query(Page).one())
    before = pages.image(house.library, house.depositor, record, None, 1, 600)
    assert before.etag != upright.etag
    wide, high = size(before.data)
    assert wide > high


@pytest.mark.ocr
def test_a_photo_is_shown_straight(house: House) -> None:
    shot = photographed(images_of(text_pdf([prose(1, 8)]), 130)[0], 2, "wood", (1200, 1600))
    record = house.published(shot.jpeg(), "IMG_0001.jpg")
    shown = pages.page(house.library, VISITOR, record, None, 1)
    with house.library.db.reading() as session:
        row = session.query(Page).one()
        assert row.corners is not None
        assert len(row.corners) == 4
    wide, high = size(pages.image(house.library, VISITOR, record, None, 1, 600).data)
    assert high / wide == pytest.approx(shown.height / shown.width, rel=0.01)
