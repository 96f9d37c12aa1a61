"""Similar items of a small library, where everything that records share is shared by a large part of them."""

from __future__ import annotations

from repo_app.services import records
from repo_app.services.similar import similar
from repo_app.values import VISITOR
from tests.house import LICENSE, House, title

SUBJECTS = {"Toán": "toan", "Ngữ văn": "ngu-van", "Lịch sử": "lich-su"}
GRADES = {"Toán": (1, 3, 4, 6, 8, 9), "Ngữ văn": (2, 4, 6, 7, 9), "Lịch sử": (5, 7, 8, 9)}
OTHERS = (("Ngữ văn", 9, "Tập đọc vùng cao"), ("Lịch sử", 4, "Chuyện làng"))


def filled(house: House) -> dict[str, str]:
    """Eighteen published records by their titles; one has no subject, author or grade."""
    made: dict[str, str] = {}
    for subject, term in SUBJECTS.items():
        for grade in GRADES[subject]:
            made[f"{subject} {grade}"] = _published(house, f"{subject} {grade}", term, grade)
    for subject, grade, name in OTHERS:
        made[name] = _published(house, name, SUBJECTS[subject], grade, "Y Hương")
    made["Tờ rơi"] = records.create(house.library, house.reviewer, {**LICENSE, "title": title("Tờ rơi")}).id
    records.publish(house.library, house.reviewer, made["Tờ rơi"])
    house.work()
    return made


def _published(house: House, name: str, subject: str, grade: int, *creators: str) -> str:
    described = {
        **LICENSE, "title": title(name), "subject": [{"id": subject}], "educationLevel": [{"id": f"grade-{grade}"}],
        "language": [{"id": "vi"}], "creator": [{"value": creator} for creator in creators],
    }  # fmt: skip
    record = records.create(house.library, house.reviewer, described).id
    records.publish(house.library, house.reviewer, record)
    return record


def test_one_subject_one_grade_and_one_author_count_in_a_small_library(house: House) -> None:
    made = filled(house)
    names = {record: name for name, record in made.items()}
    found = {
        name: [names[card.id] for card in similar(house.library, VISITOR, record)] for name, record in made.items()
    }
    assert {f"Toán {grade}" for grade in GRADES["Toán"]} - {"Toán 9"} <= set(found["Toán 9"])
    assert {f"Ngữ văn {grade}" for grade in GRADES["Ngữ văn"]} - {"Ngữ văn 4"} <= set(found["Ngữ văn 4"])
    assert found["Ngữ văn 9"][0] == "Tập đọc vùng cao"  # of one subject and grade
    assert "Chuyện làng" in found["Tập đọc vùng cao"]  # by one author
    assert all(others for name, others in found.items() if name != "Tờ rơi")
    assert found["Tờ rơi"] == []
