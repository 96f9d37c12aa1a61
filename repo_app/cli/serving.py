"""``hoclieu serve``: the site, in this process or, with a worker beside it, in a child of this one."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Mapping

import click

from repo_app.cli.children import Child, end_with_parent, supervise
from repo_app.cli.environment import as_environ, need_data_folder, read_settings
from repo_app.cli.front import COMMANDS
from repo_app.cli.output import say
from repo_app.cli.words import _, command, mark, option
from repo_app.errors import Problem
from repo_app.settings import Settings


@command("serve", COMMANDS["serve"][1])
@option("--host", help=mark("The address to listen on, in place of HOCLIEU_HOST."))
@option("--port", help=mark("The port to listen on, in place of HOCLIEU_PORT."))
@option("--no-worker", is_flag=True, help=mark("Run the site alone."))
@option("--with-parent", type=int, hidden=True)
def serve(host: str | None, port: str | None, no_worker: bool, with_parent: int | None) -> None:
    """Run until told to stop."""
    overrides = {name: value for name, value in (("HOST", host), ("PORT", port)) if value is not None}
    settings = read_settings(overrides)
    need_data_folder(settings)
    if not no_worker:
        click.get_current_context().exit(run_both(settings, overrides))
    if with_parent is not None:
        end_with_parent(with_parent)
    _serve_here(settings)


def run_both(settings: Settings, overrides: Mapping[str, str]) -> int:
    """Site and worker as two processes, until told to stop; the exit code."""
    _need_free_port(settings)
    environ = as_environ(overrides)
    site = Child(["serve", "--no-worker"], kept=False, environ=environ)
    return supervise([site, Child(["worker"], kept=True, environ=environ)], _Announcement(settings))


def _need_free_port(settings: Settings) -> None:
    # Otherwise another program that answers there would be taken for our site.
    try:
        for family, kind, number, _name, address in socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        ):
            with socket.socket(family, kind, number) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
    except OSError as error:
        raise _cannot_listen(settings) from error


def _cannot_listen(settings: Settings) -> Problem:
    return Problem("cli.cannot_listen", host=settings.host, port=str(settings.port))


def _serve_here(settings: Settings) -> None:
    from repo_app.cli import logs  # the heavy half of the house, which a process that only watches others never needs
    from repo_app.cli.house import opened
    from repo_app.services.finding import wake
    from repo_app.web import create_app
    from repo_app.web import serve as answer_requests

    logs.configure(settings.log_format)
    signal.signal(signal.SIGTERM, _leave)
    with opened(settings) as library:
        threading.Thread(target=wake, args=(library,), name="waking", daemon=True).start()
        try:
            answer_requests(create_app(library), settings)
        except OSError as error:
            raise _cannot_listen(settings) from error


def _leave(*_: object) -> None:
    raise SystemExit(0)


class _Announcement:
    """Says once that the site answers, as soon as it does."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._made = False

    def __call__(self) -> None:
        if not self._made and self._answers():
            self._made = True
            say(_("Hoclieu is running at %(address)s. Ctrl-C stops it.", address=self._settings.base_url))

    def _answers(self) -> bool:
        host = self._settings.host
        try:
            socket.create_connection((host if host != "0.0.0.0" else "127.0.0.1", self._settings.port), 1).close()  # noqa: S104
        except OSError:
            return False
        return True
