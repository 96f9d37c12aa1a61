"""In which languages a file is read: those that somebody asked for, else those of its record."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.orm import Session

import ingest
from repo_app import vocabularies
from repo_app.errors import Fault, Invalid
from repo_app.models import File, Record
from repo_app.services.library import Library
from repo_app.services.recognition import usable
from repo_app.services.rows import metadata_of

MOST = 8  # languages of one reading; each more makes recognition slower
LONGEST = 60  # characters of all together
CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
NO_ONE_LANGUAGE = frozenset({"mul", "und", "zxx", "mis"})  # ISO 639: many, undetermined, no words, none of the coded


def languages_of(session: Session, file: File) -> tuple[str, ...]:
    """The languages that a reading of the file would be told now, as BCP 47 codes; none where nobody said any."""
    return asked_of(file) or languages_of_record(session.get_one(Record, file.record_id))


def asked_of(file: File) -> tuple[str, ...]:
    """Those that somebody asked for instead of the record's."""
    return tuple(file.languages.split("+")) if file.languages else ()


def languages_of_record(record: Record) -> tuple[str, ...]:
    """Those that the record names."""
    return _codes(value.id or value.value or "" for value in metadata_of(record).get("language"))


def joined(languages: Iterable[str]) -> str:
    """How a row keeps them."""
    return "+".join(languages)


def language_of_page(text: str, record: Record) -> str | None:
    """The language of the words of a page as BCP 47, for whoever reads it aloud; None where nothing tells.

    Vietnamese and English are told by the words; of a page in neither, it is what the record names beside those, as a
    bilingual book for a village has pages of both.
    """
    told = ingest.guess_language(text).code
    named = languages_of_record(record)
    left = [code for code in named if code not in ingest.TOLD_APART] or named
    return told or (left[0] if len(left) == 1 else None)


def checked(languages: Iterable[str]) -> tuple[str, ...]:
    """Languages that somebody asks for, by the ids of the vocabulary; Invalid for any other, and for too many."""
    asked = tuple(dict.fromkeys(languages))
    known = vocabularies.load("languages").terms
    for code in asked:
        if code not in known:
            raise Invalid(Fault("languages", "reading.unknown_language", {"language": code[:20]}))
    if len(asked) > MOST:
        raise Invalid(Fault("languages", "reading.too_many_languages", {"limit": MOST}))
    return asked


def options_for(library: Library, session: Session, file: File) -> ingest.Options:
    """How this file is read now."""
    return replace(
        library.reading_options,
        languages=joined(usable(library)),
        record_languages=languages_of(session, file),
        force_ocr=file.force_ocr,
    )


def _codes(values: Iterable[str]) -> tuple[str, ...]:
    lowered = dict.fromkeys(value.strip().lower().replace("_", "-") for value in values)
    found: list[str] = []
    for code in lowered:
        told = CODE.fullmatch(code) and code not in NO_ONE_LANGUAGE
        if told and len(found) < MOST and len(joined([*found, code])) <= LONGEST:
            found.append(code)
    return tuple(found)
