"""what files say of themselves, apart from what was made of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

PARTS = ("field", "value", "confidence", "evidence", "role", "scheme", "volume", "lang")


def upgrade() -> None:
    """Go forward; what was suggested without a page so far is the nearest to what a file said."""
    op.add_column("files", sa.Column("told", sa.JSON(none_as_null=True), nullable=True))
    files = sa.table("files", sa.column("id", sa.Integer), sa.column("told", sa.JSON(none_as_null=True)))
    held = sa.table("suggestions", sa.column("id"), sa.column("file_id"), sa.column("page"), *map(sa.column, PARTS))
    found: dict[int, list[dict[str, object]]] = {}
    for row in op.get_bind().execute(sa.select(held).where(held.c.page.is_(None)).order_by(held.c.id)).mappings():
        said = {part: row[part] for part in PARTS if row[part] is not None}
        found.setdefault(row["file_id"], []).append(said)
    for file_id, told in found.items():
        op.execute(files.update().where(files.c.id == file_id).values(told=told))


def downgrade() -> None:
    """Go back."""
    op.drop_column("files", "told")
