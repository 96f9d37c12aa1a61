"""Odd questions at every address of searching: no error of ours, no trace, whole pages, in time.

``scripts/fuzz_search.py`` asks ten thousand of them.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.reliability.odd_questions import KINDS, Question, questions
from tests.reliability.questioning import Site, ask_site, fault, site


@pytest.fixture(scope="module")
def asked_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(tmp_path_factory.mktemp("fuzz")) as made:
        yield made


@pytest.mark.parametrize("kind", KINDS)
def test_odd_questions_are_answered_in_words(asked_site: Site, kind: str) -> None:
    asked = [ask_site(asked_site, one) for one in questions(seed=20, count=320) if one.kind == kind]
    assert len(asked) == 40
    assert [(one.fault, one.address) for one in asked if one.fault] == []
    assert any(one.status == 200 for one in asked)


@pytest.mark.parametrize(
    ("status", "kind", "body", "seconds"),
    [
        (500, "text/html", "<html></html>", 0.1),
        (200, "text/html", "<html><b>x</html>", 0.1),
        (200, "text/html", "<html>Traceback (most recent call last)</html>", 0.1),
        (200, "text/html", "<html><script>alert(1)</script></html>", 0.1),
        (200, "application/json", "{", 0.1),
        (200, "text/html", "<html></html>", 2.5),
    ],
)
def test_a_wrong_answer_is_told_from_a_right_one(status: int, kind: str, body: str, seconds: float) -> None:
    question = Question("grammar", "/search?q=")
    assert fault(question, status, kind, body, seconds)
    assert not fault(question, 200, "text/html", "<html><p>a<br>b</p></html>", 0.1)
