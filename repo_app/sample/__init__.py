"""The sample collection: eight short materials of our own, given away under CC BY 4.0, in every form a file comes in.

They are kept as text in ``texts/`` and made into born-digital PDFs, image-only scans, a TIFF of several pages and a
phone photo, so that a first look shows each way of reading. Typesetting and image work cost memory, so :func:`make`
does them in a child process; this module itself imports neither reportlab nor Pillow.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

MANIFEST = "manifest.json"
TIMEOUT_SECONDS = 300  # the whole build takes about ten on one slow core


class Form(StrEnum):
    """How a material is given: text set as PDF, or only its picture as scanned PDF, phone photo or TIFF."""

    PDF = "pdf"
    SCAN = "scan"
    PHOTO = "photo"
    TIFF = "tiff"


MetadataObject = Mapping[str, Sequence[Mapping[str, str]]]
"""Metadata as the API takes it: DCMI and LRMI keys, each with a list of ``{"value", "lang"}`` or ``{"id"}``."""


class SampleError(Exception):
    """The sample collection could not be made; the message says why, in words for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class SampleItem:
    """One material: the absolute ``path`` of its file, its metadata, and the form the file was given."""

    path: Path
    metadata: MetadataObject
    form: Form


def make(folder: Path) -> list[SampleItem]:
    """Make all files and the manifest in ``folder`` by a child process; raises :class:`SampleError`.

    ``folder`` is created when missing; files of an earlier call are written over with the same bytes.
    """
    command = [sys.executable, "-m", f"{__name__}.build", str(folder)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell, the folder is one argument
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise SampleError(f"the sample collection was not ready after {TIMEOUT_SECONDS} s") from None
    if done.returncode != 0:
        last_line = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
        raise SampleError(last_line)
    return read_manifest(folder)


def read_manifest(folder: Path) -> list[SampleItem]:
    """The items that a build wrote to ``folder``; :class:`SampleError` when the manifest is absent or damaged."""
    try:
        rows = json.loads((folder / MANIFEST).read_text("utf-8"))
        return [_item(folder, row) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SampleError(f"{folder / MANIFEST} cannot be used: {error}") from error


def _item(folder: Path, row: Mapping[str, object]) -> SampleItem:
    name, form, metadata = row["path"], row["form"], row["metadata"]
    if not isinstance(name, str) or Path(name).name != name:
        raise ValueError(f"not a plain file name: {name!r}")
    if not isinstance(metadata, dict):
        raise ValueError(f"no metadata: {name}")
    return SampleItem((folder / name).resolve(), metadata, Form(str(form)))
