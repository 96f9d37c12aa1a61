"""``hoclieu user`` and ``hoclieu token``: people, by whoever sits at the machine itself."""

from __future__ import annotations

import sys

import click

from repo_app.cli.front import COMMANDS
from repo_app.cli.house import opened
from repo_app.cli.output import answer, answer_json, answer_link, answer_table, say
from repo_app.cli.usage import usage_of
from repo_app.cli.words import _, argument, group, json_option, mark, option
from repo_app.errors import UsageFault
from repo_app.services import accounts
from repo_app.settings import Settings
from repo_app.values import SYSTEM
from repo_app.values.people import ROLES

ROLE = click.Choice(ROLES)
user = group("user", COMMANDS["user"][1])
token = group("token", COMMANDS["token"][1])


@user.command("create", help=mark("Let somebody in; prints a one-time link to choose a password where none is given."))
@argument("email")
@option("--name", required=True, help=mark("The name that others see."))
@option("--role", required=True, type=ROLE, help=mark("What they may do."))
@option("--organization", metavar="SLUG", help=mark("Where they belong; default: the first organization."))
@option("--password-stdin", is_flag=True, help=mark("Read the password from standard input."))
def create_user(email: str, name: str, role: str, organization: str | None, password_stdin: bool) -> None:
    """Make the account."""
    password = _password() if password_stdin else None
    with opened() as library, usage_of("email", "name"):
        link = accounts.create(
            library, SYSTEM, email=email, name=name, role=role, organization=organization, password=password
        )
    say(_("%(email)s now has an account.", email=email))
    if link is not None:
        _print_link(library.settings, link)


@user.command("list", help=mark("Everybody who has an account."))
@json_option
def list_users(as_json: bool) -> None:
    """Print the accounts by name."""
    with opened() as library:
        views = accounts.listing(library, SYSTEM)
    if as_json:
        keys = ("email", "name", "role", "organization", "disabled")
        answer_json([{**{key: getattr(v, key) for key in keys}, "created_at": v.created_at.isoformat()} for v in views])
    else:
        answer_table((v.email, v.name, v.role, v.organization, _("disabled") if v.disabled else "") for v in views)


@user.command("disable", help=mark("Shut somebody out: sessions and tokens end at once."))
@argument("email")
def disable_user(email: str) -> None:
    """Disable the account."""
    with opened() as library:
        accounts.disable(library, SYSTEM, email)
    say(_("%(email)s is shut out; sessions and tokens have ended.", email=email))


@user.command("role", help=mark("Give somebody another role."))
@argument("email")
@argument("role", type=ROLE)
def set_role(email: str, role: str) -> None:
    """Change the role."""
    with opened() as library:
        accounts.set_role(library, SYSTEM, email, role)
    say(_("%(email)s is now %(role)s.", email=email, role=role))


@user.command("reset", help=mark("Print a one-time link at which somebody chooses a new password."))
@argument("email")
def reset_user(email: str) -> None:
    """Print the link."""
    with opened() as library:
        _print_link(library.settings, accounts.reset_link(library, SYSTEM, email))


@token.command("create", help=mark("Print a new API token, once."))
@argument("email")
@option("--name", default="", help=mark("What it is for."))
def create_token(email: str, name: str) -> None:
    """Print the token alone."""
    with opened() as library:
        answer(accounts.create_token(library, SYSTEM, email, name))


def _password() -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise UsageFault("cli.no_password")
    return password


def _print_link(settings: Settings, link: str) -> None:
    say(_("At this address a password can be chosen, once, within three days:"))
    answer_link(settings, link)
