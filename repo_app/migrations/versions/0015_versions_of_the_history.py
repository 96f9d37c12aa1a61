"""the record's version beside each entry of its history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; of what was done before nobody knows it."""
    op.add_column("revisions", sa.Column("revision", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("revisions", "revision")
