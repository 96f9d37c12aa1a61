"""Image files: upright by EXIF, frames of a TIFF, bombs and cut-off files; the engine is one that answers at once."""

import struct
import zlib
from collections.abc import Callable, Generator, Mapping
from pathlib import Path

import pytest
from PIL import Image

from ingest import Damaged, Options, TooLarge, Tools, inspect, read_file, read_pages
from ingest.sandbox import Json, Limits, Sandbox
from tests.ingest.makers import LESSON, encoded, printed

READS = Options(engine="reads")


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("kind", "extension"), [("JPEG", ".jpg"), ("PNG", ".png"), ("WEBP", ".webp"), ("TIFF", ".tif")]
)
def test_one_page_of_any_kind(tmp_path: Path, naughty: Tools, kind: str, extension: str) -> None:
    path = written(tmp_path / f"a{extension}", encoded(printed(LESSON), kind))
    assert inspect(path, path.name, READS, naughty).pages == 1
    (page,) = read_pages(path, [1], READS, naughty)
    assert (page.origin, page.text, page.width, page.height) == ("ocr", "đọc được", 620, 874)
    assert page.confidence == pytest.approx((3 * 0.5 + 4 * 0.9) / 7)
    assert page.words[0].box == (10, 20, 30, 40)  # its letters are as high as the engine wants them


@pytest.mark.parametrize(("orientation", "rotation"), [(1, 0), (3, 180), (6, 90), (8, 270)])
def test_exif_makes_a_photo_upright(tmp_path: Path, naughty: Tools, orientation: int, rotation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = written(tmp_path / "a.jpg", encoded(printed(LESSON), "JPEG", exif=exif))
    (page,) = read_pages(path, [1], READS, naughty)
    assert page.rotation == rotation
    assert (page.width, page.height) == ((620, 874) if rotation in (0, 180) else (874, 620))


def test_each_frame_of_a_tiff_is_a_page_with_its_own_size(tmp_path: Path, naughty: Tools) -> None:
    first, others = printed(LESSON), [printed(LESSON, dpi=100), Image.new("1", (300, 400), 1)]
    path = written(tmp_path / "a.tif", encoded(first, "TIFF", save_all=True, append_images=others))
    assert inspect(path, "a.tif", READS, naughty).pages == 3
    pages = list(read_pages(path, [3, 1, 2], READS, naughty))
    assert [(page.number, page.width, page.origin) for page in pages] == [
        (3, 300, "none"),
        (1, 620, "ocr"),
        (2, 413, "ocr"),
    ]
    with pytest.raises(TooLarge) as caught:
        inspect(path, "a.tif", Options(max_pages=2), naughty)
    assert caught.value.code == "file.too_many_pages"


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "CMYK", "1", "I;16"])
def test_every_kind_of_pixel_is_read_on_white(tmp_path: Path, naughty: Tools, mode: str) -> None:
    plain = printed(LESSON)
    if mode in ("RGBA", "LA"):
        image = Image.new(mode, plain.size)  # transparent black: paper, not ink
    elif mode == "I;16":
        image = plain.convert("I").point(lambda value: value * 250).convert("I;16")
    else:
        image = plain.convert(mode)
    path = written(tmp_path / "a.tif", encoded(image, "TIFF"))
    (page,) = read_pages(path, [1], READS, naughty)
    assert page.origin == ("none" if mode in ("RGBA", "LA") else "ocr")
    assert page.warnings == ()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_cut_off_image_is_damaged(tmp_path: Path, tools: Tools, kind: str) -> None:
    data = encoded(printed(LESSON), kind)
    path = written(tmp_path / "a", data[: len(data) * 2 // 3])
    with pytest.raises(Damaged) as caught:
        inspect(path, "a", Options(), tools)
    told: list[int] = []
    with pytest.raises(Damaged) as again:
        read_file(path, Options(), tools, 1, lambda done, total: told.append(done))
    assert (again.value.code, again.value.params) == (caught.value.code, caught.value.params)
    assert told == []


def test_one_picture_is_opened_by_one_child(tmp_path: Path, naughty: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    verbs: list[str] = []
    run = Sandbox.run

    def counted(
        sandbox: Sandbox, verb: str, request: Mapping[str, Json], limits: Limits, cancelled: Callable[[], bool]
    ) -> Generator[Json, None, None]:
        verbs.append(verb)
        return run(sandbox, verb, request, limits, cancelled)

    monkeypatch.setattr(Sandbox, "run", counted)
    path = written(tmp_path / "a.png", encoded(printed(LESSON), "JPEG"))
    told: list[tuple[int, int]] = []
    document = read_file(path, READS, naughty, 2, lambda done, total: told.append((done, total)))
    assert verbs == ["ocr"]
    assert told == [(1, 1)]
    assert [page.text for page in document.pages] == ["đọc được"]
    assert document.inspection == inspect(path, "a.png", READS, naughty)


def test_a_bomb_is_refused_by_its_header(tmp_path: Path, tools: Tools) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 0, 0, 0, 0)
    png = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )
    path = written(tmp_path / "bomb.png", png)
    with pytest.raises(TooLarge) as caught:
        inspect(path, "bomb.png", Options(), tools)
    assert caught.value.code == "file.too_many_pixels"
    assert caught.value.params["limit"] == 100_000_000
    with pytest.raises(TooLarge, match=r"file\.too_many_pixels"):
        read_file(path, Options(), tools, 1, lambda done, total: None)


def test_a_large_image_is_read_smaller_than_the_raster_limit(tmp_path: Path, naughty: Tools) -> None:
    path = written(tmp_path / "a.png", encoded(printed(LESSON, dpi=300), "PNG"))
    (page,) = read_pages(path, [1], Options(engine="reads", max_raster_pixels=500_000), naughty)
    assert 400_000 < page.width * page.height <= 501_000
