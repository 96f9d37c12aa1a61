"""The servers the tests stand on: they come up, they go without a trace, and CI gets the real ones."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests import servers


def test_postgresql_comes_with_empty_databases_and_goes() -> None:
    with servers.postgres_server() as url:
        other = servers.fresh_database(url)
        assert other != url
        for address in (url, other):
            with psycopg.connect(address.replace("+psycopg", "")) as connection:
                row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
                assert row == (0,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url.replace("+psycopg", ""), connect_timeout=2)


@pytest.mark.parametrize("product", sorted({servers.s3_product(), "moto"}))
def test_an_s3_server_comes_and_goes(product: str) -> None:
    with servers.s3_server(product) as server:
        assert server.name == product
        os.kill(server.process, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(server.process, 0)
    assert not server.folder.exists()


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="the setpriv program is not here")
def test_a_killed_run_leaves_no_server() -> None:
    code = """
import os, signal
from tests import servers
with servers.s3_server() as server:
    print(server.process, server.folder, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    process, folder = done.stdout.split()
    deadline = time.monotonic() + 10
    while Path(f"/proc/{process}/cmdline").exists() and Path(f"/proc/{process}/cmdline").read_bytes():
        assert time.monotonic() < deadline, "it outlived the run"
        time.sleep(0.05)
    shutil.rmtree(folder)


def test_ci_insists_on_the_real_s3_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOCLIEU_TEST_S3", raising=False)
    monkeypatch.setenv("HOCLIEU_TEST_VERSITYGW", "/no/such/program")
    monkeypatch.delenv("CI", raising=False)
    assert servers.s3_product() == "moto"
    assert "moto" in servers.describe()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(servers.ServerFailed, match="CI"):
        servers.s3_product()


def test_a_server_that_dies_at_once_is_reported_with_its_log(tmp_path: Path) -> None:
    command = servers.Command(["/bin/sh", "-c", "echo the reason >&2; exit 3"], {})
    with (
        pytest.raises(servers.ServerFailed, match="the reason"),
        servers.running(lambda _port: command, lambda _port: False, tmp_path),
    ):
        pytest.fail("it cannot have come up")
