"""The markup, the texts themselves, and the sums in the worksheet."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from pathlib import Path

import pytest
from babel.messages import pofile
from hypothesis import given
from hypothesis import strategies as st

from repo_app import vocabularies
from repo_app.sample import Form, SampleError, texts
from repo_app.sample.texts import Block, Face, Material
from repo_app.values.metadata import parse

CATALOG = Path(vocabularies.__file__).parents[1] / "translations/vi/LC_MESSAGES/messages.po"
HEAD = "---\nfile: a\nform: pdf\ntitle[vi]: Một\ntitle[en]: One\nlicense: cc-by-4.0\n---\n"


def blocks(body: str) -> tuple[Block, ...]:
    return texts.parse(HEAD + body, "a.md").blocks


def test_front_matter_becomes_metadata_of_the_api() -> None:
    material = texts.parse(HEAD, "a.md")
    assert material.metadata == {
        "title": [{"value": "Một", "lang": "vi"}, {"value": "One", "lang": "en"}],
        "license": [{"id": "cc-by-4.0"}],
    }
    assert (material.name, material.form, material.face, material.first("license")) == (
        "a",
        Form.PDF,
        Face.SANS,
        "cc-by-4.0",
    )
    assert material.first("creator") == ""


def test_every_kind_of_block() -> None:
    body = "## H\n### S\none\ntwo\n\nthree\n- a\n- b\n1. c\n2. d\n> n\n> m\n| x | y |\n| 1 | 2 |\n===\n~~~ 7\n"
    assert blocks(body) == (
        Block("heading", (("H",),)),
        Block("subheading", (("S",),)),
        Block("paragraph", (("one two",),)),
        Block("paragraph", (("three",),)),
        Block("bullets", (("a",), ("b",))),
        Block("numbers", (("c",), ("d",))),
        Block("note", (("n m",),)),
        Block("table", (("x", "y"), ("1", "2"))),
        Block("page-break"),
        Block("lines", (("7",),)),
    )


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"], exclude_characters="#->|=~")))
def test_no_word_of_a_paragraph_is_lost(text: str) -> None:
    kept = [word for block in blocks("x " + text) for row in block.rows for word in row[0].split()]
    assert kept == ["x", *text.split()]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("no front matter", "front matter"),
        ("---\nfile: a\nform: pdf\nnot a field\n---\n", "not a field"),
        ("---\nfile: a\nform: parchment\n---\n", "parchment"),
        ("---\nform: pdf\n---\n", "file"),
        ("---\nfile: a\nform: pdf\nsize: big\n---\n", "big"),
    ],
)
def test_a_faulty_text_is_named_with_its_fault(text: str, fault: str) -> None:
    with pytest.raises(SampleError, match=f"bad.md: .*{fault}"):
        texts.parse(text, "bad.md")


@pytest.fixture(scope="module")
def materials() -> list[Material]:
    return texts.read_all()


def test_the_collection_shows_every_form_and_two_languages(materials: list[Material]) -> None:
    assert len(materials) == 8
    assert {m.form for m in materials} == set(Form)
    assert len({m.name for m in materials}) == 8
    assert {v["id"] for m in materials for v in m.metadata["language"]} == {"vi", "en"}


def test_each_has_complete_and_valid_metadata(materials: list[Material]) -> None:
    for material in materials:
        metadata = parse(material.metadata)
        for key in ("title", "creator", "description", "subject", "learningResourceType", "language", "audience"):
            assert metadata.get(key), f"{material.name} has no {key}"
        for key in ("learningResourceType", "educationLevel", "educationalUse", "audience"):
            assert all(value.id for value in metadata.get(key)), f"{material.name} has words for a term of {key}"
        assert metadata.first("license") == "cc-by-4.0"
        assert metadata.as_json() == {
            key: values for key, values in metadata.as_json().items() if key in material.metadata
        }


def test_school_subjects_and_topics_are_terms(materials: list[Material]) -> None:
    held = [value for material in materials for value in material.metadata["subject"]]
    called = {name.casefold() for kind in ("subjects", "topics") for term in vocabularies.load(kind).terms.values()
              for name in (*term.labels.values(), *term.alternatives)}  # fmt: skip
    assert {"toan", "ngoai-ngu-1", "ngu-van", "trong-trot"} <= {value.get("id") for value in held}
    assert not {value["value"].casefold() for value in held if "value" in value} & called


def test_the_texts_are_clean_vietnamese() -> None:
    for path in sorted(texts.FOLDER.glob("*.md")):
        text = path.read_text("utf-8")
        assert text == unicodedata.normalize("NFC", text), path.name
        assert not re.search("[\u01a3\u00f0\u00d0\ufffd\u00ad\ue000-\uf8ff]", text), (
            path.name
        )  # letters of broken conversions
        assert re.search("[ạảấầẩẫậắằẳẵặ]", text), path.name


def test_the_guides_call_buttons_and_fields_as_the_site_does() -> None:
    with CATALOG.open("rb") as file:
        catalog = pofile.read_po(file, locale="vi")
    words = {message.string for message in catalog if isinstance(message.string, str)}
    words |= {term.label("vi") for term in vocabularies.load("licenses").terms.values()}
    named = {
        label for path in texts.FOLDER.glob("*.md") for label in re.findall(r"\[\[(.+?)\]\]", path.read_text("utf-8"))
    }
    assert len(named) >= 15
    assert named <= words


def value_of(side: str) -> Fraction:
    """The value of one side of an equation in the markup: whole numbers, fractions, + − × : and brackets."""
    python = re.sub(r"\{(\d+)/(\d+)\}", r"Fraction(\1, \2)", side)
    python = python.replace("−", "-").replace("×", "*").replace(":", "/")
    return Fraction(eval(python, {"Fraction": Fraction}))


TERM = r"\(?(?:\{\d+/\d+\}|\d+)\)?"
SUM = rf"{TERM}(?: [+−×:] {TERM})*"
RELATION = re.compile(rf"{SUM}(?: [=<>] {SUM})+")


def test_every_equation_of_the_worksheet_is_true(materials: list[Material]) -> None:
    sheet = next(m for m in materials if m.name == "phieu-bai-tap-toan-4-phan-so")
    lines = [cell for block in sheet.blocks for row in block.rows for cell in row]
    chains = [found[0] for line in lines for found in RELATION.finditer(line)]
    assert len(chains) >= 30
    for chain in chains:
        sides = re.split(r" ([=<>]) ", chain)
        for left, sign, right in zip(sides[0::2], sides[1::2], sides[2::2], strict=False):
            a, b = value_of(left), value_of(right)
            assert {"=": a == b, "<": a < b, ">": a > b}[sign], f"{left} {sign} {right} in: {chain}"


def test_the_check_of_equations_can_fail() -> None:
    assert value_of("{1/2} + {3/8}") == Fraction(7, 8)
    assert value_of("900 × {2/3}") == 600
    assert value_of("({2/9} + {7/9}) × {5/8}") == Fraction(5, 8)
    assert value_of("{5/6} : 2") == Fraction(5, 12)
    assert value_of("1 − {5/8}") != Fraction(5, 8)
