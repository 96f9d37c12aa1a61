"""Searching through the API."""

import pytest

from repo_app.cli.house import make_worker
from repo_app.services.library import Library
from repo_app.vocabularies import NAMES
from tests.api.conftest import COMPLETE, Api

pytestmark = pytest.mark.usefixtures("remembered")


@pytest.fixture
def published(library: Library, reviewer: Api) -> dict[str, str]:
    made = {}
    for number, title in enumerate(("Phép cộng phân số", "Nước sạch <b>ở xã</b>", "Phép trừ phân số")):
        metadata = {**COMPLETE, "title": [{"value": title}], "subject": [{"value": "Toán" if number != 1 else "Y tế"}]}
        made[title] = reviewer.new(metadata)
        reviewer.post(f"/records/{made[title]}/publish")
    reviewer.new({**COMPLETE, "title": [{"value": "Phân số còn là bản nháp"}]})
    make_worker(library, 1).drain()
    return made


def test_an_answer_has_its_shape(visitor: Api, published: dict[str, str]) -> None:
    found = visitor.get("/search?q=phan so").json
    assert (found["total"], found["page"], found["size"], found["did_you_mean"]) == (2, 1, 20, "phân số")
    first = found["results"][0]
    assert set(first) == {"id", "title", "creators", "license", "thumbnail", "url", "snippet", "pages"}
    assert {result["id"] for result in found["results"]} == {
        published["Phép cộng phân số"],
        published["Phép trừ phân số"],
    }
    assert first["url"] == f"http://127.0.0.1:8080/records/{first['id']}"
    assert {"value": "toan", "label": "Toán", "count": 2} in found["facets"]["subject"]


def test_an_empty_question_lists_what_is_published_and_only_that(visitor: Api, published: dict[str, str]) -> None:
    for path in ("/search", "/search?q="):
        assert {result["id"] for result in visitor.get(path).json["results"]} == set(published.values())
    second = visitor.get("/search?size=2&page=2").json
    assert (second["total"], len(second["results"]), second["page"], second["size"]) == (3, 1, 2, 2)


def test_facets_narrow_and_labels_follow_the_reader(visitor: Api, published: dict[str, str]) -> None:
    assert visitor.get("/search?subject=Y tế").json["total"] == 1
    assert visitor.get("/search?subject=Y tế&subject=Toán").json["total"] == 3
    assert visitor.get("/search?subject=Y tế&license=cc0-1.0").json["total"] == 0
    labels = [
        visitor.get("/search", headers={"Accept-Language": language}).json["facets"]["license"][0]["label"]
        for language in ("vi", "en")
    ]
    assert labels[0] != labels[1]


def test_a_title_is_plain_text(visitor: Api, published: dict[str, str]) -> None:
    answer = visitor.get("/search?q=nuoc sach")
    assert answer.json["results"][0]["title"] == "Nước sạch <b>ở xã</b>"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.mimetype == "application/json"


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=x", "page=-1", "page=1.5", "page=٣", "size=0", "size=101", "size=9999999999", "sort=best",
     "colour=red", "q=" + "x" * 300, "q=" + "a%20" * 40],
)  # fmt: skip
def test_a_wrong_question_is_400_with_a_sentence(visitor: Api, query: str) -> None:
    answer = visitor.get(f"/search?{query}")
    assert answer.status_code == 400
    assert answer.json["detail"]


@pytest.mark.parametrize("query", ["*", '"', "\x00", "-", "a OR b", "%F0%9F%98%80", "()" * 50, "' OR 1=1 --"])
def test_no_question_breaks_it(visitor: Api, query: str) -> None:
    assert visitor.get("/search", query_string={"q": query}).status_code in {200, 400}


def test_names_and_ranges_are_understood_and_what_is_not_is_told(visitor: Api, published: dict[str, str]) -> None:
    for path in (
        "/search?subject=toan",
        "/search?subject=TOÁN",
        "/search?q=subject:toan",
        "/search?q=-subject:suc-khoe",
    ):
        assert visitor.get(path).json["total"] == 2, path
    assert visitor.get("/search?q=phan so").json["notes"] == []
    odd = visitor.get("/search?q=subject:zzz", headers={"Accept-Language": "en"}).json
    assert (odd["total"], [note["code"] for note in odd["notes"]]) == (0, ["search.note_unknown_value"])
    assert odd["notes"][0]["message"] == "“zzz” is not known as a value of “Subject”."
    assert visitor.get("/search?license=nonsense").status_code == 200
    assert visitor.get("/search?year=2010..2020&grade=6..9").json["total"] == 0
    assert visitor.get("/search?" + "&".join(f"subject={n}" for n in range(500))).status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_vocabularies_are_served(visitor: Api, name: str) -> None:
    answer = visitor.get(f"/vocabularies/{name}").json
    assert set(answer) == {"version", "source", "terms"}
    assert answer["terms"]
    assert all(set(term["label"]) == {"vi", "en"} and all(term["label"].values()) for term in answer["terms"])


def test_a_place_says_what_it_is_now_part_of(visitor: Api) -> None:
    places = {term["id"]: term for term in visitor.get("/vocabularies/places").json["terms"]}
    assert places["kon-tum"]["until"] == "2025-06-30"
    assert places["kon-tum"]["replaced_by"] == ["quang-ngai"]
    assert places["quang-ngai"]["from"] == "2025-07-01"
