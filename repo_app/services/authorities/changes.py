"""What every change of a term or a name does: it is written down, and the records that it touches follow."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, Text, cast, or_, select, update
from sqlalchemy.orm import Session

from repo_app.db import insert_into, now
from repo_app.jobs import Stopped, ask
from repo_app.models import Account, AuthorityChange, Record, VocabularyVersion
from repo_app.permissions import VocabularyRef, require
from repo_app.services.authorities.known import forget, known
from repo_app.services.library import Library
from repo_app.services.rows import follow_derivatives, follow_index, lock_numbered, metadata_of, new_stamp, searched
from repo_app.services.work import Work
from repo_app.values import Person
from repo_app.values.authorities import AuthorityChange as Change
from repo_app.vocabularies import AGENTS, key

FOLLOW_JOB = "follow-terms"
AT_ONCE = 200  # records marked in one transaction
MAX_REASON = 2000


def touch(session: Session) -> None:
    """Tell every process that the terms changed, and keep others from changing them until the transaction ends."""
    values = {"id": 1, "token": secrets.token_hex(16)}
    statement = insert_into(session, VocabularyVersion).values(values)
    session.execute(statement.on_conflict_do_update(index_elements=[VocabularyVersion.id], set_=values))
    forget(session)


def hold(session: Session) -> None:
    """Keep others from naming or merging anything until the transaction ends: two cannot take one name at once, nor
    merge into what another merges. Asked for before any agent is locked."""
    first = {"id": 1, "token": secrets.token_hex(16)}
    session.execute(insert_into(session, VocabularyVersion).values(first).on_conflict_do_nothing())
    session.execute(select(VocabularyVersion.id).with_for_update())


def note(
    session: Session,
    person: Person,
    vocabulary: str,
    term_id: str,
    verb: str,
    *,
    reason: str | None,
    before: Mapping[str, object] | None,
    after: Mapping[str, object],
) -> None:
    """Write down what was done."""
    session.add(
        AuthorityChange(
            vocabulary=vocabulary,
            term_id=term_id,
            at=now(),
            account_id=person.account,
            verb=verb,
            reason=(reason or "").strip()[:MAX_REASON] or None,
            before=dict(before) if before is not None else None,
            after=dict(after),
        )
    )


def history(library: Library, person: Person, vocabulary: str, term_id: str) -> tuple[Change, ...]:
    """What was done to a term or an agent, the latest first; for those who may change it."""
    require(person, "keep-terms", VocabularyRef(vocabulary))
    with library.db.reading() as session:
        rows = session.execute(
            select(AuthorityChange, Account.name)
            .outerjoin(Account, Account.id == AuthorityChange.account_id)
            .where(AuthorityChange.vocabulary == vocabulary, AuthorityChange.term_id == term_id)
            .order_by(AuthorityChange.id.desc())
        )
        return tuple(
            Change(row.at, name or "Hoclieu", row.verb, row.reason, row.before, row.after) for row, name in rows
        )


def ask_to_follow(session: Session, vocabulary: str, ids: Iterable[str], names: Iterable[str] = ()) -> None:
    """Ask that published records that hold one of these ids, or one of these names as text, be indexed again."""
    wanted, keys = sorted(set(ids)), sorted({folded for name in names if (folded := key(name))})
    args = {"vocabulary": vocabulary, "ids": wanted, "keys": keys}
    ask(session, FOLLOW_JOB, f"{vocabulary}:{secrets.token_hex(8)}", args)


def follow(library: Library, work: Work) -> None:
    """Mark the records that a change touches, so that the index, and copies that name people, are made anew."""
    ids, keys = _words(work.args["ids"]), _words(work.args["keys"])
    last, done = 0, 0
    while True:
        if work.stopping():
            raise Stopped
        with library.db.reading() as session:
            found = session.scalars(
                select(Record.id)
                .where(Record.id > last, Record.state == "published", _touched(ids, keys))
                .order_by(Record.id)
                .limit(AT_ONCE)
            ).all()
        with library.db.writing() as session:
            if not found:
                work.finish(session)
                return
            _mark(session, found, copies=work.args["vocabulary"] == AGENTS)
            done += len(found)
            work.progress(session, done, None)
        last = found[-1]


def _mark(session: Session, numbers: Sequence[int], *, copies: bool) -> None:
    lock_numbered(session, numbers)
    session.execute(update(Record).where(Record.id.in_(numbers)).values(stamp=new_stamp(), index_due=True))
    follow_index(session)
    if copies:
        terms = known(session)
        for record in session.scalars(select(Record).where(Record.id.in_(numbers))):
            record.folded = searched(metadata_of(record), terms)
            follow_derivatives(session, record.id)


def _touched(ids: Collection[str], keys: Collection[str]) -> ColumnElement[bool]:
    """Whether a record's metadata hold one of the ids, in quotation marks as JSON has them, or one of the names."""
    held = cast(Record.record_metadata, Text)
    by_id = (held.like(f'%"{one}"%') for one in ids)
    by_name = (Record.folded.like(f"% {one} %") for one in keys)
    return or_(*by_id, *by_name)


def _words(held: object) -> list[str]:
    if not isinstance(held, list):
        raise TypeError(f"a job with {held!r} for a list")
    return [str(one) for one in held]
