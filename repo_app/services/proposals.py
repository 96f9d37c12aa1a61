"""A depositor's change of a published record that waits for review: kept key by key, each with what it was made of.

``Record.pending`` holds the values proposed, ``Record.pending_base`` what was public of the same keys when they were
proposed. Where that is not what is public now, somebody else changed the key since: the two clash, and whoever accepts
the change has to say which of them stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from repo_app.models import Record
from repo_app.values import Metadata, Value
from repo_app.values.metadata import stored

Raw = dict[str, list[dict[str, str]]]


def with_pending(record: Record) -> Metadata:
    """The metadata as it will be once the waiting change is accepted."""
    patch = record.pending or {}
    return _held(record).merged(stored(patch), tuple(patch))


def let_wait(record: Record, wanted: Metadata, keys: Iterable[str]) -> None:
    """Of ``keys`` let those wait in which ``wanted`` differs from what is public, and no others.

    What waits already was made of what was public then, whatever its values are now.
    """
    held, based = _held(record), record.pending_base or {}
    differing = [key for key in keys if wanted.get(key) != held.get(key)]
    _keep(
        record,
        {key: _raw(wanted.get(key)) for key in differing},
        {key: based.get(key, _raw(held.get(key))) for key in differing},
    )


def drop(record: Record, keys: Iterable[str] | None = None) -> None:
    """Let these keys wait no more, or none at all."""
    gone = frozenset(record.pending or () if keys is None else keys)
    pending, based = record.pending or {}, record.pending_base or {}
    _keep(record, _without(pending, gone), _without(based, gone))


def settle(record: Record) -> None:
    """Let wait no more what is public meanwhile."""
    if record.pending:
        held, asked = _held(record), stored(record.pending)
        drop(record, [key for key in record.pending if asked.get(key) == held.get(key)])


def clashes(record: Record) -> tuple[str, ...]:
    """The waiting keys that somebody else changed since they were proposed."""
    held, based = _held(record), record.pending_base or {}
    was = stored(based)
    return tuple(key for key in record.pending or () if key in based and was.get(key) != held.get(key))


def rewrite(record: Record, change: Callable[[Metadata], Metadata]) -> None:
    """Do to what waits, and to what it was made of, what is done to the description without changing what it says."""
    if record.pending:
        _keep(record, _changed(record.pending, change), _changed(record.pending_base or {}, change))
        settle(record)


def _held(record: Record) -> Metadata:
    return stored(record.record_metadata)


def _keep(record: Record, pending: Raw, based: Raw) -> None:
    record.pending, record.pending_base = pending or None, based or None


def _without(raw: dict[str, Any], gone: frozenset[str]) -> Raw:
    return {key: values for key, values in raw.items() if key not in gone}


def _changed(raw: dict[str, Any], change: Callable[[Metadata], Metadata]) -> Raw:
    after = change(stored(raw))
    return {key: _raw(after.get(key)) for key in raw}


def _raw(values: Sequence[Value]) -> list[dict[str, str]]:
    return [value.as_json() for value in values]
