"""What the command line says, in the language of the terminal, and click's classes that speak it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import TypeVar

import click

from repo_app import messages
from repo_app.messages.catalogs import mark as mark
from repo_app.values import Message

F = TypeVar("F", bound=Callable[..., None])

_default: ContextVar[str] = ContextVar("default_locale", default="vi")


def use_default(locale: str) -> None:
    """Speak ``locale`` where the terminal does not name a language of ours."""
    _default.set(locale)


def locale(environ: Mapping[str, str] = os.environ) -> str:
    """The language of LC_ALL, LC_MESSAGES or LANG, whichever is set first; else the default."""
    named = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    language = named.partition(".")[0].partition("_")[0].lower()
    return language if language in messages.LOCALES else _default.get()


def _(text: str, **params: object) -> str:
    """The text in the language of the terminal, with its ``%(name)s`` filled in."""
    found = messages.gettext(text, locale())
    return found % params if params else found


def as_text(path: str | bytes | os.PathLike[str]) -> str:
    """A path as it can be shown; bytes of it that are no UTF-8 stand as ``\\xff``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def tell(message: Message) -> str:
    """The sentence of a message."""
    return messages.sentence(message.code, message.params, locale())


class _SpokenOption(click.Option):
    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        return None if record is None else (record[0], record[1].replace(self.help or "", _(self.help or "")))


class Command(click.Command):
    """A command whose help is in the language of the terminal."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the translated help."""
        _write_help(self.help, formatter)

    def get_short_help_str(self, limit: int = 60) -> str:
        """The translated help on one line."""
        return _(self.help or "")


class Group(click.Group):
    """A group of commands whose help is in the language of the terminal."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Its commands in the order they were written in, not of the alphabet."""
        return list(self.commands)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the translated help."""
        _write_help(self.help, formatter)

    def get_short_help_str(self, limit: int = 60) -> str:
        """The translated help on one line."""
        return _(self.help or "")


def _write_help(text: str | None, formatter: click.HelpFormatter) -> None:
    if text:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(text))


def command(name: str, text: str) -> Callable[[Callable[..., None]], Command]:
    """A decorator that makes a command of a function; ``text`` is its help, in the language of the source."""
    return click.command(name, cls=Command, help=text)


def group(name: str, text: str) -> Group:
    """A group of commands."""
    return Group(name, help=text)


def option(*names: str, **attributes: object) -> Callable[[F], F]:
    """A decorator that adds an option whose help is translated."""
    return click.option(*names, cls=_SpokenOption, **attributes)


def json_option(function: F) -> F:
    """Add ``--json``, which arrives as ``as_json``."""
    text = mark("Print JSON on standard output, and nothing else there.")
    return option("--json", "as_json", is_flag=True, help=text)(function)
