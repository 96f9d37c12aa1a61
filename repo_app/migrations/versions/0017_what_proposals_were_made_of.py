"""what proposals were made of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

records = sa.table(
    "records", sa.column("id", sa.Integer), sa.column("metadata", sa.JSON),
    sa.column("pending", sa.JSON(none_as_null=True)), sa.column("pending_base", sa.JSON(none_as_null=True)),
)  # fmt: skip


def upgrade() -> None:
    """Go forward; what waits already counts as made of what is public now: of what was public then nobody took note."""
    op.add_column("records", sa.Column("pending_base", sa.JSON(none_as_null=True), nullable=True))
    connection = op.get_bind()
    waiting = sa.select(records.c.id, records.c.metadata, records.c.pending).where(records.c.pending.is_not(None))
    for row in connection.execute(waiting).all():
        based = {key: row.metadata.get(key, []) for key in row.pending}
        connection.execute(sa.update(records).where(records.c.id == row.id).values(pending_base=based))


def downgrade() -> None:
    """Go back."""
    op.drop_column("records", "pending_base")
