"""what a reading was asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("files", sa.Column("force_ocr", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("files", sa.Column("read_in", sa.String(length=60), nullable=True))


def downgrade() -> None:
    """Go back; files are then read as their records say, whatever somebody asked for."""
    op.drop_column("files", "read_in")
    op.drop_column("files", "force_ocr")
