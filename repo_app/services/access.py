"""What a description says of who may have the work, beside its license."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from repo_app.permissions import OPEN_ACCESS
from repo_app.values import Metadata

EMBARGOED = "embargoed-access"


def access_of(metadata: Mapping[str, Any], *, has_day: bool) -> str | None:
    """The access rights of metadata as a row holds them: the narrowest that are named, by their id.

    Open access counts only beside a word of who allowed it. That of an embargo says nothing where a day is known
    (``has_day``): the day decides, and may be over.
    """
    named = [value["id"] for value in metadata.get("accessRights", ()) if "id" in value]
    named = [term for term in named if not (term == EMBARGOED and has_day)]
    narrower = next((term for term in named if term != OPEN_ACCESS), None)
    allowed = any("scope" not in value for value in metadata.get("rights", ()))
    return narrower or (OPEN_ACCESS if named and allowed else None)


def opened_by_leave(metadata: Metadata) -> bool:
    """Whether the access rights open the work whatever its license."""
    return any(value.id == OPEN_ACCESS for value in metadata.get("accessRights"))


def says_who_allowed(metadata: Metadata) -> bool:
    """Whether there is a word on the rights of the work itself, not only of parts that others made."""
    return any(value.scope is None for value in metadata.get("rights"))
