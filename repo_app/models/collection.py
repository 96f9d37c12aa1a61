"""Organizations (who keeps) and collections (what is kept together)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from repo_app.db import Base, UtcDateTime


class Organization(Base):
    """A library, school or centre; the parent is whom it belongs to now, never part of its address.

    One that was merged into another holds nothing any more and is kept for its address alone.
    """

    __tablename__ = "organizations"
    __table_args__ = (UniqueConstraint("slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(300))
    sort_key: Mapped[bytes] = mapped_column(LargeBinary)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Collection(Base):
    """A named group of records of one organization; ``license`` is the default for what comes in.

    ``accept_from`` is the confidence from which on a draft that nobody described takes what reading suggests; None:
    never without a person.
    """

    __tablename__ = "collections"
    __table_args__ = (UniqueConstraint("slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(300))
    sort_key: Mapped[bytes] = mapped_column(LargeBinary)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    license: Mapped[str | None] = mapped_column(String(60))
    accept_from: Mapped[float | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
