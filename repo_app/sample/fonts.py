"""Finding two typefaces that hold every Vietnamese letter.

DejaVu comes first because the set-up installs it: on every machine the same file gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from repo_app.sample import SampleError
from repo_app.sample.texts import Face

PACKAGE = "fonts-dejavu-core"
FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
_FAMILIES: dict[Face, tuple[tuple[str, str], ...]] = {
    Face.SANS: (
        ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
        ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
        ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ),
    Face.SERIF: (
        ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"),
        ("NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf"),
        ("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf"),
    ),
}


@dataclass(frozen=True, slots=True)
class FontFiles:
    """The files of one typeface."""

    regular: Path
    bold: Path


def find(face: Face, folders: Iterable[Path] = FOLDERS) -> FontFiles:
    """The first family of ``face`` found whole under ``folders``; :class:`SampleError` names the package to install."""
    present = {path.name: path for folder in folders for path in sorted(folder.rglob("*.ttf"))}
    for regular, bold in _FAMILIES[face]:
        if regular in present and bold in present:
            return FontFiles(present[regular], present[bold])
    raise SampleError(f"no font with Vietnamese letters was found; install one: sudo apt-get install {PACKAGE}")
