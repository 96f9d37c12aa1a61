"""``hoclieu search`` with questions that nobody should ask: an answer or a sentence, never a trace."""

from __future__ import annotations

import json
import random

import pytest

from tests.cli.conftest import Hoclieu
from tests.reliability.odd_questions import FACETS, KINDS

ENDINGS = {0, 1, 2}  # answered, did not work, could not be understood


def typed(text: str) -> str:
    """The text as a program is handed it by the system: bytes that are no UTF-8 come as halves of surrogates."""
    return text.replace("\x00", "").encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape")


@pytest.mark.parametrize("kind", KINDS)
def test_odd_questions_are_answered_in_words(house: Hoclieu, kind: str) -> None:
    chance = random.Random(kind)
    for number in range(12):
        text = typed(KINDS[kind](chance))
        facet = f"{chance.choice(FACETS)}={typed(KINDS[kind](chance))}"
        more = ["--filter", facet] if number % 3 == 0 else []
        ended = house("search", "--json", *more, "--", text)
        assert ended.code in ENDINGS, (text, ended)
        assert "Traceback" not in ended.out + ended.err, (text, ended)
        if ended.code == 0:
            assert json.loads(ended.out)["page"] == 1, text
        else:
            assert ended.err.strip(), text
            assert not ended.out, text


@pytest.mark.parametrize("text", ["h\udc8dc", "\udcff", "học\udc80", "title:\udcc3"])
def test_bytes_that_are_no_text_are_told_or_searched_for(house: Hoclieu, text: str) -> None:
    for form in ((), ("--json",)):
        ended = house("search", *form, text)
        assert ended.code in ENDINGS
        assert "Traceback" not in ended.err
