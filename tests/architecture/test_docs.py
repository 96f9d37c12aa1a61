"""The pages about the house say what is there: every path exists, every room is named, every decision is whole."""

from __future__ import annotations

import re

import pytest

from tests.architecture.tree import ROOT, modules

ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
READING = (ROOT / "docs" / "reading.md").read_text("utf-8")
PATH = re.compile(r"`((?:repo_app|ingest|storage|search|templates|tests|docs|scripts)/[\w./-]*)`")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))


@pytest.mark.parametrize("path", sorted(set(PATH.findall(ARCHITECTURE + READING))))
def test_every_path_that_is_named_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_every_room_of_the_application_is_named() -> None:
    rooms = {".".join(module.name.split(".")[:2]) for module in modules("repo_app") if "." in module.name}
    rooms -= {"repo_app.__main__"}
    missing = {room for room in rooms if room.replace(".", "/") not in ARCHITECTURE}
    assert missing == set()


def test_every_service_module_is_known_by_the_page_or_its_package() -> None:
    named = set(re.findall(r"`services\.(\w+)", ARCHITECTURE))
    present = {m.name.split(".")[2] for m in modules("repo_app") if m.name.startswith("repo_app.services.")}
    assert named <= present


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name)
def test_a_decision_says_why_and_at_what_price(path: object) -> None:
    text = path.read_text("utf-8").lower()  # type: ignore[attr-defined]
    for part in ("context", "decision", "price"):
        assert part in text, f"{path} has no {part}"


def test_decisions_have_numbers_of_their_own() -> None:
    numbers = [path.name.split("-")[0] for path in DECISIONS]
    assert len(numbers) == len(set(numbers)) > 0
