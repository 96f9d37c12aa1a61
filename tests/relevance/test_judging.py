"""What the figures of relevance are made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.relevance.corpus import OWN_SHELF, PAGE_CHARS, Document, read_table
from tests.relevance.judging import judge, table
from tests.relevance.levels import Found
from tests.relevance.questions import OWN, OWN_SHELF_QUESTIONS, Question, of_table
from tests.relevance.random_questions import made

TEXT = "\n".join(f"Dòng {number}: hạt thóc nảy mầm trong bùn, lá non vươn lên đón nắng." for number in range(90))


@pytest.mark.parametrize("text", [TEXT, TEXT.replace("\n", " "), TEXT.replace("\n", "").replace(" ", ""), ""])
def test_pages_are_the_text_cut_at_ends_of_words(text: str) -> None:
    pages = Document("Lúa", text, "1").pages()
    assert "".join(pages) == text
    assert max(map(len, pages)) <= PAGE_CHARS
    if " " in text:
        assert all(page[0].isspace() for page in pages[1:])


def test_ranks_precision_recall_and_page_are_counted() -> None:
    right = frozenset({"a", "b", "c"})
    several = judge(Question("descriptive", "mưa", right), Found(["x", "a", "y", "b"], None, 1.0))
    assert (several.rank, several.precision, several.recall, several.page) == (0.5, None, pytest.approx(2 / 3), None)
    precise = judge(Question("pair", "mưa rào", right), Found(["a", "x", "b"], None, 1.0))
    assert (precise.rank, precise.precision, precise.recall) == (1.0, pytest.approx(2 / 3), None)
    assert judge(Question("title", "mưa", right), Found([], "", 1.0)).rank == 0.0
    passage = Question("passage", "mưa rào mùa hạ", frozenset({"a"}), page="mưa rào")
    assert [judge(passage, Found(["a"], page, 1.0)).page for page in ("Mưa rào!", "rào mưa", "")] == [1.0, 0.0, 0.0]


def test_a_table_has_a_line_a_kind_and_one_for_all() -> None:
    found = [judge(Question(kind, "a", frozenset({"a"})), Found(["a"], None, 2.0)) for kind in ("x", "y", "x")]
    assert [line.split()[:3] for line in table(found)][1:] == [
        ["x", "2", "1.000"], ["y", "1", "1.000"], ["all", "3", "1.000"],
    ]  # fmt: skip


def test_pairs_are_right_with_exactly_these_accents_and_every_other_question_is_held_out() -> None:
    documents = list(read_table(OWN_SHELF))
    questions = {question.text: question for question in of_table(OWN_SHELF_QUESTIONS, documents)}
    titles = {document.id: document.title for document in documents}
    assert {titles[one] for one in questions["nước mắt"].right} == {"Giọt nước mắt của mẹ"}
    assert "Nước mắm làng chài" in {titles[one] for one in questions["nước mắm"].right}
    held_out = [question.held_out for question in questions.values() if question.kind == "title"]
    assert held_out == [False, True] * 4


def test_a_question_without_an_answer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="title"):
        of_table(OWN, [Document("Lúa", "Hạt thóc", "1")])
    lone = tmp_path / "lone.tsv"
    lone.write_text("kind\tquestion\tright\tpage\npair\tcon trâu\t=\n", encoding="utf-8")
    with pytest.raises(ValueError, match="con trâu"):
        of_table(lone, [Document("Lúa", "Hạt thóc", "1")])


def test_chance_repeats_itself_and_its_questions_have_answers() -> None:
    documents = list(read_table(OWN_SHELF))
    questions = list(made(documents, 3, seed=1))
    assert questions == list(made(documents, 3, seed=1)) != list(made(documents, 3, seed=2))
    assert all(question.right for question in questions)


def test_the_published_questions_are_many_of_each_kind() -> None:
    rows = [line.split("\t")[0] for line in OWN.read_text(encoding="utf-8").splitlines()[1:]]
    assert len(rows) > 300
    assert min(rows.count(kind) for kind in set(rows)) >= 12
