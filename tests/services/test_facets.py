"""Facets as readers meet them: counted once under one name, in a sensible order, chosen and rejected, and leak-free."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from repo_app.errors import NotFound
from repo_app.services import places, records
from repo_app.services.finding import FACETS, SearchRequest, browse, search
from repo_app.services.finding.browsing import first_letter
from repo_app.values import SYSTEM, VISITOR, Answer
from search import open_index
from tests.documents import prose, text_pdf
from tests.house import House, opened, title

pytestmark = pytest.mark.usefixtures("remembered")


def ask(house: House, text: str = "", locale: str = "vi", **filters: tuple[str, ...]) -> Answer:
    return search(house.library, VISITOR, SearchRequest(text, filters), locale)


def without_index(house: House) -> House:
    """The same house, whose index is lost."""
    lost = open_index(f"whoosh://{house.library.settings.data_dir}/nowhere")
    return replace(house, library=replace(house.library, index=lost))


def described(house: House, name: str, **metadata: object) -> str:
    """A published record without a file, which is quick to make."""
    record = records.create(house.library, house.depositor, {"title": title(name)})
    house.described(record.id, **metadata)
    records.publish(house.library, house.reviewer, record.id)
    return record.id


def texts(*values: str) -> list[dict[str, str]]:
    return [{"value": value} for value in values]


def terms(*ids: str) -> list[dict[str, str]]:
    return [{"id": term} for term in ids]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Nine records of several subjects, grades and years; nothing changes them."""
    with opened(tmp_path_factory.mktemp("shelf") / "var") as house:
        _fill(house)
        yield house


@pytest.fixture(params=["index", "database"])
def either(shelf: House, request: pytest.FixtureRequest) -> House:
    """The shelf with its index, and without."""
    return shelf if request.param == "index" else without_index(shelf)


def _fill(house: House) -> None:
    for number, year in ((6, "2015"), (9, "2018-09-01"), (9, "2020-09-05"), (10, "2021")):
        described(
            house, f"Vật lí lớp {number} năm {year[:4]}", subject=terms("vat-li"),
            educationLevel=terms(f"grade-{number}"), issued=texts(year), learningResourceType=terms("textbook"),
        )  # fmt: skip
    described(house, "Bài cũ", subject=texts("VẬT LÝ"), educationLevel=texts("Lớp 9", "Nâng cao"), issued=texts("2018"))
    described(house, "Làm ruộng", subject=texts("Trồng lúa"), educationLevel=terms("community"))
    described(
        house, "Toán", subject=terms("toan"), educationLevel=terms("grade-1", "grade-2"), language=texts("Tiếng Việt")
    )
    described(house, "Đọc sách", subject=terms("ngu-van"))
    described(house, "Ăn sạch", subject=terms("suc-khoe"), license=terms("in-copyright"))
    house.work()


def values(answer: Answer, facet: str) -> dict[str, int]:
    return {held.value: held.count for held in answer.facets[facet]}


def test_free_text_that_names_a_term_counts_with_it(either: House) -> None:
    answer = ask(either)

    assert values(answer, "subject") == {"vat-li": 5, "ngu-van": 1, "suc-khoe": 1, "toan": 1, "Trồng lúa": 1}
    assert values(answer, "grade") == {"grade-1": 1, "grade-2": 1, "grade-6": 1, "grade-9": 3, "grade-10": 1}
    assert values(answer, "level") == {
        "primary": 1, "lower-secondary": 4, "upper-secondary": 1, "community": 1, "Nâng cao": 1,
    }  # fmt: skip
    assert values(answer, "language") == {"vi": 1}
    assert values(answer, "type") == {"textbook": 4}


def test_values_stand_in_the_order_in_which_they_are_looked_for(shelf: House) -> None:
    answer = ask(shelf)
    assert list(values(answer, "grade")) == ["grade-1", "grade-2", "grade-6", "grade-9", "grade-10"]
    assert list(values(answer, "year")) == ["2021", "2020", "2018", "2015"]
    assert list(values(answer, "level"))[:3] == ["primary", "lower-secondary", "upper-secondary"]
    subjects = [held.label for held in answer.facets["subject"]]
    assert subjects == ["Vật lí", "Ngữ văn", "Sức khoẻ và đời sống", "Toán", "Trồng lúa"]
    assert "Physics" in [held.label for held in ask(shelf, locale="en").facets["subject"]]


@pytest.mark.parametrize(
    ("filters", "total"),
    [
        ({"grade": ("grade-9",)}, 3),
        ({"grade": ("9",)}, 3),
        ({"grade": ("Lớp 9", "lop 6")}, 4),
        ({"grade": ("6..9",)}, 4),
        ({"subject": ("Vật lý",)}, 5),
        ({"subject": ("Trồng lúa",)}, 1),
        ({"subject": ("vat-li", "toan")}, 6),
        ({"subject": ("vat-li",), "grade": ("10",)}, 1),
        ({"year": ("2018..2020",)}, 3),
        ({"year": ("2020..2018",)}, 3),
        ({"year": ("..2017",)}, 1),
        ({"year": ("2020..",)}, 2),
        ({"year": ("..2015", "2021")}, 2),
        ({"year": ("2018", "2015")}, 3),
        ({"level": ("THCS",)}, 4),
        ({"license": ("cc-by",)}, 8),
        ({"organization": ("thu vien xa",)}, 9),
        ({"subject": ("khong-co",)}, 0),
        ({"year": ("năm nào",)}, 0),
        ({"grade": ("..",)}, 0),
        ({"language": ("",)}, 9),
    ],
)
def test_filters_take_ids_names_and_ranges(either: House, filters: dict[str, tuple[str, ...]], total: int) -> None:
    answer = ask(either, **filters)
    assert (answer.total, len(answer.results)) == (total, total)


@pytest.mark.parametrize(
    ("question", "total"),
    [
        ("grade:9", 3),
        ("lớp:9 -year:2018", 1),
        ('subject:"Vật lý" year:2018..2021', 4),
        ("mon:vat", 5),
        ("-subject:vat-li", 4),
        ("-year:2015..2019", 6),
        ("year:2018 vật", 2),
        ('organization:"Thư viện xã"', 9),
        ("organization:xa", 9),
        ("license:cc-by", 8),
        ('language:"Tiếng Việt"', 1),
        ("ngonngu:vi", 1),
        ("subject:kkkk", 0),
        ("-subject:kkkk", 9),
    ],
)
def test_a_question_chooses_and_rejects_by_facets(either: House, question: str, total: int) -> None:
    answer = ask(either, question)
    assert answer.total == total
    assert all(held.typed for held in answer.chosen)


def test_a_chosen_facet_can_be_widened_and_a_chosen_value_never_hides(shelf: House) -> None:
    answer = ask(shelf, grade=("grade-10",), year=("2015",))
    assert answer.total == 0
    chosen = {name: [(v.value, v.count) for v in held if v.chosen] for name, held in answer.facets.items()}
    assert chosen["grade"] == [("grade-10", 0)]
    assert chosen["year"] == [("2015", 0)]
    assert values(answer, "grade") == {"grade-6": 1, "grade-10": 0}
    assert values(answer, "year") == {"2021": 1, "2015": 0}
    assert not any(v.count == 0 and not v.chosen for held in answer.facets.values() for v in held)


def test_what_is_not_understood_is_told_with_what_is_near(shelf: House) -> None:
    def codes(question: str) -> list[str]:
        return [note.code for note in ask(shelf, question).notes]

    assert codes("grade:9") == []
    assert codes("subject:zzzz") == ["search.note_unknown_value"]
    assert codes("subject:khoa") == ["search.note_unclear_value"]
    near = ask(shelf, 'subject:"vat ly hoc"').notes[0]
    assert near.code == "search.note_unknown_value_near"
    assert "Vật lí" in str(near.params["near"])
    assert [note.code for note in ask(shelf, license=("nonsense",)).notes] == ["search.note_unknown_value"]


def test_a_record_that_is_gone_leaves_at_once(house: House) -> None:
    record = described(house, "Toán", subject=terms("toan"))
    described(house, "Khác", subject=texts("Riêng"))
    house.work()
    assert values(ask(house), "subject") == {"toan": 1, "Riêng": 1}
    records.withdraw(house.library, house.reviewer, record)
    assert values(ask(house), "subject") == {"Riêng": 1}
    assert [v.value for group in browse(house.library, "subject", "vi").groups for v in group.values] == ["Riêng"]
    assert ask(house, "mon:toan").total == 0
    secret = described(house, "Nháp", subject=texts("Zyxwv"))
    house.work()
    records.withdraw(house.library, house.reviewer, secret)
    told = ask(house, "subject:zyxw").notes
    assert [(note.code, note.params["near"]) for note in told] == [("search.note_unknown_value", "")]


def test_text_that_came_under_a_closed_license_is_not_found_before_the_index_follows(house: House) -> None:
    record = house.published(text_pdf([f"{prose(1)} kẽo kẹt {prose(2)}"]), title=title("Cối xay"))
    assert ask(house, "kẽo kẹt").total == 1
    house.described(record, license=terms("in-copyright"))
    answer = ask(house, "kẽo kẹt")
    assert (answer.total, answer.results) == (0, ())
    house.work()
    assert ask(house, "kẽo kẹt").total == 0
    assert ask(house, "cối xay").total == 1


def test_every_facet_can_be_browsed(either: House) -> None:
    for facet in FACETS:
        browsed = browse(either.library, facet, "vi")
        counted = {value.value: value.count for group in browsed.groups for value in group.values}
        if not browsed.degraded:
            assert counted == values(ask(either), facet)
        assert all(counted.values())
    subjects = [value.label for group in browse(either.library, "subject", "vi").groups for value in group.values]
    assert subjects == ["Ngữ văn", "Sức khoẻ và đời sống", "Toán", "Trồng lúa", "Vật lí"]
    with pytest.raises(NotFound):
        browse(either.library, "colour", "vi")


def test_long_lists_are_parted_by_letters_of_the_alphabet(house: House) -> None:
    names = ["Ánh sáng", "Ăn uống", "Âm thanh", "Đất", "Dế", "Ơn", "Ổi", "Òa", "Ô tô", "Ứng xử", "9 điều", "Élan"]
    described(house, "Nhiều", subject=texts(*names, *(f"Việc {number}" for number in range(20))))
    house.work()
    groups = browse(house.library, "subject", "vi").groups
    letters = [group.letter for group in groups]
    assert letters == ["#", "A", "Ă", "Â", "D", "Đ", "E", "O", "Ô", "Ơ", "Ư", "V"]
    assert [first_letter(text) for text in ("ẩm", "ữ", "đ", "!b", "", "7")] == ["Â", "Ư", "Đ", "B", "#", "#"]


def test_orders_and_pages_lose_and_repeat_nothing(either: House) -> None:
    for sort in ("relevance", "new", "title", "year"):
        pages = [
            search(either.library, VISITOR, SearchRequest(sort=sort, size=2, page=page), "vi") for page in range(1, 7)
        ]
        found = [result.card.id for answer in pages for result in answer.results]
        assert len(found) == len(set(found)) == 9, sort
        assert (pages[-1].results, pages[-1].total, pages[-1].last_page) == ((), 9, 5)
    titles = [r.card.title for r in search(either.library, VISITOR, SearchRequest(sort="title", size=3), "vi").results]
    assert titles == ["Ăn sạch", "Bài cũ", "Đọc sách"]
    years = [r.card.title for r in search(either.library, VISITOR, SearchRequest(sort="year", size=3), "vi").results]
    assert years[:2] == ["Vật lí lớp 10 năm 2021", "Vật lí lớp 9 năm 2020"]


def test_places_are_called_as_they_are_called_now(house: House) -> None:
    places.create_collection(house.library, SYSTEM, "bai-giang", "Bài giảng điện tử", "xa")
    record = records.create(house.library, house.depositor, {"title": title("Một")}, collection="bai-giang")
    house.described(record.id)
    records.publish(house.library, house.reviewer, record.id)
    house.work()
    assert [(v.value, v.label) for v in ask(house).facets["collection"]] == [("bai-giang", "Bài giảng điện tử")]
    for question in ("collection:bai-giang", 'collection:"bai giang dien tu"', "collection:bai"):
        assert ask(house, question).total == 1, question
