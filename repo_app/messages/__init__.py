"""Codes with parameters become sentences here, in the reader's language; no Flask, no services.

English is the language of the source; the Vietnamese catalog lies in ``repo_app/translations`` and is read from its
``.po`` when it is first needed, so there is nothing to compile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from repo_app import vocabularies
from repo_app.messages import formats
from repo_app.messages.catalogs import LOCALES, gettext, ngettext
from repo_app.messages.labels import label
from repo_app.messages.sentences import SENTENCES

__all__ = [
    "LOCALES",
    "SENTENCES",
    "Advice",
    "advice",
    "formats",
    "gettext",
    "label",
    "language",
    "ngettext",
    "sentence",
]

UNKNOWN = "problem.internal"
SECONDS = "seconds"
LANGUAGES = "languages"
ENCODING = "encoding"
FACET = "facet"


@dataclass(frozen=True, slots=True)
class Advice:
    """What goes with a sentence: what is ``safe`` all the same, and what to do ``next``; either may be empty."""

    safe: str
    next: str


def sentence(code: str, params: Mapping[str, object], locale: str) -> str:
    """What happened, for a person; a code that has no sentence gets the one of an internal fault."""
    text = gettext(SENTENCES.get(code, SENTENCES[UNKNOWN]).what, locale)
    return text % _Shown(params, locale)


def advice(code: str, locale: str, params: Mapping[str, object] | None = None) -> Advice:
    """What is safe and what to do next after ``code``, which may name its parameters too."""
    held = SENTENCES.get(code, SENTENCES[UNKNOWN])
    return Advice(_or_empty(held.safe, params, locale), _or_empty(held.next, params, locale))


def _or_empty(text: str, params: Mapping[str, object] | None, locale: str) -> str:
    return gettext(text, locale) % _Shown(params or {}, locale) if text else ""


def language(code: str, locale: str) -> str:
    """The name of a language as it stands within a sentence, in the reader's; a code that has none as it is."""
    term = vocabularies.load(LANGUAGES).get(code)
    if term is None:
        return code
    name = term.label(locale)
    return name[:1].lower() + name[1:] if locale == "vi" else name  # "tiếng Pháp", but "French"


class _Shown(Mapping[str, str]):
    """Parameters as a sentence shows them: figures in the reader's style, keys, languages and encodings by name."""

    def __init__(self, params: Mapping[str, object], locale: str) -> None:
        self._params = params
        self._locale = locale

    def __getitem__(self, name: str) -> str:
        value = self._params.get(name, "…")
        if name == SECONDS and isinstance(value, int):
            return formats.duration(value, self._locale)
        if name == "key" and isinstance(value, str):
            return label(f"field.{value}", self._locale)
        if name == FACET and isinstance(value, str):
            return label(f"{FACET}.{value}", self._locale)
        if name == ENCODING and isinstance(value, str):
            return label(f"{ENCODING}.{value}", self._locale)
        if name == LANGUAGES and isinstance(value, str):
            return ", ".join(language(code, self._locale) for code in value.split("+"))
        if isinstance(value, date):
            return formats.date(value)
        if isinstance(value, int | float):
            return formats.number(value, self._locale)
        return str(value)

    def __iter__(self) -> Iterator[str]:
        return iter(self._params)

    def __len__(self) -> int:
        return len(self._params)
