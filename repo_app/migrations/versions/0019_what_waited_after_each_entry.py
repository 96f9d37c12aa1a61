"""what waited for review after each entry of a record's history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; of what was done before it is worked out from the entries, as it was so far."""
    op.add_column("revisions", sa.Column("pending", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("revisions", "pending")
