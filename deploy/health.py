"""Health check for containers: ``health.py URL [PART]``.

Exit 0 when URL answers 200, or, with PART, when that part of the JSON of ``/readyz`` says ``"ok": true`` (a worker is
well when the site sees its heartbeat, whatever else is wrong). Standard library only: it must start in no time.
"""

from __future__ import annotations

import json
import os
import sys
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

TIMEOUT_SECONDS = 4


def healthy(url: str, part: str | None) -> bool:
    """Ask ``url`` under the public host name; OSError when nobody answers, ValueError when it is not JSON."""
    headers = {"Host": host} if (host := urlsplit(os.environ.get("HOCLIEU_BASE_URL", "")).netloc) else {}
    request = Request(url, headers=headers)  # noqa: S310 - the address is written in the compose file
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            status, body = answer.status, answer.read()
    except HTTPError as error:
        status, body = error.code, error.read()
    return json.loads(body)[part]["ok"] is True if part else status == 200


def main(arguments: list[str]) -> int:
    """0 healthy, 1 not, 2 wrong usage."""
    if not 1 <= len(arguments) <= 2:
        print("usage: health.py URL [PART]", file=sys.stderr)
        return 2
    try:
        return 0 if healthy(arguments[0], arguments[1] if len(arguments) == 2 else None) else 1
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
