"""A whole run on real servers: with ``HOCLIEU_TEST_ON=servers`` every house and site has PostgreSQL and S3.

Off by default: the embedded defaults are quicker. The servers start with the first house and end with the run.
"""

from __future__ import annotations

import os
import secrets
from contextlib import ExitStack
from functools import cache

from storage.addresses import S3Address, parse
from storage.s3 import connect
from tests import servers

WISH = "HOCLIEU_TEST_ON"
_running = ExitStack()


def asked() -> bool:
    """Whether this run is to be on servers. ValueError for a word that means nothing."""
    wish = os.environ.get(WISH, "")
    if wish not in {"", "servers"}:
        raise ValueError(f"{WISH} is {wish!r}: only 'servers' is known")
    return wish == "servers"


def settings(template: str | None = None, *, presign: bool = False) -> dict[str, str]:
    """Settings (names without prefix) of a new database, empty or a copy of ``template``, and an empty bucket.

    Without ``presign`` the site hands originals out itself: a client within the process cannot follow to the server.
    """
    return {"DATABASE_URL": servers.fresh_database(_postgres(), template), "STORAGE_URL": _bucket(presign)}


def stop() -> None:
    """End what was started."""
    _running.close()


@cache
def _postgres() -> str:
    return _running.enter_context(servers.postgres_server())


@cache
def _s3() -> servers.S3Server:
    return _running.enter_context(servers.s3_server())


def _bucket(presign: bool) -> str:
    url = _s3().url(f"test-{secrets.token_hex(6)}", "" if presign else "?presign=no")
    address = parse(url)
    assert isinstance(address, S3Address)
    connect(address).ensure_bucket()
    return url
