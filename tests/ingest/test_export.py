"""The shapes of `hoclieu ocr`, and whole files."""

import json
from pathlib import Path

import pytest

from ingest import (
    Artifact,
    Document,
    FileType,
    Inspection,
    Locked,
    Notice,
    Options,
    Page,
    Suggestion,
    Tools,
    Word,
    read_file,
    to_json,
    to_text,
)
from tests.ingest.makers import LESSON, printed, rewritten, scan_pdf, text_pdf

DOCUMENT = Document(
    inspection=Inspection(FileType("application/pdf", "pdf", ".pdf"), 2),
    pages=(
        Page(
            number=1,
            text="một",
            origin="ocr",
            confidence=0.91,
            width=100,
            height=200,
            rotation=90,
            words=(Word("một", (1, 2, 3, 4), 0.91),),
            artifacts=(Artifact("page_number", 0, 3),),
            corners=((5, -2), (90, 4), (92, 190), (3, 195)),
        ),
        Page(2, "", "none", 0.0, 100, 200, warnings=(Notice("page.timed_out", {"seconds": 90}),)),
    ),
    language="vi",
    encoding="unicode",
    suggestions=(Suggestion("creator", "An", 0.5, 1, "Tác giả: An", role="author"),),
    warnings=(Notice("page.timed_out", {"seconds": 90, "page": 2}),),
)


def test_json_has_the_keys_of_the_contract() -> None:
    assert json.loads(json.dumps(to_json(DOCUMENT))) == {
        "pages": [
            {
                "number": 1,
                "text": "một",
                "language": "",
                "origin": "ocr",
                "confidence": 0.91,
                "width": 100,
                "height": 200,
                "rotation": 90,
                "corners": [[5, -2], [90, 4], [92, 190], [3, 195]],
                "words": [{"text": "một", "box": [1, 2, 3, 4], "confidence": 0.91}],
                "artifacts": [{"kind": "page_number", "start": 0, "end": 3}],
                "warnings": [],
            },
            {
                "number": 2,
                "text": "",
                "language": "",
                "origin": "none",
                "confidence": 0.0,
                "width": 100,
                "height": 200,
                "rotation": 0,
                "corners": None,
                "words": [],
                "artifacts": [],
                "warnings": [{"code": "page.timed_out", "params": {"seconds": 90}}],
            },
        ],
        "language": "vi",
        "encoding": "unicode",
        "suggestions": [
            {
                "field": "creator",
                "value": "An",
                "confidence": 0.5,
                "page": 1,
                "evidence": "Tác giả: An",
                "role": "author",
            }
        ],
        "warnings": [{"code": "page.timed_out", "params": {"seconds": 90, "page": 2}}],
    }


def test_text_has_a_form_feed_between_pages_and_keeps_their_count() -> None:
    assert to_text(DOCUMENT) == "một\f"


def test_a_whole_file_with_several_readers(tmp_path: Path, naughty: Tools) -> None:
    lessons = [[f"Bài {number}", *LESSON[1:]] for number in range(1, 71)]
    seen: list[tuple[int, int]] = []
    path = text_pdf(tmp_path / "a.pdf", lessons, {"Title": "Bài 1", "Author": "Nguyễn Văn An"})
    document = read_file(path, Options(engine="reads"), naughty, 2, lambda done, total: seen.append((done, total)))
    assert [page.number for page in document.pages] == list(range(1, 71))
    assert all(page.text.startswith(f"Bài {page.number}\n") for page in document.pages)
    assert seen == [(done, 70) for done in range(1, 71)]
    assert (document.language, document.encoding) == ("vi", "unicode")
    assert {"title", "creator", "language"} <= {suggestion.field for suggestion in document.suggestions}


def test_pages_that_failed_stand_among_the_warnings(tmp_path: Path, naughty: Tools) -> None:
    path = scan_pdf(tmp_path / "a.pdf", [printed(LESSON)] * 3)
    document = read_file(path, Options(engine="crashes"), naughty, 2, lambda done, total: None)
    assert [(notice.code, notice.params["page"]) for notice in document.warnings] == [
        ("page.crashed", 1),
        ("page.crashed", 2),
        ("page.crashed", 3),
    ]


def test_a_locked_file_raises(tmp_path: Path, naughty: Tools) -> None:
    plain = text_pdf(tmp_path / "a.pdf", [LESSON])
    path = rewritten(plain, tmp_path / "b.pdf", lambda writer: writer.encrypt("secret", algorithm="RC4-128"))
    with pytest.raises(Locked):
        read_file(path, Options(), naughty, 1, lambda done, total: None)
