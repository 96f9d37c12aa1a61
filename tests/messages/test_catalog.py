"""The Vietnamese catalog is whole: every text of the source has its words, with the same parameters."""

from __future__ import annotations

import io
import re
import warnings

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from repo_app.messages import LOCALES, gettext, ngettext
from repo_app.messages.catalogs import FOLDER
from tests.messages.extraction import Text, texts

PARAMETER = re.compile(r"%\((\w+)\)s")


@pytest.fixture(scope="module")
def source() -> dict[Text, str]:
    """Every text with the place where it first stands."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found: dict[Text, str] = {}
        for place, text in texts():
            found.setdefault(text[:2] if isinstance(text, tuple) else text, place)
    found.pop("", None)
    return found


@pytest.fixture(scope="module")
def catalog() -> dict[Text, Message]:
    path = FOLDER / "vi" / "LC_MESSAGES" / "messages.po"
    held = read_po(io.BytesIO(path.read_bytes()), locale="vi", abort_invalid=True)
    return {message.id if isinstance(message.id, str) else tuple(message.id): message for message in held if message.id}


def test_the_source_has_texts(source: dict[Text, str]) -> None:
    assert len(source) > 400


def test_nothing_lacks_its_words(source: dict[Text, str], catalog: dict[Text, Message]) -> None:
    assert {text: place for text, place in source.items() if text not in catalog} == {}


def test_nothing_is_empty_or_unsure(catalog: dict[Text, Message]) -> None:
    unsure = [text for text, message in catalog.items() if message.fuzzy or not _strings(message)]
    assert unsure == []


def test_the_catalog_holds_nothing_that_is_gone(source: dict[Text, str], catalog: dict[Text, Message]) -> None:
    assert set(catalog) - set(source) == set()


def test_parameters_are_the_same_on_both_sides(catalog: dict[Text, Message]) -> None:
    for text, message in catalog.items():
        asked = set(PARAMETER.findall(text if isinstance(text, str) else " ".join(text)))
        for string in _strings(message):
            assert set(PARAMETER.findall(string)) == asked, text
            assert "%" not in PARAMETER.sub("", string).replace("%%", ""), text


def _strings(message: Message) -> list[str]:
    strings = message.string if isinstance(message.string, tuple | list) else [message.string]
    return [string for string in strings if string]


def test_words_come_in_the_language_asked_for() -> None:
    assert LOCALES == ("vi", "en")
    assert gettext("Publish", "vi") == "Công bố"
    assert gettext("Publish", "en") == "Publish"
    assert ngettext("%(num)s page", "%(num)s pages", 2, "en") == "%(num)s pages"
    assert ngettext("%(num)s page", "%(num)s pages", 2, "vi") == "%(num)s trang"
