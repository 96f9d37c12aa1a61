"""What a description says of who may have the work, beside its license."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from repo_app import licensing, vocabularies
from repo_app.permissions import OPEN_ACCESS
from repo_app.values import Metadata, Value
from repo_app.values.metadata import from_mapping, stored

EMBARGOED = "embargoed-access"
RESTRICTED = "restricted-access"
ACCESS_RIGHTS = "accessRights"
RIGHTS = "rights"
ACCESS_VERSION = 3  # raised with each change of what is open: of `access_of`, `permissions.why_closed`, the licenses


def access_of(metadata: Mapping[str, Any], *, has_day: bool) -> str | None:
    """The access rights of metadata as a row holds them: the narrowest that are named, by their id.

    Words that name a term count as that term, any others as restricted access: they limit something, and nobody can say
    what. Open access counts only beside a word of who allowed it. That of an embargo says nothing where a day is known
    (``has_day``): the day decides, and may be over.
    """
    said = stored({key: metadata[key] for key in (ACCESS_RIGHTS, RIGHTS) if key in metadata})
    named = [term for term in map(_term, said.get(ACCESS_RIGHTS)) if not (term == EMBARGOED and has_day)]
    narrower = next((term for term in named if term != OPEN_ACCESS), None)
    return narrower or (OPEN_ACCESS if named and says_who_allowed(said) else None)


def speaks_of_embargo(metadata: Metadata) -> bool:
    """Whether the access rights are those of an embargo: without a day they close the work for good."""
    return without_embargo(metadata) != metadata


def opened_by_leave(metadata: Metadata) -> bool:
    """Whether the access rights open the work whatever its license."""
    return any(_term(value) == OPEN_ACCESS for value in metadata.get(ACCESS_RIGHTS))


def says_who_allowed(metadata: Metadata) -> bool:
    """Whether there is a word on the rights of the work itself, not only of parts that others made, that may stand for
    leave: one that plainly reserves or forbids does not.
    """
    return bool(leave_in(metadata))


def leave_in(metadata: Metadata) -> tuple[str, ...]:
    """The statements of rights that may stand for leave."""
    said = (value.value or "" for value in metadata.get(RIGHTS) if value.scope is None)
    return tuple(text for text in said if not licensing.refuses(text))


def opened_on_the_word(metadata: Metadata) -> tuple[str, ...] | None:
    """The statements on whose word open access shows a work that its license would close, none where there are none;
    None where nothing is opened so.
    """
    if licensing.is_open(metadata.first("license")) or not opened_by_leave(metadata):
        return None
    return leave_in(metadata)


def without_embargo(metadata: Metadata) -> Metadata:
    """The metadata once an embargo has ended: its access rights do not speak of one any more."""
    return _without(metadata, EMBARGOED)


def without_leave(metadata: Metadata) -> Metadata:
    """The metadata without open access, as of a work that nobody gave leave to show."""
    return _without(metadata, OPEN_ACCESS)


def _without(metadata: Metadata, term: str) -> Metadata:
    kept = tuple(value for value in metadata.get(ACCESS_RIGHTS) if _term(value) != term)
    return metadata.merged(from_mapping({ACCESS_RIGHTS: kept}), [ACCESS_RIGHTS])


def _term(value: Value) -> str:
    """The id of the term that a value is or names."""
    if value.id is not None:
        return value.id
    named = vocabularies.load("access-rights").called(value.value or "")
    return named.id if named else RESTRICTED
