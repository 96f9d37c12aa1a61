"""Every vocabulary is whole, and its terms are known by all of their names."""

from __future__ import annotations

import pytest

from repo_app import vocabularies
from repo_app.values.metadata import VOCABULARIES_OF, MetadataFault, parse
from repo_app.vocabularies import NAMES, key, load


@pytest.mark.parametrize("name", NAMES)
def test_each_name_of_a_vocabulary_means_one_term(name: str) -> None:
    meant: dict[str, str] = {}
    for term in load(name).terms.values():
        assert set(term.labels) == {"vi", "en"}
        assert all(label.strip() == label != "" for label in term.labels.values())
        for called in term.names:
            assert meant.setdefault(key(called), term.id) == term.id, called
    assert "" not in meant


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_short_and_plain(name: str) -> None:
    for term in load(name).terms:
        assert len(term) <= 40
        assert term.isascii()
        assert term == term.lower()
        assert not set(term) - set("abcdefghijklmnopqrstuvwxyz0123456789-.")


@pytest.mark.parametrize(
    ("name", "typed", "term"),
    [
        ("subjects", "Toán", "toan"),
        ("subjects", "VẬT LÝ", "vat-li"),
        ("subjects", "vat li", "vat-li"),
        ("subjects", "Hoá học", "hoa-hoc"),
        ("subjects", "KHTN", "khoa-hoc-tu-nhien"),
        ("subjects", "Tiếng Anh", "ngoai-ngu-1"),
        ("subjects", "Mỹ thuật", "mi-thuat"),
        ("grades", "lớp 9", "grade-9"),
        ("grades", "Grade 12", "grade-12"),
        ("grades", "THCS", "lower-secondary"),
        ("resource-types", "giáo án", "lesson-plan"),
        ("licenses", "cc-by", "cc-by-4.0"),
        ("languages", "bahnar", "bdq"),
    ],
)
def test_a_term_is_known_by_any_of_its_names(name: str, typed: str, term: str) -> None:
    found = load(name).called(typed)
    assert found is not None
    assert found.id == term


@pytest.mark.parametrize("typed", ["", "?", "Toán cao cấp", "lớp", "\x00"])
def test_what_names_no_term_is_none(typed: str) -> None:
    assert load("subjects").called(typed) is None


def test_every_grade_has_its_level_and_the_programme_is_whole() -> None:
    terms = load("grades").terms
    grades = [term for term in terms.values() if term.facts["kind"] == "grade"]
    assert [grade.id for grade in grades] == [f"grade-{number}" for number in range(1, 13)]
    assert all(terms[grade.facts["level"]].facts["kind"] == "level" for grade in grades)
    school = [term for term in load("subjects").terms.values() if term.facts["kind"] == "school"]
    assert len(school) == 29
    for subject in school:
        first, _, last = subject.facts["grades"].partition("-")
        assert {f"grade-{first}", f"grade-{last}"} <= terms.keys()


@pytest.mark.parametrize(("field", "term"), [("subject", "toan"), ("educationLevel", "grade-9")])
def test_metadata_takes_terms_and_free_text(field: str, term: str) -> None:
    assert set(VOCABULARIES_OF[field]) & set(NAMES)
    assert parse({field: [{"id": term}, {"value": "Chuyên đề"}]}).first(field) == term
    with pytest.raises(MetadataFault) as caught:
        parse({field: [{"id": "khong-co"}]})
    assert caught.value.code == "metadata.unknown_term"


def test_an_unknown_vocabulary_is_an_error_of_the_caller() -> None:
    with pytest.raises(KeyError):
        vocabularies.load("colours")
