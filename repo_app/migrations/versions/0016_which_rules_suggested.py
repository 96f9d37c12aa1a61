"""by which rules suggestions of a file were made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; nothing told so far by which rules: all of them are made anew."""
    op.add_column("files", sa.Column("suggested_by", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_files_suggested", "files", ["state", "suggested_by", "id"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_files_suggested", "files")
    op.drop_column("files", "suggested_by")
