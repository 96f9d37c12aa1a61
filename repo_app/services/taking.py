"""What a record takes from its files without a person: a title where it has none, and what its collection allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from repo_app.db import now
from repo_app.models import Collection, File, Record, Revision, Suggestion
from repo_app.services.authorities.known import known
from repo_app.services.rows import apply_metadata, metadata_of, remember
from repo_app.values import SYSTEM, MetadataFault
from repo_app.values.metadata import Metadata, parse
from repo_app.values.schema import BY_NAME, VOCABULARIES_OF
from repo_app.vocabularies import Terms

SURE_ENOUGH = 0.5  # a suggested title below this confidence does not replace a file's name
NEVER = frozenset({"license", "rights", "accessRights"})  # what may be done with a work is always said by a person
FIRST_ONLY = frozenset({"title", "publisher", "issued", "description", "tableOfContents", "learningResourceType"})
DESCRIBING = ("edit", "autosave", "restore")  # entries of the history by which a person says what a work is
PARTS = ("role", "scheme", "volume")


def take_suggested(session: Session, record: Record) -> None:
    """Give a record that nobody titled yet the best suggestion, and what the rule of its collection lets in.

    The title stays marked as not reviewed; what a person published is theirs, checked or not. It counts as no
    revision of the form: whoever is describing the record at this moment must not be told of a conflict.
    """
    if not record.unreviewed_title or (record.published_at is not None and _did(session, record, ("publish",))):
        return
    rows = session.scalars(
        select(Suggestion)
        .join(File, File.id == Suggestion.file_id)
        .where(File.record_id == record.id)
        .order_by(File.position, Suggestion.confidence.desc(), Suggestion.id)
    ).all()
    _take_title(session, record, rows)
    _take_allowed(session, record, rows)


def _take_title(session: Session, record: Record, rows: Sequence[Suggestion]) -> None:
    best = next((row for row in rows if row.field == "title" and row.confidence >= SURE_ENOUGH), None)
    if best is None or best.value == record.title:
        return
    terms = known(session)
    found = _checked({"title": [_value(best, terms)]}, terms)
    if found is not None:  # what a file says of itself is no better than what people write
        _put(session, record, found, "title")


def _take_allowed(session: Session, record: Record, rows: Sequence[Suggestion]) -> None:
    """Fill keys that hold nothing, of a draft that nobody but its depositor's upload has touched."""
    bar = session.scalar(select(Collection.accept_from).where(Collection.id == record.collection_id))
    if bar is None or record.state != "draft" or _did(session, record, DESCRIBING):
        return
    held, terms = metadata_of(record), known(session)
    taken: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        if row.confidence >= bar and row.field not in NEVER and row.field in BY_NAME and not held.get(row.field):
            values = taken.setdefault(row.field, [])
            if not (values and row.field in FIRST_ONLY):
                values.append(_value(row, terms))
    sound = {key: kept for key, values in taken.items() if (kept := list(_sound(key, values, terms)))}
    found = _checked(sound, terms) if sound else None
    if found is not None:
        _put(session, record, found, "accept")


def _did(session: Session, record: Record, verbs: Sequence[str]) -> bool:
    """Whether a person did one of these to the record."""
    by_people = (Revision.record_id == record.id, Revision.verb.in_(verbs), Revision.account_id.is_not(None))
    return session.scalar(select(Revision.id).where(*by_people).limit(1)) is not None


def _put(session: Session, record: Record, found: Metadata, verb: str) -> None:
    apply_metadata(session, record, metadata_of(record).merged(found, [key for key, _ in found.items]))
    record.updated_at = now()
    remember(session, record, SYSTEM, verb)


def _sound(key: str, values: Sequence[dict[str, str]], terms: Terms) -> Iterator[dict[str, str]]:
    """The values that the schema takes; one bad one does not keep the others out."""
    return (value for value in values if _checked({key: [value]}, terms) is not None)


def _checked(raw: dict[str, list[dict[str, str]]], terms: Terms) -> Metadata | None:
    try:
        return parse(raw, terms)
    except MetadataFault:
        return None


def _value(row: Suggestion, terms: Terms) -> dict[str, str]:
    term = any(terms.get(name, row.value) is not None for name in VOCABULARIES_OF.get(row.field, ()))
    parts = {part: held for part in PARTS if (held := getattr(row, part)) and part in BY_NAME[row.field].qualifiers}
    tongue = {"lang": row.lang} if row.lang and not term and BY_NAME[row.field].takes_language else {}
    return {"id" if term else "value": row.value, **parts, **tongue}
