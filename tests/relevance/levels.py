"""What questions are put to: an index of the documents, or a library that holds them, as a reader meets it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import insert
from sqlalchemy.orm import Session

import ingest
from repo_app.db import now
from repo_app.handlers import handlers
from repo_app.models import Blob, File, Record, RecordId
from repo_app.services import indexing, places
from repo_app.services.finding import SearchRequest, search
from repo_app.services.library import Library
from repo_app.services.page_rows import page_row
from repo_app.services.rows import apply_metadata, new_stamp
from repo_app.values import SYSTEM, VISITOR
from repo_app.values.ids import new_id
from repo_app.values.metadata import Value, from_mapping
from repo_app.worker import Worker
from search import Entry, Query, SearchIndex, vietnamese
from tests.relevance.corpus import Document

SHOWN = 10  # hits that count
BATCH = 100  # records in one transaction
HOME = "thu-vien"


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of documents, best first, and `ms` of processor time.

    `page` is the text of the page that is shown first: "" where none is shown, None where this level shows no pages.
    """

    ids: Sequence[str]
    page: str | None
    ms: float


class Level(Protocol):
    """Something that answers questions."""

    def ask(self, text: str, *, corrected: bool = False) -> Found:
        """The first ten answers; `corrected`: to the question that is proposed instead, if one is."""


class IndexAlone:
    """The engine without the house around it: no pages, no corrections."""

    def __init__(self, index: SearchIndex, documents: Sequence[Document]) -> None:
        self._index = index
        index.rebuild(_entry(number, document) for number, document in enumerate(documents))
        index.search(Query("một"))

    def ask(self, text: str, *, corrected: bool = False) -> Found:
        """The first ten answers of the index, which proposes nothing."""
        began = time.process_time()
        results = self._index.search(Query(text, size=SHOWN))
        return Found([hit.record for hit in results.hits], None, (time.process_time() - began) * 1000)


def _entry(number: int, document: Document) -> Entry:
    return Entry(
        record=document.id,
        stamp="1",
        title=document.title,
        names=document.creator,
        metadata="",
        text=document.text,
        facets={},
        sort_title=vietnamese.sort_key(document.title),
        year=None,
        published=datetime.fromtimestamp(1_600_000_000 + number, UTC),
    )


class WholeWay:
    """A library in which every document is a published record with one file that was read page by page."""

    def __init__(self, library: Library, documents: Sequence[Document]) -> None:
        self._library = library
        self._documents: dict[str, Document] = {}
        places.create_organization(library, SYSTEM, HOME, "Thư viện")
        for start in range(0, len(documents), BATCH):
            with library.db.writing() as session:
                for document in documents[start : start + BATCH]:
                    self._documents[_record(session, document)] = document
        indexing.ask_reindex(library)
        Worker(library.queue, handlers(library), readers=1, name="relevance", poll=0.05).drain()
        if not indexing.diff(library).agrees:
            raise RuntimeError("the index was not built")
        search(library, VISITOR, SearchRequest("một"), "vi")

    def ask(self, text: str, *, corrected: bool = False) -> Found:
        """What a visitor is shown, at first or after a click on the question that is proposed."""
        began = time.process_time()
        answer = search(self._library, VISITOR, SearchRequest(text, size=SHOWN), "vi")
        if corrected and answer.did_you_mean:
            answer = search(self._library, VISITOR, SearchRequest(answer.did_you_mean, size=SHOWN), "vi")
        ms = (time.process_time() - began) * 1000
        documents = [self._documents[found.card.id] for found in answer.results]
        first = answer.results[0].pages[0].number if answer.results and answer.results[0].pages else None
        page = documents[0].pages()[first - 1] if first else ""
        return Found([document.id for document in documents], page, ms)


def _record(session: Session, document: Document) -> str:
    """The rows of a published record whose file has been read; its public id."""
    at, public_id = now(), new_id()
    session.execute(insert(RecordId).values(public_id=public_id, created_at=at))
    sha256 = f"{public_id:0<64}"
    session.execute(insert(Blob).values(sha256=sha256, size=1, media_type="application/pdf", created_at=at))
    metadata: Mapping[str, list[Value]] = {
        "title": [Value(document.title, lang="vi")],
        "creator": [Value(document.creator)] if document.creator else [],
        "language": [Value(id="vi")], "license": [Value(id="cc-by-4.0")],
    }  # fmt: skip
    record = Record(public_id=public_id, state="published", organization_id=1, stamp=new_stamp())
    apply_metadata(session, record, from_mapping(metadata))
    record.created_at = record.updated_at = record.published_at = at
    session.add(record)
    session.flush()
    pages = document.pages()
    file = File(
        record_id=record.id, position=1, name="sach.pdf", name_key="sach.pdf", sha256=sha256, family="pdf",
        media_type="application/pdf", state="ready", recipe="given", pages_total=len(pages), pages_done=len(pages),
        created_at=at, shown=True,
    )  # fmt: skip
    session.add(file)
    session.flush()
    session.add_all(
        page_row(file.id, "given", ingest.Page(number, text, "text-layer", 1.0, 1240, 1754))
        for number, text in enumerate(pages, start=1)
    )
    return public_id


def scratch(folder: Path) -> str:
    """The address of an index in the folder."""
    return f"whoosh://{folder / 'alone'}"
