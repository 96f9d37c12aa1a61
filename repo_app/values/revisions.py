"""What was done to a record, and in what two of its versions differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from repo_app.values.metadata import Metadata, Value
from repo_app.values.schema import KEYS

SILENT = frozenset({"add-file", "remove-file", "lift"})  # open or close something, and need not raise the revision


@dataclass(frozen=True, slots=True)
class FileTerms:
    """The license of one file (an id; None: its record's), and the note of what others made in it."""

    license: str | None
    third_party: str | None


@dataclass(frozen=True, slots=True)
class FileTermsChange:
    """The terms of a file, told by its name and bytes, in two versions; None where it was not there."""

    name: str
    sha256: str
    before: FileTerms | None
    after: FileTerms | None

    @property
    def file(self) -> tuple[str, str]:
        """Which file it is: another one may have come under the same name."""
        return self.name, self.sha256


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One thing that was done to a record: the ``number``-th, from 1; numbers stay.

    ``metadata`` and ``embargo`` are what it held afterwards, of a proposed change what was proposed. ``restored`` is
    the number of the version that was taken up again; ``changed`` names the keys that differ from what the record held
    before, of a proposed change from that with what waited already. ``file`` says what became of a file or its terms.
    ``revision`` is the record's own afterwards, None where that was not written down. ``held`` is what the record holds
    then, ``waiting`` the same with the change that waits.
    """

    number: int
    at: datetime
    who: str
    verb: str
    reason: str | None
    metadata: Metadata
    embargo: date | None = None
    restored: int | None = None
    changed: tuple[str, ...] = ()
    file: FileTermsChange | None = None
    revision: int | None = None
    held: Metadata = field(default_factory=Metadata)
    waiting: Metadata = field(default_factory=Metadata)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """The values of one key in two versions."""

    key: str
    before: tuple[Value, ...]
    after: tuple[Value, ...]

    @property
    def removed(self) -> tuple[Value, ...]:
        """What the later version has not any more."""
        return tuple(value for value in self.before if value not in self.after)

    @property
    def added(self) -> tuple[Value, ...]:
        """What only the later version has."""
        return tuple(value for value in self.after if value not in self.before)

    @property
    def moved(self) -> bool:
        """Whether nothing but the order changed."""
        return not self.removed and not self.added


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of one record: the fields in which they differ, in the order of the schema, and the files that came,
    left or have other terms.
    """

    older: HistoryEntry
    newer: HistoryEntry
    changes: tuple[FieldChange, ...]
    files: tuple[FileTermsChange, ...] = ()

    @property
    def same_embargo(self) -> bool:
        """Whether both were closed until the same day, or neither was."""
        return self.older.embargo == self.newer.embargo


@dataclass(frozen=True, slots=True)
class Since:
    """What was done to a record since somebody saw it, and in what it differs, and the change that waits, from then."""

    done: tuple[HistoryEntry, ...]
    compared: Comparison


def differences(before: Metadata, after: Metadata) -> Iterator[FieldChange]:
    """Each key whose values differ."""
    for key in KEYS:
        change = FieldChange(key, before.get(key), after.get(key))
        if change.before != change.after:
            yield change


def taken_by_rule(entries: Sequence[HistoryEntry], held: Metadata) -> frozenset[str]:
    """The keys that the rule of a collection filled, by this history of a record, and that are ``held`` so still."""
    ruled = ((key, one.metadata) for one in entries if one.verb == "accept" for key in one.changed)
    return frozenset(key for key, then in ruled if then.get(key) == held.get(key))


def number_seen(entries: Sequence[HistoryEntry], revision: int) -> int:
    """The number of the last entry that whoever saw the record at that ``revision`` surely knew of; 1 where none tells.

    A file that came or left raises no revision, nor need the end of an embargo: whether that was before they looked or
    after, nobody knows, and what they may have missed is told.
    """
    telling = (one for one in reversed(entries) if one.revision is not None and one.verb not in SILENT)
    return next((one.number for one in telling if one.revision is not None and one.revision <= revision), 1)


def differing_files(entries: Sequence[HistoryEntry], older: int, newer: int) -> Iterator[FileTermsChange]:
    """Each file that only one of two versions of this history has, or that has other terms in them, by their numbers.

    In the order of names.
    """
    first, last = sorted((older, newer))
    found: dict[tuple[str, str], FileTermsChange] = {}
    for change in (entry.file for entry in entries[first:last] if entry.file is not None):
        before = found[change.file].before if change.file in found else change.before
        found[change.file] = replace(change, before=before)
    for _, one in sorted(found.items()):
        if one.before != one.after:
            yield one if older <= newer else replace(one, before=one.after, after=one.before)
