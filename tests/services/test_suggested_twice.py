"""Working out suggestions again from the same pages comes to the same, however often a reading is finished."""

from __future__ import annotations

from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select

from repo_app.models import File, Suggestion
from repo_app.services.suggested import store_suggestions, suggested
from tests.house import House

pytestmark = pytest.mark.usefixtures("remembered")

SAID = ("Nguyen Van Bay", "Ki thuat nuoi ca long")


def _book() -> bytes:
    told = BytesIO()
    canvas = Canvas(told, invariant=1)
    canvas.setAuthor(SAID[0])
    canvas.setTitle(SAID[1])
    canvas.setFont("Helvetica-Bold", 28)
    canvas.drawCentredString(297, 600, SAID[1].upper())
    canvas.setFont("Helvetica", 14)
    canvas.drawCentredString(297, 540, SAID[0])
    canvas.save()
    return told.getvalue()


def test_finishing_twice_changes_nothing(house: House) -> None:
    house.deposit(_book(), "Ki thuat nuoi ca long.pdf")
    house.work()
    with house.library.db.writing() as session:
        file = session.scalars(select(File)).one()
        session.expunge(file)
    first = suggested(house.library, file)
    with house.library.db.writing() as session:
        kept = session.scalars(select(Suggestion).where(Suggestion.file_id == file.id).order_by(Suggestion.id)).all()
        assert [(one.field, one.value, one.confidence) for one in kept] == [
            (one.field, one.value, one.confidence) for one in first
        ]
        store_suggestions(session, file, first)
    assert suggested(house.library, file) == first


def test_what_a_file_says_and_prints_is_shown_where_it_is_printed(house: House) -> None:
    house.deposit(_book(), "a.pdf")
    house.work()
    with house.library.db.reading() as session:
        file = session.scalars(select(File)).one()
        kept = session.scalars(select(Suggestion).where(Suggestion.file_id == file.id)).all()
    (author,) = [one for one in kept if one.field == "creator"]
    assert (author.value, author.page, author.evidence) == (SAID[0], 1, SAID[0])
    assert author.box is not None
    assert author.confidence > 0.75
