"""Several images made into one PDF, a page each: photos of one document in the order they belong in.

Every picture is opened in child processes only. One that cannot be read is left out and told of; the others do not
suffer from it.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.answers import read_counts, read_part
from ingest.calls import FileCalls, Options, Tools
from ingest.detect import PDF
from ingest.errors import BadAnswer, Damaged, IngestError, TooLarge, from_code
from ingest.pdf_out.xmp import PdfMetadata
from ingest.sandbox import Json
from ingest.searchable import WRITING, whole_at, working_folder

AT_ONCE = 8
"""Images that one child opens, one after the other: its time is promised for one page and one such call."""

FRAMES = 10_000
"""More frames than an image may have; the parts of image n are numbered from n times this on."""

_DIGITS = re.compile("([0-9]+)")


@dataclass(frozen=True, slots=True)
class Joined:
    """A PDF that was made: for each of its pages the place of its image among the paths, and the images left out."""

    order: tuple[int, ...]
    left_out: tuple[tuple[int, IngestError], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What became of one image: the pages it gives and when it was taken ("" where it does not say), or its fault."""

    at: int
    pages: int
    taken: str
    fault: IngestError | None = None


def join_images(
    paths: Sequence[Path],
    target: Path,
    metadata: PdfMetadata,
    options: Options,
    tools: Tools,
    names: Sequence[str] | None = None,
) -> Joined:
    """Write the images at `paths` to `target` as one PDF: a JPEG's own picture, bit by bit, of other types every pixel.

    Nothing of what is told beside a picture comes with it, neither place nor time nor a comment.

    Their order is the one given; with `names`, one for each path, it is that in which they were taken where all of
    them tell different times, else that of their names. A photo kept with loss in a type that no PDF can hold becomes
    a fine JPEG. The same images in the same order give the same bytes. Raises Damaged when not one can be read,
    TooLarge for too many pages, NotWritten, Cancelled, NoRoom, OSError when `target` cannot be made.
    """
    with working_folder(tools) as work:
        parts = list(_parts(paths, work, options, tools))
        good = _ordered([part for part in parts if part.fault is None], names)
        numbers = [FRAMES * part.at + frame for part in good for frame in range(1, part.pages + 1)]
        if not numbers:
            raise Damaged(params={"pages": 0})
        if len(numbers) > options.max_pages:
            raise TooLarge("file.too_many_pages", {"found": len(numbers), "limit": options.max_pages})
        with whole_at(target) as made:
            asked: dict[str, Json] = {
                "work": str(work.absolute()),
                "target": str(made.absolute()),
                "numbers": list(numbers),
                "metadata": {**asdict(metadata), "creators": list(metadata.creators)},
            }
            size = _one("bind_parts", asked, tools)
            written = FileCalls(made, PDF, options, tools)
            if size != made.stat().st_size or read_counts(written.one("count", {}, tools.parse))[0] != len(numbers):
                raise BadAnswer
    return Joined(
        tuple(number // FRAMES for number in numbers),
        tuple((part.at, part.fault) for part in parts if part.fault is not None),
    )


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """What names are sorted by so that IMG_2 comes before IMG_10, whatever their case and the form of their accents."""
    folded = unicodedata.normalize("NFC", name).casefold()
    return tuple(
        (0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part)
        for part in _DIGITS.split(folded)
        if part
    )


def _parts(paths: Sequence[Path], work: Path, options: Options, tools: Tools) -> Iterator[Part]:
    """What became of each image, in order. A child that dies is blamed on the first image of its call alone."""
    at = 0
    while at < len(paths):
        some = paths[at : at + AT_ONCE]
        fault: IngestError | None = None
        done = 0
        try:
            answers = tools.sandbox().run("image_parts", _asked(some, at, work, options), tools.render, tools.cancelled)
            for _, answer in zip(some, answers, strict=False):
                yield _part(at + done, answer)
                done += 1
        except IngestError as error:
            if error.retryable:
                raise
            fault = error
        if done == 0:
            yield Part(at, 0, "", fault or BadAnswer())
        at += max(1, done)


def _asked(paths: Sequence[Path], at: int, work: Path, options: Options) -> dict[str, Json]:
    return {
        "paths": [str(path.absolute()) for path in paths],
        "numbers": [FRAMES * (at + place) for place in range(len(paths))],
        "work": str(work.absolute()),
        "bounds": {
            "dpi": options.dpi,
            "max_pages": options.max_pages,
            "max_raster_pixels": options.max_raster_pixels,
            "max_image_pixels": options.max_image_pixels,
        },
    }


def _part(at: int, answer: Json) -> Part:
    code, params, pages, taken = read_part(answer, FRAMES)
    return Part(at, pages, taken, from_code(code, params) if code else None)


def _ordered(parts: Sequence[Part], names: Sequence[str] | None) -> Sequence[Part]:
    if names is None:
        return parts
    times = {part.taken for part in parts}
    if "" not in times and len(times) == len(parts):
        return sorted(parts, key=lambda part: part.taken)
    return sorted(parts, key=lambda part: natural_key(names[part.at]))


def _one(verb: str, request: dict[str, Json], tools: Tools) -> Json:
    values = list(tools.sandbox().run(verb, request, WRITING, tools.cancelled))
    if len(values) != 1:
        raise BadAnswer
    return values[0]
