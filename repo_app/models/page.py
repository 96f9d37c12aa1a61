"""Pages as they were read: the text, its folded form for finding, and the words with their boxes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from repo_app.db import Base


class Page(Base):
    """One page of a file, numbered from 1.

    ``recipe`` names everything that made the result, so a run that is taken up again knows what it has. ``words`` is
    zlib-compressed JSON: a list of [text, x0, y0, x1, y1, confidence] in pixels of ``width`` x ``height``.
    ``artifacts`` are the running headers, footers and page numbers in ``text``, as [kind, start, end] in characters;
    ``corners`` are those of the sheet in the stored picture of a photographed page, [[x, y], ...] from the sheet's
    upper left, clockwise.
    """

    __tablename__ = "pages"

    file_id: Mapped[int] = mapped_column(ForeignKey("files.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    recipe: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    words: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    origin: Mapped[str] = mapped_column(String(12))
    confidence: Mapped[float]
    width: Mapped[int]
    height: Mapped[int]
    rotation: Mapped[int]
    notices: Mapped[list[Any]] = mapped_column(JSON, default=list)
    artifacts: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")
    corners: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
