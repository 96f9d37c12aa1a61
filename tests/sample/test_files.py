"""The files: what each form is made of, that a rebuild gives the same bytes, and the child that makes them."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from PIL import Image, ImageOps

import ingest
from repo_app import sample
from repo_app.sample import Form, SampleError, SampleItem, fonts, texts
from repo_app.services.suggested import known_names


def of_form(items: list[SampleItem], form: Form) -> list[SampleItem]:
    found = [item for item in items if item.form is form]
    assert found
    return found


def layer(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def test_born_digital_pdfs_carry_text_title_author_outline_and_page_numbers(items: list[SampleItem]) -> None:
    for item in of_form(items, Form.PDF):
        reader = pypdf.PdfReader(item.path)
        title = item.metadata["title"][0]["value"]
        assert reader.metadata is not None
        assert (reader.metadata.title, reader.metadata.author) == (title, "Dự án Hoclieu")
        assert 1 <= len(reader.pages) <= 4
        assert reader.outline
        text = layer(item.path)
        assert title in " ".join(text.split())
        assert f"1/{len(reader.pages)}" in text


def test_what_they_say_of_themselves_is_suggested(items: list[SampleItem]) -> None:
    for item in of_form(items, Form.PDF):
        document = ingest.read_file(item.path, ingest.Options(), ingest.Tools(), 1, lambda done, total: None)
        told = ingest.suggest(document.inspection, document.pages, known_names(), item.path.name)
        first = {one.field: one.value for one in reversed(told)}
        assert (first["publisher"], first["issued"], first["license"]) == ("Dự án Hoclieu", "2026", "cc-by-4.0")
        assert first["title"] == item.metadata["title"][0]["value"]


def test_no_page_is_empty_and_none_loses_a_word(items: list[SampleItem]) -> None:
    by_name = {material.name: material for material in texts.read_all()}
    for item in of_form(items, Form.PDF):
        words = set(re.findall(r"\w{2,}", layer(item.path)))
        for block in by_name[item.path.stem].blocks:
            for cell in (cell for row in block.rows for cell in row):
                assert set(re.findall(r"[^\W\d]{2,}", cell)) <= words
        for page in pypdf.PdfReader(item.path).pages:
            assert len(page.extract_text()) > 200


def test_scans_are_pictures_without_a_text_layer(items: list[SampleItem]) -> None:
    for item in of_form(items, Form.SCAN):
        assert layer(item.path).strip() == ""
        for page in pypdf.PdfReader(item.path).pages:
            assert [image.image.mode for image in page.images if image.image] == ["L"]
            assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]


def test_the_tiff_has_several_black_and_white_pages(items: list[SampleItem]) -> None:
    (item,) = of_form(items, Form.TIFF)
    with Image.open(item.path) as picture:
        assert (picture.n_frames, picture.mode, picture.info["dpi"]) == (2, "1", (300, 300))


def test_the_photo_lies_on_its_side_until_its_exif_tag_is_obeyed(items: list[SampleItem]) -> None:
    (item,) = of_form(items, Form.PHOTO)
    with Image.open(item.path) as picture:
        assert picture.getexif()[0x0112] == 6
        assert picture.width > picture.height
        upright = ImageOps.exif_transpose(picture)
        assert upright.size == (2448, 3264)
        desk, paper = upright.getpixel((20, 20)), upright.getpixel((600, 2900))
    assert isinstance(desk, tuple)
    assert isinstance(paper, tuple)
    assert desk[0] < 160 < paper[0]


@pytest.mark.ocr
def test_recognition_reads_the_photo_and_the_tiff(items: list[SampleItem], tmp_path: Path) -> None:
    (photo,), (tiff,) = of_form(items, Form.PHOTO), of_form(items, Form.TIFF)
    upright = tmp_path / "upright.png"
    with Image.open(photo.path) as picture:
        ImageOps.exif_transpose(picture).convert("L").save(upright)
    for path, phrases in ((upright, ["lăng quăng", "paracetamol"]), (tiff.path, ["rơm rạ", "Trichoderma"])):
        command = ["tesseract", str(path), "-", "-l", "vie+eng"]
        read = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=True,
            env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/local/bin:/usr/bin:/bin"},
        )
        for phrase in phrases:
            assert phrase in read.stdout


def test_a_second_build_gives_the_same_bytes(items: list[SampleItem], tmp_path: Path) -> None:
    again = sample.make(tmp_path)
    assert [a.path.name for a in again] == [i.path.name for i in items]
    for one, other in zip(items, again, strict=True):
        assert hashlib.sha256(one.path.read_bytes()).digest() == hashlib.sha256(other.path.read_bytes()).digest()
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([*(i.path.name for i in items), sample.MANIFEST])


def test_the_manifest_tells_what_the_items_tell(items: list[SampleItem], folder: Path) -> None:
    assert sample.read_manifest(folder) == items
    assert all(item.path.is_absolute() and item.path.stat().st_size < 2_000_000 for item in items)


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "{",
        "[{}]",
        '[{"path": "../x", "form": "pdf", "metadata": {}}]',
        '[{"path": "x", "form": "y", "metadata": {}}]',
    ],
)
def test_a_damaged_manifest_is_one_error(manifest: str, tmp_path: Path) -> None:
    (tmp_path / sample.MANIFEST).write_text(manifest, "utf-8")
    with pytest.raises(SampleError, match=r"manifest\.json"):
        sample.read_manifest(tmp_path)


def test_a_folder_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    with pytest.raises(SampleError, match="file"):
        sample.make(blocked)


def test_without_fonts_the_package_to_install_is_named(tmp_path: Path) -> None:
    with pytest.raises(SampleError, match="apt-get install fonts-dejavu-core"):
        fonts.find(texts.Face.SERIF, [tmp_path])


def test_half_a_family_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "DejaVuSans.ttf").touch()
    for name in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"):
        (tmp_path / name).touch()
    assert fonts.find(texts.Face.SANS, [tmp_path]).regular.name == "NotoSans-Regular.ttf"


def test_the_front_door_loads_no_typesetting_and_no_imaging() -> None:
    program = "import json, sys, repo_app.sample; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"reportlab", "PIL", "pypdfium2"} & set(json.loads(done.stdout))


def test_wrong_usage_of_the_builder_is_2() -> None:
    done = subprocess.run([sys.executable, "-m", "repo_app.sample.build"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage" in done.stderr
