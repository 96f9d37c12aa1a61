"""by which rules of access it was written down what is shown of a file."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; nothing told so far by which rules: of all files it is worked out anew."""
    op.add_column("files", sa.Column("shown_by", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_files_shown_by", "files", ["shown_by", "record_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_files_shown_by", "files")
    op.drop_column("files", "shown_by")
