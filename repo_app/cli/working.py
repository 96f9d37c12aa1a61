"""``hoclieu worker``: reads files and keeps the index, in one process or several."""

from __future__ import annotations

import signal

import click

from repo_app.cli.children import Child, end_with_parent, supervise
from repo_app.cli.environment import as_environ, need_data_folder, read_settings
from repo_app.cli.front import COMMANDS
from repo_app.cli.words import command, mark, option, tell_with_next
from repo_app.settings import Settings


@command("worker", COMMANDS["worker"][1])
@option("--processes", type=click.IntRange(1, 64), default=1, help=mark("How many processes share the readers."))
@option("--drain", is_flag=True, help=mark("Stop when nothing is due."))
@option("--with-parent", type=int, hidden=True)
def worker(processes: int, drain: bool, with_parent: int | None) -> None:
    """Work until told to stop."""
    settings = read_settings()
    need_data_folder(settings)
    if processes > 1:
        click.get_current_context().exit(_run_several(settings, processes, drain=drain))
    if with_parent is not None:
        end_with_parent(with_parent)
    _work_here(settings, drain=drain)


def _run_several(settings: Settings, processes: int, *, drain: bool) -> int:
    readers = max(1, settings.workers // processes)
    environ = as_environ({"WORKERS": str(readers)})
    arguments = ["worker", "--drain"] if drain else ["worker"]
    return supervise([Child(arguments, kept=not drain, environ=environ) for _ in range(processes)])


def _work_here(settings: Settings, *, drain: bool) -> None:
    from repo_app.cli import logs  # the heavy half of the house, which a process that only watches others never needs
    from repo_app.cli.house import make_worker, opened
    from repo_app.cli.output import say
    from repo_app.services import capacity

    logs.configure(settings.log_format)
    with opened(settings) as library:
        if (outgrown := capacity.outgrown(library)) is not None:
            say(tell_with_next(outgrown))
        work = make_worker(library, settings.workers)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: work.stop())
        if drain:
            work.drain()
        else:
            work.run()
