"""Proposed metadata values with the evidence they rest on."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from repo_app.db import Base


class Suggestion(Base):
    """One proposed value of one metadata key, found in one file; ``confidence`` from 0 to 1.

    ``words`` are those it was read from, [text, x0, y0, x1, y1] in pixels of the page, and ``box`` holds all of them;
    None where words have no places.
    """

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
    lang: Mapped[str | None] = mapped_column(String(35))
    box: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    words: Mapped[list[list[str | int]] | None] = mapped_column(JSON(none_as_null=True))
