"""versions taken up again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("revisions", sa.Column("restored", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Go back; which version was taken up again is forgotten."""
    op.drop_column("revisions", "restored")
