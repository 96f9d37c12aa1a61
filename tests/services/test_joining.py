"""Several photos become one document: at the door, in a record, and what is told of those that cannot be read."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from repo_app.errors import Forbidden, Invalid, NotFound, TooLarge
from repo_app.services import batch, deposit, file_terms, files, joining, originals, records
from repo_app.services.joining import Photo
from repo_app.services.joining_turns import AT_ONCE, MAY_WAIT, Busy, turn
from repo_app.values import FileView
from tests.documents import photo, prose
from tests.house import House, opened, title

pytestmark = pytest.mark.usefixtures("remembered")


def tone(gray: int) -> bytes:
    """A small picture that can be told from others."""
    out = io.BytesIO()
    Image.new("RGB", (60, 85), (gray, gray, gray)).save(out, "JPEG")
    return out.getvalue()


def sent(*photos: tuple[str, bytes]) -> list[Photo]:
    return [Photo(name, io.BytesIO(data)) for name, data in photos]


def held(house: House, record: str) -> Sequence[FileView]:
    return records.view(house.library, house.depositor, record).files


def pictures(house: House, record: str, name: str) -> list[bytes]:
    path = files.download(house.library, house.depositor, record, name).path
    assert path is not None
    return [page["/Resources"]["/XObject"]["/HoclieuPage"]._data for page in PdfReader(path).pages]  # type: ignore[index]


@pytest.mark.ocr
def test_photos_become_one_document_that_is_read(house: House) -> None:
    photos = sent(("IMG_10.jpg", photo(prose(2, 3))), ("IMG_2.jpg", photo(prose(1, 3))))
    made = joining.deposit_joined(house.library, house.depositor, photos, name="Ảnh chụp 2026-11-26")
    assert (made.file, made.left_out) == ("Ảnh chụp 2026-11-26.pdf", ())
    house.work()
    (file,) = held(house, made.record)
    assert (file.pages, file.state) == (2, "ready")
    assert [notice.code for notice in file.notices] == ["file.joined"]
    assert file.notices[0].params == {"count": 2}
    assert len(pictures(house, made.record, made.file)) == 2


def test_their_order_is_that_of_their_names_or_the_one_given(house: House) -> None:
    photos = [("b 10.jpg", tone(10)), ("b 9.jpg", tone(90)), ("a.jpg", tone(200))]
    for as_given, wanted in ((False, [200, 90, 10]), (True, [10, 90, 200])):
        made = joining.deposit_joined(house.library, house.depositor, sent(*photos), name="x", as_given=as_given)
        assert pictures(house, made.record, made.file) == [tone(gray) for gray in wanted]


def test_one_that_cannot_be_read_does_not_spoil_the_rest(house: House) -> None:
    photos = sent(("image.jpg", tone(1)), ("image.jpg", b"\xff\xd8\xffhong"), ("image.jpg", tone(3)))
    made = joining.deposit_joined(house.library, house.depositor, photos, name="x")
    assert made.left_out == (1,)
    told = {notice.code: notice.params for notice in held(house, made.record)[0].notices}
    assert told == {
        "file.joined": {"count": 2},
        "file.joined_without": {"names": "image.jpg"},
    }
    assert len(pictures(house, made.record, "x.pdf")) == 2
    house.work()
    assert {notice.code for notice in held(house, made.record)[0].notices} >= set(told), "a reading forgets it not"


def test_where_nothing_can_be_kept_nothing_is(house: House) -> None:
    def send(*photos: tuple[str, bytes]) -> None:
        joining.deposit_joined(house.library, house.depositor, sent(*photos), name="x")

    with pytest.raises(Invalid) as none:
        send(("a", b"\xff\xd8\xff"), ("b", b"\xff\xd8\xff"))
    assert none.value.code == "file.none_readable"
    with pytest.raises(Invalid) as many:
        send(*[("a", tone(1))] * 51)
    assert many.value.code == "file.join_too_many"
    assert records.mine(house.library, house.depositor).total == 0
    assert list(house.library.spool.iterdir()) == []


def test_who_comes_while_many_are_made_is_told_to_come_again(house: House) -> None:
    """Else eight teachers with photos would hold all threads of the site."""
    photos = (("1.png", tone(200)), ("2.png", tone(100)))
    there = joining.deposit_joined(house.library, house.depositor, sent(*photos), name="x")
    with ExitStack() as held:
        for _ in range(AT_ONCE):
            held.enter_context(turn())
        waiting = [threading.Thread(target=enter_and_leave) for _ in range(MAY_WAIT)]
        for thread in waiting:
            thread.start()
        with pytest.raises(Busy) as caught:
            time.sleep(0.2)  # until the one that waits has its place
            joining.deposit_joined(house.library, house.depositor, sent(*photos), name="Ảnh")
        assert (caught.value.code, caught.value.status) == ("photos.busy", 503)
        assert originals.take_apart(house.library, house.depositor, there.record, there.file) == 2
    for thread in waiting:
        thread.join(10)
    assert joining.deposit_joined(house.library, house.depositor, sent(*photos), name="Ảnh").file


def test_no_request_makes_a_document_for_longer_than_it_may(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    record = draft(house, 3, 4)
    monkeypatch.setattr(joining, "LONGEST", 0.0)
    for _ in range(AT_ONCE + MAY_WAIT):  # each gives its turn back
        with pytest.raises(TooLarge) as caught:
            joining.join_files(house.library, house.depositor, record, ["3.jpg", "4.jpg"], name="y")
        assert caught.value.code == "photos.too_long"
    assert [file.name for file in held(house, record)] == ["3.jpg", "4.jpg"]
    with pytest.raises(TooLarge):
        joining.deposit_joined(house.library, house.depositor, sent(("5", tone(5)), ("6", tone(6))), name="z")
    assert records.mine(house.library, house.depositor).total == 1


def enter_and_leave() -> None:
    with turn():
        pass


def test_together_they_are_no_larger_than_a_file_may_be(tmp_path: Path) -> None:
    noise = io.BytesIO()
    Image.effect_noise((1000, 900), 100).save(noise, "JPEG", quality=95)
    photos = sent(*[(f"{number}.jpg", noise.getvalue()) for number in range(4)])
    with opened(tmp_path / "var", MAX_FILE_MB="1") as house, pytest.raises(TooLarge) as refused:
        joining.deposit_joined(house.library, house.depositor, photos, name="x")
    assert refused.value.code == "file.join_too_large"


def draft(house: House, *grays: int) -> str:
    record = house.deposit(tone(grays[0]), f"{grays[0]}.jpg")
    for gray in grays[1:]:
        deposit.add_file(house.library, house.depositor, record, io.BytesIO(tone(gray)), f"{gray}.jpg")
    return record


def test_images_of_a_record_become_a_document_in_their_place(house: House) -> None:
    record = draft(house, 1, 2, 3, 4)
    made = joining.join_files(house.library, house.depositor, record, ["4.jpg", "2.jpg"], name="Ảnh")
    assert [file.name for file in held(house, record)] == ["1.jpg", "Ảnh.pdf", "3.jpg"]
    assert pictures(house, record, made.file) == [tone(4), tone(2)]
    house.work()
    assert {file.state for file in held(house, record)} == {"ready"}


def test_it_is_called_as_its_record_where_somebody_named_that(house: House) -> None:
    record = draft(house, 5, 6)
    house.described(record, title=title("Sổ tay: ủ phân/2"))
    made = joining.join_files(house.library, house.depositor, record, ["5.jpg", "6.jpg"], name="Ảnh")
    assert made.file == "Sổ tay ủ phân 2.pdf"
    again = joining.add_joined(house.library, house.depositor, record, sent(("a", tone(7)), ("b", tone(8))), name="Ảnh")
    assert again.file == "Sổ tay ủ phân 2-2.pdf"


@pytest.mark.parametrize(
    ("names", "code"),
    [(["1.jpg"], "file.join_needs_two"), (["1.jpg", "1.jpg"], "file.join_needs_two"), ([], "file.join_needs_two")],
)
def test_one_photo_is_no_document(house: House, names: list[str], code: str) -> None:
    record = draft(house, 1, 2)
    with pytest.raises(Invalid) as refused:
        joining.join_files(house.library, house.depositor, record, names, name="Ảnh")
    assert refused.value.code == code


def test_only_who_may_change_the_files_may_join_them(house: House) -> None:
    record = draft(house, 1, 2)
    for person, problem in ((house.stranger, NotFound), (house.manager_elsewhere, NotFound)):
        with pytest.raises(problem):
            joining.join_files(house.library, person, record, ["1.jpg", "2.jpg"], name="Ảnh")
        with pytest.raises(problem):
            joining.add_joined(house.library, person, record, sent(("a", tone(7)), ("b", tone(8))), name="Ảnh")
    house.described(record, title=title("Ảnh"))
    records.publish(house.library, house.reviewer, record)
    with pytest.raises(Forbidden):
        joining.join_files(house.library, house.depositor, record, ["1.jpg", "2.jpg"], name="Ảnh")
    with pytest.raises(NotFound):
        joining.join_files(house.library, house.reviewer, record, ["1.jpg", "none.jpg"], name="Ảnh")


def test_what_is_a_photo_is_told_by_its_bytes() -> None:
    assert joining.are_photos([io.BytesIO(tone(1)), io.BytesIO(tone(2))])
    assert not joining.are_photos([io.BytesIO(tone(1))])
    assert not joining.are_photos([io.BytesIO(tone(1)), io.BytesIO(b"%PDF-1.7")])
    assert not joining.are_photos([io.BytesIO(tone(1)), io.BytesIO(b"")])


def test_photos_of_a_document_that_is_here_already_take_no_room(house: House, tmp_path: Path) -> None:
    """The same pictures with other words beside them: another file each, the same document."""

    def folder(name: str, comment: bytes) -> list[Path]:
        (tmp_path / name).mkdir()
        paths = [tmp_path / name / f"{number}.jpg" for number in (1, 2)]
        for gray, path in enumerate(paths):
            Image.new("L", (60, 85), 100 + gray).save(path, "JPEG", comment=comment)
        return paths

    first = batch.take_in_photos(house.library, house.admin, tmp_path / "a", folder("a", b"home"))
    before = set(house.library.blobs.store.iter_keys())
    again = batch.take_in_photos(house.library, house.admin, tmp_path / "b", folder("b", b"school"))
    assert (again.status, again.record) == ("duplicate", first.record)
    assert set(house.library.blobs.store.iter_keys()) == before


def test_what_is_closed_in_one_photo_stays_closed_in_the_document(house: House) -> None:
    record = house.deposit(tone(1), "a.jpg")
    for name, gray in (("b.jpg", 2), ("c.jpg", 3)):
        deposit.add_file(house.library, house.depositor, record, io.BytesIO(tone(gray)), name)
    file_terms.set_terms(house.library, house.depositor, record, "a.jpg", "cc-by-nc-3.0-vn", None)
    file_terms.set_terms(house.library, house.depositor, record, "b.jpg", "in-copyright", "Ảnh: báo Kon Tum")
    made = joining.join_files(house.library, house.depositor, record, ["a.jpg", "b.jpg", "c.jpg"], name="x")
    (document,) = held(house, record)
    assert document.name == made.file
    assert document.license == "in-copyright"
    assert document.third_party == "a.jpg: CC BY-NC 3.0 VN\nẢnh: báo Kon Tum"
