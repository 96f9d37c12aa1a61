"""Several photos made into one document: at the door, or of the images that a record has already."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

import ingest
from repo_app import messages
from repo_app.db import now
from repo_app.errors import Conflict, Fault, Invalid, NotFound, TooLarge
from repo_app.jobs import Priority, cancel
from repo_app.models import Blob, File, Record
from repo_app.permissions import OrganizationRef, require
from repo_app.services.deposit import Notices, add_file, arriving, attach, deposit, find_file
from repo_app.services.joining_turns import LONGEST, turn
from repo_app.services.library import Library
from repo_app.services.local import local_file
from repo_app.services.names import clean_name
from repo_app.services.rows import changed, permitted_record
from repo_app.services.translation import ingest_problems, storage_problems
from repo_app.values import Person
from storage import spool

MOST = 50  # photos of one document
HEAD = 1024
_SEPARATORS = re.compile(r"[/\\]")  # a title may hold them, a name would be cut off there
JOINED = "file.joined"  # the notice of a document that was made of photos
WITHOUT = "file.joined_without"  # and that of one without some of them
NAMED = 10  # photos that are told by name
NAME_SHOWN = 60  # characters
NAMES_KEPT = 200  # pages whose photo's own name is remembered
LONGEST_ENDING = 5


@dataclass(frozen=True, slots=True)
class Photo:
    """An image as it was sent; ``stream`` can be read twice."""

    name: str
    stream: BinaryIO


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
    with document(library, photos, as_given, LONGEST) as (made, joined), made.open("rb") as stream:
        notices = notices_of([photo.name for photo in photos], joined)
        kept = deposit(
            library, person, stream, f"{name}.pdf", collection=collection, priority=priority, notices=notices
        )
    return JoinedFile(kept.record, kept.file, left_out(joined))


def add_joined(
    library: Library, person: Person, record_id: str, photos: Sequence[Photo], *, name: str, as_given: bool = False
) -> JoinedFile:
    """One document of these photos as a further file of a record. Raises as ``deposit_joined`` and ``add_file`` do."""
    with library.db.reading() as session:
        name = _called(permitted_record(session, person, record_id, "upload"), name)
    with document(library, photos, as_given, LONGEST) as (made, joined), made.open("rb") as stream:
        kept = add_file(
            library,
            person,
            record_id,
            stream,
            f"{name}.pdf",
            notices=notices_of([photo.name for photo in photos], joined),
        )
    return JoinedFile(record_id, kept.name, left_out(joined))


def join_files(library: Library, person: Person, record_id: str, names: Sequence[str], *, name: str) -> JoinedFile:
    """Make one document of images that the record has, in the order of ``names``; it takes their place.

    The images leave the record: a JPEG is in the document byte by byte. One that cannot be read stays as it is.
    Raises Invalid for too few, too many, or files that are no images, and as ``add_file`` does.
    """
    with library.db.reading() as session:
        record = permitted_record(session, person, record_id, "upload")
        files, name = [find_file(session, record, one) for one in names], _called(record, name)
        _check_files(library, session, files)
    with ExitStack() as held:
        paths = [held.enter_context(local_file(library, file.sha256)) for file in files]
        made, joined = held.enter_context(_made(library, paths, None, LONGEST))
        stream = held.enter_context(made.open("rb"))
        arrived = held.enter_context(arriving(library, stream, f"{name}.pdf"))
        inside = [file.id for at, file in enumerate(files) if at not in left_out(joined)]
        with library.db.writing() as session:
            record = permitted_record(session, person, record_id, "upload", lock=True)
            file = attach(session, record, arrived, Priority.FRESH, notices_of(names, joined))
            _replace(session, inside, file)
            changed(session, record, revision=False)
            return JoinedFile(record_id, file.name, left_out(joined))


def _replace(session: Session, inside: Sequence[int], document: File) -> None:
    """Put the document in the place of the images; Conflict when one of them has gone meanwhile."""
    rows = [session.get(File, number, populate_existing=True) for number in inside]
    images = [row for row in rows if row is not None]
    if len(images) < len(rows):
        raise Conflict("file.gone_meanwhile")
    document.position = min(image.position for image in images)
    licenses = {image.license for image in images}
    document.license = licenses.pop() if len(licenses) == 1 else None
    cancel(session, *(f"file:{image.id}" for image in images))
    for image in images:
        session.delete(image)
    session.flush()


def _check_files(library: Library, session: Session, files: Sequence[File]) -> None:
    if len({file.id for file in files}) < 2:
        raise Invalid(Fault("file", "file.join_needs_two", {}))
    if any(file.family != "image" for file in files):
        raise Invalid(Fault("file", "file.join_needs_images", {}))
    if len({file.id for file in files}) < len(files):
        raise NotFound("problem.no_such_file")
    _check_bounds(library, [session.get_one(Blob, file.sha256).size for file in files])


def _check_bounds(library: Library, sizes: Sequence[int]) -> None:
    if len(sizes) > MOST:
        raise Invalid(Fault("file", "file.join_too_many", {"found": len(sizes), "limit": MOST}))
    if sum(sizes) > library.settings.max_file_bytes:
        raise TooLarge("file.join_too_large", limit=library.settings.max_file_bytes // 1024**2)


@contextmanager
def document(
    library: Library, photos: Sequence[Photo], as_given: bool, longest: float | None = None
) -> Iterator[tuple[Path, ingest.Joined]]:
    """The document at a path, there until the block ends, with what was joined; made in ``longest`` seconds."""
    library.spool.mkdir(parents=True, exist_ok=True)
    _check_bounds(library, [0] * len(photos))
    with ExitStack() as held:
        paths, sizes = [], []
        for photo in photos:
            with storage_problems():
                spooled = spool(photo.stream, folder=library.spool, limit=library.settings.max_file_bytes)
            held.enter_context(spooled)
            paths.append(spooled.path)
            sizes.append(spooled.size)
            _check_bounds(library, sizes)
        names = None if as_given else [photo.name for photo in photos]
        yield held.enter_context(_made(library, paths, names, longest))


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
    return f"{name} {now().astimezone(messages.formats.INDOCHINA).date().isoformat()}"


def left_out(joined: ingest.Joined) -> tuple[int, ...]:
    """The places of the photos that are not in a document."""
    return tuple(at for at, _ in joined.left_out)


def notices_of(names: Sequence[str], joined: ingest.Joined) -> Notices:
    """What is noticed of a document made of photos with these names: each page's own name, and who is missing."""
    inside = [clean_name(names[at], "") for at in joined.order]
    told: list[dict[str, object]] = [
        {"code": JOINED, "params": {"count": len(set(joined.order)), "names": inside[:NAMES_KEPT]}}
    ]
    bad = left_out(joined)
    if not bad:
        return told
    shown = [clean_name(names[at], "")[:NAME_SHOWN] for at in bad[:NAMED]] + ["…"] * (len(bad) > NAMED)
    return [*told, {"code": WITHOUT, "params": {"names": ", ".join(shown)}}]


def take_apart(library: Library, person: Person, record_id: str, name: str) -> int:
    """Put the photos of a draft's document back in its place, a file each; how many they are.

    Raises Conflict for a file that was not joined here, or a record that is no draft, Busy or TooLarge as ``turn``
    does, and as ``add_file`` does.
    """
    with library.db.reading() as session:
        record = permitted_record(session, person, record_id, "upload")
        document, names = _joined_file(session, record, name)
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="hoclieu-", dir=library.tools.temp_dir)))
        path = held.enter_context(local_file(library, document.sha256))
        with ingest_problems(), turn(LONGEST) as over:
            tools = replace(library.tools, cancelled=over)
            images = ingest.take_apart(path, folder, library.reading_options, tools)
        arrived = [
            held.enter_context(arriving(library, held.enter_context(image.open("rb")), _own_name(names, at, image)))
            for at, image in enumerate(images)
        ]
        with library.db.writing() as session:
            record = permitted_record(session, person, record_id, "upload", lock=True)
            row, _ = _joined_file(session, record, name)
            cancel(session, f"file:{row.id}")
            session.delete(row)
            session.flush()
            for one in arrived:
                attach(session, record, one, Priority.FRESH)
            changed(session, record, revision=False)
    return len(images)


def _joined_file(session: Session, record: Record, name: str) -> tuple[File, Sequence[str]]:
    file = find_file(session, record, name)
    told = [notice["params"] for notice in file.notices if notice["code"] == JOINED]
    if not told or record.state != "draft":
        raise Conflict("file.not_joined")
    return file, told[0].get("names", ())


def _own_name(names: Sequence[str], at: int, image: Path) -> str:
    own = names[at] if at < len(names) else image.name
    stem, dot, ending = own.rpartition(".")
    if image.suffix == ".jpg" or own.casefold().endswith(image.suffix):
        return own
    return f"{stem if dot and len(ending) <= LONGEST_ENDING else own}{image.suffix}"


def _is_image(stream: BinaryIO) -> bool:
    head = stream.read(HEAD)
    stream.seek(0)
    try:
        return ingest.detect(head).family == "image"
    except ingest.IngestError:
        return False
