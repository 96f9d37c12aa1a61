"""licenses of files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

CLOSED = ("in-copyright", "unknown")  # the only closed ones that there were


def upgrade() -> None:
    """Go forward: what may be shown of a file is written down, so that statements can ask for it."""
    op.add_column("files", sa.Column("third_party", sa.Text(), nullable=True))
    op.add_column("files", sa.Column("shown", sa.Boolean(), server_default=sa.false(), nullable=False))
    files = sa.table("files", *(sa.column(name) for name in ("record_id", "license", "shown")))
    records = sa.table("records", sa.column("id"), sa.column("license"))
    of_record = sa.select(records.c.license).where(records.c.id == files.c.record_id).scalar_subquery()
    held = sa.func.coalesce(files.c.license, of_record, CLOSED[1])
    op.execute(sa.update(files).where(held.not_in(CLOSED)).values(shown=sa.true()))


def downgrade() -> None:
    """Go back."""
    op.drop_column("files", "shown")
    op.drop_column("files", "third_party")
