"""Which of the models that may be used are installed here, and the languages that can be read with them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable

import ingest
from repo_app import vocabularies
from repo_app.services.library import Library

KNOWN_SECONDS = 60.0  # how long an answer of the program holds: somebody may install a model meanwhile
TESSERACT = "tesseract"


class _Installed:
    """What the program says it has, asked now and then."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked = -KNOWN_SECONDS
        self._models: frozenset[str] | None = None
        self._known = False

    def __call__(self) -> frozenset[str] | None:
        """The names of all installed models; None where the program is not there.

        What was known holds on where it does not answer now; raises TimedOut where nothing was.
        """
        with self._lock:
            if time.monotonic() - self._asked >= KNOWN_SECONDS:
                self._ask()
            return self._models

    def _ask(self) -> None:
        try:
            self._models, self._known = ingest.installed_models(), True
        except ingest.TimedOut:
            if not self._known:
                raise
        self._asked = time.monotonic()

    def forget(self) -> None:
        """Ask again the next time."""
        with self._lock:
            self._asked, self._known = -KNOWN_SECONDS, False


installed = _Installed()


def allowed(library: Library) -> tuple[str, ...]:
    """The models that the settings allow, in their order."""
    return tuple(dict.fromkeys(library.settings.ocr_languages.split("+")))


def missing(library: Library) -> tuple[str, ...]:
    """Those allowed that are not installed; all of them where the program itself is not."""
    if library.reading_options.engine != TESSERACT:
        return ()  # what other engines have, they alone can tell
    try:
        there = installed() or frozenset()
    except ingest.TimedOut:
        return ()  # nobody knows; a reading that needs one that is not there will say so
    return tuple(model for model in allowed(library) if model not in there)


def usable(library: Library) -> tuple[str, ...]:
    """Those that files are read with: allowed and installed; all allowed where none is, and the engine says so."""
    absent = missing(library)
    return tuple(model for model in allowed(library) if model not in absent) or allowed(library)


def read_first(library: Library, languages: Iterable[str]) -> tuple[str, ...]:
    """The models that read pages of these languages before any other, in their order; none where none fits."""
    models = usable(library)
    found = (model for code in languages for model in ingest.models_for(code) if model in models)
    return tuple(dict.fromkeys(found))


def readable_languages(library: Library) -> tuple[str, ...]:
    """The languages of the vocabulary, by id, that have a model here."""
    models = set(usable(library))
    return tuple(code for code in vocabularies.load("languages").terms if models & set(ingest.models_for(code)))
