"""What a work is a part of: textbook series, "Tủ sách …", and the volume of a work in several. Pure."""

import re
from collections.abc import Iterator

from ingest.metadata.found import found
from ingest.metadata.lines import Row
from ingest.metadata.material import Material
from ingest.metadata.spelling import in_sentence
from ingest.metadata.title import title_of
from ingest.model import Suggestion

TEXTBOOK_SERIES = (
    (re.compile(r"ket noi tri thuc(?: voi cuoc song)?"), "Kết nối tri thức với cuộc sống"),
    (re.compile(r"chan troi sang tao"), "Chân trời sáng tạo"),
    (re.compile(r"canh dieu"), "Cánh Diều"),
    (re.compile(r"cung hoc de phat trien nang luc"), "Cùng học để phát triển năng lực"),
    (re.compile(r"vi su binh dang va dan chu trong giao duc"), "Vì sự bình đẳng và dân chủ trong giáo dục"),
)
_FRAME = r"\W*(?:(?:bo )?sach|bo sgk|bo sach giao khoa|theo bo sach|\()*\W*"
_SERIES = re.compile(r"\W*(tu sach|bo sach|tung thu|bo truyen|bo tai lieu|series)\s*[:“\"]?\s*(?=\S)")
_NUMBERED = re.compile(r"\W*(?:so|tap|quyen)\s*:?\s*\d+\W*$")
_VOLUME = re.compile(
    r"(?<!\w)(tap|quyen|hoc ki|hoc ky)\s+(\d{1,2}|[ivx]{1,4}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|thuong|ha"
    r"|trung)\W*$"
)


def series(material: Material) -> Iterator[Suggestion]:
    """The series a work came out in, as its cover or title page names it."""
    for leaf in material.leaves:
        face = leaf in material.faces
        for row in leaf.rows:
            if leaf.prose and row.top > 0.3:
                continue
            known = next(
                (
                    name
                    for pattern, name in TEXTBOOK_SERIES
                    if re.fullmatch(_FRAME + pattern.pattern + r"\W*", row.plain)
                ),
                None,
            )
            if known is not None:
                yield found("isPartOf", known, 0.93 if face else 0.7, [row])
            elif (
                (match := _SERIES.match(row.plain)) is not None
                and row.letters > match.end(1) + 3
                and len(row.text) < 80
            ):
                yield from _named(row, material, face=face)


def volume(material: Material) -> Iterator[Suggestion]:
    """The volume of a work in several: the work itself, with "Tập một" beside it."""
    title = title_of(material)
    for leaf in material.faces:
        for row in leaf.rows:
            match = _VOLUME.search(row.plain)
            if match is None or match[1].startswith("hoc") or (leaf.prose and row.top > 0.4) or not title:
                continue
            if _SERIES.match(row.plain):  # of the series: "Tủ sách Tuổi thơ – Tập 5"
                continue
            if match.start() > 0 and not row.plain[: match.start()].strip().endswith((",", "-", "–", "(", "~")):
                continue
            printed = row.text[match.start() : match.end()].strip(" .,:;()–-*")
            value = f"{printed.split()[0].capitalize()} {_counted(printed.split()[1])}"
            yield found("isPartOf", title, 0.6, [row], volume=value)


def _counted(word: str) -> str:
    return word.upper() if re.fullmatch(r"[ivxIVX]+", word) else word.lower()


def _named(row: Row, material: Material, *, face: bool) -> Iterator[Suggestion]:
    text, number = row.text.strip(' *:.–-|“”"()'), None
    if _NUMBERED.search(row.plain):
        text, *numbers = re.split(r"\s*[,–-]\s*((?:[Ss]ố|[Tt]ập|[Qq]uyển|SỐ|TẬP|QUYỂN)\s*:?\s*\d+)", text)
        number = numbers[0].capitalize() if numbers else None
    written = in_sentence(text, material.usage, material.names)
    head, rest = written[: written.find(" ", 4)], written[written.find(" ", 4) + 1 :].strip(' :“”"')
    if text.isupper():
        rest = next((one.text.strip(" .")[len(head) + 1 :] for one in material.rows() if _same(one, row)), rest)
        rest = rest[:1].upper() + rest[1:]
    value = f"{head} {rest}" if head.lower().startswith(("tủ", "tùng", "bộ tr", "bộ t")) else rest
    yield found("isPartOf", value, 0.85 if face else 0.55, [row], volume=number)


def _same(one: Row, row: Row) -> bool:
    return one.plain.strip(" .") == row.plain.strip(" .") and not one.text.isupper()
