"""Several photos made into one document: at the door, or of the images that a record has already."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

import ingest
from repo_app.db import now
from repo_app.errors import Conflict, Fault, Invalid, NotFound, TooLarge
from repo_app.jobs import Priority
from repo_app.models import Blob, File, Record
from repo_app.permissions import OrganizationRef, require
from repo_app.services.deposit import Notices, add_file, arriving, attach, deposit, find_file, take_in, take_out
from repo_app.services.file_terms import terms_together
from repo_app.services.joining_turns import LONGEST, turn
from repo_app.services.library import Library
from repo_app.services.local import local_file
from repo_app.services.names import clean_name
from repo_app.services.records.terms_of_files import note_files
from repo_app.services.rows import changed, permitted_record
from repo_app.services.translation import ingest_problems, storage_problems
from repo_app.values import OriginalView, Person
from repo_app.values.days import day_of
from storage import Spooled, spool

MOST = 50  # photos of one document
HEAD = 1024
_SEPARATORS = re.compile(r"[/\\]")  # a title may hold them, a name would be cut off there
JOINED = "file.joined"  # the notice of a document that was made of photos
WITHOUT = "file.joined_without"  # and that of one without some of them
NAMED = 10  # photos that are told by name
NAME_SHOWN = 60  # characters


@dataclass(frozen=True, slots=True)
class Photo:
    """An image as it was sent; ``stream`` can be read twice."""

    name: str
    stream: BinaryIO


@dataclass(frozen=True, slots=True)
class Document:
    """What was made of photos: a PDF at ``path``, the places of the photos that are in it and of those that are not.

    ``keep`` puts those that are in it into storage as they came and says what they are, in the order of the pages.
    """

    path: Path
    inside: tuple[int, ...]
    left_out: tuple[int, ...]
    keep: Callable[[], tuple[OriginalView, ...]]


@dataclass(frozen=True, slots=True)
class JoinedFile:
    """The document that was made: its record, its name there, and the places of the photos that are not in it."""

    record: str
    file: str
    left_out: tuple[int, ...]


def are_photos(streams: Sequence[BinaryIO]) -> bool:
    """Whether these are several files, every one of them an image by its first bytes; the streams stand as before."""
    return len(streams) > 1 and all(map(_is_image, streams))


def deposit_joined(
    library: Library,
    person: Person,
    photos: Sequence[Photo],
    *,
    name: str,
    as_given: bool = False,
    collection: str | None = None,
    priority: Priority = Priority.FRESH,
) -> JoinedFile:
    """A new draft with one document of these photos, called ``name`` until reading finds a title.

    They come in the order given, or else in that of their times or names. Raises Invalid where not one can be read
    or there are too many, TooLarge for more bytes than a file may have or more work than a request may be, Busy while
    many are made, and what ``deposit`` raises.
    """
    require(person, "deposit", OrganizationRef(person.organization or 0))
    with document(library, photos, as_given, LONGEST) as made, made.path.open("rb") as stream:
        kept = deposit(
            library,
            person,
            stream,
            f"{name}.pdf",
            collection=collection,
            priority=priority,
            notices=notices_of([photo.name for photo in photos], made),
            originals=made.keep(),
        )
    return JoinedFile(kept.record, kept.file, made.left_out)


def add_joined(
    library: Library, person: Person, record_id: str, photos: Sequence[Photo], *, name: str, as_given: bool = False
) -> JoinedFile:
    """One document of these photos as a further file of a record. Raises as ``deposit_joined`` and ``add_file`` do."""
    with library.db.reading() as session:
        name = _called(permitted_record(session, person, record_id, "upload"), name)
    with document(library, photos, as_given, LONGEST) as made, made.path.open("rb") as stream:
        kept = add_file(
            library,
            person,
            record_id,
            stream,
            f"{name}.pdf",
            notices=notices_of([photo.name for photo in photos], made),
            originals=made.keep(),
        )
    return JoinedFile(record_id, kept.name, made.left_out)


def join_files(library: Library, person: Person, record_id: str, names: Sequence[str], *, name: str) -> JoinedFile:
    """Make one document of images that the record has, in the order of ``names``; it takes their place.

    The images leave the record's files and are kept as the document's originals. One that cannot be read stays.
    Raises Invalid for too few, too many, or files that are no images, and as ``add_file`` does.
    """
    with library.db.reading() as session:
        record = permitted_record(session, person, record_id, "upload")
        files, name = [find_file(session, record, one) for one in names], _called(record, name)
        images = [_original(session, file) for file in files]
        _check_files(library, files, images)
    with ExitStack() as held:
        paths = [held.enter_context(local_file(library, file.sha256)) for file in files]
        path, joined = held.enter_context(_made(library, paths, None, LONGEST))
        places = inside(joined)
        made = Document(path, places, left_out(joined), lambda: tuple(images[at] for at in places))
        arrived = held.enter_context(arriving(library, held.enter_context(path.open("rb")), f"{name}.pdf"))
        with library.db.writing() as session:
            record = permitted_record(session, person, record_id, "upload", lock=True)
            file = attach(session, record, arrived, Priority.FRESH, notices_of(names, made), made.keep())
            _replace(session, person, record, [files[at].id for at in places], file)
            changed(session, record, revision=False)
            return JoinedFile(record_id, file.name, made.left_out)


def _original(session: Session, file: File) -> OriginalView:
    return OriginalView(file.name, session.get_one(Blob, file.sha256).size, file.sha256, file.media_type)


def _replace(session: Session, person: Person, record: Record, numbers: Sequence[int], document: File) -> None:
    """Put the document in the place of the images; Conflict when one of them has gone meanwhile."""
    rows = [session.get(File, number, populate_existing=True) for number in numbers]
    images = [row for row in rows if row is not None]
    if len(images) < len(rows):
        raise Conflict("file.gone_meanwhile")
    document.position = min(image.position for image in images)
    document.license, document.third_party = terms_together(images)
    note_files(session, person, record, left=images, came=[document])
    take_out(session, record, *images)


def _check_files(library: Library, files: Sequence[File], images: Sequence[OriginalView]) -> None:
    if len({file.id for file in files}) < 2:
        raise Invalid(Fault("file", "file.join_needs_two", {}))
    if any(file.family != "image" for file in files):
        raise Invalid(Fault("file", "file.join_needs_images", {}))
    if len({file.id for file in files}) < len(files):
        raise NotFound("problem.no_such_file")
    _check_bounds(library, [image.size for image in images])


def _check_bounds(library: Library, sizes: Sequence[int]) -> None:
    if len(sizes) > MOST:
        raise Invalid(Fault("file", "file.join_too_many", {"found": len(sizes), "limit": MOST}))
    if sum(sizes) > library.settings.max_file_bytes:
        raise TooLarge("file.join_too_large", limit=library.settings.max_file_bytes // 1024**2)


@contextmanager
def document(
    library: Library, photos: Sequence[Photo], as_given: bool, longest: float | None = None
) -> Iterator[Document]:
    """The document, its file there until the block ends; made in ``longest`` seconds. Nothing is in storage yet."""
    library.spool.mkdir(parents=True, exist_ok=True)
    _check_bounds(library, [0] * len(photos))
    with ExitStack() as held:
        spooled: list[Spooled] = []
        for photo in photos:
            with storage_problems():
                one = spool(photo.stream, folder=library.spool, limit=library.settings.max_file_bytes)
            spooled.append(held.enter_context(one))
            _check_bounds(library, [one.size for one in spooled])
        names = None if as_given else [photo.name for photo in photos]
        path, joined = held.enter_context(_made(library, [one.path for one in spooled], names, longest))
        places = inside(joined)
        yield Document(
            path,
            places,
            left_out(joined),
            lambda: tuple(_kept(library, photos[at].name, spooled[at]) for at in places),
        )


def _kept(library: Library, name: str, spooled: Spooled) -> OriginalView:
    """The photo once it is in storage."""
    arrived = take_in(library, spooled, name)
    return OriginalView(arrived.name, arrived.size, arrived.sha256, arrived.file_type.media_type)


@contextmanager
def _made(
    library: Library, paths: Sequence[Path], names: Sequence[str] | None, longest: float | None
) -> Iterator[tuple[Path, ingest.Joined]]:
    with tempfile.TemporaryDirectory(prefix="hoclieu-", dir=library.tools.temp_dir) as folder:
        target, options = Path(folder) / "joined.pdf", library.reading_options
        try:
            with ingest_problems(), turn(longest) as over:
                tools = replace(library.tools, cancelled=over)
                joined = ingest.join_images(paths, target, ingest.PdfMetadata(), options, tools, names)
        except Invalid as problem:
            if problem.code == "file.damaged":
                raise Invalid(Fault("file", "file.none_readable", {})) from problem
            raise
        yield target, joined


def _called(record: Record, otherwise: str) -> str:
    """What a document in the record is called: as the record, where somebody has said what that is."""
    named = record.title if record.title and not record.unreviewed_title else otherwise
    return clean_name(_SEPARATORS.sub(" ", named), "")


def order_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """What names are sorted by so that IMG_2 comes before IMG_10."""
    return ingest.natural_key(name)


def dated(name: str) -> str:
    """``name`` with the day of today, as a document is called that nobody has named."""
    return f"{name} {day_of(now()).isoformat()}"


def inside(joined: ingest.Joined) -> tuple[int, ...]:
    """The places of the photos that are in a document, in the order of its pages."""
    return tuple(dict.fromkeys(joined.order))


def left_out(joined: ingest.Joined) -> tuple[int, ...]:
    """The places of the photos that are not in a document."""
    return tuple(at for at, _ in joined.left_out)


def notices_of(names: Sequence[str], made: Document) -> Notices:
    """What is noticed of a document made of photos with these names: how many there are, and who is missing."""
    told: list[dict[str, object]] = [{"code": JOINED, "params": {"count": len(made.inside)}}]
    bad = made.left_out
    if not bad:
        return told
    shown = [clean_name(names[at], "")[:NAME_SHOWN] for at in bad[:NAMED]] + ["…"] * (len(bad) > NAMED)
    return [*told, {"code": WITHOUT, "params": {"names": ", ".join(shown)}}]


def _is_image(stream: BinaryIO) -> bool:
    head = stream.read(HEAD)
    stream.seek(0)
    try:
        return ingest.detect(head).family == "image"
    except ingest.IngestError:
        return False
