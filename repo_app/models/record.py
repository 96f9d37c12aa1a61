"""Records, their history, and the ids that are never given twice."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy import false as sql_false
from sqlalchemy.orm import Mapped, mapped_column

from repo_app.db import Base, UtcDateTime

RECORD_STATES = "state IN ('draft', 'submitted', 'published', 'withdrawn')"


class RecordId(Base):
    """Every public id ever given; rows stay when a draft is deleted, so that no id comes back as another work."""

    __tablename__ = "record_ids"

    public_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Record(Base):
    """A described work.

    ``revision`` counts what people change of metadata and state (the version an edit is based on); a title that reading
    finds does not count. ``stamp`` names everything the index holds of the record, page texts included; ``index_due``
    says that the index has not seen it yet, ``losing`` that till then it may hold text that the record has no more.
    ``pending`` is a depositor's change of a published record, waiting for review, ``pending_base`` what was public of
    the same keys when they were proposed (``services.proposals``). ``year`` is when the work came out,
    as lists show it. Until the day ``embargoed_until`` only the description is public; it may lie in the past.
    """

    __tablename__ = "records"
    __table_args__ = (
        CheckConstraint(RECORD_STATES, name="state"),
        UniqueConstraint("public_id"),
        Index("ix_records_index_due", "index_due", "id"),
        Index("ix_records_state_updated", "state", "updated_at"),
        Index("ix_records_state_published", "state", "published_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(ForeignKey("record_ids.public_id"), index=True)
    state: Mapped[str] = mapped_column(String(12))
    revision: Mapped[int] = mapped_column(default=1)
    record_metadata: Mapped[dict[str, Any]] = mapped_column("metadata", JSON)
    pending: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    pending_base: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    title: Mapped[str] = mapped_column(Text)
    sort_key: Mapped[bytes] = mapped_column(LargeBinary)
    folded: Mapped[str] = mapped_column(Text)
    license: Mapped[str | None] = mapped_column(String(60))
    year: Mapped[int | None]
    embargoed_until: Mapped[date | None] = mapped_column(Date)
    unreviewed_title: Mapped[bool] = mapped_column(default=False)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    collection_id: Mapped[int | None] = mapped_column(ForeignKey("collections.id"), index=True)
    depositor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    reason: Mapped[str | None] = mapped_column(Text)
    stamp: Mapped[str] = mapped_column(String(40))
    index_due: Mapped[bool] = mapped_column(default=False)
    losing: Mapped[bool] = mapped_column(default=False, server_default=sql_false())
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Revision(Base):
    """One thing done to a record, with the metadata and embargo it held afterwards.

    Rows are only ever added, but for what a form keeps while somebody writes: that is one row for a sitting.
    ``revision`` is the record's own afterwards (None before that was written down), by which whoever saw the record
    then is told what changed since. ``restored`` is the number, from 1, of the entry that was taken up again.
    ``file_terms`` says what a file's license and note were and are:
    ``{"name", "sha256", "before": {"license", "third_party"}, "after": …}``, null for where it was not there.
    ``pending`` is what waited for review afterwards, by keys, {} for nothing (None before that was written down).
    """

    __tablename__ = "revisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    revision: Mapped[int | None]
    verb: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(Text)
    record_metadata: Mapped[dict[str, Any]] = mapped_column("metadata", JSON)
    embargoed_until: Mapped[date | None] = mapped_column(Date)
    restored: Mapped[int | None]
    file_terms: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    pending: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class Relation(Base):
    """A record that another one names in its metadata: derived from there, so that "who points at me" is a question.

    ``target`` is the public id as it is named; there need not be such a record, or not yet.
    """

    __tablename__ = "relations"

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(20), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    target: Mapped[str] = mapped_column(String(16), index=True)
    volume: Mapped[str | None] = mapped_column(Text)
