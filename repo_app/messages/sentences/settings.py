"""Faults of the settings, as the command that could not start tells them."""

from __future__ import annotations

from collections.abc import Mapping

from repo_app.messages.catalogs import mark
from repo_app.messages.sentences.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "setting.unknown": Sentence(mark("%(name)s is not a setting.")),
    "setting.unusable": Sentence(mark("%(name)s has a value that cannot be read.")),
    "setting.unreadable": Sentence(mark("%(name)s names a file that cannot be read: %(path)s.")),
    "setting.unreadable_file": Sentence(mark("The file of settings %(path)s cannot be read.")),
    "setting.whole": Sentence(mark("%(name)s must be a whole number from %(low)s to %(high)s.")),
    "setting.one_of": Sentence(mark("%(name)s must be one of: %(allowed)s.")),
    "setting.switch": Sentence(mark("%(name)s must be on or off.")),
    "setting.no_second_factor": Sentence(mark("%(name)s cannot be on: this version has no second factor yet.")),
    "setting.no_opensearch": Sentence(
        mark("%(name)s cannot name OpenSearch in this version; it must be whoosh:// and a folder, or unset.")
    ),
    "setting.scheme": Sentence(mark("%(name)s must begin with one of: %(allowed)s.")),
    "setting.storage_address": Sentence(
        mark(
            "%(name)s must be s3+https://KEY:SECRET@host:port/bucket, with / @ : in a key written %%2F %%40 %%3A, or file://."
        )
    ),
    "setting.database_address": Sentence(
        mark("%(name)s must be postgresql+psycopg://USER:PASSWORD@host:port/name, or sqlite:/// and a path.")
    ),
    "setting.address": Sentence(mark("%(name)s must be http:// or https:// with host and port, without a path.")),
    "setting.languages": Sentence(mark("%(name)s must be Tesseract models joined by +, for example vie+eng.")),
    "setting.secret": Sentence(
        mark("%(name)s must be at least 32 characters and not a known sample; when unset, one is made.")
    ),
    "setting.pairs": Sentence(mark("%(name)s must be host:port, separated by commas.")),
}
