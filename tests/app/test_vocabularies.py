"""Every vocabulary is whole, and its terms are known by all of their names."""

from __future__ import annotations

import re

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
        ("topics", "Kỹ năng số", "ki-nang-so"),
        ("ethnic-groups", "gie trieng", "dan-toc-gie-trieng"),
        ("places", "kontum", "kon-tum"),
        ("places", "Quảng Ngãi", "quang-ngai"),
        ("places", "TP HCM", "ho-chi-minh"),
    ],
)
def test_a_term_is_known_by_any_of_its_names(name: str, typed: str, term: str) -> None:
    found = load(name).called(typed)
    assert found is not None
    assert found.id == term


@pytest.mark.parametrize("typed", ["", "?", "Toán cao cấp", "lớp", "\x00"])
def test_what_names_no_term_is_none(typed: str) -> None:
    assert load("subjects").called(typed) is None


LINKED = {  # the vocabulary that the ids of a link belong to, where it is another one than the term's own
    "languages": "languages",
    "compulsory": "grades",
    "elective": "grades",
    "optional": "grades",
}
SAME = {"broader", "related", "replaced_by", "region"}


@pytest.mark.parametrize("name", NAMES)
def test_no_link_leads_nowhere_and_nothing_is_its_own_part(name: str) -> None:
    held = load(name)
    assert re.fullmatch(r"20[0-9]{2}\.[0-9]+", held.version)
    assert held.source
    for term in held.terms.values():
        assert term.links.keys() <= LINKED.keys() | SAME
        assert not {"id", "label", "alternatives"} & {*term.facts, *term.links}
        for link, ids in term.links.items():
            known = load(LINKED.get(link, name)).terms
            assert ids
            assert set(ids) <= known.keys() - ({term.id} if link in SAME else set())
        for link in ("broader", "replaced_by"):
            assert term.id not in _reached(held, term.id, link)


def _reached(held: vocabularies.Vocabulary, start: str, link: str) -> set[str]:
    found: set[str] = set()
    left = [start]
    while left:
        ids = set(held.terms[left.pop()].links.get(link, ())) - found
        found |= ids
        left += ids
    return found


def test_ids_are_unique_across_the_vocabularies_of_one_key() -> None:
    for names in VOCABULARIES_OF.values():
        ids = [term for name in names if name in NAMES for term in load(name).terms]
        assert len(ids) == len(set(ids))


def test_every_grade_has_its_level() -> None:
    terms = load("grades").terms
    grades = [term for term in terms.values() if term.facts["kind"] == "grade"]
    school = [grade.id for grade in grades if grade.id.startswith("grade-")]
    assert school == [f"grade-{number}" for number in range(1, 13)]
    assert all(terms[grade.facts["level"]].facts["kind"] == "level" for grade in grades)
    levels = [term.id for term in terms.values() if term.facts["kind"] == "level"]
    assert (levels[0], levels[-1]) == ("preschool", "community")


def test_the_programme_of_2018_is_a_matrix_of_subjects_and_grades() -> None:
    subjects, grades = load("subjects").terms, load("grades").terms
    taught = {
        subject.id: [grade for link in ("compulsory", "elective", "optional") for grade in subject.links.get(link, ())]
        for subject in subjects.values()
    }
    assert len(taught) == 29
    assert all(len(held) == len(set(held)) > 0 for held in taught.values())
    levels = {(subject, grades[grade].facts["level"]) for subject, held in taught.items() for grade in held}
    assert len(levels) == 45
    assert subjects["ngoai-ngu-1"].links["optional"] == ("grade-1", "grade-2")
    assert taught["vat-li"] == ["grade-10", "grade-11", "grade-12"]


def test_the_groups_of_the_country_are_fifty_four() -> None:
    groups = load("ethnic-groups").terms
    assert [group.facts["code"] for group in groups.values()] == [f"{number:02}" for number in range(1, 55)]
    assert groups["dan-toc-gie-trieng"].links["languages"] == ("jeh", "stg")


PROVINCES = {"province", "municipality"}


@pytest.mark.parametrize(("day", "count"), [("2024-12-31", 63), ("2025-06-30", 63), ("2025-07-01", 34)])
def test_provinces_are_as_many_as_there_were_that_day(day: str, count: int) -> None:
    places = [term for term in load("places").terms.values() if term.facts["kind"] in PROVINCES]
    there = [term for term in places if term.facts.get("from", "") <= day <= term.facts.get("until", "9999")]
    assert len(there) == count
    assert len({term.labels["vi"] for term in there}) == count


def test_what_ended_says_what_it_became() -> None:
    places = load("places").terms
    for term in places.values():
        assert ("until" in term.facts) == ("replaced_by" in term.links)
        for heir in term.links.get("replaced_by", ()):
            assert places[heir].facts.get("until", "9999") > term.facts["until"]
    parts = sorted(term.id for term in places.values() if "quang-ngai" in term.links.get("replaced_by", ()))
    assert {"kon-tum", "quang-ngai-until-2025", "sa-thay"} <= set(parts)


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
