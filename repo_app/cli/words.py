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


def tell_with_next(message: Message) -> str:
    """The sentence of a message and what to do next."""
    return f"{tell(message)} {messages.advice(message.code, locale()).next}".rstrip()


class BadValue(click.BadParameter):
    """One value of a parameter that its type refuses."""

    def __init__(self, parameter: click.Parameter, given: str, context: click.Context) -> None:
        super().__init__(given, ctx=context, param=parameter)
        self.parameter = parameter
        self.given = given


class _Spoken(click.Parameter):
    """A parameter that tells which value its type refused, so that it can be said in the language of the terminal."""

    def type_cast_value(self, ctx: click.Context, value: object) -> object:
        """As click does it; BadValue in place of its BadParameter."""
        try:
            return super().type_cast_value(ctx, value)
        except click.BadParameter as error:
            raise BadValue(self, self._refused(ctx, value), ctx) from error

    def _refused(self, ctx: click.Context, value: object) -> str:
        for one in value if isinstance(value, tuple | list) else (value,):
            try:
                self.type(one, self, ctx)
            except click.BadParameter:
                return str(one)
        return str(value)


class _SpokenArgument(_Spoken, click.Argument):
    pass


class _SpokenOption(_Spoken, click.Option):
    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        return None if record is None else (record[0], record[1].replace(self.help or "", _(self.help or "")))


class _SpokenHelp(click.Command):
    """Headings and the help option in the language of the terminal; every fault knows the command it is about."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does it; where its parser forgets to say whose command line it read, this adds it."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is called."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=_("Call:") + " ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under a translated heading."""
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        records = [option.get_help_record(ctx) for option in options]
        if shown := [record for record in records if record is not None]:
            with formatter.section(_("Options")):
                formatter.write_dl(shown)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option ``--help`` with translated help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Say how it is called, and end.")
        return option


class Command(_SpokenHelp):
    """A command whose help is in the language of the terminal."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the translated help."""
        _write_help(self.help, formatter)

    def get_short_help_str(self, limit: int = 60) -> str:
        """The translated help on one line."""
        return _(self.help or "")


class Group(_SpokenHelp, click.Group):
    """A group of commands whose help is in the language of the terminal."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and then the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands under a translated heading."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, command.get_short_help_str()) for name, command in found if command is not None])

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


def argument(name: str, **attributes: object) -> Callable[[F], F]:
    """A decorator that adds an argument."""
    return click.argument(name, cls=_SpokenArgument, **attributes)


def json_option(function: F) -> F:
    """Add ``--json``, which arrives as ``as_json``."""
    text = mark("Print JSON on standard output, and nothing else there.")
    return option("--json", "as_json", is_flag=True, help=text)(function)
