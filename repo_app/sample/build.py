"""``python -m repo_app.sample.build FOLDER``: write the sample files and ``manifest.json`` to a folder.

Run in a process of its own: images of a page and fonts take some 200 MB, which a site or worker must not keep.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from repo_app.sample import MANIFEST, Form, SampleError, SampleItem, fonts, pdf, scans, texts

EXTENSIONS: dict[Form, str] = {Form.PDF: ".pdf", Form.SCAN: ".pdf", Form.PHOTO: ".jpg", Form.TIFF: ".tif"}


def build(folder: Path) -> list[SampleItem]:
    """Make every material in ``folder`` (created when missing); raises :class:`SampleError` or OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    items: list[SampleItem] = []
    for seed, material in enumerate(texts.read_all(), start=1):
        target = folder.resolve() / f"{material.name}{EXTENSIONS[material.form]}"
        _write(material, target, seed)
        items.append(SampleItem(target, material.metadata, material.form))
    _write_manifest(folder, items)
    return items


def _write(material: texts.Material, target: Path, seed: int) -> None:
    with TemporaryDirectory(dir=target.parent) as aside:
        born_digital, finished = Path(aside, "text.pdf"), Path(aside, target.name)
        pdf.write(material, fonts.find(material.face), born_digital)
        match material.form:
            case Form.PDF:
                finished = born_digital
            case Form.SCAN:
                scans.write_scan(born_digital, finished, seed=seed)
            case Form.TIFF:
                scans.write_tiff(born_digital, finished, seed=seed)
            case Form.PHOTO:
                scans.write_photo(born_digital, finished, seed=seed)
        finished.replace(target)


def _write_manifest(folder: Path, items: list[SampleItem]) -> None:
    rows = [{"path": item.path.name, "form": item.form, "metadata": item.metadata} for item in items]
    aside = folder / f".{MANIFEST}.{os.getpid()}"
    aside.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")
    aside.replace(folder / MANIFEST)


def main(arguments: list[str]) -> int:
    """Build into the folder that the one argument names; 0, 1 with a sentence on stderr, or 2 on wrong usage."""
    if len(arguments) != 1:
        print("usage: python -m repo_app.sample.build FOLDER", file=sys.stderr)
        return 2
    try:
        build(Path(arguments[0]))
    except (SampleError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
