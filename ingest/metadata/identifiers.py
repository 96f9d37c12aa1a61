"""Numbers that name a work: ISBN and ISSN by their checksums, DOI, the number of a legal document. Pure."""

import re
from collections.abc import Iterator

from ingest.metadata.found import found
from ingest.metadata.lines import Row
from ingest.metadata.material import Material
from ingest.model import Suggestion

_ISBN = re.compile(
    r"(?<![\dA-Za-z])(?:97[89][\s–—-]?)?[\dOolISB](?:[\s–—-]?[\dOolISB]){8}[\s–—-]?[\dXxOolISB](?![\dA-Za-z])"
)
_MISREAD = str.maketrans("OolISB–—", "001158--")
_ISSN = re.compile(r"(?<!\d)(\d{4})\s?[-–]\s?(\d{3}[\dXx])(?!\d)")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+[^\s\"<>.,;)]")
_NUMBER = re.compile(
    r"\b(?:Luật số|Số|SỐ"
    r"|số)\s*[:.]?\s*(\d{1,5}\s*/\s*(?:\d{4}\s*/\s*)?[A-ZĐÐa-zđ]{1,10}\d*(?:\s*[-–.]\s*[A-ZĐÐa-zđƯư&]{1,12}\d*)*)"
)


def identifiers(material: Material) -> Iterator[Suggestion]:
    """ISBN of every page looked at (sets have several), ISSN, DOI, and a legal document's number from its head."""
    for leaf in material.leaves:
        for row in leaf.rows:
            yield from _isbn(row)
            yield from _issn(row)
            for doi in _DOI.findall(row.text):
                yield found("identifier", doi, 0.9, [row], scheme="doi")
    if material.genre == "legal":
        yield from _number(material)


def _isbn(row: Row) -> Iterator[Suggestion]:
    told = "isbn" in row.plain
    for match in _ISBN.finditer(row.text):
        printed = match.group()
        digits = re.sub(r"[\s–—-]", "", printed).translate(_MISREAD).upper()
        if not (told or (digits[:3] in ("978", "979") and sum(map(str.isdigit, printed)) == 13)) or not is_isbn(digits):
            continue
        repaired = any(letter in "OolISB" for letter in printed)
        value = re.sub(r"[\s–—-]+", "-", printed.translate(_MISREAD).strip()).upper()
        yield found("identifier", value, (0.97 if told else 0.85) - (0.1 if repaired else 0), [row], scheme="isbn")


def _issn(row: Row) -> Iterator[Suggestion]:
    if "issn" in row.plain:
        for match in _ISSN.finditer(row.text):
            if is_issn(match[1] + match[2]):
                yield found("identifier", f"{match[1]}-{match[2].upper()}", 0.95, [row], scheme="issn")


def _number(material: Material) -> Iterator[Suggestion]:
    for row in material.faces[0].rows:
        match = _NUMBER.search(row.text)
        if match is not None and row.top < 0.3:
            value = re.sub(r"\s+", "", match[1]).replace("Ð", "Đ").replace("–", "-")
            yield found("identifier", value, 0.95, [row], scheme="number")
            return


def is_isbn(digits: str) -> bool:
    """Whether ten or thirteen digits (the tenth may be X) carry their checksum; ISO 2108."""
    if re.fullmatch(r"97[89]\d{10}", digits):
        return sum(int(digit) * (1, 3)[at % 2] for at, digit in enumerate(digits)) % 10 == 0
    if re.fullmatch(r"\d{9}[\dX]", digits):
        return sum((10 if digit == "X" else int(digit)) * (10 - at) for at, digit in enumerate(digits)) % 11 == 0
    return False


def is_issn(digits: str) -> bool:
    """Whether eight digits (the last may be X) carry their checksum; ISO 3297."""
    if not re.fullmatch(r"\d{7}[\dXx]", digits):
        return False
    return sum((10 if digit in "Xx" else int(digit)) * (8 - at) for at, digit in enumerate(digits)) % 11 == 0
