"""``hoclieu run``: everything from an empty folder to a site that answers; what ``make run`` calls."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from repo_app import sample as materials
from repo_app.cli.environment import read_settings
from repo_app.cli.front import COMMANDS
from repo_app.cli.house import built
from repo_app.cli.output import Bar, say
from repo_app.cli.setting_up import make_folder, prepare, show_setup_link
from repo_app.cli.words import _, command, mark, option, tell
from repo_app.errors import Problem
from repo_app.services import sample
from repo_app.services.library import Library
from repo_app.values import Message


@command("run", COMMANDS["run"][1])
@option("--sample", "wanted", is_flag=True, help=mark("Load the sample collection into an empty library, unasked."))
def run(wanted: bool) -> None:
    """Set up, then become ``hoclieu serve``: what setting up needed is not kept in memory while the site runs."""
    settings = read_settings()
    make_folder(settings)
    with built(settings) as library:
        prepare(library)
        if sample.is_unfinished(library) or (sample.is_empty(library) and (wanted or _is_wished())):
            load_sample(library)
        show_setup_link(library)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "repo_app", "serve"])  # noqa: S606  our own program, no shell


def load_sample(library: Library) -> None:
    """Make the sample collection and deposit it; a machine that cannot make it is told, and runs without."""
    say(_("Making the sample collection; this takes a moment."))
    try:
        folders = TemporaryDirectory(dir=library.tools.temp_dir, prefix="hoclieu-sample-")  # swept where a kill left it
        with folders as folder, Bar(_("sample")) as bar:
            items = [(item.path, item.metadata) for item in materials.make(Path(folder))]
            made = sample.load(library, items, bar)
    except (materials.SampleError, Problem) as error:
        reason = tell(Message(error.code, error.params)) if isinstance(error, Problem) else str(error)
        say(_("The sample collection could not be made: %(reason)s", reason=reason))
        return
    say(_("%(count)s sample materials are published. Reading them begins with the worker.", count=made))


def _is_wished() -> bool:
    return sys.stdin.isatty() and click.confirm(_("The library is empty. Load the sample collection?"), default=True)
