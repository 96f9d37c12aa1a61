"""Whatever a child answers becomes one of our values or BadAnswer, never anything else."""

import json
from array import array
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import FrozenInstanceError, replace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ingest.columns
from ingest import BadAnswer, Box, Word
from ingest.answers import read_counts, read_layer, read_ocr, read_properties
from ingest.columns import Words, heard, told, with_confidence
from ingest.sandbox import Json
from ingest.text.normalize import clean

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
)
PAGE = {"number": 3, "width": 100, "height": 200, "rotation": 90, "text": "hai từ", "confidence": 0.8}


def numbers(values: Sequence[int], size: str = "i") -> str:
    return b64encode(array(size, values).tobytes()).decode()


BOXES = [1, 2, 30, 40, 31, 2, 60, 40]
WORDS = {"texts": ["hai", "từ"], "boxes": numbers(BOXES), "confidences": [0.9, 0.7]}


@given(JSON)
def test_any_json_is_an_answer_or_a_bad_one(value: object) -> None:
    answer = cast(Json, value)
    for read in (
        lambda: read_counts(answer),
        lambda: read_layer(answer, 1),
        lambda: read_ocr(answer, 1),
        lambda: read_properties(answer, 1),
    ):
        try:
            read()
        except BadAnswer:
            continue


def test_a_good_page() -> None:
    page = read_ocr(cast(Json, {**PAGE, "words": WORDS}), 3)
    assert (page.number, page.origin, page.text, page.rotation) == (3, "ocr", "hai từ", 90)
    assert page.words[1].box == (31, 2, 60, 40)
    assert page.corners is None
    corners = [[-4, 2], [90, 3], [91, 180], [1, 190]]
    assert read_ocr(cast(Json, {**PAGE, "words": WORDS, "corners": corners}), 3).corners == (
        (-4, 2),
        (90, 3),
        (91, 180),
        (1, 190),
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 4},
        {"number": True},
        {"width": 0},
        {"width": "100"},
        {"height": 10**9},
        {"rotation": 45},
        {"corners": [[1, 2], [3, 4], [5, 6]]},
        {"corners": [[1, 2], [3, 4], [5, 6], [7, 8.5]]},
        {"corners": [[1, 2], [3, 4], [5, 6], [7, 10**6]]},
        {"corners": "none"},
        {"confidence": 1.5},
        {"confidence": float("nan")},
        {"text": None},
        {"text": "x" * 1_000_001},
        {"words": {**WORDS, "texts": ["hai"]}},
        {"words": {**WORDS, "texts": ["hai", 2]}},
        {"words": {**WORDS, "texts": ["hai", "x" * 1_001]}},
        {"words": {**WORDS, "texts": None, "boxes": numbers(BOXES * 2)}},
        {"words": {**WORDS, "texts": "hai từ"}},
        {"words": {**WORDS, "boxes": BOXES}},
        {"words": {**WORDS, "boxes": numbers(BOXES[:7])}},
        {"words": {**WORDS, "boxes": numbers(BOXES, "h")}},
        {"words": {**WORDS, "boxes": numbers(BOXES)[:-1]}},
        {"words": {**WORDS, "boxes": "không phải số"}},
        {"words": {**WORDS, "confidences": [0.9, -1]}},
        {"words": {**WORDS, "confidences": [0.9, True]}},
        {"words": {**WORDS, "confidences": [0.9]}},
        {"words": {**WORDS, "confidences": 1.5}},
        {"words": {**WORDS, "confidences": True}},
        {"words": {**WORDS, "confidences": None}},
        {"words": {**WORDS, "confidences": [0.9, float("nan")]}},
        {"words": {**WORDS, "confidences": [float("nan"), 0.9]}},
        {"words": {**WORDS, "confidences": 10**400}},
        {"words": {**WORDS, "confidences": [0.9, 10**400]}},
        {"words": {"texts": [], "boxes": []}},
        {"words": "no columns"},
    ],
)
def test_each_wrong_part_is_noticed(wrong: dict[str, object]) -> None:
    with pytest.raises(BadAnswer):
        read_ocr(cast(Json, {**PAGE, "words": WORDS, **wrong}), 3)


@given(st.lists(st.integers(-500, 500), min_size=4, max_size=4))
def test_boxes_end_inside_the_page_with_their_corners_in_order(corners: list[int]) -> None:
    page = read_ocr(cast(Json, {**PAGE, "words": {"texts": ["a"], "boxes": numbers(corners), "confidences": [1]}}), 3)
    x0, y0, x1, y1 = page.words[0].box
    assert 0 <= x0 <= x1 <= 100
    assert 0 <= y0 <= y1 <= 200


def test_half_surrogates_and_controls_do_not_pass() -> None:
    text = json.loads('"a\\ud800b\\u0000c"')
    assert read_ocr(cast(Json, {**PAGE, "text": text, "words": WORDS}), 3).text == "a\ufffdbc"


FAR = st.integers(-(10**12), 10**12)
BOX = st.tuples(FAR, FAR, FAR, FAR)
PRINTED = st.lists(st.builds(Word, st.text(max_size=6), BOX, st.floats(0, 1)), max_size=8)


@given(PRINTED, st.booleans())
def test_words_come_as_they_were_told(words: list[Word], of_the_text: bool) -> None:
    text = " ".join(word.text for word in words)
    found = heard(json.loads(json.dumps(told(words, text if of_the_text else ""))), 100, 200, clean(text).strip())
    kept = [word for word in words if clean(word.text).strip()]
    assert [word.text for word in found] == [clean(word.text).strip() for word in kept]
    assert [word.confidence for word in found] == [word.confidence for word in kept]
    for word, before in zip(found, kept, strict=True):
        left, right = sorted(min(max(side, 0), 100) for side in before.box[::2])
        top, bottom = sorted(min(max(side, 0), 200) for side in before.box[1::2])
        assert word.box == (left, top, right, bottom)


def test_words_of_the_text_are_not_told_twice() -> None:
    words = [Word("hai", (1, 2, 3, 4), 1.0), Word("từ", (5, 6, 7, 8), 1.0)]
    assert told(words, "hai\ntừ")["texts"] is None
    assert told(words, "hai\ntừ nữa")["texts"] == ["hai", "từ"]
    long = [Word("_" * 1_001, (1, 2, 3, 4), 1.0)]
    assert told(long, "_" * 1_001)["texts"] == ["_" * 1_000]


def test_a_box_that_is_none_is_a_bad_answer() -> None:
    with pytest.raises(BadAnswer):
        told([Word("a", cast(Box, (1, 2, 3.5, 4)), 1.0)])


def test_words_in_columns_are_as_good_as_a_tuple_of_them() -> None:
    one, two = Word("hai", (1, 2, 3, 4), 0.5), Word("từ", (5, 6, 7, 8), 0.25)
    words = Words(["hai", "từ"], [1, 2, 3, 4, 5, 6, 7, 8], [0.5, 0.25])
    assert words == (one, two)
    assert (one, two) == words
    assert hash(words) == hash((one, two))
    assert words != (two, one)
    assert words[:1] == (one,)
    assert words[-1] == two
    assert with_confidence(words, 0.75) == tuple(replace(word, confidence=0.75) for word in (one, two))


def test_a_word_is_made_alone_and_nobody_changes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def word(text: str, box: Box, confidence: float) -> Word:
        made.append(text)
        return Word(text, box, confidence)

    words = Words(["a", "b", "c"], list(range(12)), 0.5)
    monkeypatch.setattr(ingest.columns, "Word", word)
    assert words[-2] == Word("b", (4, 5, 6, 7), 0.5)
    assert made == ["b"]
    assert [held.text for held in reversed(words)] == ["c", "b", "a"]
    assert made == ["b", "c", "b", "a"]
    assert words[::-2] == (words[2], words[0])
    for outside in (3, -4):
        with pytest.raises(IndexError):
            words[outside]
    with pytest.raises(FrozenInstanceError):
        words.texts = ["d"]  # type: ignore[misc]
