"""How well a shelf of school and village life is found, so that ranking cannot rot unseen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean

import pytest

from tests.house import opened
from tests.relevance.corpus import OWN_SHELF, read_table
from tests.relevance.judging import Judged, judged
from tests.relevance.levels import WholeWay
from tests.relevance.questions import OWN_SHELF_QUESTIONS, of_table

KINDS = 12


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sequence[Judged]]:
    documents = list(read_table(OWN_SHELF))
    with opened(Path(tmp_path_factory.mktemp("relevance"))) as house:
        yield list(judged(WholeWay(house.library, documents), of_table(OWN_SHELF_QUESTIONS, documents)))


def short_of(found: Sequence[Judged]) -> list[str]:
    return [f"{one.question.kind}: {one.question.text} → {one.rank:.2f}" for one in found if one.rank < 1]


def test_the_right_record_comes_first(found: Sequence[Judged]) -> None:
    assert len({one.question.kind for one in found}) > KINDS
    assert mean(one.rank for one in found) >= 0.95, short_of(found)


def test_no_kind_of_question_is_left_behind(found: Sequence[Judged]) -> None:
    kinds = sorted({one.question.kind for one in found})
    ranks = {kind: mean(one.rank for one in found if one.question.kind == kind) for kind in kinds}
    assert {kind: rank for kind, rank in ranks.items() if rank < 0.8} == {}, short_of(found)


def test_every_hit_of_two_syllables_has_exactly_these(found: Sequence[Judged]) -> None:
    pairs = [one for one in found if one.precision is not None]
    assert len(pairs) > 20
    assert [one.question.text for one in pairs if one.precision != 1.0] == []


def test_the_page_that_is_shown_first_holds_the_passage(found: Sequence[Judged]) -> None:
    assert [one.question.text for one in found if one.page == 0.0] == []
