"""``scripts/setup.sh`` on machines that lack things: stand-ins on an otherwise empty PATH; nothing is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("bash", "cat", "cut", "dirname", "env", "grep", "head", "rm", "sed", "sha256sum", "sort", "tr", "true")


class Machine:
    """A clone of the set-up script beside a PATH on which only what a test puts there is found."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder / "clone", folder / "bin"
        (self.folder / "scripts").mkdir(parents=True)
        self.path.mkdir()
        shutil.copy(ROOT / "scripts/setup.sh", self.folder / "scripts/setup.sh")
        for name in TOOLS:
            found = shutil.which(name)
            assert found, name
            (self.path / name).symlink_to(found)
        (self.path / "python3").symlink_to(Path(sys.executable).resolve())

    def has(self, name: str, script: str) -> None:
        """Put a stand-in program there."""
        (self.path / name).unlink(missing_ok=True)
        (self.path / name).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        (self.path / name).chmod(0o755)

    def set_up(self, purpose: str = "run", **more: str) -> subprocess.CompletedProcess[str]:
        """Run the script to its end, within a minute."""
        environment = {"PATH": str(self.path), "HOME": str(self.folder), "LANG": "C.UTF-8", **more}
        return subprocess.run(
            ["bash", "scripts/setup.sh", purpose], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.has("id", "echo 1000")
    return made


def test_without_rights_the_exact_line_to_run_is_printed(machine: Machine) -> None:
    done = machine.set_up()
    assert done.returncode == 1
    (line,) = [line for line in done.stderr.splitlines() if "apt-get" in line]
    packages = line.split("--no-install-recommends ")[1].split()
    assert {"tesseract-ocr", "tesseract-ocr-vie", "tesseract-ocr-eng", "tesseract-ocr-osd"} <= set(packages)
    assert not {"chromium", "postgresql"} & set(packages)
    assert not (machine.folder / ".venv").exists()


def test_only_what_is_missing_is_asked_for(machine: Machine) -> None:
    machine.has("tesseract", "echo 'List of available languages (2):'; echo eng; echo osd")
    done = machine.set_up()
    assert re.findall(r"(?:tesseract|python)\S*", done.stderr) == ["tesseract-ocr-vie"]


def test_the_tests_need_a_browser_and_a_database_too(machine: Machine) -> None:
    done = machine.set_up("test")
    assert done.returncode == 1
    assert "chromium" in done.stderr
    assert "poppler-utils" in done.stderr


def test_an_office_is_asked_for_only_by_those_who_want_it_and_by_the_tests(machine: Machine) -> None:
    office = {f"libreoffice-{part}-nogui" for part in ("writer", "calc", "impress", "math")}
    machine.has("compgen", "exit 1")
    asked = {}
    for purpose, wish in (("run", ""), ("run", "1"), ("test", "")):
        done = machine.set_up(purpose, OFFICE=wish)
        asked[purpose, wish] = office & set(done.stderr.split())
    assert asked == {("run", ""): set(), ("run", "1"): office, ("test", ""): office}


@pytest.mark.parametrize("account", ["0", "1000"])
def test_with_rights_apt_is_asked_to_install_and_never_to_upgrade(machine: Machine, account: str) -> None:
    log = machine.folder / "apt.log"
    machine.has("id", f"echo {account}")
    machine.has("sudo", 'echo sudo >>"$LOG"; shift; exec "$@"')
    machine.has("apt-get", 'echo "$@" >>"$LOG"; echo E: broken mirror; exit 100')
    done = machine.set_up(LOG=str(log))
    asked = log.read_text("utf-8").splitlines()
    installs = [line for line in asked if " install " in line]
    assert done.returncode == 1
    assert "E: broken mirror" in done.stderr
    assert installs
    assert all("--no-upgrade" in line and "tesseract-ocr-vie" in line for line in installs)
    assert not any("upgrade" in line.replace("--no-upgrade", "") for line in asked)
    assert ("sudo" in asked) == (account == "1000")


def test_a_python_that_is_too_old_does_not_count(machine: Machine) -> None:
    machine.has("python3", "exit 1")
    done = machine.set_up()
    assert re.search(r"--no-install-recommends python3 python3-venv ", done.stderr)


def test_an_environment_behind_a_link_is_left_to_those_whose_it_is(machine: Machine) -> None:
    theirs = machine.folder / "theirs"
    theirs.mkdir()
    (theirs / "kept").touch()
    (machine.folder / ".venv").symlink_to(theirs, target_is_directory=True)
    machine.has("tesseract", "echo vie; echo eng; echo osd")
    machine.has("python3", 'case "$*" in "-m venv --clear .venv") rm -rf .venv/*; exit 3 ;; esac')
    assert machine.set_up().returncode == 3, "stopped where it makes an environment"
    assert [one.name for one in theirs.iterdir()] == ["kept"]
    assert not (machine.folder / ".venv").is_symlink()


def test_wrong_usage_is_2(machine: Machine) -> None:
    assert machine.set_up("everything").returncode == 2


def test_scripts_have_no_syntax_error_and_may_be_run() -> None:
    scripts = [*ROOT.glob("scripts/*.sh"), ROOT / ".ci/run", *ROOT.glob("deploy/*.sh")]
    assert len(scripts) >= 5
    for script in scripts:
        assert os.access(script, os.X_OK), script
        subprocess.run(["bash", "-n", str(script)], check=True)
