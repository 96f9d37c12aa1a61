"""Running ``hoclieu`` in this process: the same function that the program calls, its streams and exit code."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from repo_app.cli.front import run
from repo_app.cli.house import built
from repo_app.cli.setting_up import make_folder, prepare
from repo_app.settings import load


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> object:
        """Standard output as the one JSON document it must be."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[dict[str, object]]:
        """Standard output as one JSON object a line."""
        return [json.loads(line) for line in self.out.splitlines()]


Hoclieu = Callable[..., Ended]


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder, an English terminal, and none of our settings but those a test makes."""
    for name in [name for name in os.environ if name.startswith(("HOCLIEU_", "LC_", "LANG"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("HOCLIEU_WORKERS", "1")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def hoclieu(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Hoclieu:
    """Call with the words of a command line."""

    def call(*arguments: str | Path, stdin: str = "") -> Ended:
        capfd.readouterr()
        monkeypatch.setattr("sys.stdin", StringIO(stdin))
        code = run([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Ended(code, out, err)

    return call


@pytest.fixture(scope="session")
def ready_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as ``init`` leaves it, made once in a run."""
    folder = tmp_path_factory.mktemp("ready")
    settings = load({"HOCLIEU_DATA_DIR": "var"}, folder=folder)
    make_folder(settings)
    with built(settings) as library:
        prepare(library)
    return settings.data_dir


@pytest.fixture
def house(hoclieu: Hoclieu, ready_folder: Path, tmp_path: Path) -> Hoclieu:
    """The same, over a data folder that is ready, in ``var`` of the current folder."""
    shutil.copytree(ready_folder, tmp_path / "var")
    return hoclieu


def picture(path: Path, text: str = "") -> Path:
    """A small picture; with text a page that can be recognised."""
    size, at = ((900, 260), (40, 90)) if text else ((40, 40), (0, 0))
    page = Image.new("L", size, 255)
    font = ImageFont.truetype("DejaVuSans.ttf", 72 if text else 8)
    ImageDraw.Draw(page).text(at, text or path.stem, fill=0, font=font)
    path.parent.mkdir(parents=True, exist_ok=True)
    page.save(path, "PNG")
    return path
