"""where suggestions were read, and from which confidence on a collection takes them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward. Columns are added in place: a table that others refer to cannot be copied while it holds rows."""
    op.add_column("suggestions", sa.Column("lang", sa.String(length=35), nullable=True))
    op.add_column("suggestions", sa.Column("box", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("suggestions", sa.Column("words", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("collections", sa.Column("accept_from", sa.Double(), nullable=True))


def downgrade() -> None:
    """Go back; what was taken into records stays there."""
    op.drop_column("collections", "accept_from")
    op.drop_column("suggestions", "words")
    op.drop_column("suggestions", "box")
    op.drop_column("suggestions", "lang")
