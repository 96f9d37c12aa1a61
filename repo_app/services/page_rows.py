"""A page as it was read, and the row that keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ingest
from repo_app.models import Page
from repo_app.services.words import pack_words, unpack_words
from search import fold_readings


def page_row(file_id: int, recipe: str, page: ingest.Page) -> Page:
    """The row that keeps a page as it was read."""
    return Page(
        file_id=file_id,
        number=page.number,
        recipe=recipe,
        text=page.text,
        folded=fold_readings(page.text),
        words=pack_words(page.words),
        origin=page.origin,
        confidence=page.confidence,
        width=page.width,
        height=page.height,
        rotation=page.rotation,
        corners=[list(corner) for corner in page.corners] if page.corners else None,
        notices=[{"code": notice.code, "params": dict(notice.params)} for notice in page.warnings],
        artifacts=artifact_cells(page.artifacts),
    )


def page_value(row: Page) -> ingest.Page:
    """The page that the row keeps."""
    origin: ingest.Origin = row.origin  # type: ignore[assignment]
    return ingest.Page(
        number=row.number,
        text=row.text,
        origin=origin,
        confidence=row.confidence,
        width=row.width,
        height=row.height,
        rotation=row.rotation,
        corners=corners_of(row.corners),
        words=unpack_words(row.words),
        warnings=warnings_of(row.notices),
        artifacts=artifacts_of(row.artifacts),
    )


def artifact_cells(found: Sequence[ingest.Artifact]) -> list[list[str | int]]:
    """The artifacts of a page as its row keeps them."""
    return [[artifact.kind, artifact.start, artifact.end] for artifact in found]


def artifacts_of(told: Sequence[Sequence[Any]]) -> tuple[ingest.Artifact, ...]:
    """The artifacts that a row keeps."""
    return tuple(ingest.Artifact(kind, start, end) for kind, start, end in told)


def view_of(row: Page | None) -> ingest.View | None:
    """How the page that the row keeps is shown; None, as its file says, while there is no row or it is a failure's."""
    return None if row is None or row.width <= 1 else ingest.View(row.rotation, corners_of(row.corners))


def corners_of(told: Sequence[Sequence[int]] | None) -> ingest.Corners | None:
    """The corners that a row keeps."""
    if not told:
        return None
    upper_left, upper_right, lower_right, lower_left = ((x, y) for x, y in told)
    return (upper_left, upper_right, lower_right, lower_left)


def warnings_of(told: Sequence[Mapping[str, Any]]) -> tuple[ingest.Notice, ...]:
    """The notices that a row keeps."""
    return tuple(ingest.Notice(notice["code"], notice["params"]) for notice in told)
