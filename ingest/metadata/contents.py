"""The table of contents: printed under "Mục lục", else the bookmarks of the file. Pure."""

import re
from collections.abc import Iterator, Sequence

from ingest.metadata.found import found
from ingest.metadata.lines import Row
from ingest.metadata.material import Leaf, Material
from ingest.metadata.spelling import readable
from ingest.model import OutlineItem, Suggestion

_HEAD = re.compile(r"\W*(?:muc luc|noi dung|noi dung chinh|contents|table of contents|trong so nay)\W*$")
_LEADERS = re.compile(r"(?:\s*[.…·_•]{3,}|\s*(?:\.\s){3,}|\s+[-–.~=]{2,}).*$")
_NUMBER = re.compile(r"[\s.…·_–-]+(?:tr(?:ang)?\.?\s*)?(\d{1,4})[^\w)\]]*$", re.IGNORECASE)
_ALONE = re.compile(r"\W*(?:tr(?:ang)?\.?\s*)?\d{0,4}\W*(?:trang|page)?\W*", re.IGNORECASE)
_NO_ENTRY = re.compile(r"\W*(?:trang|page|stt|noi dung)\W*$")
_MOST_ENTRIES, _MOST_CHARACTERS = 150, 8_000
_FEW = 3


def contents(material: Material) -> Iterator[Suggestion]:
    """The entries, one a line, without page numbers."""
    printed = list(_printed(material))
    yield from printed
    if not printed:
        yield from _bookmarks(material.outline)


def _printed(material: Material) -> Iterator[Suggestion]:
    for at, leaf in enumerate(material.leaves):
        head = next((row for row in leaf.rows if _HEAD.match(row.plain) and row.top < 0.45), None)
        if head is None:
            continue
        entries, rows = _entries(
            leaf, [row for row in leaf.rows if row.top > head.top or row.box is None][:_MOST_ENTRIES]
        )
        numbered = sum(1 for row in rows if _NUMBER.search(row.text) or _LEADERS.search(row.text))
        if "muc luc" not in head.plain and numbered < 2 and len(entries) < 2:
            continue
        for next_leaf in material.leaves[at + 1 : at + 4]:
            more, more_rows = _entries(next_leaf, next_leaf.rows)
            if sum(1 for row in more_rows if _LEADERS.search(row.text) or _NUMBER.search(row.text)) < 0.6 * max(
                _FEW, len(more_rows)
            ):
                break
            entries += more
        if len(entries) >= _FEW or (entries and "muc luc" in head.plain):
            sure = 0.9 if len(entries) >= _FEW else 0.5
            yield found("tableOfContents", _joined(entries), sure, [head, *rows])
            return


def _entries(leaf: Leaf, rows: Sequence[Row]) -> tuple[list[str], list[Row]]:
    """The entries on a page; a row without a page number runs on in the next one where all others have one."""
    told: list[tuple[Row, str, bool]] = []
    for row in rows:
        bare = row.text.strip()
        ended = bool(_LEADERS.search(bare) or _NUMBER.search(bare)) or _has_number_beside(row, rows)
        text = _NUMBER.sub("", _LEADERS.sub("", bare)).strip(" .…·_-–~|")
        if _ALONE.fullmatch(bare) or _NO_ENTRY.match(row.plain) or not any(map(str.isalpha, text)):
            continue
        if _is_scrap(text, row):
            continue
        told.append((row, text, ended))
    paged = sum(ended for _, _, ended in told) > 0.6 * len(told)
    entries: list[str] = []
    open_ = False
    for at, (row, text, ended) in enumerate(told):
        if open_ and entries and not _begins(text):
            entries[-1] = f"{entries[-1]} {text}"
        elif not ended and paged and _runs_to_the_end(row, leaf) is False and at == len(told) - 1:
            break
        else:
            entries.append(text)
        open_ = paged and not ended
    return [" ".join(entry.split()) for entry in entries], [row for row, _, _ in told]


def _begins(text: str) -> bool:
    """Whether a row begins an entry of its own: with a number, "Bài 3", or capitals."""
    return (
        bool(
            re.match(
                r"(?:[IVX]+|[A-Z]|\d+(?:\.\d+)*)[.)]\s|(?:Bài|Chương|Phần|Chủ đề|Tiết|Tuần|Mục|Chuyên đề|Bước"
                r"|Phụ lục)\b|[A-ZĐ]{2}",
                text,
            )
        )
        or text.isupper()
    )


def _has_number_beside(row: Row, rows: Sequence[Row]) -> bool:
    """Whether its page number stands alone at the end of the row."""
    return row.box is not None and any(
        one is not row
        and _ALONE.fullmatch(one.text)
        and one.left > row.right
        and abs(one.bottom - row.bottom) < 1.2 * row.size
        for one in rows
    )


def _runs_to_the_end(row: Row, leaf: Leaf) -> bool:
    return row.box is None or row.top < 0.9


def _is_scrap(text: str, row: Row) -> bool:
    """What recognition makes of leaders: no words at all."""
    return (row.trust < 0.75 and readable(text) < 0.5) or (row.letters < 4 and row.trust < 1)


def _bookmarks(outline: Sequence[OutlineItem]) -> Iterator[Suggestion]:
    titles = [item.title.strip() for item in outline if item.title.strip() and item.level < 3][:_MOST_ENTRIES]
    if len(titles) >= _FEW and not all(re.fullmatch(r"(?i)(?:trang|page|slide)\W*\d+", title) for title in titles):
        text = _joined(titles)
        yield Suggestion("tableOfContents", text, 0.6, None, f"PDF outline: {titles[0]}")


def _joined(entries: Sequence[str]) -> str:
    kept = "\n".join(entries)
    return kept if len(kept) <= _MOST_CHARACTERS else kept[:_MOST_CHARACTERS].rsplit("\n", 1)[0]
