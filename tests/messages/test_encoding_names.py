"""Encodings are called as librarians call them, in both languages."""

import pytest

from ingest.text.encodings.others import _CENTRAL_EUROPEAN, _OTHERS
from ingest.text.encodings.repairing import ENCODINGS
from repo_app.messages import LOCALES, label, sentence

TOLD = [*(one.name for one in ENCODINGS), *(one.name for one in (*_OTHERS.values(), *_CENTRAL_EUROPEAN.values()))]


@pytest.mark.parametrize(("name", "called"), [("tcvn3", "TCVN3 (ABC)"), ("vni", "VNI Windows"), ("viscii", "VISCII")])
@pytest.mark.parametrize("locale", LOCALES)
def test_a_notice_says_the_name_that_people_know(name: str, called: str, locale: str) -> None:
    assert f" {called}" in sentence("page.text_repaired", {"encoding": name, "percent": 71.5}, locale)


@pytest.mark.parametrize("name", TOLD)
def test_every_encoding_that_is_told_has_a_name(name: str) -> None:
    for locale in LOCALES:
        assert label(f"encoding.{name}", locale) != name
