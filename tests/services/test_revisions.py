"""The history of a description: numbered, told with reasons, compared field by field, and taken up again."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from repo_app.errors import EditConflict, Forbidden, Invalid, NotFound, NotSignedIn, PreconditionRequired
from repo_app.models import Record, Revision
from repo_app.services import deposit, records
from repo_app.services.file_terms import set_terms
from repo_app.values import VISITOR, Person, RecordView, Value
from repo_app.values.revisions import FileTerms
from tests.documents import prose, text_pdf
from tests.house import LICENSE, House, title

pytestmark = pytest.mark.usefixtures("remembered")

VERBS = ("add-file", "remove-file")


def names(*texts: str) -> list[dict[str, str]]:
    return [{"value": text, "role": "author"} for text in texts]


def told_thrice(house: House) -> RecordView:
    """A draft whose third version has another title, a second author, and no description any more."""
    first = {"title": title("Cây lúa"), "creator": names("Lan"), "description": title("Về cây lúa"), **LICENSE}
    record = records.create(house.library, house.depositor, first)
    changed = {"title": title("Cây lúa nước"), "creator": names("Lan", "Bình")}
    record = records.edit(house.library, house.depositor, record.id, changed, record.revision, "sửa theo bìa")
    return records.edit(house.library, house.depositor, record.id, {"description": []}, record.revision)


def test_every_change_is_numbered_with_who_when_and_why(house: House) -> None:
    record = told_thrice(house)
    entries = records.history(house.library, house.reviewer, record.id)
    assert [(entry.number, entry.verb, entry.reason) for entry in entries] == [
        (1, "create", None),
        (2, "edit", "sửa theo bìa"),
        (3, "edit", None),
    ]
    assert [entry.changed for entry in entries[1:]] == [("title", "creator"), ("description",)]
    assert all(entry.who == house.depositor.name for entry in entries)
    assert entries[0].at <= entries[1].at <= entries[2].at


def test_any_two_versions_are_compared_field_by_field(house: House) -> None:
    record = told_thrice(house)
    found = records.compare(house.library, house.reviewer, record.id, 1, 3)
    assert [change.key for change in found.changes] == ["title", "creator", "description"]
    creators = found.changes[1]
    assert creators.removed == ()
    assert creators.added == (Value("Bình", role="author"),)
    assert found.changes[2].after == ()
    back = records.compare(house.library, house.reviewer, record.id, 3, 1)
    assert [(change.before, change.after) for change in back.changes] == [
        (change.after, change.before) for change in found.changes
    ]
    assert records.compare(house.library, house.reviewer, record.id, 2, 2).changes == ()


def test_a_changed_order_is_told_as_such(house: House) -> None:
    record = told_thrice(house)
    turned = records.edit(house.library, house.depositor, record.id, {"creator": names("Bình", "Lan")}, record.revision)
    (change,) = records.compare(house.library, house.depositor, turned.id, 3, 4).changes
    assert change.moved


@pytest.mark.parametrize("number", [0, 4, -1, 10**9])
def test_there_are_no_other_versions(house: House, number: int) -> None:
    record = told_thrice(house)
    with pytest.raises(NotFound):
        records.compare(house.library, house.reviewer, record.id, 1, number)
    with pytest.raises(NotFound):
        records.restore(house.library, house.reviewer, record.id, number, record.revision)


def test_a_version_taken_up_again_is_a_new_one(house: House) -> None:
    record = told_thrice(house)
    first = records.history(house.library, house.reviewer, record.id)[0].metadata
    after = records.restore(house.library, house.reviewer, record.id, 1, record.revision, "bìa in nhầm")
    assert after.metadata == first
    assert after.revision == record.revision + 1
    last = records.history(house.library, house.reviewer, record.id)[-1]
    assert (last.number, last.verb, last.restored, last.reason) == (4, "restore", 1, "bìa in nhầm")
    again = records.restore(house.library, house.reviewer, record.id, 3, after.revision)
    assert again.metadata == record.metadata


def test_files_have_their_terms_of_then_again_and_another_file_of_that_name_has_not(house: House) -> None:
    record = house.deposit(text_pdf([prose(1)]), "bài.pdf")
    house.described(record, title=title("Bài một"))
    opened = len(records.history(house.library, house.reviewer, record))
    set_terms(house.library, house.reviewer, record, "bài.pdf", "in-copyright", "Ảnh: báo Kon Tum")
    closed = records.publish(house.library, house.reviewer, record)

    def restored(person: Person, number: int, *, opening: bool = True) -> tuple[str | None, str | None, bool]:
        seen = records.view(house.library, house.reviewer, record)
        records.restore(house.library, person, record, number, seen.revision, "nhầm tệp", open_files=opening)
        (file,) = records.view(house.library, VISITOR, record).files
        return file.license, file.third_party, file.closed

    assert restored(house.depositor, opened) == ("in-copyright", "Ảnh: báo Kon Tum", True)
    assert records.opened_again(house.library, house.reviewer, record, opened) == ("bài.pdf",)
    assert restored(house.reviewer, opened, opening=False) == ("in-copyright", "Ảnh: báo Kon Tum", True)
    assert restored(house.reviewer, opened) == (None, None, False)
    last = records.history(house.library, house.reviewer, record)[-1]
    assert (last.verb, last.restored, last.reason) == ("terms", opened, "nhầm tệp")
    assert restored(house.reviewer, last.number - 1, opening=False) == ("in-copyright", "Ảnh: báo Kon Tum", True)
    assert records.view(house.library, house.reviewer, record).revision > closed.revision

    deposit.remove_file(house.library, house.reviewer, record, "bài.pdf")
    deposit.add_file(house.library, house.reviewer, record, io.BytesIO(text_pdf([prose(2)])), "bài.pdf")
    set_terms(house.library, house.reviewer, record, "bài.pdf", "unknown", None)
    assert restored(house.reviewer, opened) == ("unknown", None, True)
    told = records.history(house.library, house.reviewer, record)
    (came, is_new), (left, was) = ((one, one.file) for verb in VERBS for one in told if one.verb == verb)
    assert (is_new.name, is_new.before, is_new.after) == ("bài.pdf", None, FileTerms(None, None))
    assert (was.name, was.before, was.after) == ("bài.pdf", FileTerms("in-copyright", "Ảnh: báo Kon Tum"), None)
    assert came.who == left.who == told[1].who
    compared = records.compare(house.library, house.reviewer, record, left.number - 1, came.number).files
    assert {(one.sha256, one.before, one.after) for one in compared} == {
        (one.sha256, one.before, one.after) for one in (is_new, was)
    }


def test_what_files_became_since_somebody_saw_the_record_is_told(house: House) -> None:
    record = told_thrice(house).id
    for name in ("a.txt", "b.txt"):
        deposit.add_file(house.library, house.reviewer, record, io.BytesIO(f"Bài {name}".encode()), name)
    seen = records.publish(house.library, house.reviewer, record).revision

    def since(revision: int) -> tuple[list[str], list[tuple[str, FileTerms | None]]]:
        found = records.since(house.library, house.reviewer, record, revision)
        return [one.verb for one in found.done], [(one.name, one.after) for one in found.compared.files]

    closed, opened = FileTerms("in-copyright", None), FileTerms(None, None)
    for name in ("a.txt", "b.txt"):
        set_terms(house.library, house.reviewer, record, name, "in-copyright", None)
    assert since(seen) == (["terms", "terms"], [("a.txt", closed), ("b.txt", closed)])
    number = len(records.history(house.library, house.reviewer, record)) - 2
    both = seen + 2
    after = records.restore(house.library, house.reviewer, record, number, both, open_files=True)
    assert since(both) == (["terms", "terms"], [("a.txt", opened), ("b.txt", opened)])
    assert since(after.revision) == ([], [])
    deposit.remove_file(house.library, house.reviewer, record, "a.txt")
    house.described(record, title=title("Sửa sau khi bỏ tệp"))
    assert since(after.revision) == (["remove-file", "edit"], [("a.txt", None)])


def test_an_entry_that_tells_a_file_by_its_name_alone_means_the_one_that_was_there(house: House) -> None:
    record = told_thrice(house).id
    deposit.add_file(house.library, house.reviewer, record, io.BytesIO(b"Mot bai."), "a.txt")
    records.publish(house.library, house.reviewer, record)
    number = len(records.history(house.library, house.reviewer, record))
    set_terms(house.library, house.reviewer, record, "a.txt", "in-copyright", None)
    with house.library.db.writing() as session:
        row = session.scalars(select(Revision).where(Revision.verb == "terms").order_by(Revision.id.desc())).first()
        assert row is not None
        row.file_terms = {key: held for key, held in (row.file_terms or {}).items() if key != "sha256"}
    closed = set_terms(house.library, house.reviewer, record, "a.txt", "unknown", None)
    assert records.opened_again(house.library, house.reviewer, record, number) == ("a.txt",)
    seen = records.view(house.library, house.reviewer, record)
    after = records.restore(house.library, house.reviewer, record, number, seen.revision, open_files=True)
    assert (closed.license, after.files[0].license) == ("unknown", None)
    deposit.remove_file(house.library, house.reviewer, record, "a.txt")
    deposit.add_file(house.library, house.reviewer, record, io.BytesIO(b"Bai khac."), "a.txt")
    set_terms(house.library, house.reviewer, record, "a.txt", "in-copyright", None)
    assert records.opened_again(house.library, house.reviewer, record, number) == (), "another that came later"


def test_what_is_there_already_makes_no_version(house: House) -> None:
    record = told_thrice(house)
    assert records.restore(house.library, house.depositor, record.id, 3, record.revision).revision == record.revision
    assert len(records.history(house.library, house.depositor, record.id)) == 3


def test_taking_up_a_version_needs_the_last_one_to_be_seen(house: House) -> None:
    record = told_thrice(house)
    with pytest.raises(PreconditionRequired):
        records.restore(house.library, house.reviewer, record.id, 1, None)
    with pytest.raises(EditConflict) as caught:
        records.restore(house.library, house.reviewer, record.id, 1, record.revision - 1)
    assert caught.value.current == record.metadata
    assert caught.value.yours == records.history(house.library, house.reviewer, record.id)[0].metadata


def test_a_depositor_proposes_an_earlier_version_of_what_is_published(house: House) -> None:
    record = told_thrice(house)
    live = records.publish(house.library, house.reviewer, record.id)
    asked = records.restore(house.library, house.depositor, record.id, 1, live.revision)
    assert asked.metadata == live.metadata
    assert asked.pending is not None
    assert asked.pending.first("title") == "Cây lúa"
    assert records.view(house.library, VISITOR, record.id).title == "Cây lúa nước"
    accepted = records.publish(house.library, house.reviewer, record.id, revision=asked.revision)
    assert accepted.title == "Cây lúa"
    verbs = [entry.verb for entry in records.history(house.library, house.reviewer, record.id)]
    assert verbs[-3:] == ["publish", "propose", "publish"]


def test_a_reviewers_edit_is_told_apart_from_the_change_that_waits(house: House) -> None:
    record = told_thrice(house)
    live = records.publish(house.library, house.reviewer, record.id)
    patch = {"title": title("Đề nghị")}
    asked = records.edit(house.library, house.depositor, record.id, patch, live.revision)
    patch = {"description": title("Của người duyệt")}
    edited = records.edit(house.library, house.reviewer, record.id, patch, asked.revision)
    patch = {"creator": names("Lan")}
    more = records.edit(house.library, house.depositor, record.id, patch, edited.revision)
    accepted = records.publish(house.library, house.reviewer, record.id, revision=more.revision)
    patch = {"title": title("Lại khác")}
    again = records.edit(house.library, house.depositor, record.id, patch, accepted.revision)
    records.decline(house.library, house.reviewer, record.id, revision=again.revision)
    told = [(one.verb, one.changed) for one in records.history(house.library, house.reviewer, record.id)[3:]]
    assert told == [
        ("publish", ()),
        ("propose", ("title",)),
        ("edit", ("description",)),
        ("propose", ("creator",)),
        ("publish", ("title", "creator")),
        ("propose", ("title",)),
        ("decline", ()),
    ]


def test_what_is_taken_up_again_is_held_to_the_rules_of_today(house: House) -> None:
    record = told_thrice(house)
    first = {
        "title": title("Cây lúa"),
        "issued": [{"value": "20/05/2019"}],
        "identifier": [{"value": "978-604-0-00123-0", "scheme": "isbn"}],
        "created": [{"value": "2019-02-31"}],
    }
    with house.library.db.writing() as session:
        rows = select(Revision).join(Record).where(Record.public_id == record.id).order_by(Revision.id)
        entries = session.scalars(rows).all()
        entries[0].record_metadata = first
        entries[1].record_metadata = {key: first[key] for key in ("title", "issued")}
    with pytest.raises(Invalid) as caught:
        records.restore(house.library, house.reviewer, record.id, 1, record.revision)
    assert {fault.field for fault in caught.value.faults} == {"identifier", "created"}
    after = records.restore(house.library, house.reviewer, record.id, 2, record.revision)
    assert after.metadata.first("issued") == "2019-05-20"


def test_what_is_published_keeps_what_publishing_needs(house: House) -> None:
    bare = records.create(house.library, house.depositor, {})
    record = records.edit(house.library, house.depositor, bare.id, {"title": title("Có tên"), **LICENSE}, bare.revision)
    live = records.publish(house.library, house.reviewer, record.id)
    with pytest.raises(Invalid):
        records.restore(house.library, house.reviewer, record.id, 1, live.revision)
    assert records.view(house.library, VISITOR, record.id).title == "Có tên"


def test_strangers_see_and_change_no_version(house: House) -> None:
    record = told_thrice(house)
    records.publish(house.library, house.reviewer, record.id)
    for person, problem in ((VISITOR, NotSignedIn), (house.stranger, Forbidden), (house.manager_elsewhere, Forbidden)):
        with pytest.raises(problem):
            records.compare(house.library, person, record.id, 1, 2)
        with pytest.raises(problem):
            records.restore(house.library, person, record.id, 1, 4)
