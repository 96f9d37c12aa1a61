"""The migrations and the models say the same, on both databases, and the way back works."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text

import repo_app.models  # noqa: F401 - registers every table
from repo_app import migrations
from repo_app.db import Base, Database
from repo_app.models import File, Record
from repo_app.services.rows import year_of
from repo_app.values.metadata import stored


def difference(database: Database) -> list[object]:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.services)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    if request.param == "sqlite":
        return Database(f"sqlite:///{tmp_path / 'empty.db'}")
    return Database(request.getfixturevalue("postgres_database"))


def test_migrations_lead_to_the_models_and_back(empty: Database) -> None:
    assert not migrations.is_current(empty)
    migrations.upgrade(empty)
    migrations.upgrade(empty)
    assert migrations.is_current(empty)
    assert difference(empty) == []
    command.downgrade(migrations.config(empty), "base")
    assert inspect(empty.engine).get_table_names() == ["alembic_version"]
    empty.close()


def test_a_library_of_the_first_version_is_brought_along_with_what_it_holds(empty: Database) -> None:
    made = migrations.config(empty)
    command.upgrade(made, "0001")
    rows = (
        "INSERT INTO organizations (id, slug, name, sort_key, parent_id, created_at) "
        "VALUES (1, 'xa', 'Xã', '', NULL, '2026-01-01 00:00:00+00')",
        "INSERT INTO organizations (id, slug, name, sort_key, parent_id, created_at) "
        "VALUES (2, 'thon', 'Thôn', '', 1, '2026-01-01 00:00:00+00')",
        "INSERT INTO collections (id, slug, name, sort_key, organization_id, created_at) "
        "VALUES (1, 'toan', 'Toán', '', 2, '2026-01-01 00:00:00+00')",
    )
    with empty.engine.begin() as connection:
        for row in rows:
            connection.execute(text(row))
    command.upgrade(made, "head")
    command.downgrade(made, "0001")
    command.upgrade(made, "head")
    with empty.engine.connect() as connection:
        assert connection.execute(text("SELECT slug, parent_id FROM organizations ORDER BY id")).all() == [
            ("xa", None),
            ("thon", 1),
        ]
        assert connection.execute(text("SELECT slug, organization_id FROM collections")).all() == [("toan", 2)]
    assert difference(empty) == []
    empty.close()


def files_of_once(held: Mapping[int, tuple[str, str]]) -> list[str]:
    """Statements that fill a library of version 0007: a file of each number, licenses of its record and its own."""
    at = "'2026-01-01 00:00:00+00'"
    rows = [
        f"INSERT INTO organizations (id, slug, name, sort_key, created_at) VALUES (1, 'xa', 'Xã', '', {at})",
        f"INSERT INTO blobs (sha256, size, media_type, created_at) VALUES ('a', 1, 'application/pdf', {at})",
    ]
    for number, (of_record, of_file) in held.items():
        rows += [
            f"INSERT INTO record_ids (public_id, created_at) VALUES ('r{number}', {at})",
            "INSERT INTO records (id, public_id, state, revision, metadata, title, sort_key, folded, license, "
            "unreviewed_title, organization_id, stamp, index_due, created_at, updated_at) VALUES "
            f"({number}, 'r{number}', 'draft', 1, '{{}}', '', '', '', {of_record}, FALSE, 1, 's', FALSE, {at}, {at})",
            "INSERT INTO files (id, record_id, position, name, name_key, sha256, media_type, family, license, state, "
            "pages_done, pages_before, message_params, notices, labels, outline, created_at) VALUES "
            f"({number}, {number}, 1, 'a', 'a', 'a', 'application/pdf', 'pdf', {of_file}, 'ready', 1, 0, '{{}}', "
            f"'[]', '[]', '[]', {at})",
        ]
    return rows


def test_what_may_be_shown_of_files_is_written_down_for_those_that_are_there(empty: Database) -> None:
    made = migrations.config(empty)
    command.upgrade(made, "0007")
    held = {
        1: ("'cc-by-4.0'", "NULL"),
        2: ("'in-copyright'", "NULL"),
        3: ("NULL", "NULL"),
        4: ("'unknown'", "'cc0-1.0'"),
    }
    with empty.engine.begin() as connection:
        for row in files_of_once(held):
            connection.execute(text(row))
    command.upgrade(made, "head")
    with empty.engine.connect() as connection:
        shown = connection.execute(text("SELECT id FROM files WHERE shown ORDER BY id")).scalars().all()
    assert shown == [1, 4]
    empty.close()


def test_what_files_said_of_themselves_is_kept_apart_from_what_was_read(empty: Database) -> None:
    made = migrations.config(empty)
    command.upgrade(made, "0007")
    said = "INSERT INTO suggestions (file_id, field, value, confidence, page, evidence) VALUES "
    rows = (
        f"{said} (1, 'creator', 'Y Thi', 0.75, NULL, 'PDF Author: Y Thi')",
        f"{said} (1, 'title', 'Lúa', 0.75, 1, 'LÚA')",
    )
    with empty.engine.begin() as connection:
        for row in (*files_of_once({1: ("NULL", "NULL"), 2: ("NULL", "NULL")}), *rows):
            connection.execute(text(row))
    command.upgrade(made, "head")
    with empty.engine.connect() as connection:
        told = {row.id: row.told for row in connection.execute(select(File.id, File.told))}
    said_of_itself = {"field": "creator", "value": "Y Thi", "confidence": 0.75, "evidence": "PDF Author: Y Thi"}
    assert told == {1: [said_of_itself], 2: None}
    empty.close()


def test_every_constraint_has_a_name() -> None:
    for table in Base.metadata.tables.values():
        for constraint in table.constraints:
            assert constraint.name, f"{table.name}: {constraint!r}"


@pytest.mark.parametrize(
    ("issued", "kept", "year"),
    [
        ("20/5/2019", "2019-05-20", 2019),
        ("31/02/2019", "31/02/2019", None),
        ("1/1/0000", "1/1/0000", None),
        ("2015-2019", "2015-2019", 2015),
        ("2019 (tái bản)", "2019 (tái bản)", 2019),
    ],
)
def test_dates_years_and_relations_are_put_down_of_what_was_described_before(
    empty: Database, issued: str, kept: str, year: int | None
) -> None:
    made = migrations.config(empty)
    command.upgrade(made, "0006")
    named = "kmnp2346"
    held = {
        "issued": [{"value": issued}],
        "isPartOf": [{"value": f"https://cu.example/records/{named}", "volume": "2"}],
        "title": [{"value": "20/5/2019"}],
    }
    with empty.engine.begin() as connection:
        connection.execute(text("INSERT INTO record_ids VALUES ('abcd2345', '2026-01-01 00:00:00+00')"))
        connection.execute(
            text(
                "INSERT INTO organizations (id, slug, name, sort_key, created_at) "
                "VALUES (1, 'xa', 'Xã', '', '2026-01-01 00:00:00+00')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO records (id, public_id, state, revision, metadata, pending, title, sort_key, folded, "
                "unreviewed_title, organization_id, stamp, index_due, created_at, updated_at) VALUES (1, 'abcd2345', "
                "'published', 1, :held, :pending, '', '', '', false, 1, 'x', false, '2026-01-01 00:00:00+00', "
                "'2026-01-01 00:00:00+00')"
            ),
            {"held": json.dumps(held), "pending": json.dumps({"created": [{"value": "khoảng 1990"}]})},
        )
    command.upgrade(made, "head")
    with empty.engine.connect() as connection:
        wanted = select(Record.record_metadata, Record.pending, Record.pending_base, Record.year)
        (row,) = connection.execute(wanted).all()
        relations = connection.execute(text("SELECT record_id, key, place, target, volume FROM relations")).all()
    assert row.metadata == {**held, "issued": [{"value": kept}]}
    assert row.pending == {"created": [{"value": "khoảng 1990"}]}
    assert row.pending_base == {"created": held.get("created", [])}
    assert row.year == year == year_of(stored(row.metadata)), "and the next edit leaves it"
    assert relations == [(1, "isPartOf", 0, named, "2")]
    empty.close()
