"""Where words go: answers to standard output, everything else to standard error, a bar only to a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress

import click

from repo_app.cli.words import _
from repo_app.settings import Settings

LOOPBACK = ("127.", "::1", "localhost")
BAR = 30  # characters


def say(text: str) -> None:
    """Tell the person at the terminal something that is not the answer; silently where nobody can be told."""
    with suppress(OSError):
        click.echo(text, err=True)


def answer(text: str) -> None:
    """Print (a line of) the answer, at once."""
    click.echo(text)


def answer_link(settings: Settings, link: str) -> None:
    """Print an address to be opened by somebody; a warning goes with it where only this machine would find it."""
    if not settings.base_url_given and not settings.host.startswith(LOOPBACK):
        say(_("HOCLIEU_BASE_URL is not set: other machines cannot open this address. Set it, and ask for a new link."))
    answer(link)


def answer_json(value: object, *, line: bool = False) -> None:
    """Print one JSON document, or one object on a line of its own: UTF-8, whatever the terminal's encoding is."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=None if line else 2).encode())


def answer_table(rows: Iterable[Sequence[str]]) -> None:
    """Print rows with their columns under each other."""
    kept = [tuple(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*kept, strict=True)]
    for row in kept:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


class Bar:
    """How far long work is: redrawn on standard error where that is a terminal, silent otherwise. Use with ``with``."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._shown = sys.stderr.isatty()
        self._drawn = ""

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self._draw("")

    def __call__(self, done: int, total: int | None) -> None:
        """Show ``done`` units of ``total``; None where nobody knows how many there are."""
        if total is None:
            self._draw(f"{self._label} {done}")
            return
        full = BAR * done // max(total, 1)
        self._draw(f"{self._label} {'█' * full}{'░' * (BAR - full)} {done}/{total}")

    def _draw(self, text: str) -> None:
        if not self._shown or text == self._drawn:
            return
        with suppress(OSError):
            click.echo("\r" + text.ljust(len(self._drawn)) + ("" if text else "\r"), err=True, nl=False)
        self._drawn = text
