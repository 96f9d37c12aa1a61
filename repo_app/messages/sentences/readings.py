"""Readings as people steer them: stopped, gone on with, asked for again, and what hinders them."""

from __future__ import annotations

from collections.abc import Mapping

from repo_app.messages.catalogs import mark
from repo_app.messages.sentences.sentence import UNCHANGED, Sentence

GO_ON = mark("Press “Go on reading” to have the other pages read.")

SENTENCES: Mapping[str, Sentence] = {
    "reading.stopped": Sentence(
        mark("Reading was stopped after %(done)s of %(total)s pages. What has been read stays."), next=GO_ON
    ),
    "reading.not_begun": Sentence(
        mark("Reading was stopped before it began. What was read earlier stays."), next=GO_ON
    ),
    "reading.unknown_language": Sentence(
        mark("“%(language)s” is no language of this library's list."),
        UNCHANGED,
        mark("Choose among those of the list of languages."),
    ),
    "reading.too_many_languages": Sentence(
        mark("At most %(limit)s languages can be asked for at a time."),
        UNCHANGED,
        mark("Choose those that most of the text is in."),
    ),
    "reading.no_images": Sentence(
        mark("The pages of this file are text alone, so there are no images to read."),
        UNCHANGED,
        mark("Have it read without reading from images."),
    ),
    "file.not_being_read": Sentence(
        mark("This file is not being read at present."), UNCHANGED, mark("Reload the page to see how it stands.")
    ),
    "page.language_without_model": Sentence(
        mark(
            "No model for %(languages)s is at hand here, so the words were read with another: they can be searched as "
            "far as the letters are the same, and some may be wrong."
        )
    ),
    "file.language_without_model": Sentence(
        mark(
            "No model for %(languages)s is at hand here, so scanned pages were read with another: they can be searched "
            "as far as the letters are the same. An administrator can install %(packages)s and add %(models)s to "
            "HOCLIEU_OCR_LANGUAGES; then have the file read again."
        )
    ),
    "file.language_without_any_model": Sentence(
        mark(
            "The recognition program has no model for %(languages)s, so scanned pages were read with another: they can "
            "be searched as far as the letters are the same, and letters of that language alone may be wrong."
        )
    ),
    "ocr.no_model": Sentence(
        mark("The program that reads scanned pages is not installed, or none of the models it may use: %(models)s.")
    ),
}
