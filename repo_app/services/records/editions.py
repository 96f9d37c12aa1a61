"""New editions: a draft that begins from a published record, which stays and says that there is a newer one."""

from __future__ import annotations

from repo_app.errors import Conflict, NotSignedIn
from repo_app.models import Collection
from repo_app.permissions import OrganizationRef, require
from repo_app.services.access import without_embargo
from repo_app.services.library import Library
from repo_app.services.records.editing import new_record
from repo_app.services.records.seen import check_seen
from repo_app.services.records.views import record_view
from repo_app.services.rows import metadata_of, permitted_record
from repo_app.values import Metadata, Person, RecordView, Value
from repo_app.values.metadata import from_mapping

OF_ONE_EDITION = frozenset({"identifier", "issued", "isVersionOf"})  # what a new one does not share


def new_edition(library: Library, person: Person, record_id: str, *, revision: int | None = None) -> RecordView:
    """A draft of the person's own, described like the record and named a version of it.

    It lies in the record's collection where that is of the person's organization. Numbers and the date of issue are
    those of one edition, and left out, as are access rights of an embargo: it has no day yet. Raises NotFound,
    NotSignedIn, Conflict for what was never public or is withdrawn, and EditConflict where the record is not at
    ``revision`` any more (None: did not say).
    """
    with library.db.writing() as session:
        old = permitted_record(session, person, record_id, "see")
        if not person.known:
            raise NotSignedIn
        require(person, "deposit", OrganizationRef(person.organization or old.organization_id))
        if old.state != "published":
            raise Conflict("record.wrong_state", state=old.state)
        check_seen(session, old, revision)
        home = session.get(Collection, old.collection_id) if old.collection_id else None
        own = home is not None and person.organization in {None, home.organization_id}
        address = f"{library.settings.base_url}/records/{old.public_id}"
        made = new_record(
            session, person, _described(metadata_of(old), address), collection=home.slug if home and own else None
        )
        return record_view(session, person, made)


def _described(old: Metadata, address: str) -> Metadata:
    kept = {key: values for key, values in old.items if key not in OF_ONE_EDITION}
    return from_mapping({**dict(without_embargo(from_mapping(kept)).items), "isVersionOf": (Value(address),)})
