"""The JSON object of ``GET /records/<id>/relations``: pure, from values."""

from __future__ import annotations

from collections.abc import Callable

from repo_app.values.relations import Connections, Related, RelatedRecord, VolumeSet

Object = dict[str, object]


def connections(found: Connections, url: Callable[[str], str]) -> Object:
    """What a record has to do with others; ``url`` makes the permanent address of an id."""

    def record(one: RelatedRecord | None) -> Object | None:
        if one is None:
            return None
        return {"id": one.id, "state": one.state, "title": one.title, "year": one.year, "url": url(one.id)}

    def related(one: Related) -> Object:
        return {"key": one.key, "value": one.text or None, "volume": one.volume, "record": record(one.record)}

    def volumes(one: VolumeSet) -> Object:
        return {
            "whole": record(one.whole),
            "volume": one.volume,
            "previous": record(one.previous.record) if one.previous else None,
            "next": record(one.following.record) if one.following else None,
        }

    return {
        "relations": [related(one) for one in found.named],
        "inverse": [related(one) for one in found.naming],
        "volumes": [related(one) for one in found.volumes],
        "sets": [volumes(one) for one in found.sets],
        "versions": [{"record": record(one.record), "this": one.this, "newest": one.newest} for one in found.editions],
    }
