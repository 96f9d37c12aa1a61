"""embargo, year and relations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

AT_ONCE = 500
DATES = ("issued", "created")
RELATIONS = ("source", "relation", "isPartOf", "isVersionOf")
LOCAL = re.compile(r"(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})", re.ASCII)
YEAR = re.compile(r"(\d{4})(?!\d)|(\d{3})X|(\d\d)XX", re.ASCII)
RECORD = re.compile(r"(?:(?:https?://[^\s/]+)?(?:/[^\s?#]*)?/records/)?([2-9a-hj-km-np-z]{8})/?(?:[?#]\S*)?")

records = sa.table(
    "records", sa.column("id", sa.Integer), sa.column("metadata", sa.JSON),
    sa.column("pending", sa.JSON(none_as_null=True)), sa.column("year", sa.Integer),
)  # fmt: skip
relations = sa.table(
    "relations", sa.column("record_id", sa.Integer), sa.column("key", sa.String), sa.column("place", sa.Integer),
    sa.column("target", sa.String), sa.column("volume", sa.Text),
)  # fmt: skip


def upgrade() -> None:
    """Go forward. Columns are added in place: a table that others refer to cannot be copied while it holds rows."""
    op.create_table(
        "relations",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("target", sa.String(length=16), nullable=False),
        sa.Column("volume", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.id"], name=op.f("fk_relations_record_id_records"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", "key", "place", name=op.f("pk_relations")),
    )
    op.create_index(op.f("ix_relations_target"), "relations", ["target"])
    op.add_column("records", sa.Column("year", sa.Integer(), nullable=True))
    op.add_column("records", sa.Column("embargoed_until", sa.Date(), nullable=True))
    op.add_column("revisions", sa.Column("embargoed_until", sa.Date(), nullable=True))
    _derive()


def downgrade() -> None:
    """Go back; embargoes are forgotten, dates keep their form."""
    op.drop_column("revisions", "embargoed_until")
    op.drop_column("records", "embargoed_until")
    op.drop_column("records", "year")
    op.drop_index(op.f("ix_relations_target"), table_name="relations")
    op.drop_table("relations")


def _derive() -> None:
    """Write dates of the form 20/05/2019 as 2019-05-20, and put down year and relations of every record."""
    connection, last = op.get_bind(), 0
    while True:
        some = sa.select(records).where(records.c.id > last).order_by(records.c.id).limit(AT_ONCE)
        rows = connection.execute(some).all()
        if not rows:
            return
        for row in rows:
            held, pending = _dated(row.metadata), _dated(row.pending)
            changes: dict[str, Any] = {"year": _year(held)}
            changes |= {"metadata": held} if held != row.metadata else {}
            changes |= {"pending": pending} if pending != row.pending else {}
            connection.execute(sa.update(records).where(records.c.id == row.id).values(changes))
            named = list(_named(row.id, held))
            if named:
                connection.execute(sa.insert(relations), named)
        last = rows[-1].id


def _dated(metadata: Any) -> Any:
    if not metadata or not any(key in metadata for key in DATES):
        return metadata
    return {key: [_of_form(value) for value in held] if key in DATES else held for key, held in metadata.items()}


def _of_form(value: dict[str, str]) -> dict[str, str]:
    found = LOCAL.fullmatch(value.get("value", "").strip())
    if found is None:
        return value
    day, month, year = found.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:  # no day of the calendar: it stays as somebody wrote it
        return value
    return {**value, "value": "-".join([year, *(part.zfill(2) for part in (month, day) if part)])}


def _year(metadata: dict[str, Any]) -> int | None:
    first = next((value.get("value", "") for value in metadata.get("issued", ())), "")
    found = YEAR.match(first.strip())
    digits = next((part for part in found.groups() if part), "").ljust(4, "0") if found else ""
    return int(digits) or None if digits else None


def _named(record: int, metadata: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key in RELATIONS:
        for place, value in enumerate(metadata.get(key, ())):
            found = RECORD.fullmatch(value.get("value", "").strip())
            if found is not None:
                yield {
                    "record_id": record, "key": key, "place": place, "target": found[1],
                    "volume": value.get("volume"),
                }  # fmt: skip
