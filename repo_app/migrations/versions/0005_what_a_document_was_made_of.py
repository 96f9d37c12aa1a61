"""what a document was made of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; documents joined before this have no originals and can no longer be taken apart."""
    op.create_table(
        "originals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_originals_file_id_files"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sha256"], ["blobs.sha256"], name=op.f("fk_originals_sha256_blobs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_originals")),
        sa.UniqueConstraint("file_id", "position", name=op.f("uq_originals_file_id_position")),
    )
    op.create_index(op.f("ix_originals_sha256"), "originals", ["sha256"])


def downgrade() -> None:
    """Go back; the bytes stay in storage, and nothing says whose they were."""
    op.drop_index(op.f("ix_originals_sha256"), "originals")
    op.drop_table("originals")
