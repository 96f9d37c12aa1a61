"""authorities."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import repo_app.db

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "agents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.Column("dates", sa.String(length=60), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("identifiers", sa.JSON(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=True),
        sa.Column("root_id", sa.Integer(), nullable=True),
        sa.Column("created_at", repo_app.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", repo_app.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('person', 'organization')", name=op.f("ck_agents_kind")),
        sa.CheckConstraint("(into_id IS NULL) = (root_id IS NULL)", name=op.f("ck_agents_merged")),
        sa.ForeignKeyConstraint(["into_id"], ["agents.id"], name=op.f("fk_agents_into_id_agents")),
        sa.ForeignKeyConstraint(["root_id"], ["agents.id"], name=op.f("fk_agents_root_id_agents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agents")),
        sa.UniqueConstraint("public_id", name=op.f("uq_agents_public_id")),
    )
    with op.batch_alter_table("agents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agents_into_id"), ["into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agents_root_id"), ["root_id"], unique=False)
        batch_op.create_index("ix_agents_sort_key", ["sort_key", "id"], unique=False)

    op.create_table(
        "library_terms",
        sa.Column("vocabulary", sa.String(length=40), nullable=False),
        sa.Column("term_id", sa.String(length=60), nullable=False),
        sa.Column("label_vi", sa.String(length=200), nullable=True),
        sa.Column("label_en", sa.String(length=200), nullable=True),
        sa.Column("alternatives", sa.JSON(), nullable=False),
        sa.Column("broader", sa.String(length=60), nullable=True),
        sa.Column("into_term", sa.String(length=60), nullable=True),
        sa.Column("created_at", repo_app.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("vocabulary", "term_id", name=op.f("pk_library_terms")),
    )
    op.create_table(
        "vocabulary_loads",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("loaded_at", repo_app.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", "digest", name=op.f("pk_vocabulary_loads")),
    )
    op.create_table(
        "vocabulary_version",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vocabulary_version")),
    )
    op.create_table(
        "agent_names",
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("word", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_agent_names_agent_id_agents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("agent_id", "number", "word", name=op.f("pk_agent_names")),
    )
    with op.batch_alter_table("agent_names", schema=None) as batch_op:
        batch_op.create_index("ix_agent_names_key", ["key"], unique=False)

    op.create_table(
        "authority_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vocabulary", sa.String(length=40), nullable=False),
        sa.Column("term_id", sa.String(length=60), nullable=False),
        sa.Column("at", repo_app.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_authority_changes_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority_changes")),
    )
    with op.batch_alter_table("authority_changes", schema=None) as batch_op:
        batch_op.create_index("ix_authority_changes_of", ["vocabulary", "term_id", "id"], unique=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("authority_changes", schema=None) as batch_op:
        batch_op.drop_index("ix_authority_changes_of")

    op.drop_table("authority_changes")
    with op.batch_alter_table("agent_names", schema=None) as batch_op:
        batch_op.drop_index("ix_agent_names_key")

    op.drop_table("agent_names")
    op.drop_table("vocabulary_version")
    op.drop_table("vocabulary_loads")
    op.drop_table("library_terms")
    with op.batch_alter_table("agents", schema=None) as batch_op:
        batch_op.drop_index("ix_agents_sort_key")
        batch_op.drop_index(batch_op.f("ix_agents_root_id"))
        batch_op.drop_index(batch_op.f("ix_agents_into_id"))

    op.drop_table("agents")
