"""The line that credits a work when somebody uses it: title, author, source, license (TASL), as text and as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from repo_app.licensing import License, find
from repo_app.values import RecordView

LOCALES = ("vi", "en")
# Parts of the line; each is left out where there is nothing to say.
_WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {"by": " của ", "source": "Nguồn: ", "license": "Giấy phép: ", "rights": "Quyền: ", "untitled": "Tài liệu"},
    "en": {"by": " by ", "source": "Source: ", "license": "License: ", "rights": "Rights: ", "untitled": "Work"},
}


@dataclass(frozen=True, slots=True)
class Attribution:
    """What the line says of a work: ``source`` is its permanent address, ``license`` None while nobody chose one."""

    title: str
    creators: tuple[str, ...]
    source: str
    license: License | None

    def text(self, locale: str) -> str:
        """The line as plain text, in one paragraph."""
        words = _WORDS[locale]
        parts = [f"“{self._called(words)}”{self._by(words)}", f"{words['source']}{self.source}"]
        if self.license is not None:
            parts.append(f"{words[self._kind]}{self._license(locale)} ({self.license.url})")
        return ". ".join(parts) + "."

    def html(self, locale: str) -> str:
        """The same as HTML to paste; everything that the record says is escaped."""
        words = _WORDS[locale]
        title = f'“<a href="{escape(self.source)}">{escape(self._called(words))}</a>”'
        parts = [f"{title}{escape(self._by(words))}"]
        if self.license is not None:
            link = f'<a rel="license" href="{escape(self.license.url)}">{escape(self._license(locale))}</a>'
            parts.append(f"{words[self._kind]}{link}")
        return ". ".join(parts) + "."

    def _called(self, words: Mapping[str, str]) -> str:
        return _plain(self.title) or words["untitled"]

    def _by(self, words: Mapping[str, str]) -> str:
        return words["by"] + ", ".join(map(_plain, self.creators)) if self.creators else ""

    @property
    def _kind(self) -> str:
        return "rights" if self.license is not None and self.license.kind == "rights" else "license"

    def _license(self, locale: str) -> str:
        """The license in a word or two; a statement or a mark by its name."""
        if self.license is None:
            return ""
        return self.license.short if self.license.is_creative_commons else self.license.name(locale)

    def as_json(self) -> dict[str, dict[str, str]]:
        """Both forms in both languages, as the API gives them."""
        return {locale: {"text": self.text(locale), "html": self.html(locale)} for locale in LOCALES}


def credit(view: RecordView, address: str) -> Attribution:
    """The line of a record that stays at this address."""
    return Attribution(view.title, view.creators, address, find(view.license))


def _plain(text: str) -> str:
    """In one line, without anything that turns the direction of what follows."""
    kept = "".join(" " if c in "\r\n\t" else c for c in text if c not in _TURNING)
    return " ".join(kept.split())


_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
