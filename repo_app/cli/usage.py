"""Wrong usage, told in the language of the terminal: each exception of click has a sentence of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

from repo_app import messages
from repo_app.cli.words import BadValue, _, locale
from repo_app.errors import Invalid, NotFound, UsageFault


@contextmanager
def usage_of(*arguments: str) -> Iterator[None]:
    """Turn what the services find wrong with these arguments of a command into UsageFault, which ends with 2."""
    try:
        yield
    except Invalid as error:
        if error.faults and error.faults[0].field in arguments:
            raise UsageFault(error.code, **error.params) from error
        raise


@contextmanager
def of_record(record: str) -> Iterator[None]:
    """Say that there is no record of that id where the services say that there is no such thing."""
    try:
        yield
    except NotFound as error:
        if error.code != NotFound.default_code:
            raise
        raise NotFound("cli.no_such_record", record=record) from error


def lines_about(error: click.ClickException) -> Iterator[str]:
    """What is wrong with the command line, how the command is called, and where its help is."""
    code, params = _code(error)
    yield messages.sentence(code, params, locale())
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        yield context.get_usage()
        yield _("Help: %(command)s --help", command=context.command_path)


def _code(error: click.ClickException) -> tuple[str, Mapping[str, object]]:
    match error:
        case BadValue():
            return _about_value(error)
        case click.MissingParameter() if error.param is not None:
            return "cli.missing_value", {"name": _name(error.param)}
        case click.NoSuchOption():
            return "cli.no_such_option", {"option": error.option_name}
        case click.BadOptionUsage():
            return "cli.option_misused", {"option": error.option_name}
        case click.exceptions.NoSuchCommand():
            return "cli.no_such_command", {"command": error.command_name}
        case click.UsageError():  # what is left of those that click raises for commands like ours
            return "cli.too_many_words", {}
    return "problem.usage", {}


def _about_value(error: BadValue) -> tuple[str, Mapping[str, object]]:
    named = {"name": _name(error.parameter), "given": error.given}
    match error.parameter.type:
        case click.Choice() as choice:
            return "cli.not_one_of", {**named, "allowed": ", ".join(map(str, choice.choices))}
        case click.IntRange(min=low, max=None):
            return "cli.not_from", {**named, "low": low}
        case click.IntRange(min=low, max=high):
            return "cli.not_between", {**named, "low": low, "high": high}
        case click.Path() as path:
            return _path_code(path, error.given), named
    return "cli.bad_value", named


def _path_code(wanted: click.Path, given: str) -> str:
    if not Path(given).exists():
        return "cli.no_such_path"
    return "cli.is_a_folder" if Path(given).is_dir() and not wanted.dir_okay else "cli.may_not_be_read"


def _name(parameter: click.Parameter) -> str:
    return parameter.opts[0] if isinstance(parameter, click.Option) else (parameter.name or "").upper()
