"""Proposed metadata values with the evidence they rest on."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from repo_app.db import Base


class Suggestion(Base):
    """One proposed value of one metadata key, found in one file; ``confidence`` from 0 to 1."""

    __tablename__ = "suggestions"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id", ondelete="CASCADE"), index=True)
    field: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(Text)
    confidence: Mapped[float]
    page: Mapped[int | None]
    evidence: Mapped[str] = mapped_column(Text)
    role: Mapped[str | None] = mapped_column(String(40))
    scheme: Mapped[str | None] = mapped_column(String(20))
    volume: Mapped[str | None] = mapped_column(String(100))
