"""What templates may call: translated text, dates, figures, labels, who is signed in, and the twin of this page."""

from __future__ import annotations

import re

from flask import Flask
from markupsafe import Markup, escape

from repo_app import messages
from repo_app.messages import LOCALES, formats
from repo_app.values import Message
from repo_app.values.metadata import term_of
from repo_app.web import arguments, choices, description, identity, marks, problems
from repo_app.web.locale import default_locale, locale, twin
from repo_app.web.terms import terms

BARE = re.compile(r"(?:[0-9]+|[IVX]+)[A-Za-z]?")  # the number of a volume and nothing else


def install(app: Flask) -> None:
    """Give the templates of ``app`` these words."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.filters.update(
        number=lambda value: formats.number(value, locale()),
        percent=lambda value: formats.percent(value, locale()),
        filesize=lambda value: formats.size(value, locale()),
        date=formats.date,
        moment=formats.moment,
        written=lambda text: formats.written(text, locale()),
        duration=lambda value: formats.duration(value, locale()),
        label=lambda value, kind: messages.label(f"{kind}.{value}", locale()),
        told=_told,
        next_step=lambda message: messages.advice(message.code, locale(), message.params).next,
        term=_term,
        volume=_volume,
        named=_named,
        fact=_fact,
        license_choices=lambda held: choices.offered("license", locale(), [held] if held else ()),
        pairs=lambda held, value, text: [(getattr(one, value), getattr(one, text)) for one in held],
        terms=lambda held, here: [(one.id, one.label(here)) for one in held],
        labelled=lambda names, kind: [(name, messages.label(f"{kind}.{name}", locale())) for name in names],
        languages=lambda codes: ", ".join(messages.language(code, locale()) for code in codes),
        spans=formats.spans,
        places=marks.places,
        note=lambda code: messages.label(code, locale()),
        fact_value=_fact_value,
        breakable=_breakable,
        whole=description.whole,
        bare=bare,
        whence=_whence,
    )
    app.context_processor(_context)


def _gettext(text: str) -> str:
    return messages.gettext(text, locale())


def _ngettext(one: str, many: str, count: int) -> str:
    return messages.ngettext(one, many, count, locale())


def _whence(evidence: str) -> str:
    """Words that a file says of itself, after what it says them in: "tên tệp: Sinh học 9.pdf"."""
    place, between, words = evidence.partition(": ")
    told = messages.label("whence." + place.removeprefix("dc:"), locale())
    return f"{told}{between}{words}"


def _breakable(name: str) -> Markup:
    """A file's name that may break after _ and - and before its ending, so that no single letter is left over."""
    return Markup(re.sub(r"(?<=[_-])|(?=[.])", "<wbr>", str(escape(name))))  # noqa: S704  escaped before


def bare(query: str) -> str:
    """A question that is one row in quotation marks, without them, to be shown between those of the sentence."""
    row = re.fullmatch(r'\s*["\u201c\u201d]([^"\u201c\u201d]+)["\u201c\u201d]\s*', query)
    return row[1].strip() if row else query


def _told(message: Message) -> str:
    return messages.sentence(message.code, message.params, locale())


def _term(term_id: str, vocabulary: str) -> str:
    term = terms().get(vocabulary, term_id)
    return term.label(locale()) if term is not None else term_id


def _named(term_id: str, key: str) -> str:
    term = term_of(key, term_id, terms())
    if term is None:
        return term_id
    heirs = [terms().get("places", heir) for heir in term.links.get("replaced_by", ())]
    if not heirs:
        return term.label_of(term_id, locale())
    now = ", ".join(heir.label(locale()) for heir in heirs if heir is not None)
    return messages.gettext("%(place)s (now part of %(now)s)", locale()) % {"place": term.label(locale()), "now": now}


def _volume(text: str) -> str:
    """A volume as people read it: a bare number gets its word, "tập hai" and "quyển III" say it themselves."""
    if not BARE.fullmatch(text):
        return text
    return messages.gettext("volume %(volume)s", locale()) % {"volume": text}


def _fact(term_id: str, vocabulary: str, name: str) -> str:
    term = terms().get(vocabulary, term_id)
    return term.facts.get(name, "") if term is not None else ""


def _fact_value(held: object, name: str) -> str:
    """A fact about the state of the house as people read it: sizes, times, and codes as sentences."""
    if name.endswith("_bytes") and isinstance(held, int):
        return formats.size(held, locale())
    if name.endswith("_seconds") and isinstance(held, int | float):
        return formats.duration(round(held), locale())
    if name == "code":
        return messages.sentence(str(held), {}, locale())
    return formats.number(held, locale()) if isinstance(held, int | float) else str(held)


def _context() -> dict[str, object]:
    return {
        "locale": locale(),
        "default_locale": default_locale(),
        "locales": LOCALES,
        "twin": twin,
        "here": arguments.here,
        "me": identity.person_for_layout(),
        "base_url": identity.library().settings.base_url,
        "request_id": problems.request_id(),
    }
