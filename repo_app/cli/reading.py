"""``hoclieu ocr``: the pipeline on one file, without a library."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import click

import ingest
from repo_app.cli.environment import read_settings
from repo_app.cli.front import COMMANDS
from repo_app.cli.output import Bar
from repo_app.cli.words import _, argument, as_text, command, mark, option
from repo_app.errors import Problem, UsageFault
from repo_app.services.suggested import known_names
from repo_app.settings import default_workers

Maker = Callable[[Path, Sequence[ingest.Page], Path, ingest.PdfMetadata, ingest.Options, ingest.Tools], None]
DESTINATION = click.Path(dir_okay=False, allow_dash=True)


@command("ocr", COMMANDS["ocr"][1])
@argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@option(
    "--text",
    "text_to",
    type=DESTINATION,
    help=mark("Write the text here, pages parted by form feeds; - is standard output."),
)
@option(
    "--json",
    "json_to",
    type=DESTINATION,
    help=mark("Write pages, words and suggestions here as JSON; - is standard output."),
)
@option(
    "--pdf",
    "pdf_to",
    type=DESTINATION,
    help=mark(
        "Write a searchable PDF here: pictures as they are, recognised words unseen in place; - is standard output."
    ),
)
@option(
    "--light",
    "light_to",
    type=DESTINATION,
    help=mark("Write a light PDF for weak lines here, at most about 100 KB a page; - is standard output."),
)
@option("--languages", help=mark("Tesseract models joined by +, in place of HOCLIEU_OCR_LANGUAGES."))
@option(
    "--jobs",
    type=click.IntRange(1, 256),
    help=mark("Pages read at one time; default: as many as cores and memory allow."),
)
@option("--force-ocr", is_flag=True, help=mark("Recognise every page's image, though it has a text layer."))
def ocr(
    file: Path,
    text_to: str | None,
    json_to: str | None,
    pdf_to: str | None,
    light_to: str | None,
    languages: str | None,
    jobs: int | None,
    force_ocr: bool,
) -> None:
    """Read the file and write what was asked for; the text to standard output where nothing was."""
    settings = read_settings({"OCR_LANGUAGES": languages} if languages is not None else {})
    _check(file, (text_to, json_to, pdf_to, light_to), languages if settings.ocr_engine == "tesseract" else None)
    options = ingest.Options(
        settings.ocr_languages, force_ocr=force_ocr, max_pages=settings.max_pages, engine=settings.ocr_engine
    )
    try:
        with ingest.rendered(file, options, ingest.Tools()) as rendition:
            if rendition is None and (force_ocr or pdf_to is not None or light_to is not None) and ingest.is_text(file):
                raise Problem("reading.no_images" if force_ocr else "cli.no_pdf")
            with Bar(_("pages")) as bar:
                document = ingest.read_file(
                    file, options, ingest.Tools(names=known_names()), jobs or default_workers(), bar, rendition
                )
            for destination, make in ((pdf_to, ingest.make_searchable), (light_to, ingest.make_light)):
                if destination is not None:
                    _write_pdf(make, destination, rendition or file, document, options)
    except ingest.EngineMissing as error:
        raise _models_missing(settings.ocr_languages) from error
    except ingest.IngestError as error:
        raise Problem(error.code, **error.params) from error
    if json_to is not None:
        _write(json_to, json.dumps(ingest.to_json(document), ensure_ascii=False, indent=1) + "\n")
    if text_to is not None or all(to is None for to in (json_to, pdf_to, light_to)):
        _write(text_to or "-", ingest.to_text(document))


def _check(file: Path, destinations: Sequence[str | None], languages: str | None) -> None:
    """Refuse before the reading what would only fail after it, or never end."""
    if destinations.count("-") > 1:
        raise UsageFault("cli.two_answers")
    if not file.is_file():
        raise Problem("cli.not_a_file")
    _check_destinations(file, [Path(one) for one in destinations if one not in {None, "-"}])
    installed = _installed() if languages is not None else None
    missing = set(languages.split("+")) - installed if languages is not None and installed is not None else ()
    if missing and installed is not None:
        raise UsageFault("cli.no_such_model", missing="+".join(sorted(missing)), installed=", ".join(sorted(installed)))


def _installed() -> frozenset[str] | None:
    try:
        return ingest.installed_models()
    except ingest.TimedOut:
        return None  # nobody knows; the reading will say so


def _models_missing(languages: str) -> Problem:
    """What to say where the engine is not there, or lacks models that the settings name: then they are wrong."""
    installed = _installed()
    missing = "+".join(one for one in languages.split("+") if one not in (installed or ()))
    kind = Problem if installed is None else UsageFault
    return kind("cli.models_missing", missing=missing or languages)


def _check_destinations(file: Path, paths: Sequence[Path]) -> None:
    """Every place is another file than the one that is read and than each other's, in a folder that can be written."""
    taken = {file.resolve()}
    for path in paths:
        if path.resolve() in taken or (path.exists() and path.samefile(file)):
            raise UsageFault("cli.named_twice", path=as_text(path))
        taken.add(path.resolve())
        if not path.parent.is_dir():
            raise Problem("cli.no_folder", path=as_text(path), folder=as_text(path.parent))
        if not os.access(path.parent, os.W_OK):
            raise _cannot_write(path, os.strerror(errno.EACCES))


def _cannot_write(path: str | Path, reason: str) -> Problem:
    return Problem("cli.cannot_write", path=_("Standard output") if path == "-" else as_text(path), error=reason)


def _write_pdf(make: Maker, destination: str, file: Path, document: ingest.Document, options: ingest.Options) -> None:
    """The PDF that `make` gives, whole at its place; to standard output only once it is whole too."""
    titles = [suggestion.value for suggestion in document.suggestions if suggestion.field == "title"]
    metadata = ingest.PdfMetadata(
        title=titles[0] if titles else "",
        language=document.language,
        derived_from=f"sha256:{_sha256(file)}",
        provenance=f"Hoclieu; {ingest.recipe(options)}",
    )
    try:
        with tempfile.TemporaryDirectory(prefix="hoclieu-") as folder:
            target = Path(folder, "made.pdf") if destination == "-" else Path(destination)
            make(file, document.pages, target, metadata, options, ingest.Tools())
            if destination == "-":
                with target.open("rb") as made:
                    shutil.copyfileobj(made, sys.stdout.buffer)
                sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _cannot_write(destination, error.strerror or str(error)) from error


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write(destination: str, text: str) -> None:
    try:
        with click.open_file(destination, "w", encoding="utf-8", atomic=destination != "-") as out:
            out.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _cannot_write(destination, error.strerror or str(error)) from error
