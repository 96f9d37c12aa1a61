"""Who may do what: one table of small predicates over values. The object is always needed; nobody else decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from repo_app import licensing
from repo_app.errors import Forbidden, NotFound, NotSignedIn
from repo_app.values import May, Message, Person


@dataclass(frozen=True, slots=True)
class RecordRef:
    """What a decision needs to know of a record; ids are those of rows.

    ``embargo`` is the day on which its embargo ends, while it holds. ``access`` is the id of its
    access rights; ``open-access`` counts only beside a note of who allowed it (``rights``).
    What ``was_public`` once has a permanent address.
    """

    state: str
    organization: int
    depositor: int | None
    license: str | None
    embargo: date | None = None
    access: str | None = None
    was_public: bool = False


@dataclass(frozen=True, slots=True)
class FileRef:
    """What a decision needs to know of a file: its record, and its own ``license`` where it has one."""

    record: RecordRef
    license: str | None = None


@dataclass(frozen=True, slots=True)
class OrganizationRef:
    """What a decision needs to know of an organization; ``role`` where a role is to be given in it."""

    organization: int
    role: str | None = None


@dataclass(frozen=True, slots=True)
class VocabularyRef:
    """What a decision needs to know of a vocabulary, or of the names of persons and bodies: which one it is."""

    name: str


Ref = VocabularyRef | RecordRef | FileRef | OrganizationRef
OPEN_ACCESS = "open-access"
STAFF_ROLES = frozenset({"manager", "reviewer"})
GRANTS: Mapping[str, frozenset[str]] = {
    "admin": frozenset({"admin", "manager", "reviewer", "depositor"}),
    "manager": frozenset({"reviewer", "depositor"}),
}


def _staff(person: Person, ref: RecordRef | OrganizationRef) -> bool:
    """Admins everywhere, managers and reviewers in their own organization."""
    own = person.known and person.organization == ref.organization
    return person.role == "admin" or (own and person.role in STAFF_ROLES)


def _own(person: Person, ref: RecordRef) -> bool:
    return person.known and person.account == ref.depositor


def _see(person: Person, ref: RecordRef) -> bool:
    return ref.state in {"published", "withdrawn"} or _work_on(person, ref)


def _work_on(person: Person, ref: RecordRef) -> bool:
    return _staff(person, ref) or _own(person, ref)


def _edit(person: Person, ref: RecordRef) -> bool:
    return _staff(person, ref) or (_own(person, ref) and ref.state in {"draft", "submitted"})


def _propose(person: Person, ref: RecordRef) -> bool:
    return _edit(person, ref) or (_own(person, ref) and ref.state == "published")


def _upload(person: Person, ref: RecordRef) -> bool:
    return ref.state != "withdrawn" and (_staff(person, ref) or (_own(person, ref) and ref.state == "draft"))


def why_closed(ref: RecordRef | FileRef) -> Message | None:
    """Why bytes, pages and text may not be shown to everybody once the record is published; None where they may.

    This is the one place that decides it. Access rights but ``open-access`` close everything whatever the licenses
    say. A file's own license counts instead of its record's; ``open-access`` (its rights holder allowed it) opens what
    has the record's license. Only of what would be open an embargo is the reason: its day opens nothing else.
    """
    record, own = (ref.record, ref.license) if isinstance(ref, FileRef) else (ref, None)
    by_rights = _why_closed_by_rights(record, own)
    if by_rights is None and record.embargo is not None:
        return Message("record.closed_embargo", {"until": record.embargo})
    return by_rights


def _why_closed_by_rights(record: RecordRef, own: str | None) -> Message | None:
    if record.access not in {None, OPEN_ACCESS}:
        return Message("record.closed_access")
    if own is not None:
        return None if licensing.is_open(own) else Message("file.closed_license")
    if record.access == OPEN_ACCESS or licensing.is_open(record.license):
        return None
    return Message("record.closed_license")


def _read(person: Person, ref: RecordRef | FileRef) -> bool:
    record = ref.record if isinstance(ref, FileRef) else ref
    return (record.state == "published" and why_closed(ref) is None) or _work_on(person, record)


def _manages(person: Person, ref: OrganizationRef) -> bool:
    """Admins everywhere, managers in their own organization."""
    return person.role == "admin" or (person.role == "manager" and person.organization == ref.organization)


def _manage_people(person: Person, ref: OrganizationRef) -> bool:
    return _manages(person, ref) and (ref.role is None or ref.role in GRANTS[person.role or ""])


RECORD_RULES: Mapping[str, Callable[[Person, RecordRef], bool]] = {
    "see": _see,
    "work-on": _work_on,
    "edit": _edit,
    "propose": _propose,
    "upload": _upload,
    "read": _read,
    "submit": lambda person, ref: ref.state == "draft" and _edit(person, ref),
    "publish": lambda person, ref: ref.state in {"draft", "submitted", "published"} and _staff(person, ref),
    "return": lambda person, ref: ref.state in {"submitted", "withdrawn"} and _staff(person, ref),
    "withdraw": lambda person, ref: ref.state == "published" and _staff(person, ref),
    "embargo": lambda person, ref: _staff(person, ref) or (_own(person, ref) and ref.state == "draft"),
    "delete": lambda person, ref: ref.state == "draft" and not ref.was_public and _work_on(person, ref),
}
FILE_RULES: Mapping[str, Callable[[Person, FileRef], bool]] = {"read": _read}
ORGANIZATION_RULES: Mapping[str, Callable[[Person, OrganizationRef], bool]] = {
    "deposit": lambda person, ref: person.known or person.role == "admin",
    "review": _staff,
    "manage-people": _manage_people,
    "manage-places": lambda person, ref: person.role == "admin",
    "manage-collections": _manages,
}
VOCABULARY_RULES: Mapping[str, Callable[[Person, VocabularyRef], bool]] = {
    "keep-terms": lambda person, ref: person.role == "admin" or (person.known and person.role in STAFF_ROLES),
    "choose-names": lambda person, ref: person.known or person.role == "admin",
}


def can(person: Person, verb: str, ref: Ref) -> bool:
    """Whether ``person`` may do ``verb`` to ``ref``; KeyError for a verb that nobody defined."""
    if isinstance(ref, RecordRef):
        return RECORD_RULES[verb](person, ref)
    if isinstance(ref, FileRef):
        return FILE_RULES[verb](person, ref)
    if isinstance(ref, VocabularyRef):
        return VOCABULARY_RULES[verb](person, ref)
    return ORGANIZATION_RULES[verb](person, ref)


def require(person: Person, verb: str, ref: Ref) -> None:
    """Raise unless ``can``: NotFound where the asker may not even see it, NotSignedIn for visitors, else Forbidden."""
    if can(person, verb, ref):
        return
    if isinstance(ref, RecordRef) and not can(person, "see", ref):
        raise NotFound
    if not person.known:
        raise NotSignedIn
    raise Forbidden


def may(person: Person, ref: RecordRef) -> May:
    """Every answer at once, for a view to carry along."""
    return May(
        edit=can(person, "edit", ref),
        propose=can(person, "propose", ref),
        submit=can(person, "submit", ref),
        publish=can(person, "publish", ref) and ref.state != "published",
        return_=can(person, "return", ref),
        withdraw=can(person, "withdraw", ref),
        delete=can(person, "delete", ref),
        upload=can(person, "upload", ref),
        read=can(person, "read", ref),
        history=can(person, "work-on", ref),
        embargo=can(person, "embargo", ref),
    )
