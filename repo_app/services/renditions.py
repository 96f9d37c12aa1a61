"""The PDF that LibreOffice makes of an office document: made when a reading is planned, kept beside the file.

Where there is one, pages are read from it and shown as it has them; without it they are text alone.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

import ingest
from repo_app.models import File
from repo_app.services.derivatives import PDF, WITH_PICTURES, current, keep
from repo_app.services.library import Library
from repo_app.services.local import local_file
from repo_app.services.work import Work

NO_PICTURES = "file.no_pictures"
DRAWING_FAILED = "file.drawing_failed"


def picture_source(session: Session, file: File) -> str | None:
    """The blob that pictures of the file's pages are drawn from, None where it has none."""
    if file.family in WITH_PICTURES:
        return file.sha256
    held = current(session, file.id, PDF)
    return held.sha256 if held is not None else None


def reading_recipe(library: Library, file: File, options: ingest.Options) -> str:
    """What names the way the pages of this file are read on this machine."""
    with library.db.reading() as session:
        held = current(session, file.id, PDF) if file.family not in WITH_PICTURES else None
        rendition = held.recipe if held is not None else ""
    family: ingest.Family = file.family  # type: ignore[assignment]
    return ingest.recipe(options, library.tools, family, rendition)


def same_pages(before: str, recipe: str) -> bool:
    """Whether two recipes part a document into the same pages: both those of its text, or both those of a drawing."""
    return before.startswith(ingest.TEXT_RECIPE) == recipe.startswith(ingest.TEXT_RECIPE)


@contextmanager
def rendition(library: Library, file: File) -> Iterator[Path | None]:
    """The file's rendition as a file on this machine, None where it has none. Raises as ``local_file``."""
    with library.db.reading() as session:
        held = current(session, file.id, PDF) if file.family not in WITH_PICTURES else None
    if held is None:
        yield None
        return
    with local_file(library, held.sha256) as path:
        yield path


def drawn(
    library: Library, work: Work, file: File, path: Path, found: ingest.Inspection, tools: ingest.Tools
) -> ingest.Inspection:
    """``found`` with the pages that LibreOffice draws of the file at ``path``, or with the reason why there are none.

    Made anew when another LibreOffice is here than made the one that is kept; one that is kept serves without any.
    """
    if not ingest.is_drawn(found):
        return found
    failed = _make_unless_kept(library, work, file, path, found.file_type, tools)
    with rendition(library, file) as pdf:
        if pdf is not None:
            return ingest.inspect_drawn(found, pdf, library.reading_options, tools)
    return replace(found, warnings=(*found.warnings, ingest.Notice(failed or NO_PICTURES)))


def _make_unless_kept(
    library: Library, work: Work, file: File, path: Path, file_type: ingest.FileType, tools: ingest.Tools
) -> str:
    """Make and keep the rendition; the code of what went wrong where LibreOffice is here and cannot draw the file."""
    recipe = ingest.rendition_recipe(tools)
    with library.db.reading() as session:
        if not recipe or current(session, file.id, PDF, recipe) is not None:
            return ""
    with tempfile.TemporaryDirectory(prefix="hoclieu-", dir=tools.temp_dir) as folder:
        target = Path(folder, "rendition.pdf")
        try:
            ingest.make_rendition(path, target, library.reading_options, tools, file_type)
        except ingest.IngestError as error:
            if error.code != DRAWING_FAILED:
                raise
            return DRAWING_FAILED
        keep(library, file.id, PDF, target, recipe, work.hold)
    return ""
