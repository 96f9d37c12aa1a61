"""``hoclieu search``: filters by name and range, orders, and notes beside the answer."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Hoclieu, picture


def test_filters_orders_and_notes(house: Hoclieu, tmp_path: Path) -> None:
    picture(tmp_path / "bai.png")
    assert house("ingest", "bai.png", "--license", "cc-by-4.0", "--publish", "--wait").code == 0
    for given in ("license=cc-by", "license=CC BY 4.0", "format=image"):
        found = house("search", "", "--filter", given, "--sort", "title", "--json")
        assert json.loads(found.out)["total"] == 1, given
    for given in ("year=2010..2020", "grade=6..9", "subject=Toán"):
        assert json.loads(house("search", "", "--filter", given, "--json").out)["total"] == 0, given
    odd = house("search", "subject:zzz", "--json")
    assert odd.code == 0
    assert [note["code"] for note in json.loads(odd.out)["notes"]] == ["search.note_unknown_value"]
    assert "zzz" in odd.err
    assert house("search", "", "--sort", "best").code == 2
