"""The JSON objects of ``/api/v1``, which the command line prints too: pure, from values.

Addresses are absolute and in the language without prefix; sentences come from the caller, who knows the reader's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from urllib.parse import quote, urlencode

from repo_app.licensing import License
from repo_app.licensing.remixing import Remix
from repo_app.serializers.attribution import credit
from repo_app.values import (
    Answer,
    CollectionView,
    Comparison,
    DerivativeView,
    FileView,
    FoundRecord,
    HistoryEntry,
    Inside,
    InsideHit,
    JobView,
    Message,
    OrganizationView,
    PageHit,
    RecordCard,
    RecordView,
    SnippetPart,
    SuggestionView,
)

Object = dict[str, object]


@dataclass(frozen=True, slots=True)
class Shapes:
    """Makes the objects for one reader: ``base`` is the public address of the site, ``tell`` makes sentences."""

    base: str
    tell: Callable[[Message], str]

    def record(self, view: RecordView) -> Object:
        """A record as ``GET /records/<id>`` gives it; ``pending`` is a change that waits, for those who may know."""
        waiting: Object = {"pending": view.pending.as_json()} if view.pending is not None else {}
        return {
            "id": view.id,
            "state": view.state,
            "metadata": view.metadata.as_json(),
            "embargo": until(view.embargo),
            "attribution": credit(view, self.record_url(view.id)).as_json(),
            "url": self.record_url(view.id),
            "organization": view.organization,
            "collection": view.collection,
            "published_at": view.published_at.isoformat() if view.published_at else None,
            "updated_at": view.updated_at.isoformat(),
            **waiting,
        }

    def file(self, view: FileView, record: str) -> Object:
        """A file object of the record of that id; ``duplicate_of`` is there only where the asker may see that record,
        ``derivatives`` only where there are some that they may have.
        """
        shown: Object = {
            "name": view.name,
            "size": view.size,
            "sha256": view.sha256,
            "media_type": view.media_type,
            "state": view.state,
            "progress": {"done": view.progress.done, "total": view.progress.total},
            "message": self.tell(view.message) if view.message else None,
            "job": view.job,
            "license": view.license,
            "third_party": view.third_party,
        }
        if view.derivatives:
            shown["derivatives"] = [self._derivative(record, view.name, held) for held in view.derivatives]
        return shown if view.duplicate_of is None else {**shown, "duplicate_of": view.duplicate_of}

    def _derivative(self, record: str, name: str, held: DerivativeView) -> Object:
        address = f"{self.record_url(record)}/files/{quote(name, safe='')}?as={held.kind}"
        return {"kind": held.kind, "url": address, "size": held.size}

    def remix(self, found: Remix) -> Object:
        """What an adaptation may carry: ``allowed`` ids, ``best`` among them, every candidate with its reasons."""
        return {
            "sources": list(found.sources),
            "allowed": list(found.allowed),
            "best": found.best,
            "licenses": [
                {"id": one.license, "allowed": one.allowed, "reasons": [self.tell(told) for told in one.reasons]}
                for one in found.candidates
            ],
            "collection": {
                "allowed": found.collection,
                "reasons": [self.tell(told) for told in found.collection_reasons],
            },
        }

    def answer(self, answer: Answer) -> Object:
        """The answer to a search."""
        return {
            "total": answer.total,
            "page": answer.page,
            "size": answer.size,
            "results": [self._found(found, answer.query) for found in answer.results],
            "facets": {
                name: [{"value": v.value, "label": v.label, "count": v.count} for v in values]
                for name, values in answer.facets.items()
            },
            "did_you_mean": answer.did_you_mean,
            "degraded": answer.degraded,
            "notes": [{"code": note.code, "message": self.tell(note)} for note in answer.notes],
        }

    def inside(self, found: Inside) -> Object:
        """The pages of one record that answer; ``partial`` when none answers the whole question."""
        address = self.record_url(found.record)
        return {
            "total": found.total,
            "page": found.page,
            "size": found.size,
            "hits": [self._inside_hit(address, hit, found.query) for hit in found.hits],
            "partial": found.partial,
            "searched": found.searched,
            "pages": found.pages,
            "notes": [{"code": note.code, "message": self.tell(note)} for note in found.notes],
        }

    def _inside_hit(self, address: str, hit: InsideHit, query: str) -> Object:
        asked = urlencode({"file": hit.file, "page": hit.number, "q": query})
        return {
            "file": hit.file,
            "number": hit.number,
            "label": hit.label,
            "snippet": plain(hit.snippet),
            "url": f"{address}/{'read' if hit.drawn else 'text'}?{asked}",
        }

    def history(self, entry: HistoryEntry) -> Object:
        """One thing that was done to a record."""
        return {
            "number": entry.number,
            "at": entry.at.isoformat(),
            "who": entry.who,
            "verb": entry.verb,
            "reason": entry.reason,
            "restored": entry.restored,
            "embargo": until(entry.embargo),
            "metadata": entry.metadata.as_json(),
            "file": asdict(entry.file) if entry.file else None,
        }

    def comparison(self, found: Comparison) -> Object:
        """In what two versions of a record differ."""
        return {
            "from": self.history(found.older),
            "to": self.history(found.newer),
            "changes": [
                {
                    "field": change.key,
                    "before": [value.as_json() for value in change.before],
                    "after": [value.as_json() for value in change.after],
                }
                for change in found.changes
            ],
            "files": [asdict(change) for change in found.files],
        }

    def job(self, view: JobView) -> Object:
        """How a piece of work stands."""
        return {
            "id": view.id,
            "kind": view.kind,
            "state": view.state,
            "progress": {"done": view.progress.done, "total": view.progress.total},
            "message": self.tell(view.message) if view.message else None,
            "attempt": view.attempt,
            "created_at": view.created_at.isoformat(),
            "finished_at": view.finished_at.isoformat() if view.finished_at else None,
        }

    def record_url(self, record: str) -> str:
        """The permanent address of a record."""
        return f"{self.base}/records/{quote(record)}"

    def card(self, card: RecordCard) -> Object:
        """A record in a list."""
        address = self.record_url(card.id)
        return {
            "id": card.id,
            "title": card.title,
            "creators": list(card.creators),
            "license": card.license,
            "thumbnail": f"{address}/thumbnail" if card.thumbnail else None,
            "url": address,
        }

    def _found(self, found: FoundRecord, query: str) -> Object:
        address = self.record_url(found.card.id)
        return {
            **self.card(found.card),
            "snippet": plain(found.snippet),
            "pages": [self._page(address, hit, query) for hit in found.pages],
        }

    def _page(self, address: str, hit: PageHit, query: str) -> Object:
        asked = urlencode({"file": hit.file, "page": hit.number, "q": query})
        snippet = plain(hit.snippet)
        return {"file": hit.file, "number": hit.number, "snippet": snippet, "url": f"{address}/read?{asked}"}


def until(day: date | None) -> Object | None:
    """An embargo: the day that ends it."""
    return {"until": day.isoformat()} if day is not None else None


def plain(parts: tuple[SnippetPart, ...]) -> str:
    """A snippet as plain text without marks."""
    return "".join(part.text for part in parts)


def suggestion(view: SuggestionView) -> Object:
    """A suggestion object; ``role``, ``scheme``, ``volume``, ``lang``, ``box``, ``words`` only where they are set."""
    beside = {
        "role": view.role,
        "scheme": view.scheme,
        "volume": view.volume,
        "lang": view.lang,
        "box": list(view.box) if view.box else None,
        "words": [{"text": text, "box": list(box)} for text, box in view.words] or None,
    }
    return {
        "field": view.field,
        "value": view.value,
        "confidence": view.confidence,
        "page": view.page,
        "evidence": view.evidence,
        "file": view.file,
        **{name: held for name, held in beside.items() if held is not None},
    }


def organization(view: OrganizationView) -> Object:
    """An organization in a list."""
    return {"slug": view.slug, "name": view.name, "parent": view.parent, "records": view.records}


def collection(view: CollectionView) -> Object:
    """A collection in a list."""
    return {
        "slug": view.slug,
        "name": view.name,
        "organization": view.organization,
        "license": view.license,
        "records": view.records,
    }


def license_object(held: License) -> Object:
    """A license: what it is called and means in both languages, and what it permits, asks and forbids (ccREL)."""
    return {
        "id": held.id,
        "url": held.url,
        "name": {locale: held.name(locale) for locale in ("vi", "en")},
        "deed": {locale: held.deed(locale) for locale in ("vi", "en")},
        "permits": sorted(held.permits),
        "requires": sorted(held.requires),
        "prohibits": sorted(held.prohibits),
        "open": held.open,
    }
