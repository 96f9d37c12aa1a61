"""What was made from a file, as readers and the API get it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from repo_app.models import File, Record
from repo_app.services import derivatives
from tests.documents import prose, text_pdf
from tests.house import House, title
from tests.web.browser import Browser, words

pytestmark = pytest.mark.usefixtures("remembered")

DATA = b"%PDF-1.7 " + bytes(range(256)) * 8


@pytest.fixture(scope="module")
def record(house: House, tmp_path_factory: pytest.TempPathFactory) -> str:
    made = house.published(text_pdf([prose(40)]), "Bài 9.pdf", title=title("Bài chín"))
    path = tmp_path_factory.mktemp("made") / "made.pdf"
    path.write_bytes(DATA)
    with house.library.db.reading() as session:
        held = session.scalars(select(Record).where(Record.public_id == made)).one()
        file = session.scalars(select(File).where(File.record_id == held.id)).one()
        kinds = (derivatives.LIGHT, derivatives.SEARCHABLE)
        recipes = {kind: derivatives.recipe_of(session, kind, 1, file, held, "x") for kind in kinds}
    for kind, recipe in recipes.items():
        assert derivatives.keep(house.library, file.id, kind, path, recipe)
    return made


def test_it_is_sent_like_any_file(visitor: Browser, record: str) -> None:
    address = f"/records/{record}/files/B%C3%A0i%209.pdf?as=light"
    answer = visitor.get(address)
    assert answer.data == DATA
    assert "B%C3%A0i%209%20%28b%E1%BA%A3n%20nh%E1%BA%B9%29.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    part = visitor.get(address, Range="bytes=9-18")
    assert (part.status_code, part.data) == (206, DATA[9:19])
    assert visitor.get(address, If_None_Match=answer.headers["ETag"]).status_code == 304
    assert visitor.get(f"/records/{record}/files/B%C3%A0i%209.pdf?as=hom").status_code == 404


def test_the_api_tells_of_it_beside_its_file(visitor: Browser, record: str) -> None:
    (file,) = visitor.get(f"/api/v1/records/{record}/files").get_json()
    assert [(held["kind"], held["size"]) for held in file["derivatives"]] == [
        ("searchable", len(DATA)), ("light", len(DATA)),
    ]  # fmt: skip
    assert visitor.get(file["derivatives"][1]["url"].partition("8080")[2]).data == DATA


def test_readers_find_it_beside_the_file(visitor: Browser, house: House, record: str) -> None:
    for address in (f"/records/{record}", f"/records/{record}/read?page=1", f"/records/{record}/text?page=1"):
        page = words(visitor.text(address))
        assert "PDF có chữ (2 KB)" in page
        assert "Bản nhẹ cho mạng yếu" in page
    assert "Light copy for weak lines" in visitor.text(f"/en/records/{record}")
    other = house.published(text_pdf([prose(41)]))
    assert "Bản nhẹ" not in visitor.text(f"/records/{other}")
