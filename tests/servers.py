"""Real servers for the tests, each an ordinary process on a free port of this machine, ended by its process id.

`postgres_server()` and `s3_server()` are context managers; `tests/conftest.py` makes fixtures of them. Where a
program is looked for is said once here, so that a machine that lacks it says so in one way.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import urllib3

START_SECONDS = 30.0
TRIES = 3  # a port that was free may be taken by a neighbour before the server binds it


class ServerFailed(Exception):
    """A server did not come up; the message ends with the last lines of its log."""


@dataclass(frozen=True, slots=True)
class Command:
    """One program to run: its arguments, extra environment, and the account it runs as (None: ours)."""

    arguments: Sequence[str]
    environment: Mapping[str, str]
    account: str | None = None
    stop: signal.Signals = signal.SIGTERM


@dataclass(frozen=True, slots=True)
class S3Server:
    """A running S3 server. `name` says which product; `process` is its process id, `folder` where it works."""

    name: str
    port: int
    access_key: str
    secret_key: str
    process: int
    folder: Path

    def url(self, bucket: str, options: str = "") -> str:
        """The storage address of a bucket, which need not exist."""
        key, secret = quote(self.access_key, safe=""), quote(self.secret_key, safe="")
        return f"s3+http://{key}:{secret}@127.0.0.1:{self.port}/{bucket}{options}"


@contextmanager
def postgres_server() -> Iterator[str]:
    """Start a PostgreSQL of its own with an empty database; yields `postgresql+psycopg://…` of it. No fsync."""
    account = _plain_account()
    with _work_folder("pg", account) as folder:
        data = folder / "data"
        _run_once(
            [_postgres_program("initdb"), "-D", str(data), "-U", "hoclieu", "-A", "trust", "-N", "-E", "UTF8"], account
        )

        def command(port: int) -> Command:
            options = ["-c", "fsync=off", "-c", "max_connections=100", "-c", "timezone=UTC"]
            place = ["-D", str(data), "-h", "127.0.0.1", "-p", str(port), "-k", str(folder)]
            return Command([_postgres_program("postgres"), *place, *options], {}, account, signal.SIGINT)

        with running(command, _postgres_answers, folder) as (port, _process):
            server = f"postgresql+psycopg://hoclieu@127.0.0.1:{port}"
            yield fresh_database(f"{server}/postgres")


def fresh_database(url: str, template: str | None = None) -> str:
    """Make a database on the server of `url`, empty or a copy of the one at `template`, to which nobody is connected;
    gives its address. It goes when the server does."""
    name = f"test_{secrets.token_hex(6)}"
    of = f" TEMPLATE {template.rpartition('/')[2]}" if template else ""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}{of}".encode())
    return f"{url.rpartition('/')[0]}/{name}"


@contextmanager
def s3_server(product: str | None = None) -> Iterator[S3Server]:
    """Start an S3 server: versitygw, or where it is absent and CI does not insist, moto's. `product` chooses one."""
    chosen = product or s3_product()
    key, secret = "test-key", "test secret/with@signs:" + secrets.token_hex(4)
    with _work_folder("s3", None) as folder:

        def command(port: int) -> Command:
            return _s3_command(chosen, port, folder, key, secret)

        with running(command, _http_answers, folder) as (port, process):
            yield S3Server(chosen, port, key, secret, process, folder)


def s3_product() -> str:
    """`versitygw` or `moto`: which one this machine would run. `ServerFailed` where CI lacks the real one."""
    asked = os.environ.get("HOCLIEU_TEST_S3")
    if asked is not None:
        return asked
    if versitygw() is not None:
        return "versitygw"
    if os.environ.get("CI") == "true":
        raise ServerFailed("CI tests against a real S3 server: install versitygw, or name it in HOCLIEU_TEST_VERSITYGW")
    return "moto"


def versitygw() -> str | None:
    """The versitygw program, or None where there is none."""
    named = os.environ.get("HOCLIEU_TEST_VERSITYGW")
    if named is not None:
        return named if os.access(named, os.X_OK) else None
    root = Path(__file__).resolve().parent.parent
    places = [root / ".tools/bin/versitygw", *(Path.home() / place for place in _HOME_PLACES)]
    found = [str(place) for place in places if os.access(place, os.X_OK)]
    return found[0] if found else shutil.which("versitygw")


_HOME_PLACES = ("go/bin/versitygw", ".local/bin/versitygw")


def free_port() -> int:
    """A TCP port of 127.0.0.1 that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _s3_command(product: str, port: int, folder: Path, key: str, secret: str) -> Command:
    if product == "moto":
        server = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        return Command(server, {"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret})
    program = versitygw()
    if program is None:
        raise ServerFailed("versitygw was asked for and is not on this machine")
    objects = folder / "objects"
    objects.mkdir(exist_ok=True)
    server = [program, "--port", f"127.0.0.1:{port}", "posix", str(objects)]
    return Command(server, {"ROOT_ACCESS_KEY": key, "ROOT_SECRET_KEY": secret})


def _postgres_program(name: str) -> str:
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda at: int(at.parts[4]))
    found = str(newest[-1]) if newest else shutil.which(name)
    if found is None:
        raise ServerFailed(f"PostgreSQL's {name} is not on this machine: install the Debian package postgresql")
    return found


def _plain_account() -> str | None:
    """PostgreSQL refuses to run as root: the account to run it as then, None where we are no root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@contextmanager
def _work_folder(name: str, account: str | None) -> Iterator[Path]:
    # /tmp itself: another account has to reach it, and a socket's path may have only 107 characters
    folder = Path(tempfile.mkdtemp(prefix=f"hoclieu-{name}-", dir="/tmp"))
    if account is not None:
        shutil.chown(folder, account)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _run_once(arguments: Sequence[str], account: str | None) -> None:
    done = subprocess.run(
        arguments,
        user=account,
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode:
        raise ServerFailed(f"{arguments[0]} ended with {done.returncode}: {done.stderr[-500:]}")


@contextmanager
def running(
    command: Callable[[int], Command], answers: Callable[[int], bool], folder: Path
) -> Iterator[tuple[int, int]]:
    """Run the command of a free port until the block ends; yields the port and the process id."""
    port, process = _start(command, answers, folder / "log")
    try:
        yield port, process.pid
    finally:
        _stop(process, command(port).stop)


def _start(
    command: Callable[[int], Command], answers: Callable[[int], bool], log: Path
) -> tuple[int, "subprocess.Popen[bytes]"]:
    for _ in range(TRIES):
        port = free_port()
        process = _spawn(command(port), log)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            if answers(port):
                return port, process
            time.sleep(0.05)
        _stop(process, signal.SIGKILL)
    raise ServerFailed(f"{command(0).arguments[0]} did not come up: {log.read_text(errors='replace')[-1500:]}")


def _spawn(command: Command, log: Path) -> "subprocess.Popen[bytes]":
    with log.open("ab") as output:  # a file, not a pipe: nobody reads a pipe while the tests run, and it would fill
        return subprocess.Popen(
            [*_ending_with_us(command.stop), *command.arguments],
            env={**os.environ, **command.environment},
            user=command.account,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def _ending_with_us(how: signal.Signals) -> list[str]:
    """What to put before a command so that the kernel ends it should the tests be killed; it keeps its process id."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", how.name.removeprefix("SIG")] if setpriv else []


def _stop(process: "subprocess.Popen[bytes]", how: signal.Signals) -> None:
    if process.poll() is None:
        process.send_signal(how)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=10)


def _postgres_answers(port: int) -> bool:
    try:
        with psycopg.connect(f"postgresql://hoclieu@127.0.0.1:{port}/postgres", connect_timeout=2):
            return True
    except psycopg.OperationalError:
        return False


def _http_answers(port: int) -> bool:
    """Any answer to an HTTP request will do: an S3 server refuses a request without a signature."""
    try:
        urllib3.request("GET", f"http://127.0.0.1:{port}/", retries=False, timeout=2.0)
    except urllib3.exceptions.HTTPError:
        return False
    return True


def describe() -> str:
    """One line for the head of a test run: which S3 server it will use."""
    try:
        product = s3_product()
    except ServerFailed as error:
        return f"S3 server: none ({error})"
    return f"S3 server: {product}" + (f" ({versitygw()})" if product == "versitygw" else ", versitygw is not here")
