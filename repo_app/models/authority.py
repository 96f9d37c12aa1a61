"""What a library adds to the vocabularies: its own terms, other names, merges, and names of persons and bodies."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from repo_app.db import Base, UtcDateTime
from repo_app.models.lexicon import BYTES


class LibraryTerm(Base):
    """What this library says of a term: all of one of its own, of one of the files its further names.

    Labels are None for a term of the files. ``into_term`` is the id of the term of the same vocabulary that it was
    merged into; a term is never deleted, as records may hold its id.
    """

    __tablename__ = "library_terms"

    vocabulary: Mapped[str] = mapped_column(String(40), primary_key=True)
    term_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    label_vi: Mapped[str | None] = mapped_column(String(200))
    label_en: Mapped[str | None] = mapped_column(String(200))
    alternatives: Mapped[list[Any]] = mapped_column(JSON, default=list)
    broader: Mapped[str | None] = mapped_column(String(60))
    into_term: Mapped[str | None] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class VocabularyVersion(Base):
    """One row: a token that every change of ``library_terms`` replaces, so that each process knows what it kept."""

    __tablename__ = "vocabulary_version"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    token: Mapped[str] = mapped_column(String(40))


class VocabularyLoad(Base):
    """That a vocabulary's file was met in this form: its version, the SHA-256 of its rows, and when first."""

    __tablename__ = "vocabulary_loads"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[str] = mapped_column(String(20))
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AuthorityChange(Base):
    """One thing done to a term or an agent (``vocabulary`` is then "agents"), with what it was before and after."""

    __tablename__ = "authority_changes"
    __table_args__ = (Index("ix_authority_changes_of", "vocabulary", "term_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    vocabulary: Mapped[str] = mapped_column(String(40))
    term_id: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    verb: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(Text)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any]] = mapped_column(JSON)


class Agent(Base):
    """A person or an organization that metadata name.

    ``into_id`` is the agent it was merged into, ``root_id`` the one it stands for after all merges; both None for one
    that stands for itself. ``dates`` and ``note`` tell it from others of the same name.
    """

    __tablename__ = "agents"
    __table_args__ = (
        CheckConstraint("kind IN ('person', 'organization')", name="kind"),
        CheckConstraint("(into_id IS NULL) = (root_id IS NULL)", name="merged"),
        UniqueConstraint("public_id"),
        Index("ix_agents_sort_key", "sort_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(300))
    sort_key: Mapped[bytes] = mapped_column(LargeBinary)
    dates: Mapped[str | None] = mapped_column(String(60))
    note: Mapped[str | None] = mapped_column(String(300))
    identifiers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    into_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"), index=True)
    root_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AgentName(Base):
    """A name of an agent from one of its words on, folded with a blank at the end: what typing may begin with.

    ``number`` is 0 for the preferred name, then counts the variants; ``word`` is 0 where ``key`` is the whole name.
    """

    __tablename__ = "agent_names"
    __table_args__ = (Index("ix_agent_names_key", "key"),)

    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    word: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(300))
    key: Mapped[str] = mapped_column(BYTES)
