"""The library as services hold it: its settings and the places where rows, bytes and entries live."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import ingest
from repo_app.db import Database
from repo_app.jobs import Queue, Wishes
from repo_app.settings import Settings
from search import SearchIndex
from storage import BlobStore


@dataclass(frozen=True, slots=True)
class Library:
    """Everything a service works with; built once a process by ``repo_app.wiring``, shared by its threads."""

    settings: Settings
    db: Database
    blobs: BlobStore
    index: SearchIndex
    tools: ingest.Tools
    queue: Queue
    wishes: Wishes

    @property
    def spool(self) -> Path:
        """The folder for uploads on their way into storage."""
        return self.settings.data_dir / "spool"

    @property
    def cache(self) -> Path:
        """The folder of what can be made again: page images, thumbnails, local copies of blobs."""
        return self.settings.data_dir / "cache"

    @property
    def reading_options(self) -> ingest.Options:
        """How files are read here."""
        settings = self.settings
        return ingest.Options(settings.ocr_languages, max_pages=settings.max_pages, engine=settings.ocr_engine)
