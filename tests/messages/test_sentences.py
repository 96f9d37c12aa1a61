"""Every code that anybody in the house gives has a sentence, and the sentence fits its parameters."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from repo_app.messages import SENTENCES, advice, sentence
from repo_app.messages.labels import LABELS
from tests.messages.extraction import ROOT

PREFIXES = (
    "problem", "file", "page", "ocr", "metadata", "account", "record", "job", "search", "storage", "reading",
    "place", "organization", "collection", "cli", "setting", "term", "agent",
)  # fmt: skip
CODE = re.compile(rf"(?:{'|'.join(PREFIXES)})\.[a-z_]*[a-z]")
QUERY_CODE = re.compile(r"query-[a-z-]+")
# what looks like a code and is none: names of pages (url_for), of files, of labels
ENDPOINTS = re.compile(r"(?:account|records|deposit|browse|reader)\.\w+")
NOT_CODES = {"page.pgm", "problem.html"}
PARAMETER = re.compile(r"%\((\w+)\)s")


def strings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def codes() -> set[str]:
    found: set[str] = set()
    for package in ("repo_app", "ingest", "search", "storage"):
        for path in (ROOT / package).rglob("*.py"):
            if path.is_relative_to(ROOT / "repo_app" / "messages"):
                continue
            web = path.is_relative_to(ROOT / "repo_app" / "web")
            for text in strings(path):
                if QUERY_CODE.fullmatch(text) or (CODE.fullmatch(text) and not (web and ENDPOINTS.fullmatch(text))):
                    found.add(text)
    return found - NOT_CODES - set(LABELS)


def test_every_code_has_a_sentence() -> None:
    found = codes()
    assert len(found) > 80
    assert found - SENTENCES.keys() == set()


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_is_one_in_both_languages(code: str) -> None:
    held = SENTENCES[code]
    params = dict.fromkeys(PARAMETER.findall(held.what), "đó")
    there, here = (sentence(code, params, locale) for locale in ("en", "vi"))
    assert there != here
    for text in (there, here):
        assert text[0].isupper() or text.startswith(("“", "đó"))
        assert text.endswith(".")
        assert "%(" not in text
        assert "…" not in text
    for locale in ("en", "vi"):
        told = advice(code, locale)
        assert all(not text or text[0].isupper() for text in (told.safe, told.next))


@pytest.mark.parametrize(
    "code", sorted(code for code in SENTENCES if code.startswith(("problem.", "account.", "record.")))
)
def test_whoever_is_refused_learns_what_to_do_next_or_what_is_safe(code: str) -> None:
    held = SENTENCES[code]
    assert held.next or held.safe


def test_figures_and_times_are_written_in_the_readers_way() -> None:
    assert "1.200" in sentence("file.too_many_pages", {"found": 1200, "limit": 1000}, "vi")
    assert "1,200" in sentence("file.too_many_pages", {"found": 1200, "limit": 1000}, "en")
    assert "2 phút" in sentence("problem.too_many_requests", {"seconds": 61}, "vi")
    assert "Nhan đề" in sentence("metadata.empty_value", {"key": "title"}, "vi")


def test_a_code_that_nobody_knows_is_told_as_a_fault_of_ours() -> None:
    assert sentence("never.heard", {}, "vi") == sentence("problem.internal", {}, "vi")


def test_a_parameter_that_is_missing_breaks_no_page() -> None:
    assert "…" in sentence("file.too_many_pages", {}, "vi")
