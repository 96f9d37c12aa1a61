"""The line that credits a work when somebody uses it: title, author, source, license (TASL), as text and as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from repo_app.licensing import RIGHTS, License, find
from repo_app.values import RecordView

LOCALES = ("vi", "en")
# Parts of the line; each is left out where there is nothing to say.
_WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "by": " của ", "source": "Nguồn: ", "license": "Giấy phép: ", "rights": "Quyền: ", "untitled": "Tài liệu",
        "but": "Riêng ", "more": " và %d tệp khác",
    },
    "en": {
        "by": " by ", "source": "Source: ", "license": "License: ", "rights": "Rights: ", "untitled": "Work",
        "but": "But ", "more": " and %d other files",
    },
}  # fmt: skip
NAMED = 3  # files of one license that are told by name


@dataclass(frozen=True, slots=True)
class Attribution:
    """What the line says of a work: ``source`` is its permanent address, ``license`` None while nobody chose one.

    ``parts`` are the names of files under each license that is not that of the work.
    """

    title: str
    creators: tuple[str, ...]
    source: str
    license: License | None
    parts: tuple[tuple[License, tuple[str, ...]], ...] = ()

    def text(self, locale: str) -> str:
        """The line as plain text, in one paragraph."""
        words = _WORDS[locale]
        parts = [f"“{self._called(words)}”{self._by(words)}", f"{words['source']}{self.source}"]
        if self.license is not None:
            parts.append(f"{words[_kind(self.license)]}{_called(self.license, locale)} ({self.license.url})")
        for held, names in self.parts:
            parts.append(f"{words['but']}{_listed(names, words)}: {_called(held, locale)} ({held.url})")
        return ". ".join(parts) + "."

    def html(self, locale: str) -> str:
        """The same as HTML to paste; everything that the record says is escaped."""
        words = _WORDS[locale]
        title = f'“<a href="{escape(self.source)}">{escape(self._called(words))}</a>”'
        parts = [f"{title}{escape(self._by(words))}"]
        if self.license is not None:
            parts.append(f"{words[_kind(self.license)]}{_link(self.license, locale, 'license')}")
        for held, names in self.parts:
            parts.append(f"{words['but']}{escape(_listed(names, words))}: {_link(held, locale, None)}")
        return ". ".join(parts) + "."

    def _called(self, words: Mapping[str, str]) -> str:
        return _plain(self.title) or words["untitled"]

    def _by(self, words: Mapping[str, str]) -> str:
        return words["by"] + ", ".join(map(_plain, self.creators)) if self.creators else ""

    def as_json(self) -> dict[str, dict[str, str]]:
        """Both forms in both languages, as the API gives them."""
        return {locale: {"text": self.text(locale), "html": self.html(locale)} for locale in LOCALES}


def credit(view: RecordView, address: str) -> Attribution:
    """The line of a record that stays at this address."""
    own: dict[str, list[str]] = {}
    for file in view.files:
        if file.license is not None and file.license != view.license:
            own.setdefault(file.license, []).append(file.name)
    parts = tuple((held, tuple(names)) for key, names in own.items() if (held := find(key)) is not None)
    return Attribution(view.title, view.creators, address, find(view.license), parts)


def _kind(held: License) -> str:
    return RIGHTS if held.kind == RIGHTS else "license"


def _called(held: License, locale: str) -> str:
    """The license in a word or two; a statement or a mark by its name."""
    return held.short if held.is_creative_commons else held.name(locale)


def _link(held: License, locale: str, relation: str | None) -> str:
    """A link to it; ``rel=license`` is for what licenses the whole work, and a statement of rights is no license."""
    related = f'rel="{relation}" ' if relation and held.kind != RIGHTS else ""
    return f'<a {related}href="{escape(held.url)}">{escape(_called(held, locale))}</a>'


def _listed(names: Sequence[str], words: Mapping[str, str]) -> str:
    told = ", ".join(f"“{_plain(name)}”" for name in names[:NAMED])
    left = len(names) - NAMED
    return told + (words["more"] % left if left > 0 else "")


def _plain(text: str) -> str:
    """In one line, without anything that turns the direction of what follows."""
    kept = "".join(" " if c in "\r\n\t" else c for c in text if c not in _TURNING)
    return " ".join(kept.split())


_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
