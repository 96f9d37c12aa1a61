"""README, CONTRIBUTING and licences: their links lead somewhere, their commands and settings exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from repo_app.settings import NAMES

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "CONTRIBUTING.md")
FIRST_COMMANDS = {
    "init",
    "serve",
    "worker",
    "ocr",
    "ingest",
    "search",
    "reindex",
    "user",
    "token",
    "organization",
    "collection",
}


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_files_of_this_repository(page: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", text(page))
    assert links
    for link in links:
        assert link.startswith("https://") or (ROOT / link).exists(), link


@pytest.mark.parametrize("page", PAGES)
def test_make_targets_and_scripts_that_are_named_exist(page: str) -> None:
    makefile = text("Makefile")
    quoted = " ".join(re.findall(r"`[^`]+`|^make .+$", re.sub("```.*", "", text(page)), re.MULTILINE))
    targets = re.findall(r"\bmake(?: -C \S+)? ([a-z]+(?:-[a-z]+)*)\b", quoted)
    assert {"run", "test"} <= set(targets)
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for path in re.findall(r"`((?:repo_app|deploy|scripts|docs|tests|templates)/[\w./-]+)`", text(page)):
        if path != "deploy/secrets/":  # made by deploy/secrets.sh
            assert (ROOT / path).exists(), path


def test_commands_in_the_readme_are_among_the_promised_ones() -> None:
    used = set(re.findall(r"(?:bin/|`)hoclieu ([a-z]+)", text("README.md")))
    assert used
    assert used <= FIRST_COMMANDS


def test_the_settings_table_is_complete() -> None:
    rows = [line for line in text("README.md").splitlines() if line.startswith("| `HOCLIEU_")]
    named = [name for row in rows for name in re.findall(r"`HOCLIEU_([A-Z_]+)`", row.split("|")[1])]
    assert sorted(named) == sorted(NAMES)


def test_no_path_of_the_machine_it_was_written_on() -> None:
    for name in (*PAGES, "Makefile", "Dockerfile", "docker-compose.yml", "scripts/setup.sh", "scripts/lock.sh"):
        assert not re.search(r"/work\b|/root/|\.\./shared", text(name)), name


def test_the_unit_is_installed_as_the_readme_says() -> None:
    unit = text("deploy/hoclieu.service")
    for path in ("/opt/hoclieu", "/etc/hoclieu.env", "/var/lib/hoclieu"):
        assert path in unit
        assert path in text("README.md")


def test_both_licences_are_there_and_whole() -> None:
    assert "Apache License" in text("LICENSE")
    assert len(text("LICENSE").splitlines()) > 190
    assert "creativecommons.org/licenses/by/4.0" in text("LICENSE-sample")
