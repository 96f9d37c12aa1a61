"""what reading finds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from repo_app.db import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward. Columns are added in place: a table that others refer to cannot be copied while it holds rows."""
    op.create_table(
        "derivatives",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("recipe", sa.String(length=200), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["files.id"], name=op.f("fk_derivatives_file_id_files"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sha256"], ["blobs.sha256"], name=op.f("fk_derivatives_sha256_blobs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_derivatives")),
        sa.UniqueConstraint("file_id", "kind", name=op.f("uq_derivatives_file_id_kind")),
    )
    op.create_index(op.f("ix_derivatives_sha256"), "derivatives", ["sha256"], unique=False)
    op.add_column("files", sa.Column("languages", sa.String(length=60), nullable=True))
    op.add_column("pages", sa.Column("artifacts", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("pages", sa.Column("corners", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Go back; what was made from files, and what is known of running headers, is forgotten."""
    op.drop_column("pages", "corners")
    op.drop_column("pages", "artifacts")
    op.drop_column("files", "languages")
    op.drop_index(op.f("ix_derivatives_sha256"), "derivatives")
    op.drop_table("derivatives")
