"""Names of files as people gave them, made safe to show, to send and to tell apart; they never reach a path."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

MAX_CHARS = 240  # the column holds 255, and a number may have to be added
_SEPARATORS = re.compile(r"[/\\]")
_FORBIDDEN = re.compile(r'[<>:"|?*\s]+')


def clean_name(name: str, extension: str) -> str:
    """The last part of ``name`` in NFC without controls, direction marks or what Windows refuses.

    ``extension`` (with its dot) is used for a name of which nothing is left.
    """
    last = _SEPARATORS.split(name)[-1]
    composed = unicodedata.normalize("NFC", last.encode("utf-8", "replace").decode("utf-8"))
    shown = "".join(char for char in composed if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    tidy = _FORBIDDEN.sub(" ", shown).strip(" .")
    return _shortened(tidy) if tidy else f"file{extension}"


def _shortened(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        stem, dot, ending = name, "", ""
    return stem[: MAX_CHARS - len(dot + ending)].rstrip() + dot + ending


def name_key(name: str) -> str:
    """What two names share when they are the same name to a person: NFC, case folded."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def free_name(name: str, taken: Collection[str]) -> str:
    """``name``, or with ``-2``, ``-3`` … before its extension, so that its key is not among ``taken`` keys."""
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem:
        stem, dot, ending = name, "", ""
    candidate, number = name, 2
    while name_key(candidate) in taken:
        candidate, number = f"{stem}-{number}{dot}{ending}", number + 1
    return candidate


def stem_of(name: str) -> str:
    """The name without its extension, as a first title."""
    stem, dot, ending = name.rpartition(".")
    return (stem if dot and stem and len(ending) <= 10 else name).replace("_", " ").strip() or name
