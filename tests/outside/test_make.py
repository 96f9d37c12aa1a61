"""The Makefile, the locks and the run of CI: that each promised command is there and does what the contract says."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def planned(*arguments: str) -> str:
    """What make would run, without running it."""
    command = ["make", "--no-print-directory", "--dry-run", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize(
    "target", ["setup", "run", "test", "test-thorough", "check", "bench", "services", "lock", "clean"]
)
def test_each_promised_target_is_there(target: str) -> None:
    assert planned(target).strip()


def test_set_up_starts_nothing_and_run_sets_up_first() -> None:
    assert planned("setup").split() == ["scripts/setup.sh", "run"]
    assert planned("run").splitlines() == ["scripts/setup.sh run", "exec .venv/bin/hoclieu run "]


@pytest.mark.parametrize(("given", "asked"), [("SAMPLE=1", True), ("SAMPLE=0", False), ("SAMPLE=", False)])
def test_the_sample_is_loaded_when_asked_for(given: str, asked: bool) -> None:
    assert ("hoclieu run --sample" in planned("run", given)) is asked


def test_the_thorough_suite_is_the_suite_with_another_profile() -> None:
    assert planned("test-thorough").replace("HYPOTHESIS_PROFILE=thorough ", "") == planned("test")
    assert "HYPOTHESIS_PROFILE=thorough " in planned("test-thorough")


def test_check_is_format_lint_types_and_the_suite_once() -> None:
    for arguments in (["check"], ["check", "test"]):
        lines = planned(*arguments)
        for word in ("ruff format --check", "ruff check", "mypy"):
            assert word in lines
        assert len(re.findall(r"/pytest\b", lines)) == 1


def test_ci_runs_check_and_the_test_command_of_the_readme() -> None:
    script = (ROOT / ".ci/run").read_text("utf-8")
    assert "set -euo pipefail" in script
    assert re.search(r"^exec make check test </dev/null$", script, re.MULTILINE)
    assert "make test" in (ROOT / "README.md").read_text("utf-8")


def test_cleaning_never_touches_data_or_settings() -> None:
    removed = [line for line in planned("clean").splitlines() if line.startswith("rm ")]
    assert removed
    for line in removed:
        assert not {"var", "./var", ".env", "deploy/secrets"} & set(line.split())


def locked(name: str) -> dict[str, set[str]]:
    """Package names of a lock file with their versions; every entry must carry hashes."""
    text = (ROOT / name).read_text("utf-8")
    entries = re.findall(
        r"^([a-z0-9][a-z0-9._-]*)==([^ \\]+)[^\n]*\\\n((?:    --hash=sha256:[0-9a-f]{64}[^\n]*\n)+)", text, re.MULTILINE
    )
    assert len(entries) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE)), "an entry without a hash"
    found: dict[str, set[str]] = {}
    for package, version, _ in entries:
        found.setdefault(package, set()).add(version)
    return found


def declared(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=~! ]", line)[0].lower() for line in requirements}


def test_the_locks_hold_every_declared_package_and_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    run, test = locked("requirements.lock"), locked("requirements-test.lock")
    assert declared(project["dependencies"]) <= set(run)
    assert declared(project["optional-dependencies"]["test"]) <= set(test)
    assert {name: test.get(name) for name in run} == run


def test_nothing_of_another_licence_family_is_in_the_process() -> None:
    assert not {"pymupdf", "ebooklib", "ghostscript", "wand"} & set(locked("requirements.lock"))
