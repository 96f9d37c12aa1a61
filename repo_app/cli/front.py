"""Reading the command line, and telling in words and exit codes how a command ended."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module

import click

from repo_app import __version__, messages
from repo_app.cli.output import say
from repo_app.cli.streams import close_quietly
from repo_app.cli.usage import lines_about
from repo_app.cli.words import Group, _, as_text, locale
from repo_app.errors import Invalid, Problem, UsageFault
from repo_app.messages.catalogs import mark
from repo_app.settings import SettingsError

FAILED, WRONG_USAGE, INTERRUPTED = 1, 2, 130
COMMANDS: Mapping[str, tuple[str, str]] = {
    "init": ("setting_up", mark("Make or update the data folder: database, first organization; safe to repeat.")),
    "run": ("running", mark("Set up what is missing, then run the site and the worker together.")),
    "serve": ("serving", mark("Run the site, with a worker beside it.")),
    "worker": ("working", mark("Run a worker: it reads files and keeps the index.")),
    "ocr": ("reading", mark("Read one file and print its text; needs no data folder.")),
    "ingest": ("ingesting", mark("Take files and folders in, one record each.")),
    "reread": ("rereading", mark("Have files read again: in other languages, from their images, or in today's way.")),
    "stop": ("rereading", mark("End the reading of a record's files; what has been read stays.")),
    "search": ("finding", mark("Search the published records.")),
    "reindex": ("indexing", mark("Build the search index anew from the database.")),
    "user": ("people", mark("Accounts: create, list, disable, role, reset.")),
    "token": ("people", mark("API tokens: create.")),
    "organization": ("places", mark("Organizations: create, list, move, merge.")),
    "collection": ("places", mark("Collections: create, accept, list.")),
}


class Commands(Group):
    """All commands; a module is imported when its command is called, and the list of them needs none."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"repo_app.cli.{COMMANDS[cmd_name][0]}")
        found: click.Command = getattr(module, cmd_name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list from the table alone."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(text)) for name, (__, text) in COMMANDS.items()])


hoclieu = Commands(
    "hoclieu",
    help=mark("Hoclieu: an open educational resources repository for libraries, schools and learning centres."),
    params=[
        click.Option(
            ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=lambda *a: _print_version(a)
        )
    ],
)


def _print_version(arguments: Sequence[object]) -> None:
    context, _parameter, wanted = arguments
    if wanted and isinstance(context, click.Context):
        click.echo(__version__)
        context.exit()


def run(arguments: Sequence[str], command: click.Command = hoclieu) -> int:
    """Run one command line and return its exit code; every outcome has been told when this returns."""
    try:
        ended = command.main(list(arguments), prog_name="hoclieu", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        close_quietly()
        return FAILED
    except OSError as error:
        close_quietly()
        return _told(_as_problem(error))
    except (click.Abort, KeyboardInterrupt):
        say("")
        return INTERRUPTED
    except (click.ClickException, SettingsError, Problem) as error:
        return _told(error)
    return ended if isinstance(ended, int) else 0


def _told(error: click.ClickException | SettingsError | Problem) -> int:
    if isinstance(error, click.ClickException):
        if isinstance(error, click.exceptions.NoArgsIsHelpError):
            error.show()
        else:
            say("\n".join(lines_about(error)))
        return error.exit_code
    if isinstance(error, SettingsError):
        for fault in error.coded:
            say(messages.sentence(fault.code, fault.params, locale()))
        return WRONG_USAGE
    say_problem(error)
    return WRONG_USAGE if isinstance(error, UsageFault) else FAILED


def say_problem(problem: Problem) -> None:
    """Tell a problem on standard error: what happened, each field at fault, and how to call the command rightly."""
    here = locale()
    say(messages.sentence(problem.code, problem.params, here))
    for fault in problem.faults[1:] if isinstance(problem, Invalid) else ():
        say(messages.sentence(fault.code, fault.params, here))
    advice = messages.advice(problem.code, here).next
    if advice and problem.code.startswith("cli."):  # the advice that goes with other codes speaks of pages and forms
        say(advice)


def _as_problem(error: OSError) -> Problem:
    reason = error.strerror or str(error)
    if error.filename is None:
        return Problem("cli.cannot_write", path=_("Standard output"), error=reason)
    return Problem("cli.cannot_use", path=as_text(error.filename), error=reason)
