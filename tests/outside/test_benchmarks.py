"""The figures of the benchmark mean what docs/reading.md says of them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import Page, Word
from tests.benchmarks.calibration import Bins
from tests.benchmarks.truth import by_level, folders, rates, scans


def page(*words: tuple[str, float]) -> Page:
    told = tuple(Word(text, (0, 0, 1, 1), confidence) for text, confidence in words)
    return Page(1, " ".join(word.text for word in told), "ocr", 0.9, 10, 10, words=told)


def test_a_wrong_letter_a_lost_space_and_a_lost_word_each_count_where_they_should() -> None:
    exact = "một hai ba bốn"
    letter, space, word = rates("một hai bà bốn", exact), rates("mộthai ba bốn", exact), rates("một hai ba", exact)
    assert (letter.cer, letter.bare, letter.wer) == pytest.approx((1 / 14, 1 / 11, 1 / 4))
    assert (space.cer, space.bare, space.wer) == pytest.approx((1 / 14, 0, 2 / 4))
    assert (word.cer, word.bare, word.wer) == pytest.approx((4 / 14, 3 / 11, 1 / 4))


@given(st.text(max_size=40))
def test_white_space_and_the_form_of_letters_are_no_errors(text: str) -> None:
    found = rates(" \n" + text.replace(" ", "\n \t"), text)
    assert (found.cer, found.bare, found.wer) == (0, 0, 0)


def test_scans_are_found_by_their_manifest_and_parted_by_level(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "vi"
    folder.mkdir(parents=True)
    rows = [f"{name}.pdf,{name}.txt,{level}" for name, level in (("a", 1), ("b", 0), ("c", 1), ("d", 1))]
    (folder / "manifest.csv").write_text("\n".join(["pdf,gt,level", *rows]), "utf-8")
    for name in "abcd":
        (folder / f"{name}.txt").write_text(name, "utf-8")
    other = tmp_path / "other"
    other.mkdir()
    (other / "manifest.csv").write_text("name,size\nx,1\n", "utf-8")
    assert folders(tmp_path) == [folder]
    assert [scan.path.name for scan in scans(folder, 2)] == ["b.pdf", "a.pdf", "c.pdf"]
    chosen = scans(folder, None)
    groups = by_level(chosen, [rates(scan.text, "a") for scan in chosen])
    assert {level: len(found) for level, found in groups.items()} == {"0": 1, "1": 3, "all": 4}


def test_confidences_that_mean_what_they_say_have_no_error() -> None:
    bins = Bins()
    bins.add([page(("một", 1.0), ("hai", 1.0), ("sai", 0.0))], "một hai ba")
    assert (bins.words, bins.right, bins.error) == (3, [0] * 9 + [2], 0)


def test_a_sure_word_that_is_wrong_counts_whole() -> None:
    bins = Bins()
    bins.add([page(("một", 1.0), ("hải", 1.0))], "một hai")
    assert bins.error == pytest.approx(0.5)
