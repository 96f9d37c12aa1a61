"""Embargo, versions, relations and years on the larger database: the same rules, held by the same statements."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from repo_app.db import now
from repo_app.errors import Forbidden
from repo_app.models import File, Job, Record
from repo_app.services import access_anew, files, finding, records, suggested_anew
from repo_app.services.records import embargo
from repo_app.values import VISITOR
from repo_app.values.days import day_of
from tests.documents import prose, text_pdf
from tests.house import LICENSE, opened, title
from tests.services.test_facets import without_index

pytestmark = pytest.mark.services
WORD = "khoắngsáo"


def test_a_life_of_records_on_postgresql(tmp_path: Path, postgres_database: str) -> None:
    with opened(tmp_path / "var", DATABASE_URL=postgres_database) as house:
        library, reviewer = house.library, house.reviewer
        record = house.published(text_pdf([f"{prose(1)} {WORD}"]), "a.pdf", title=title("Một"))
        records.set_embargo(library, reviewer, record, day_of(now()) + timedelta(days=1))
        house.work()
        with library.db.writing() as session:
            session.execute(update(File).values(suggested_by=0, shown_by=0, shown=True))
        assert suggested_anew.take_up_outdated(library)
        assert access_anew.settle(library) == 1
        with library.db.reading() as session:
            assert not session.scalars(select(File.shown)).one()
        house.work()
        assert not suggested_anew.take_up_outdated(library)
        with pytest.raises(Forbidden):
            files.download(library, VISITOR, record, "a.pdf")
        with library.db.writing() as session:
            session.execute(update(Record).where(Record.public_id == record).values(embargoed_until=day_of(now())))
            session.execute(update(Job).where(Job.kind == embargo.LIFT_JOB).values(run_after=now()))
        house.work()
        assert finding.search(library, VISITOR, finding.SearchRequest(WORD), "vi").total == 1

        part = {"title": title("Hai"), "isPartOf": [{"value": record, "volume": "2"}], "issued": [{"value": "198X"}]}
        volume = records.create(library, reviewer, {**LICENSE, **part})
        records.publish(library, reviewer, volume.id)
        newer = records.new_edition(library, reviewer, volume.id)
        records.edit(library, reviewer, newer.id, {"issued": [{"value": "2020"}]}, newer.revision)
        records.publish(library, reviewer, newer.id)
        found = records.connections(library, VISITOR, record)
        assert [one.record.id for one in found.volumes if one.record] == [newer.id]
        editions = records.connections(library, VISITOR, volume.id).editions
        assert [(one.record.id, one.newest) for one in editions] == [(volume.id, False), (newer.id, True)]

        seen = records.view(library, reviewer, newer.id)
        back = records.restore(library, reviewer, newer.id, 1, seen.revision, "thử")
        assert not back.metadata.get("issued")
        records.restore(library, reviewer, newer.id, 2, back.revision)
        house.work()
        decade = finding.SearchRequest("", {"year": ("1985..1987",)})
        assert [one.card.id for one in finding.search(library, VISITOR, decade, "vi").results] == [volume.id]
        by_year = finding.SearchRequest("", sort="year")
        for place in (house, without_index(house)):
            answer = finding.search(place.library, VISITOR, by_year, "vi")
            assert [one.card.id for one in answer.results][:2] == [newer.id, volume.id]
