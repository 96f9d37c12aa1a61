"""Terms of a library's own, further names, merging and taking apart: records keep their ids, everything follows."""

from __future__ import annotations

import subprocess
import sys

import pytest
from sqlalchemy import select

from repo_app.errors import Conflict, Forbidden, Invalid, NotFound, NotSignedIn
from repo_app.models import VocabularyLoad
from repo_app.serializers.jsonld import work
from repo_app.services import finding, records, suggesting
from repo_app.services.authorities import changes, known_to, terms
from repo_app.services.authorities.loading import record_loads
from repo_app.services.authorities.terms import TermText
from repo_app.values import VISITOR, Answer
from repo_app.values.naming import language_tags
from repo_app.vocabularies import NAMES, load
from tests.house import House, title


def published(house: House, name: str, **metadata: object) -> str:
    """A public record without a file."""
    record = records.create(house.library, house.depositor, {"title": title(name)})
    house.described(record.id, **metadata)
    records.publish(house.library, house.reviewer, record.id)
    house.work()
    return record.id


def ask(house: House, text: str = "", **filters: str) -> Answer:
    given = {facet: (value,) for facet, value in filters.items()}
    return finding.search(house.library, VISITOR, finding.SearchRequest(text, given), "vi")


def titles(answer: Answer) -> set[str]:
    return {found.card.title for found in answer.results}


def subjects(answer: Answer) -> dict[str, tuple[str, int]]:
    return {held.value: (held.label, held.count) for held in answer.facets["subject"]}


def test_a_term_of_ones_own_is_chosen_found_and_counted(house: House) -> None:
    with pytest.raises(Invalid):
        records.create(house.library, house.depositor, {"subject": [{"id": "local-gom-bau-truc"}]})
    published(house, "Bình gốm", subject=[{"value": "gốm bàu trúc"}])
    term = terms.add(
        house.library, house.reviewer, "topics", TermText("Gốm Bàu Trúc", "Bau Truc pottery", ("Nghề gốm",)), "cần"
    )
    assert (term.id, term.labels["en"]) == ("local-gom-bau-truc", "Bau Truc pottery")
    published(house, "Lò nung", subject=[{"id": term.id}])
    answer = ask(house)
    assert subjects(answer)[term.id] == ("Gốm Bàu Trúc", 2)  # what was free text before counts with it
    assert titles(ask(house, "mon:nghề gốm")) == {"Bình gốm", "Lò nung"}
    assert titles(ask(house, subject="bau truc pottery")) == {"Bình gốm", "Lò nung"}
    assert titles(ask(house, "pottery")) == {"Lò nung"}
    assert "Gốm Bàu Trúc" in {one.text for one in suggesting.suggest(house.library, "gom bau", "vi")}


def test_a_merge_moves_what_is_counted_and_found_and_can_be_taken_back(house: House) -> None:
    own = terms.add(house.library, house.reviewer, "topics", TermText("Trồng sâm", alternatives=("Sâm dây",)))
    old = published(house, "Sâm", subject=[{"id": own.id}])
    published(house, "Quế", subject=[{"id": "duoc-lieu"}])
    merged = terms.merge(house.library, house.reviewer, "topics", own.id, "duoc-lieu", "trùng nhau")
    assert merged.id == "duoc-lieu"
    for _ in ("until its records were looked at", "after that"):
        assert subjects(ask(house)) == {"duoc-lieu": ("Cây dược liệu", 2)}
        browsed = finding.browse(house.library, "subject", "vi").groups
        assert [(held.value, held.count) for group in browsed for held in group.values] == [("duoc-lieu", 2)]
        house.work()
    assert subjects(ask(house))["duoc-lieu"] == ("Cây dược liệu", 2)
    for named in (own.id, "sâm dây", "Trồng sâm", "duoc-lieu"):
        answer = ask(house, subject=named)
        assert titles(answer) == {"Sâm", "Quế"}
        assert [(held.value, held.label) for held in answer.chosen] == [("duoc-lieu", "Cây dược liệu")]
    held = records.view(house.library, VISITOR, old)
    assert held.metadata.first("subject") == own.id  # the record keeps what it holds
    assert [term.id for term in [known_to(house.library).get("topics", own.id)] if term] == ["duoc-lieu"]
    house.described(old, subject=[{"id": own.id}, {"id": "toan"}])  # an old id may still be written
    terms.separate(house.library, house.reviewer, "topics", own.id, "nhầm")
    house.work()
    assert titles(ask(house, subject=own.id)) == {"Sâm"}
    assert titles(ask(house, subject="duoc-lieu")) == {"Quế"}
    told = changes.history(house.library, house.reviewer, "topics", own.id)
    assert [(one.verb, one.reason) for one in told] == [
        ("separate", "nhầm"), ("merge", "trùng nhau"), ("create", None),
    ]  # fmt: skip
    assert told[1].before is not None
    assert (told[1].before["into"], told[1].after["into"]) == (None, "duoc-lieu")
    assert {one.who for one in told} == {house.reviewer.name}


def test_merges_follow_one_another_but_never_in_a_circle(house: House) -> None:
    made = [terms.add(house.library, house.reviewer, "topics", TermText(n)).id for n in ("Đề tài", "Ếch", "Dệt")]
    assert list(known_to(house.library).vocabulary("topics").terms)[-3:] == [made[2], made[0], made[1]]
    terms.merge(house.library, house.reviewer, "topics", made[0], made[1])
    terms.merge(house.library, house.reviewer, "topics", made[1], made[2])
    found = known_to(house.library).vocabulary("topics")
    assert {term.id for one in made if (term := found.get(one))} == {made[2]}
    assert set(found.terms[made[2]].links["replaces"]) == set(made[:2])
    with pytest.raises(Conflict) as caught:
        terms.merge(house.library, house.reviewer, "topics", made[2], made[0])
    assert caught.value.code == "term.into_itself"
    with pytest.raises(NotFound):
        terms.merge(house.library, house.reviewer, "topics", made[0], made[2])
    with pytest.raises(Conflict):
        terms.separate(house.library, house.reviewer, "topics", made[2])
    with pytest.raises(Invalid, check=lambda unknown: unknown.faults[0].field == "into"):
        terms.merge(house.library, house.reviewer, "topics", made[2], "khong-co")


def test_nothing_lies_within_itself_and_the_index_goes_on(house: House) -> None:
    add, change, merge = terms.add, terms.change, terms.merge
    at = house.library, house.reviewer, "places"
    with pytest.raises(Conflict) as caught:
        merge(*at, "kon-tum", "thanh-pho-kon-tum")  # which lay in it
    assert caught.value.code == "term.within_itself"
    village = add(*at, TermText("Làng Kon Kơtu", broader="thanh-pho-kon-tum"))
    house_of = add(*at, TermText("Nhà rông Kon Kơtu", broader=village.id))
    for wider, error in ((village.id, Conflict), (house_of.id, Conflict), ("khong-co", Invalid)):
        with pytest.raises(error):
            change(*at, village.id, TermText("Làng Kon Kơtu", broader=wider))
    published(house, "Nhà rông", spatial=[{"id": house_of.id}])
    assert titles(ask(house, "Kon Tum")) == {"Nhà rông"}
    assert change(*at, village.id, TermText("Làng Kon Kơtu")).links == {}
    house.work()
    assert titles(ask(house, "Kon Tum")) == set()
    with pytest.raises(Conflict):
        merge(*at, village.id, house_of.id)  # which lies in it
    change(*at, house_of.id, TermText("Nhà rông Kon Kơtu"))
    merge(*at, house_of.id, village.id)
    with pytest.raises(Conflict):
        change(*at, village.id, TermText("Làng Kon Kơtu", broader=house_of.id))


def test_a_name_means_one_term_of_all_that_a_key_may_name(house: House) -> None:
    at = house.library, house.reviewer
    one = terms.add(*at, "topics", TermText("Nghề gốm đỏ"))
    for vocabulary in ("subjects", "ethnic-groups"):
        with pytest.raises(Conflict) as caught:
            terms.add(*at, vocabulary, TermText("Nghề gốm đỏ"))
        assert caught.value.code == "term.name_taken"
    with pytest.raises(Conflict):
        terms.change(*at, "topics", one.id, TermText("Nghề gốm đỏ", alternatives=("Toán học",)))
    other = terms.add(*at, "audiences", TermText("Nghề gốm đỏ"))  # no key takes both
    assert other.id == one.id
    long = "Nghề làm gốm không bàn xoay của người Chăm ở làng"
    ids = [terms.add(*at, name, TermText(f"{long} {name}")).id for name in ("topics", "ethnic-groups", "subjects")]
    assert len(set(ids)) == 3


def test_a_merge_is_taken_back_only_while_its_names_are_free(house: House) -> None:
    at = house.library, house.reviewer, "topics"
    one = terms.add(*at, TermText("Chiêng tre"))
    terms.merge(*at, one.id, "le-hoi-phong-tuc")
    terms.change(*at, "le-hoi-phong-tuc", TermText(alternatives=("Chiêng tre",)))
    with pytest.raises(Conflict) as caught:
        terms.separate(*at, one.id)
    assert caught.value.code == "term.name_taken"
    terms.change(*at, "le-hoi-phong-tuc", TermText())
    assert terms.separate(*at, one.id).id == one.id


def test_a_term_of_the_files_takes_other_names_and_keeps_its_labels(house: House) -> None:
    published(house, "Bầu bí", subject=[{"value": "Làm nông"}])
    assert "trong-trot" not in subjects(ask(house))
    text = TermText("Nhãn khác", alternatives=("Làm nông", "Làm ruộng"))
    changed = terms.change(house.library, house.reviewer, "topics", "trong-trot", text)
    assert changed.labels["vi"] == "Trồng trọt"
    house.work()
    assert subjects(ask(house))["trong-trot"][1] == 1
    terms.change(house.library, house.reviewer, "topics", "trong-trot", TermText(alternatives=("Làm ruộng",)))
    house.work()
    assert "trong-trot" not in subjects(ask(house))
    assert len(changes.history(house.library, house.reviewer, "topics", "trong-trot")) == 2


@pytest.mark.parametrize(
    ("vocabulary", "text", "code"),
    [
        ("topics", TermText("Trồng Trọt"), "term.name_taken"),
        ("topics", TermText("Mới", alternatives=("first aid",)), "term.name_taken"),
        ("licenses", TermText("CC mới"), "term.fixed_vocabulary"),
        ("grades", TermText("Lớp 13"), "term.fixed_vocabulary"),
        ("topics", TermText("  "), "account.bad_name"),
        ("topics", TermText("!?"), "term.no_letters"),
        ("topics", TermText("Mới", broader="khong-co"), "metadata.unknown_term"),
        ("topics", TermText("x" * 201), "account.bad_name"),
    ],
)
def test_what_is_no_new_term_is_refused(house: House, vocabulary: str, text: TermText, code: str) -> None:
    with pytest.raises((Conflict, Invalid)) as caught:
        terms.add(house.library, house.reviewer, vocabulary, text)
    assert caught.value.code == code


def test_only_staff_keep_terms(house: House) -> None:
    for person, error in ((VISITOR, NotSignedIn), (house.depositor, Forbidden)):
        with pytest.raises(error):
            terms.add(house.library, person, "topics", TermText("Của tôi"))
        with pytest.raises(error):
            changes.history(house.library, person, "topics", "toan")
    with pytest.raises(NotFound):
        terms.add(house.library, house.admin, "colours", TermText("Đỏ"))


def test_every_process_sees_the_change_at_once(house: House) -> None:
    before = known_to(house.library)
    made = terms.add(house.library, house.reviewer, "audiences", TermText("Bộ đội biên phòng"))
    assert before.get("audiences", made.id) is None
    assert known_to(house.library).get("audiences", made.id) == made
    assert known_to(house.library).vocabulary("topics") is load("topics")


WATCHER = """
import sys
from pathlib import Path
from repo_app.services.authorities import known_to
from repo_app.settings import load
from repo_app.wiring import build_library
where = {"HOCLIEU_DATA_DIR": sys.argv[1], "HOCLIEU_DATABASE_URL": sys.argv[2]}
library = build_library(load(where, folder=Path(sys.argv[1])))
for line in sys.stdin:
    found = known_to(library).get("audiences", line.strip())
    print(found.labels["vi"] if found else "-", flush=True)
"""


def test_another_process_sees_each_change(house: House) -> None:
    settings = house.library.settings
    command = [sys.executable, "-c", WATCHER, str(settings.data_dir), settings.database_url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as watcher:

        def told(term_id: str) -> str:
            assert watcher.stdin is not None
            assert watcher.stdout is not None
            watcher.stdin.write(f"{term_id}\n")
            watcher.stdin.flush()
            return watcher.stdout.readline().strip()

        assert told("local-ngu-dan") == "-"
        made = terms.add(house.library, house.reviewer, "audiences", TermText("Ngư dân"))
        assert told(made.id) == "Ngư dân"
        terms.merge(house.library, house.reviewer, "audiences", made.id, "farmers")
        assert told(made.id) == "Nông dân"
        terms.separate(house.library, house.reviewer, "audiences", made.id)
        terms.change(house.library, house.reviewer, "audiences", made.id, TermText("Ngư dân biển"))
        assert told(made.id) == "Ngư dân biển"


def test_other_names_of_places_and_topics_are_found_as_words(house: House) -> None:
    published(house, "Chợ nổi", spatial=[{"id": "ho-chi-minh"}], subject=[{"id": "phong-benh"}])
    assert titles(ask(house, "Sài Gòn")) == titles(ask(house, "sốt rét")) == {"Chợ nổi"}


def test_a_place_finds_what_lies_in_it_now_and_not_the_other_way(house: House) -> None:
    published(house, "Nhà rông", spatial=[{"id": "kon-tum"}])
    published(house, "Rượu Sa Thầy", spatial=[{"id": "sa-thay"}])
    published(house, "Nước mắm", spatial=[{"id": "quang-ngai"}])
    assert titles(ask(house, "Quảng Ngãi")) == {"Nhà rông", "Rượu Sa Thầy", "Nước mắm"}
    assert titles(ask(house, '"Kon Tum"')) == {"Nhà rông", "Rượu Sa Thầy"}


def test_the_versions_of_the_files_are_written_down_once(house: House) -> None:
    assert record_loads(house.library) == ()  # the first load changes nothing
    assert record_loads(house.library) == ()
    with house.library.db.writing() as session:
        rows = session.scalars(select(VocabularyLoad)).all()
        assert {row.name for row in rows} == set(NAMES)
        topics = next(row for row in rows if row.name == "topics")
        assert (topics.digest, topics.version) == (load("topics").digest, load("topics").version)
        topics.digest = "0" * 64
    assert record_loads(house.library) == ("topics",)


def test_who_looks_for_a_former_place_is_led_on(house: House) -> None:
    notes = ask(house, "kontum").notes
    assert [(note.code, note.params["now"], note.params["until"]) for note in notes] == [
        ("search.note_former_place", "Quảng Ngãi", "2025")
    ]
    assert ask(house, "Quảng Ngãi").notes == ask(house, "Kon Tum sách").notes == ()


def test_a_language_of_ones_own_has_no_tag(house: House) -> None:
    own = terms.add(house.library, house.reviewer, "languages", TermText("Tiếng Brâu Đăk Mế"))
    record = published(house, "Truyện kể", language=[{"id": own.id}, {"id": "vi"}])
    view = records.view(house.library, VISITOR, record)
    assert work(view, "https://a.example", "vi")["inLanguage"] == ["vi"]
    assert language_tags(view.metadata, view.terms) == ("vi",)


def test_words_find_the_names_that_a_library_added(house: House) -> None:
    terms.change(house.library, house.reviewer, "subjects", "hoa-hoc", TermText(alternatives=("Môn phản ứng",)))
    published(house, "Bài giảng", subject=[{"id": "hoa-hoc"}])
    assert titles(ask(house, '"môn phản ứng"')) == {"Bài giảng"}
    assert titles(ask(house, "hoa vườn")) == set()
