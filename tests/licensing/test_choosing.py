"""The chooser leads to one license with at most three questions, whatever is answered."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_app.licensing import find
from repo_app.licensing.choosing import QUESTIONS, Outcome, Question, step
from repo_app.messages import SENTENCES
from tests.thorough import rounds

YEAR = 2026
LED_TO = [
    ({"who": "mine", "changes": "yes", "business": "yes"}, "cc-by-4.0"),
    ({"who": "mine", "changes": "same", "business": "yes"}, "cc-by-sa-4.0"),
    ({"who": "mine", "changes": "no", "business": "yes"}, "cc-by-nd-4.0"),
    ({"who": "mine", "changes": "yes", "business": "no"}, "cc-by-nc-4.0"),
    ({"who": "mine", "changes": "same", "business": "no"}, "cc-by-nc-sa-4.0"),
    ({"who": "mine", "changes": "no", "business": "no"}, "cc-by-nc-nd-4.0"),
    ({"who": "mine", "changes": "anything"}, "cc0-1.0"),
    ({"who": "official"}, "pdm-1.0"),
    ({"who": "nobody"}, "rs-cne-1.0"),
    ({"who": "other", "known": "protected"}, "in-copyright"),
    ({"who": "other", "known": "nothing"}, "rs-cne-1.0"),
    ({"who": "other", "known": "license", "said": "CC BY-SA 3.0 Việt Nam"}, "cc-by-sa-3.0-vn"),
    ({"who": "other", "known": "old", "age": "author", "year": "1975"}, "pdm-1.0"),
    ({"who": "other", "known": "old", "age": "author", "year": "1976"}, "in-copyright"),
    ({"who": "other", "known": "old", "age": "published", "year": "1950"}, "pdm-1.0"),
    ({"who": "other", "known": "old", "age": "published", "year": "1951"}, "in-copyright"),
]


@pytest.mark.parametrize(("answers", "license_id"), LED_TO)
def test_answers_lead_to_one_license_with_a_reason(answers: Mapping[str, str], license_id: str) -> None:
    found = step(answers, YEAR)
    assert isinstance(found, Outcome)
    assert found.license == license_id
    assert found.access is None
    assert found.reason.code in SENTENCES


def test_what_is_free_by_the_law_of_viet_nam_says_that_it_is_free_there() -> None:
    for answers, license_id in LED_TO:
        found = step(answers, YEAR)
        assert isinstance(found, Outcome)
        warned = {"choose.here_only", "choose.official_here"} & {told.code for told in found.needs}
        assert bool(warned) == (found.note is not None) == (license_id == "pdm-1.0")


def test_of_a_law_no_author_is_named_and_no_seventy_years_are_told() -> None:
    found = step({"who": "official"}, YEAR)
    assert isinstance(found, Outcome)
    assert [told.code for told in found.needs] == ["choose.official_here"]
    assert found.note is not None
    assert found.note.code == "choose.note_official"


@pytest.mark.parametrize("changes", ["anything", "yes"])
def test_who_gives_a_work_away_is_reminded_that_it_must_be_theirs(changes: str) -> None:
    found = step({"who": "mine", "changes": changes, "business": "yes"}, YEAR)
    assert isinstance(found, Outcome)
    assert "choose.all_yours" in {told.code for told in found.needs}


def test_permission_of_the_rights_holder_opens_and_wants_a_note() -> None:
    found = step({"who": "other", "known": "permission"}, YEAR)
    assert isinstance(found, Outcome)
    assert (found.license, found.access) == ("in-copyright", "open-access")
    assert [told.code for told in found.needs] == ["choose.write_who_allowed"]


@pytest.mark.parametrize("year", ["", "76", "abcd", "2999", "0999", "-1950", "１９５０"])
def test_a_year_that_is_none_is_asked_again(year: str) -> None:
    found = step({"who": "other", "known": "old", "age": "author", "year": year}, YEAR)
    assert isinstance(found, Question)
    assert found.fault is not None


def test_a_license_that_nobody_can_read_is_asked_again_with_the_reason() -> None:
    found = step({"who": "other", "known": "license", "said": "CC BY"}, YEAR)
    assert isinstance(found, Question)
    assert found.fault is not None
    assert found.fault.code == "license.no_version"


def _ways(answers: dict[str, str], asked: int) -> list[int]:
    """How many questions each way through the chooser takes."""
    found = step(answers, YEAR)
    if isinstance(found, Outcome):
        assert find(found.license) is not None
        return [asked]
    assert found.number == asked + 1
    given = found.answers or ("CC BY 4.0",)
    return [ways for one in given for ways in _ways({**answers, "year": "1900", found.name: one}, asked + 1)]


def test_no_way_has_more_than_three_questions() -> None:
    ways = _ways({}, 0)
    assert len(ways) == 15
    assert max(ways) == 3


@settings(max_examples=rounds(200, quick=60), deadline=None)
@given(st.dictionaries(st.sampled_from([*QUESTIONS, "year"]), st.sampled_from(
    ["mine", "other", "yes", "no", "same", "license", "old", "author", "1900", "CC BY 4.0", "", "x" * 50]
)))  # fmt: skip
def test_any_answers_give_a_question_or_an_outcome(answers: dict[str, str]) -> None:
    found = step(answers, YEAR)
    assert isinstance(found, Outcome | Question)
    if isinstance(found, Question):
        assert found.number <= 3
