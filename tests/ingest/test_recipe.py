"""The key of a page's result."""

from dataclasses import replace

import pytest

from ingest import Options, Tools, recipe


def test_equal_options_give_an_equal_key_that_people_can_read(naughty: Tools) -> None:
    options = Options(engine="reads")
    key = recipe(options, naughty)
    assert key == recipe(replace(options), naughty)
    assert key.startswith("reads-0-vie+eng-300dpi-")
    assert len(key) < 80


@pytest.mark.parametrize(
    "change", [{"languages": "vie"}, {"dpi": 200}, {"force_ocr": True}, {"engine": "lies"}, {"max_raster_pixels": 1}]
)
def test_each_option_that_changes_a_page_changes_the_key(naughty: Tools, change: dict[str, object]) -> None:
    options = Options(engine="reads")
    assert recipe(replace(options, **change), naughty) != recipe(options, naughty)  # type: ignore[arg-type]


def test_limits_that_only_refuse_do_not_change_it(naughty: Tools) -> None:
    options = Options(engine="reads")
    assert recipe(replace(options, max_pages=5), naughty) == recipe(options, naughty)


@pytest.mark.ocr
def test_the_installed_tesseract_is_named() -> None:
    assert recipe(Options()).startswith("tesseract-")
    assert "missing" not in recipe(Options())


def test_a_missing_engine_is_said(monkeypatch: pytest.MonkeyPatch, tools: Tools) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert recipe(Options(), tools).startswith("tesseract-missing-")


def test_however_many_models_are_listed_a_recipe_fits_its_column_and_tells_them_apart() -> None:
    many = "+".join(f"script/Language{number}" for number in range(40))
    long, other = (recipe(Options(languages=listed)) for listed in (many, f"{many}+vie"))
    assert len(long) == len(other) <= 120
    assert long != other
