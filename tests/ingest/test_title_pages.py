"""Suggestions of whole works, as title pages, lesson plans, papers and imprints of many kinds are written."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from statistics import mean
from typing import Any

import pytest

from ingest import Inspection, Page, Suggestion, suggest
from ingest.detect import PDF
from ingest.metadata import suggesting
from repo_app.services.suggested import known_names
from tests.ingest.sheets import read
from tests.title_pages import Work, draw, works

WORKS = {work.name: work for work in works()}
ROLES = {
    "creator": (
        "general-editor", "editor-in-chief", "author", "compiler", "teacher", "presenter", "issuing-body"
    ),
    "contributor": ("illustrator", "translator", "supervisor"),
}  # fmt: skip


def each(key: str, told: str = "") -> list[Any]:
    """The works (that tell `told`); what is known to be missed of one has to be missed, else its file says too much."""
    return [
        pytest.param(name, marks=[pytest.mark.xfail(strict=True)] if key in work.truth.get("missed", []) else [])
        for name, work in WORKS.items()
        if not told or told in work.truth
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("works")


@cache
def pages_of(name: str, folder: Path) -> tuple[Page, ...]:
    return tuple(read(draw(WORKS[name], folder / f"{name}.pdf")))


@cache
def found_in(name: str, folder: Path) -> tuple[Suggestion, ...]:
    pages = pages_of(name, folder)
    return suggest(Inspection(PDF, len(pages)), pages, known_names())


def values(found: Sequence[Suggestion], key: str) -> list[str]:
    return [one.value for one in found if one.field == key]


def first(found: Sequence[Suggestion], key: str) -> str | None:
    return next(iter(values(found, key)), None)


def accepted(work: Work, key: str) -> list[str]:
    return [*work.truth.get(key, []), *work.truth.get(f"accept-{key}", [])]


@pytest.mark.parametrize("name", each("title"))
def test_the_title_is_the_printed_one_written_as_in_a_sentence(name: str, folder: Path) -> None:
    assert first(found_in(name, folder), "title") in accepted(WORKS[name], "title")


@pytest.mark.parametrize("name", each("people"))
def test_people_are_named_with_their_roles_and_nobody_else_is(name: str, folder: Path) -> None:
    work = WORKS[name]
    found = [(one.field, one.role, one.value) for one in found_in(name, folder) if one.field in ROLES]
    told = [(key, role, who) for key, roles in ROLES.items() for role in roles for who in work.truth.get(role, [])]
    assert sorted(found, key=repr) == sorted(told, key=repr)


@pytest.mark.parametrize("name", each("issued"))
def test_its_date_is_that_of_the_work(name: str, folder: Path) -> None:
    assert first(found_in(name, folder), "issued") in (accepted(WORKS[name], "issued") or [None])


@pytest.mark.parametrize("name", each("license"))
def test_its_licence_and_its_school_year(name: str, folder: Path) -> None:
    work, licence = WORKS[name], first(found_in(name, folder), "license")
    assert licence in (accepted(work, "license") or [None, "in-copyright"])
    assert first(found_in(name, folder), "temporal") in (None, *work.truth.get("temporal", [None]))


@pytest.mark.parametrize("name", each("terms"))
def test_numbers_subjects_and_grades_are_told(name: str, folder: Path) -> None:
    work, found = WORKS[name], found_in(name, folder)
    assert values(found, "identifier") == [*work.truth.get("isbn", []), *work.truth.get("number", [])]
    subjects = [term for term in values(found, "subject") if term in known_names().terms["subjects"]]
    assert subjects == work.truth.get("subject", [])
    grades = [term for term in values(found, "educationLevel") if term.startswith("grade-")]
    assert grades == [f"grade-{number}" for number in work.truth.get("grade", [])]
    also = set(work.truth.get("optional-language", []))
    assert set(values(found, "language")) - also == set(work.truth["language"])


@pytest.mark.parametrize("name", each("publisher", "publisher"))
def test_who_published_it(name: str, folder: Path) -> None:
    assert first(found_in(name, folder), "publisher") in accepted(WORKS[name], "publisher")


@pytest.mark.parametrize("name", [name for name, work in WORKS.items() if "toc" in work.truth])
def test_its_contents_without_leaders_and_page_numbers(name: str, folder: Path) -> None:
    (contents,) = values(found_in(name, folder), "tableOfContents")
    assert contents.split("\n") == WORKS[name].truth["toc"]


@pytest.mark.parametrize("name", [name for name, work in WORKS.items() if "series" in work.truth])
def test_series_and_volume(name: str, folder: Path) -> None:
    found = [one for one in found_in(name, folder) if one.field == "isPartOf"]
    assert found[0].value in WORKS[name].truth["series"]
    assert [one.volume for one in found if one.volume] == WORKS[name].truth.get("volume", [])


@pytest.mark.parametrize("name", WORKS)
def test_every_suggestion_says_where_it_was_read(name: str, folder: Path) -> None:
    pages = {page.number: page for page in pages_of(name, folder)}
    for one in found_in(name, folder):
        assert one.page in pages
        assert one.evidence
        assert 0 < one.confidence < 1
        assert one.box is not None
        left, top, right, bottom = one.box
        assert 0 <= left < right <= pages[one.page].width
        assert 0 <= top < bottom <= pages[one.page].height
        assert one.words
        assert all(word in pages[one.page].words for word in one.words)
        if one.field in ("issued", "identifier", "publisher"):
            assert one.words[0].text in one.evidence


def test_steps_come_to_the_same_in_any_order(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "sgk-ngu-van-8"
    before, steps = found_in(name, folder), list(suggesting.STEPS)
    Random(7).shuffle(steps)
    monkeypatch.setattr(suggesting, "STEPS", tuple(steps))
    pages = pages_of(name, folder)
    assert suggest(Inspection(PDF, len(pages)), pages, known_names()) == before


def test_what_is_sure_is_right_more_often_than_what_is_not(folder: Path) -> None:
    sure, unsure = [], []
    for name, work in WORKS.items():
        for one in found_in(name, folder):
            truth = accepted(work, one.field) or [
                who for role in ROLES.get(one.field, ()) for who in work.truth.get(role, ())
            ]
            if one.field in ("title", "creator", "publisher", "issued", "language"):
                (sure if one.confidence >= 0.8 else unsure).append(one.value in truth)
    assert mean(sure) > 0.95
    assert mean(sure) > mean(unsure)


def test_without_places_of_words_the_lines_of_the_text_still_tell(folder: Path) -> None:
    pages = [replace(page, words=()) for page in pages_of("luan-van-ths", folder)]
    found = suggest(Inspection(PDF, len(pages)), pages, known_names())
    assert "Đỗ Trọng Tuấn" in values(found, "contributor")
    assert first(found, "issued") == "2021"
    assert all(one.box is None and one.words == () for one in found)
