"""Message catalogs, read from ``.po`` files and kept in memory for as long as the process lives."""

from __future__ import annotations

import gettext as standard
import io
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = ("vi", "en")
SOURCE_LOCALE = "en"
FOLDER = Path(__file__).parent.parent / "translations"


def mark(text: str) -> str:
    """Mark a text of the source for translation where it stands in a table; it is translated where it is shown."""
    return text


@cache
def catalog(locale: str) -> standard.NullTranslations:
    """The catalog of ``locale``: that of the source language gives every text back as it is."""
    if locale == SOURCE_LOCALE:
        return standard.NullTranslations()
    path = FOLDER / locale / "LC_MESSAGES" / "messages.po"
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(path.read_bytes()), locale=locale))
    compiled.seek(0)
    return standard.GNUTranslations(compiled)


def gettext(text: str, locale: str) -> str:
    """The text in ``locale``."""
    return catalog(locale).gettext(text)


def ngettext(one: str, many: str, count: int, locale: str) -> str:
    """The form of a text that goes with ``count`` in ``locale``."""
    return catalog(locale).ngettext(one, many, count)
