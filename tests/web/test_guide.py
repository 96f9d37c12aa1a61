"""The page that tells how to search: every example on it works as it says."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import unquote_plus, urlencode

import pytest

from search import parse
from search.fields import FACETS, PARTS, field_named
from tests.web.browser import Browser, words

ROOT = Path(__file__).parents[2]
EXAMPLE = re.compile(r'href="(?:/en)?/search\?q=([^"]+)">([^<]+)</a>')
NAMED = re.compile(r"<code>([a-z_]+):</code>")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_examples_can_be_followed_and_are_understood(visitor: Browser, prefix: str) -> None:
    page = visitor.text(f"{prefix}/search/help")
    found = EXAMPLE.findall(page)
    assert len(found) > 25
    for address, shown in found:
        question = html.unescape(shown)
        assert unquote_plus(html.unescape(address)) == question
        assert not parse(question).notes, question
        answer = visitor.text(f"{prefix}/search?{urlencode({'q': question})}")
        asked = re.search(r'name="q" type="search" value="([^"]*)"', answer)
        assert asked, question
        assert html.unescape(asked[1]) == question


def test_every_field_is_told_under_its_names(visitor: Browser) -> None:
    named = NAMED.findall(visitor.text("/search/help"))
    assert {field_named(name) for name in named} == {*PARTS, *FACETS}


def test_results_lead_to_it(visitor: Browser) -> None:
    assert 'href="/search/help">Cách tìm</a>' in visitor.text("/search?q=x")
    assert "Cách tìm" in words(visitor.text("/search/help"))


def test_the_written_guide_names_every_field() -> None:
    guide = (ROOT / "docs" / "searching.md").read_text(encoding="utf-8")
    assert {field_named(name) for name in re.findall(r"`([^\W\d]+):`", guide)} >= {*PARTS, *FACETS}
