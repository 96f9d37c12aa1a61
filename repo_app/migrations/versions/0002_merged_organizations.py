"""merged organizations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FOREIGN_KEY = "fk_organizations_merged_into_id_organizations"
INDEX = "ix_organizations_merged_into_id"


def upgrade() -> None:
    """Go forward. On SQLite in place: a table that others refer to cannot be copied and dropped while it holds rows."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"ALTER TABLE organizations ADD COLUMN merged_into_id INTEGER CONSTRAINT {FOREIGN_KEY} "
            "REFERENCES organizations (id)"
        )
    else:
        op.add_column("organizations", sa.Column("merged_into_id", sa.Integer(), nullable=True))
        op.create_foreign_key(FOREIGN_KEY, "organizations", "organizations", ["merged_into_id"], ["id"])
    op.create_index(INDEX, "organizations", ["merged_into_id"], unique=False)


def downgrade() -> None:
    """Go back; which addresses were merged is forgotten."""
    op.drop_index(INDEX, "organizations")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("ALTER TABLE organizations DROP COLUMN merged_into_id")
    else:
        op.drop_constraint(FOREIGN_KEY, "organizations", type_="foreignkey")
        op.drop_column("organizations", "merged_into_id")
