"""Which models read a page, by what is allowed and by the languages of its record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import Options, Tools, recipe
from ingest.ocr.languages import MODELS, choose, models_for


@pytest.mark.parametrize(
    ("code", "models"),
    [
        ("vi", ("vie",)),
        ("VIE", ("vie",)),
        ("en-GB", ("eng",)),
        ("pt_BR", ("por",)),
        ("zh", ("chi_sim", "chi_tra")),
        ("zh-Hant", ("chi_tra",)),
        ("km", ("khm",)),
        ("lo", ("lao",)),
        ("jra", ()),
        ("", ()),
    ],
)
def test_a_language_names_its_models(code: str, models: tuple[str, ...]) -> None:
    assert models_for(code) == models


@pytest.mark.parametrize(
    ("allowed", "languages", "models", "lacking"),
    [
        ("vie+eng", (), "vie+eng", ()),
        ("vie+eng", ("en",), "eng+vie", ()),
        ("vie+eng", ("vi", "en"), "vie+eng", ()),
        ("eng+vie+fra", ("fr", "vi"), "fra+vie+eng", ()),
        ("vie+eng", ("jra", "vi", "sed"), "vie+eng", ("jra", "sed")),
        ("vie", ("en",), "vie", ("en",)),
        ("vie+vie", ("vi", "vi"), "vie", ()),
        ("vie+chi_sim+chi_tra", ("zh-Hant", "zh"), "chi_tra+chi_sim+vie", ()),
    ],
)
def test_the_record_chooses_among_what_is_allowed(
    allowed: str, languages: tuple[str, ...], models: str, lacking: tuple[str, ...]
) -> None:
    choice = choose(allowed, languages)
    assert (choice.models, choice.lacking) == (models, lacking)


@given(
    st.lists(st.sampled_from(["vie", "eng", "fra", "khm"]), min_size=1).map("+".join),
    st.lists(st.one_of(st.sampled_from(sorted(MODELS)), st.text(max_size=6))),
)
def test_nothing_is_used_that_is_not_allowed_and_nothing_allowed_is_lost(allowed: str, codes: list[str]) -> None:
    choice = choose(allowed, codes)
    assert sorted(choice.models.split("+")) == sorted(set(allowed.split("+")))
    assert set(choice.lacking) <= set(codes)


@pytest.mark.ocr
def test_the_languages_of_the_record_are_part_of_the_recipe(tools: Tools) -> None:
    assert recipe(Options(), tools) != recipe(Options(record_languages=("en",)), tools)
