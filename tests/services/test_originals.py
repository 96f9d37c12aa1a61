"""The photos that a document was made of: kept as they came, given back so, and shown to nobody else."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pillow_heif
import pytest
from PIL import Image
from sqlalchemy import func, select

from repo_app.errors import Conflict, Forbidden, NotFound, NotSignedIn
from repo_app.models import Original
from repo_app.services import deposit, files, joining, originals, pages, records
from repo_app.services.joining import Photo
from repo_app.services.translation import BytesMissing
from repo_app.values import VISITOR, Person
from tests.house import House, title

pytestmark = pytest.mark.usefixtures("remembered")

pillow_heif.register_heif_opener()
PLACE = "12 Tran Phu"


def encoded(gray: int, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 85), (gray, gray, 90)).save(out, kind, **options)
    return out.getvalue()


def phone_photo(gray: int, kind: str = "JPEG") -> bytes:
    """A photo that says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = PLACE
    exif.get_ifd(0x8825).update({1: "N", 2: (14.0, 21.0, 30.0), 3: "E", 4: (108.0, 0.0, 0.0)})
    return encoded(gray, kind, exif=exif.tobytes(), quality=60)


def every_format() -> dict[str, bytes]:
    frames = io.BytesIO()
    first = Image.new("1", (60, 85), 1)
    first.save(frames, "TIFF", save_all=True, append_images=[Image.new("1", (60, 85), 0)])
    return {
        "IMG_1.jpg": phone_photo(10),
        "IMG_2.HEIC": phone_photo(20, "HEIF"),
        "IMG_3.webp": phone_photo(30, "WEBP"),
        "IMG_4.png": encoded(40, "PNG"),
        "IMG_5.tif": frames.getvalue(),
        "IMG_6.avif": phone_photo(60, "AVIF"),
        "chụp 7.jpg": encoded(70, "PNG"),  # under another ending
    }


def joined(house: House, photos: Mapping[str, bytes]) -> joining.JoinedFile:
    sent = [Photo(name, io.BytesIO(data)) for name, data in photos.items()]
    return joining.deposit_joined(house.library, house.depositor, sent, name="Ảnh", as_given=True)


def held(house: House, record: str) -> dict[str, bytes]:
    """The record's files as they are handed out to its depositor."""
    names = [file.name for file in records.view(house.library, house.depositor, record).files]
    return {name: handed_out(house, record, name) for name in names}


def handed_out(house: House, record: str, name: str, person: Person | None = None) -> bytes:
    download = files.download(house.library, person or house.depositor, record, name)
    with download.open(0, None) as stream:
        return stream.read()


def test_taken_apart_every_photo_is_what_it_was(house: House) -> None:
    photos = every_format()
    made = joined(house, photos)
    assert list(held(house, made.record)) == ["Ảnh.pdf"]
    assert originals.take_apart(house.library, house.depositor, made.record, made.file) == len(photos)
    assert list(held(house, made.record).items()) == list(photos.items())
    house.work()
    views = records.view(house.library, house.depositor, made.record).files
    assert {file.state for file in views} == {"ready"}
    assert [file.name for file in views if file.notices] == ["chụp 7.jpg"]
    with house.library.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Original)) == 0


def test_photos_of_a_record_come_back_to_their_place_whatever_was_done_with_them(house: House) -> None:
    record = house.deposit(phone_photo(1), "a.jpg")
    for name in ("b.jpg", "c.jpg", "d.jpg"):
        deposit.add_file(house.library, house.depositor, record, io.BytesIO(phone_photo(ord(name[0]))), name)
    before = held(house, record)
    for _ in range(2):
        made = joining.join_files(house.library, house.depositor, record, ["c.jpg", "b.jpg"], name="Ảnh")
        assert list(held(house, record)) == ["a.jpg", made.file, "d.jpg"]
        assert originals.take_apart(house.library, house.depositor, record, made.file) == 2
        assert list(held(house, record)) == ["a.jpg", "c.jpg", "b.jpg", "d.jpg"]
        assert held(house, record) == before


def test_some_of_the_photos_that_came_back_are_joined_in_their_place(house: House) -> None:
    record = house.deposit(phone_photo(1), "a.jpg")
    for name in ("b.jpg", "c.jpg", "d.jpg"):
        deposit.add_file(house.library, house.depositor, record, io.BytesIO(phone_photo(ord(name[0]))), name)
    made = joining.join_files(house.library, house.depositor, record, ["a.jpg", "b.jpg", "c.jpg"], name="Ảnh")
    originals.take_apart(house.library, house.depositor, record, made.file)
    made = joining.join_files(house.library, house.depositor, record, ["a.jpg", "b.jpg"], name="Ảnh")
    assert list(held(house, record)) == [made.file, "c.jpg", "d.jpg"]


def test_photos_of_one_name_come_back_by_names_of_their_own(house: House) -> None:
    sent = [Photo("image.jpg", io.BytesIO(encoded(gray, "JPEG"))) for gray in (1, 2)]
    made = joining.deposit_joined(house.library, house.depositor, sent, name="x")
    originals.take_apart(house.library, house.depositor, made.record, made.file)
    assert held(house, made.record) == {"image.jpg": encoded(1, "JPEG"), "image-2.jpg": encoded(2, "JPEG")}


def test_only_a_draft_and_only_what_was_joined_here_is_taken_apart(house: House) -> None:
    made = joined(house, {"1.jpg": encoded(1, "JPEG"), "2.jpg": encoded(2, "JPEG")})
    single = house.deposit(encoded(3, "JPEG"), "3.jpg")
    with pytest.raises(NotFound):
        originals.take_apart(house.library, house.stranger, made.record, made.file)
    with pytest.raises(Conflict):
        originals.take_apart(house.library, house.depositor, single, "3.jpg")
    house.described(made.record, title=title("Ảnh"))
    records.publish(house.library, house.reviewer, made.record)
    with pytest.raises(Conflict):
        originals.take_apart(house.library, house.reviewer, made.record, made.file)


def test_where_a_photo_is_lost_the_document_stays(house: House) -> None:
    made = joined(house, {"1.jpg": encoded(1, "JPEG"), "2.jpg": encoded(2, "JPEG")})
    lost = originals.originals(house.library, house.depositor, made.record)[made.file][1]
    path = house.library.blobs.local_path(lost.sha256)
    assert path is not None
    path.unlink()
    with pytest.raises(BytesMissing):
        originals.take_apart(house.library, house.depositor, made.record, made.file)
    assert list(held(house, made.record)) == ["Ảnh.pdf"]


def test_who_works_on_the_record_gets_the_photos_and_nobody_else(house: House) -> None:
    photos = every_format()
    made = joined(house, photos)
    house.described(made.record, title=title("Ảnh"))
    records.publish(house.library, house.reviewer, made.record)
    for person in (house.depositor, house.reviewer):
        kept = originals.originals(house.library, person, made.record)[made.file]
        assert [(one.name, one.size) for one in kept] == [(name, len(data)) for name, data in photos.items()]
        download = files.original(house.library, person, made.record, made.file, 2)
        assert (download.name, download.media_type, download.inline) == ("IMG_2.HEIC", "image/heic", False)
        with download.open(0, None) as stream:
            assert stream.read() == photos["IMG_2.HEIC"]
        for position in (0, len(photos) + 1):
            with pytest.raises(NotFound):
                files.original(house.library, person, made.record, made.file, position)
    for other, problem in ((VISITOR, NotSignedIn), (house.stranger, Forbidden), (house.manager_elsewhere, Forbidden)):
        with pytest.raises(problem):
            originals.originals(house.library, other, made.record)
        with pytest.raises(problem):
            files.original(house.library, other, made.record, made.file, 1)


def test_nothing_that_readers_get_says_where_a_photo_was_taken(house: House) -> None:
    photos = {f"{at}.{kind}": phone_photo(at, kind) for at, kind in enumerate(("JPEG", "WEBP", "HEIF", "AVIF"), 1)}
    assert all(PLACE.encode() in data for data in photos.values())
    made = joined(house, photos)
    house.described(made.record, title=title("Ảnh"))
    records.publish(house.library, house.reviewer, made.record)
    house.work()
    readers = [handed_out(house, made.record, made.file, VISITOR)]
    for number in range(1, len(photos) + 1):
        readers.append(pages.image(house.library, VISITOR, made.record, None, number, 800).data)
    assert not any(PLACE.encode() in data or b"GPS" in data or b"Exif\0" in data for data in readers)
