"""Which record a relation names: by its id, by its address on whatever host, and never by chance."""

from __future__ import annotations

import pytest

from repo_app.values.ids import new_id
from repo_app.values.metadata import parse
from repo_app.values.relations import named_records, record_named

ID = "btk9t7yj"  # the same in every process that collects these tests


@pytest.mark.parametrize(
    "text",
    [
        ID, f" {ID} ", f"/records/{ID}", f"/en/records/{ID}", f"https://thuvien.example/records/{ID}",
        f"http://192.168.1.5:8080/en/records/{ID}", f"https://host.example/hoc-lieu/records/{ID}/",
        f"https://host.example/records/{ID}?q=toan#files",
    ],
)  # fmt: skip
def test_what_names_a_record(text: str) -> None:
    assert record_named(text) == ID


@pytest.mark.parametrize(
    "text",
    [
        "", "Bộ sách Cánh Diều", ID[:-1], ID + "2", ID.upper(), f"xem {ID}", f"/records/{ID}/read", f"/deposit/{ID}",
        f"/records/{ID[:-1]}", f"https://host.example/records/{ID} và sau đó",
    ],
)  # fmt: skip
def test_what_names_none(text: str) -> None:
    assert record_named(text) is None


def test_every_relation_of_a_description_is_found_with_its_volume() -> None:
    other = new_id()
    metadata = parse(
        {
            "isPartOf": [{"value": "Bộ sách"}, {"value": ID, "volume": "tập 2"}],
            "source": [{"value": f"/records/{other}"}],
            "title": [{"value": ID}],
        }
    )
    found = {(one.key, one.place, one.record, one.volume) for one in named_records(metadata)}
    assert found == {("isPartOf", 1, ID, "tập 2"), ("source", 0, other, None)}
