"""Files of records, and the blobs that hold their bytes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from repo_app.db import Base, UtcDateTime


class Blob(Base):
    """Bytes in storage, named by their SHA-256; ``marked_at`` is when a collection first saw them unreferenced."""

    __tablename__ = "blobs"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    marked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class File(Base):
    """One stored byte stream of a record and how its reading stands; ``name_key`` is the name in NFC, case folded.

    ``recipe`` is what this reading was planned with; ``pages_done`` counts the pages that need not be read any more
    (all of a ready file), ``pages_before`` those of them that were there when it began;
    ``last_progress_at`` moves with each page. ``job_id`` is the job that plans the reading. ``labels`` and
    ``outline`` are what the file itself says of its pages, ``told`` what its properties suggest (dicts of
    ``services.suggested.TOLD``; None before its reading was planned). ``suggested_by`` is the version of the rules that
    made what is suggested of its pages, 0 where that is still to come. ``languages`` are those that somebody asked to
    have it read in, instead of those of its record, joined by "+"; ``force_ocr`` says that every page's image was to be
    read though it has text. ``read_in`` are the languages this reading was planned with, "" for none; None before.
    ``license`` is its own, None where its record's holds. ``third_party`` is the note of what others hold the rights of
    in it. ``shown`` is what permissions say, for statements: whether everybody may read it once its record is public,
    ``shown_by`` the version of the rules of access that said so.
    """

    __tablename__ = "files"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'reading', 'ready', 'failed')", name="state"),
        UniqueConstraint("record_id", "name_key"),
        Index("ix_files_sha256_record", "sha256", "record_id"),
        Index("ix_files_shown_by", "shown_by", "record_id"),
        Index("ix_files_suggested", "state", "suggested_by", "id"),  # whoever looks for those of earlier rules
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(255))
    name_key: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(ForeignKey("blobs.sha256"))
    media_type: Mapped[str] = mapped_column(String(100))
    family: Mapped[str] = mapped_column(String(20))
    license: Mapped[str | None] = mapped_column(String(60))
    third_party: Mapped[str | None] = mapped_column(Text)
    shown: Mapped[bool] = mapped_column(default=False, server_default=false())
    shown_by: Mapped[int] = mapped_column(default=0, server_default="0")
    languages: Mapped[str | None] = mapped_column(String(60))
    force_ocr: Mapped[bool] = mapped_column(default=False, server_default=false())
    read_in: Mapped[str | None] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10))
    recipe: Mapped[str | None] = mapped_column(String(200))
    pages_total: Mapped[int | None]
    pages_done: Mapped[int] = mapped_column(default=0)
    pages_before: Mapped[int] = mapped_column(default=0)
    job_id: Mapped[int | None]
    message_code: Mapped[str | None] = mapped_column(String(80))
    message_params: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    notices: Mapped[list[Any]] = mapped_column(JSON, default=list)
    labels: Mapped[list[Any]] = mapped_column(JSON, default=list)
    outline: Mapped[list[Any]] = mapped_column(JSON, default=list)
    told: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    suggested_by: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reading_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_progress_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Original(Base):
    """Bytes that a file was made of here, as they came: the photos of a document, ``position`` from 1 in its order.

    Nobody is shown them but who works on the record; what collects unreferenced blobs must leave theirs alone.
    """

    __tablename__ = "originals"
    __table_args__ = (UniqueConstraint("file_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(ForeignKey("blobs.sha256"), index=True)


class Derivative(Base):
    """A file made from another, which can be made again; ``kind`` says what for, ``recipe`` what it was made with."""

    __tablename__ = "derivatives"
    __table_args__ = (UniqueConstraint("file_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    sha256: Mapped[str] = mapped_column(ForeignKey("blobs.sha256"), index=True)
    recipe: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
