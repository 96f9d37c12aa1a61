"""What a form keeps by itself: of drafts, by those who may write in them, and as one entry of the history."""

from __future__ import annotations

from datetime import timedelta

import pytest

from repo_app.errors import Conflict, EditConflict, Forbidden, Invalid, NotFound
from repo_app.services import records
from repo_app.services.authorities import agents
from repo_app.services.records import autosaves
from repo_app.values.authorities import AgentText
from tests.documents import prose, text_pdf
from tests.house import House, title


def wrote(house: House, record: str, text: str, revision: int | None = None) -> int:
    now = records.view(house.library, house.depositor, record).revision if revision is None else revision
    patch = {"description": [{"value": text}]}
    return records.autosave(house.library, house.depositor, record, patch, now).revision


def verbs(house: House, record: str) -> list[str]:
    return [entry.verb for entry in records.history(house.library, house.depositor, record)]


def test_a_sitting_is_one_entry_and_a_change_between_ends_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    record = house.deposit(text_pdf([prose(1)]))
    for text in ("M", "Một", "Một hai"):
        wrote(house, record, text)
    assert verbs(house, record).count("autosave") == 1
    last = records.history(house.library, house.depositor, record)[-1]
    assert last.metadata.first("description") == "Một hai"
    house.described(record, title=title("Của chị Hoà"))
    wrote(house, record, "Một hai ba")
    assert verbs(house, record)[-3:] == ["autosave", "edit", "autosave"]
    monkeypatch.setattr(autosaves, "SITTING", timedelta(0))
    wrote(house, record, "Một hai ba bốn")
    assert verbs(house, record)[-2:] == ["autosave", "autosave"]


def test_what_changes_nothing_adds_nothing_and_takes_nothing_away(house: House) -> None:
    record = house.deposit(text_pdf([prose(2)]))
    revision = wrote(house, record, "Như nhau")
    before = records.history(house.library, house.depositor, record)
    assert wrote(house, record, "Như nhau") == revision
    assert records.history(house.library, house.depositor, record) == before


def test_names_of_the_list_and_terms_of_the_library_are_kept_too(house: House) -> None:
    agent = agents.create(house.library, house.reviewer, AgentText("Y Moan", "person"))
    record = house.deposit(text_pdf([prose(4)]))
    now = records.view(house.library, house.depositor, record).revision
    kept = records.autosave(house.library, house.depositor, record, {"creator": [{"id": agent.id}]}, now)
    assert kept.metadata.first("creator") == agent.id


def test_only_drafts_of_ones_own_are_kept_so(house: House) -> None:
    record = house.deposit(text_pdf([prose(3)]))
    patch = title("Của tôi")
    with pytest.raises((Forbidden, NotFound)):
        records.autosave(house.library, house.stranger, record, {"title": patch}, 1)
    house.work()
    house.described(record, title=title("Đã xong"))
    records.publish(house.library, house.reviewer, record)
    revision = records.view(house.library, house.reviewer, record).revision
    with pytest.raises(Conflict):
        records.autosave(house.library, house.reviewer, record, {"title": patch}, revision)
    assert records.view(house.library, house.reviewer, record).title == "Đã xong"


def test_it_is_refused_like_any_edit(house: House) -> None:
    record = house.deposit(text_pdf([prose(4)]))
    revision = records.view(house.library, house.depositor, record).revision
    with pytest.raises(Invalid):
        records.autosave(house.library, house.depositor, record, {"issued": [{"value": "ngày xưa"}]}, revision)
    wrote(house, record, "Mới hơn")
    with pytest.raises(EditConflict):
        wrote(house, record, "Cũ hơn", revision)
