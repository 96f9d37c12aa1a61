"""The one place that chooses backends: settings in, a library out."""

from __future__ import annotations

from pathlib import Path

import ingest
from repo_app.db import Database
from repo_app.jobs import Queue, Wishes
from repo_app.services.library import Library
from repo_app.settings import Settings
from search import open_index
from storage import BlobStore, open_store


def build_library(settings: Settings) -> Library:
    """The library of these settings. Opens nothing that is slow or may fail but the database's driver."""
    database = Database(settings.database_url)
    work = settings.data_dir / "work"
    return Library(
        settings=settings,
        db=database,
        blobs=BlobStore(open_store(settings.storage_url)),
        index=open_index(settings.search_url),
        tools=ingest.Tools(temp_dir=_folder(work)),
        queue=Queue(database),
        wishes=Wishes(database),
    )


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path
