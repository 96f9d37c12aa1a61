"""The lexicon: what published records say, in small tables that suggestions, spelling and similar items read.

All of it is derived from records and may be emptied: the next reindex fills it again.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from repo_app.db import Base

# Prefixes are ranges only where text sorts by its bytes; on SQLite it does.
BYTES = Text().with_variant(Text(collation="C"), "postgresql")
_TERM_ID = BigInteger().with_variant(Integer, "sqlite")  # 63 bits on both; the word makes it the row's own number
_BY_KEY = {"sqlite_with_rowid": False}  # rows lie in the order of their key: one tree instead of two


class LexiconWord(Base):
    """An exact word: how many published records have it, and how often they use it (each counted up to a limit)."""

    __tablename__ = "lexicon_words"
    __table_args__ = _BY_KEY

    text: Mapped[str] = mapped_column(BYTES, primary_key=True)
    key: Mapped[str] = mapped_column(BYTES, index=True)
    records: Mapped[int]
    uses: Mapped[int]


class LexiconTerm(Base):
    """A title, name, body, subject, phrase or pair (``search.Term``; the id is its own) and how many records have it.

    ``band`` is the bit length of ``records``: going down the bands finds the most frequent without sorting.
    """

    __tablename__ = "lexicon_terms"
    __table_args__ = (
        Index("ix_lexicon_terms_kind_band_key", "kind", "band", "key"),
        Index("ix_lexicon_terms_key", "key"),
    )

    id: Mapped[int] = mapped_column(_TERM_ID, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(8))
    band: Mapped[int] = mapped_column(SmallInteger)
    key: Mapped[str] = mapped_column(BYTES)
    text: Mapped[str] = mapped_column(BYTES)
    shown: Mapped[str] = mapped_column(Text)
    records: Mapped[int]


class LexiconStart(Base):
    """A title, name, body or subject from one of its words on, with a blank at the end: what typing may begin with."""

    __tablename__ = "lexicon_starts"
    __table_args__ = (
        Index("ix_lexicon_starts_kind_band_key", "kind", "band", "key"),
        Index("ix_lexicon_starts_kind_band_text", "kind", "band", "text"),
        _BY_KEY,
    )

    term_id: Mapped[int] = mapped_column(
        _TERM_ID, ForeignKey("lexicon_terms.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    place: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(8))
    band: Mapped[int] = mapped_column(SmallInteger)
    key: Mapped[str] = mapped_column(BYTES)
    text: Mapped[str] = mapped_column(BYTES)


class LexiconLink(Base):
    """That a record has a term, and how much the term says about it."""

    __tablename__ = "lexicon_links"
    __table_args__ = _BY_KEY

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"), primary_key=True)
    term_id: Mapped[int] = mapped_column(_TERM_ID, primary_key=True, autoincrement=False, index=True)
    weight: Mapped[int] = mapped_column(SmallInteger)


class LexiconRecord(Base):
    """Exactly what a record has been counted with, so that it can be taken off again; ``held`` is compressed."""

    __tablename__ = "lexicon_records"

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"), primary_key=True)
    form: Mapped[int]
    held: Mapped[bytes] = mapped_column(LargeBinary)
