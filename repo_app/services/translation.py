"""Errors of storage, search and ingest said as problems of ours, in one place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import ingest
import search
import storage
from repo_app.errors import BadRequest, Fault, Invalid, Problem, StorageFull, TooLarge, Unavailable, UnsupportedType
from repo_app.values import MetadataFault


class BytesMissing(Problem):
    """A file's row is there and its bytes cannot be had: a matter for whoever keeps the storage."""

    default_code = "file.bytes_missing"


@contextmanager
def storage_problems() -> Iterator[None]:
    """Say what storage raises inside the block as a problem."""
    try:
        yield
    except storage.StorageFull as error:
        raise StorageFull from error
    except storage.StorageUnavailable as error:
        raise Unavailable("storage.away") from error
    except storage.TooLarge as error:
        raise TooLarge from error
    except (storage.ObjectMissing, storage.Unreadable, storage.Corrupt) as error:
        raise BytesMissing from error


@contextmanager
def ingest_problems() -> Iterator[None]:
    """Say what ingest raises inside the block as a problem."""
    try:
        yield
    except ingest.Unsupported as error:
        raise UnsupportedType(error.code, **error.params) from error
    except ingest.IngestError as error:
        raise reading_problem(error) from error


def reading_problem(error: ingest.IngestError) -> Problem:
    """A problem with the code of ``error``: worth trying again exactly when the error is."""
    if error.retryable:
        return Unavailable(error.code, **error.params)
    return Invalid(Fault("file", error.code, error.params))


@contextmanager
def search_problems() -> Iterator[None]:
    """Say a query that is refused or takes too long as a problem; an index that is away is the caller's business."""
    try:
        yield
    except search.QueryTooSlow as error:
        raise Unavailable("search.too_slow") from error
    except search.QueryRefused as error:
        raise BadRequest(error.code, **error.params) from error


@contextmanager
def metadata_problems() -> Iterator[None]:
    """Say a fault in a metadata object as the 422 that names its key."""
    try:
        yield
    except MetadataFault as error:
        raise Invalid(Fault(error.field, error.code, error.params)) from error
