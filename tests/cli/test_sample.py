"""The sample collection through the services, and the offer of it."""

from pathlib import Path

import pytest

from repo_app.cli.house import built
from repo_app.errors import Problem
from repo_app.services import places, records, sample
from repo_app.services.records import latest
from repo_app.settings import load
from repo_app.values import SYSTEM
from tests.cli.conftest import Hoclieu, picture


def test_each_material_becomes_a_published_record_once(house: Hoclieu, tmp_path: Path) -> None:
    metadata = {"title": [{"value": "Nước sạch", "lang": "vi"}], "creator": [{"value": "Hoclieu"}]}
    items = [(picture(tmp_path / "a.png"), metadata), (picture(tmp_path / "b.png"), {"title": [{"value": "B"}]})]
    told: list[tuple[int, int]] = []
    with built(load({"HOCLIEU_DATA_DIR": str(tmp_path / "var")}, folder=tmp_path)) as library:
        assert sample.is_empty(library)
        assert sample.load(library, items, lambda done, total: told.append((done, total))) == 2
        assert sample.load(library, items, lambda done, total: None) == 0
        assert not sample.is_empty(library)
        assert [card.title for card in latest(library, collection=sample.SLUG).cards] == ["B", "Nước sạch"]
        assert {card.license for card in latest(library).cards} == {sample.LICENSE}
        assert places.collection(library, sample.SLUG).name == "Học liệu mẫu"
        with pytest.raises(Problem):
            sample.load(library, [(tmp_path / "none.png", metadata)], lambda done, total: None)
    assert told == [(1, 2), (2, 2)]


def test_what_was_left_half_way_is_completed_and_nothing_else_touched(house: Hoclieu, tmp_path: Path) -> None:
    items = [(picture(tmp_path / f"{name}.png"), {"title": [{"value": name}]}) for name in ("một", "hai", "ba")]
    broken = [items[0], (items[1][0], {"nonsense": []}), items[2]]
    with built(load({"HOCLIEU_DATA_DIR": str(tmp_path / "var")}, folder=tmp_path)) as library:
        with pytest.raises(Problem):
            sample.load(library, broken, lambda done, total: None)  # ends between deposit and publishing of the second
        assert sample.is_unfinished(library)
        assert [card.title for card in latest(library).cards] == ["một"]
        assert sample.load(library, items, lambda done, total: None) == 2
        assert not sample.is_unfinished(library)
        assert {card.title for card in latest(library).cards} == {"một", "hai", "ba"}
        moved = latest(library).cards[0].id
        records.withdraw(library, SYSTEM, moved)
        records.return_(library, SYSTEM, moved)
        assert sample.load(library, items, lambda done, total: None) == 0
        assert len(latest(library).cards) == 2
