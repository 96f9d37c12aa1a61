"""Every text of the source that is to be translated: from Python by its marks, from templates by their calls."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

ROOT = Path(__file__).parents[2]
KEYWORDS = {**DEFAULT_KEYWORDS, "mark": None}
METHODS = [("repo_app/**.py", "python"), ("templates/**.html", "jinja2.ext.babel_extract")]
OPTIONS = {"templates/**.html": {"silent": "false"}}

Text = str | tuple[str, ...]


def texts() -> Iterator[tuple[str, Text]]:
    """Pairs of place and text; a text with a plural is a tuple of two."""
    for folder in ("repo_app", "templates"):
        found = extract_from_dir(
            ROOT / folder,
            [(pattern.split("/", 1)[1], method) for pattern, method in METHODS if pattern.startswith(folder)],
            {pattern.split("/", 1)[1]: held for pattern, held in OPTIONS.items()},
            keywords=KEYWORDS,
        )
        for name, line, text, _comments, _context in found:
            yield f"{folder}/{name}:{line}", text
