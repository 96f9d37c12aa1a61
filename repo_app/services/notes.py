"""What was noticed while the pages of a file were read: each thing once, with the pages it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

import ingest
from repo_app.models import Page
from repo_app.values import Message, PageNote

LACKING = "page.language_without_model"  # notice of a page; parameter ``languages``, joined by "+"
NO_MODEL_HERE = "file.language_without_model"  # of a file; ``languages``, ``models``, ``packages``
NO_MODEL_ANYWHERE = "file.language_without_any_model"  # of a file; ``languages``
ADDED_UP = frozenset({"words"})  # figures that are counts; of all others the mean is told

Told = Mapping[str, Any]


def notes_of(session: Session, file_id: int, *, but: frozenset[str] = frozenset()) -> tuple[PageNote, ...]:
    """The notices of all pages of a file without the codes ``but``, in the order of their first pages.

    Notices are one when code and texts are the same; their figures are added up, or the mean is told.
    """
    found: dict[tuple[object, ...], list[tuple[int, Told]]] = {}
    for number, notices in _told_pages(session, file_id):
        for notice in notices:
            if notice["code"] not in but:
                found.setdefault(_kind(notice), []).append((number, notice["params"]))
    return tuple(
        PageNote(Message(str(kind[0]), _together([params for _, params in told])), _numbers(told))
        for kind, told in found.items()
    )


def lacking_languages(session: Session, file_id: int) -> list[dict[str, object]]:
    """The notices of a file some of whose pages are in a language without a model: once for all of them."""
    codes: dict[str, None] = {}
    for _, notices in _told_pages(session, file_id, LACKING):
        for notice in notices:
            if notice["code"] == LACKING:
                codes.update(dict.fromkeys(str(notice["params"]["languages"]).split("+")))
    known = [code for code in codes if ingest.models_for(code)]
    unknown = [code for code in codes if not ingest.models_for(code)]
    made: list[dict[str, object]] = []
    if known:
        models = list(dict.fromkeys(ingest.models_for(code)[0] for code in known))
        packages = ", ".join(f"tesseract-ocr-{model.replace('_', '-')}" for model in models)
        params = {"languages": "+".join(known), "models": ", ".join(models), "packages": packages}
        made.append({"code": NO_MODEL_HERE, "params": params})
    if unknown:
        made.append({"code": NO_MODEL_ANYWHERE, "params": {"languages": "+".join(unknown)}})
    return made


def _told_pages(session: Session, file_id: int, code: str = "") -> Iterable[tuple[int, Sequence[Told]]]:
    text = cast(Page.notices, String)
    rows = select(Page.number, Page.notices).where(Page.file_id == file_id, text != "[]").order_by(Page.number)
    return [(number, notices) for number, notices in session.execute(rows.where(text.contains(code)) if code else rows)]


def _kind(notice: Told) -> tuple[object, ...]:
    texts = ((name, value) for name, value in sorted(notice["params"].items()) if isinstance(value, str))
    return (notice["code"], *texts)


def _numbers(told: Sequence[tuple[int, Told]]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number for number, _ in told))


def _together(told: Sequence[Told]) -> dict[str, object]:
    return {name: _one_figure(name, [params[name] for params in told if name in params]) for name in told[0]}


def _one_figure(name: str, values: Sequence[Any]) -> object:
    if isinstance(values[0], str) or len(values) == 1:
        return values[0]
    return sum(values) if name in ADDED_UP else round(sum(values) / len(values), 1)
