"""Storage addresses: what is understood, what is refused, and that no secret is ever told."""

import subprocess
import sys
import traceback
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import open_store
from storage.addresses import FileAddress, MemoryAddress, S3Address, parse

SECRET = "s3cr3t"


def test_folders() -> None:
    assert parse("file:///srv/hoclieu/objects") == FileAddress(Path("/srv/hoclieu/objects"))
    assert parse("file:///srv/h%E1%BB%8Dc%20li%E1%BB%87u") == FileAddress(Path("/srv/học liệu"))
    assert parse("memory://") == MemoryAddress()


def test_a_bucket_with_everything() -> None:
    url = "s3+https://KEY:a%2Fb%40c%3Ad@s3.example.org:9000/oer?region=vn-1&public=https://cdn.example.org&presign=yes"
    assert parse(url) == S3Address(
        endpoint="https://s3.example.org:9000",
        bucket="oer",
        access_key="KEY",
        secret_key="a/b@c:d",
        region="vn-1",
        public="https://cdn.example.org",
        presign=True,
    )


def test_a_bucket_with_the_least() -> None:
    address = parse("s3+http://k:s@[::1]/oer")
    assert address == S3Address("http://[::1]", "oer", "k", "s", "us-east-1", None, True)


@given(key=st.text(min_size=1, max_size=20), secret=st.text(min_size=1, max_size=40))
def test_any_key_and_secret_come_through_percent_encoding(key: str, secret: str) -> None:
    address = parse(f"s3+http://{quote(key, safe='')}:{quote(secret, safe='')}@host:1/bucket")
    assert isinstance(address, S3Address)
    assert (address.access_key, address.secret_key) == (key, secret)


BAD = [
    *("", "objects", "/var/objects", "http://host/bucket", "s3://k:s@h/b", "file://objects", "file://host/objects"),
    *(
        "file:objects",
        "file:///a?b=c",
        "s3+http://host/bucket",
        f"s3+http://k:{SECRET}@host",
        f"s3+http://k:{SECRET}@host/",
    ),
    *(f"s3+http://k:{SECRET}@host/Upper", f"s3+http://k:{SECRET}@host/ab", f"s3+http://k:{SECRET}@host/a/b"),
    *(
        f"s3+http://k:{SECRET}/x@host/bucket",
        f"s3+http://k:{SECRET}@[host/bucket",
        f"s3+http://k:{SECRET}@host:99999/bucket",
    ),
    *(f"s3+http://:{SECRET}@host/bucket", f"s3+http://k:{SECRET}@/bucket", f"s3+http://k:{SECRET}@host/bucket?regio=x"),
    *(f"s3+http://k:{SECRET}@host/bucket?region=", f"s3+http://k:{SECRET}@host/bucket?region=a&region=b"),
    *(f"s3+http://k:{SECRET}@host/bucket?public=host", f"s3+http://k:{SECRET}@host/bucket?presign=maybe"),
    *(f"s3+http://k:1{SECRET}@x:{SECRET}/bucket", f"ftp://k:{SECRET}@host/bucket"),
]


@pytest.mark.parametrize("url", BAD)
def test_a_wrong_address_is_refused_in_words_without_the_secret(url: str) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+ \w+") as raised:
        open_store(url)
    assert SECRET not in "".join(traceback.format_exception(raised.value))


def test_the_secret_is_not_shown_by_the_value() -> None:
    assert SECRET not in repr(parse(f"s3+http://k:{SECRET}@host/bucket"))


def test_a_small_installation_does_not_load_the_s3_client(tmp_path: Path) -> None:
    code = """
import sys, storage
storage.open_store("memory://"), storage.open_store(sys.argv[1])
assert not {"minio", "urllib3"} & sys.modules.keys(), "loaded"
storage.open_store("s3+http://k:s@127.0.0.1:1/bucket")
assert "minio" in sys.modules
"""
    done = subprocess.run(
        [sys.executable, "-c", code, f"file://{tmp_path}/o"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
