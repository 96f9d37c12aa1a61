"""The server: waitress, which sends bodies from its own loop, so that slow clients hold no thread.

Figures and reasons: ``docs/decisions/060-waitress.md``.
"""

from __future__ import annotations

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server
from waitress.task import ErrorTask

from repo_app.settings import Settings
from repo_app.web.lanes import Lanes
from repo_app.web.security import HEADERS

THREADS = 8
CONNECTIONS = 1000
QUIET_SECONDS = 120  # a phone on a weak line may pause for long; a dead one is let go after this
BATCH = 5  # as many of the largest files, or many more photos, may come in one form
FORM_OVERHEAD = 1024 * 1024  # boundaries and fields around a file
REFUSED = (
    "Yêu cầu này lớn quá mức cho phép hoặc bị hỏng trên đường gửi. Không có gì bị thay đổi.\n"
    "This request is larger than this site takes, or was damaged on its way. Nothing was changed.\n"
)


class _PlainRefusal(ErrorTask):  # type: ignore[misc]  # waitress has no types
    """What waitress itself must refuse, with our words and headers instead of its own."""

    def execute(self) -> None:
        """Write the refusal and let the connection go."""
        error, body = self.request.error, REFUSED.encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers.extend([("Content-Type", "text/plain; charset=utf-8"), *HEADERS])
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """One connection; differs from waitress's own only in how a refusal reads."""

    error_task_class = _PlainRefusal


def body_limit(settings: Settings) -> int:
    """The largest request body in bytes: one file and the form around it."""
    return settings.max_file_bytes + FORM_OVERHEAD


def batch_limit(settings: Settings) -> int:
    """The largest body in bytes of a form that takes several files from somebody who is signed in."""
    return BATCH * settings.max_file_bytes + FORM_OVERHEAD


def serve(app: Flask, settings: Settings) -> None:
    """Answer requests on the host and port of ``settings`` until the process is told to stop (SystemExit, Ctrl-C)."""
    listening: dict[int, object] = {}
    server = create_server(
        app,
        map=listening,
        _dispatcher=Lanes(THREADS),
        host=settings.host,
        port=settings.port,
        connection_limit=CONNECTIONS,
        asyncore_use_poll=True,
        channel_timeout=QUIET_SECONDS,
        # more than the limit comes in, so that most files that are too large are answered by a page that says so
        max_request_body_size=batch_limit(settings) + body_limit(settings),
        ident=None,
        clear_untrusted_proxy_headers=False,  # trusted or dropped by ProxyFix, see create_app
    )
    for one in listening.values():
        if isinstance(one, BaseWSGIServer):
            one.channel_class = _Channel
    server.run()
