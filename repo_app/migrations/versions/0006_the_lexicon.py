"""the lexicon."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BYTES = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TERM_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go forward; the tables are filled by the reindex that the next start asks for."""
    op.create_table(
        "lexicon_words",
        sa.Column("text", BYTES, nullable=False),
        sa.Column("key", BYTES, nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("text", name=op.f("pk_lexicon_words")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_lexicon_words_key"), "lexicon_words", ["key"])
    op.create_table(
        "lexicon_terms",
        sa.Column("id", TERM_ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("band", sa.SmallInteger(), nullable=False),
        sa.Column("key", BYTES, nullable=False),
        sa.Column("text", BYTES, nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lexicon_terms")),
    )
    op.create_index("ix_lexicon_terms_kind_band_key", "lexicon_terms", ["kind", "band", "key"])
    op.create_index("ix_lexicon_terms_key", "lexicon_terms", ["key"])
    op.create_table(
        "lexicon_starts",
        sa.Column("term_id", TERM_ID, autoincrement=False, nullable=False),
        sa.Column("place", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("band", sa.SmallInteger(), nullable=False),
        sa.Column("key", BYTES, nullable=False),
        sa.Column("text", BYTES, nullable=False),
        sa.ForeignKeyConstraint(
            ["term_id"],
            ["lexicon_terms.id"],
            name=op.f("fk_lexicon_starts_term_id_lexicon_terms"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("term_id", "place", name=op.f("pk_lexicon_starts")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_lexicon_starts_kind_band_key", "lexicon_starts", ["kind", "band", "key"])
    op.create_index("ix_lexicon_starts_kind_band_text", "lexicon_starts", ["kind", "band", "text"])
    op.create_table(
        "lexicon_links",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("term_id", TERM_ID, autoincrement=False, nullable=False),
        sa.Column("weight", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.id"], name=op.f("fk_lexicon_links_record_id_records"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", "term_id", name=op.f("pk_lexicon_links")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_lexicon_links_term_id"), "lexicon_links", ["term_id"])
    op.create_table(
        "lexicon_records",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.Integer(), nullable=False),
        sa.Column("held", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.id"], name=op.f("fk_lexicon_records_record_id_records"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_lexicon_records")),
    )


def downgrade() -> None:
    """Go back; nothing is lost that records do not say."""
    for table in ("lexicon_records", "lexicon_links", "lexicon_starts", "lexicon_terms", "lexicon_words"):
        op.drop_table(table)
