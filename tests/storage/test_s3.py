"""The S3 store beyond the contract: signed addresses and the server's own view of our uploads, on a real server."""

import io
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import boto3  # type: ignore[import-untyped]
import pytest
import urllib3
from botocore.config import Config  # type: ignore[import-untyped]

from storage import BlobStore, NeedsBucket, ObjectStore, Presigner, StorageUnavailable, Sweepable, open_store, spool
from storage.addresses import S3Address, parse
from storage.s3 import connect
from storage.s3_streams import content_disposition
from tests import servers
from tests.storage.streams import MIB, Pattern, SourceBroke, sha256

TITLE = 'Bài giảng "Đạo hàm" – lớp 11.pdf'


@pytest.fixture
def store(s3_url: str) -> ObjectStore:
    return open_store(s3_url)


def get(address: str) -> urllib3.BaseHTTPResponse:
    return urllib3.request("GET", address, retries=False, timeout=5)


def signed(store: ObjectStore, key: str, *, seconds: int = 60, inline: bool = True) -> str:
    assert isinstance(store, Presigner)
    return store.presign(key, seconds=seconds, download_name=TITLE, media_type="application/pdf", inline=inline)


def test_a_signed_address_gives_the_bytes_with_name_and_type(store: ObjectStore) -> None:
    store.put("a/b", io.BytesIO(b"%PDF-1.7"), media_type="application/octet-stream")
    answer = get(signed(store, "a/b", inline=False))
    assert (answer.status, answer.data) == (200, b"%PDF-1.7")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == content_disposition(TITLE, inline=False)
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_a_signed_address_is_for_one_object_and_ends(store: ObjectStore, s3: servers.S3Server) -> None:
    store.put("one", io.BytesIO(b"1"))
    store.put("two", io.BytesIO(b"2"))
    address = signed(store, "one", seconds=1)
    assert get(address).status == 200
    assert get(address.split("?")[0]).status == 403 or s3.name == "moto"  # moto lets everybody in
    if s3.name == "versitygw":
        assert get(address.replace("/one?", "/two?")).status == 403
    time.sleep(2.1)
    assert get(address).status == 403 or s3.name == "moto"


@pytest.mark.parametrize("seconds", [0, -1, 7 * 24 * 3600 + 1])
def test_a_life_out_of_range_is_refused(store: ObjectStore, seconds: int) -> None:
    with pytest.raises(ValueError, match="604800"):
        signed(store, "one", seconds=seconds)


def test_browsers_may_need_another_host_or_none(s3: servers.S3Server) -> None:
    public = open_store(s3.url("bucket", "?public=https://files.example.org"))
    assert urlsplit(signed(public, "a/b"))[:3] == ("https", "files.example.org", "/bucket/a/b")
    hidden = open_store(s3.url("bucket", "?presign=no"))
    assert not isinstance(hidden, Presigner)


def test_names_in_the_header_are_safe_and_whole() -> None:
    header = content_disposition(TITLE, inline=True)
    assert header.startswith("inline; filename=\"Bai giang _Dao ham_ _ lop 11.pdf\"; filename*=UTF-8''B%C3%A0i")
    wicked = content_disposition('a\r\nSet-Cookie: x="\\\u202e%41.pdf', inline=False)
    plain, _, whole = wicked.partition("; filename*=")
    assert plain == 'attachment; filename="aSet-Cookie: x=___41.pdf"'
    assert whole == "UTF-8''aSet-Cookie%3A%20x%3D%22%5C%2541.pdf"
    assert content_disposition("\n", inline=False) == "attachment; filename=\"file\"; filename*=UTF-8''file"


class Uploads:
    """How many unfinished uploads the server holds in a bucket, asked with another client than ours."""

    def __init__(self, server: servers.S3Server, url: str) -> None:
        self._bucket = urlsplit(url).path.strip("/")
        self._other = boto3.client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{server.port}",
            aws_access_key_id=server.access_key,
            aws_secret_access_key=server.secret_key,
            region_name="us-east-1",
            config=Config(s3={"addressing_style": "path"}),
        )

    def count(self) -> int:
        return len(self._other.list_multipart_uploads(Bucket=self._bucket).get("Uploads", []))

    def close(self) -> None:
        self._other.close()


@pytest.fixture
def uploads(s3: servers.S3Server, s3_url: str) -> Iterator[Uploads]:
    asked = Uploads(s3, s3_url)
    yield asked
    asked.close()


def test_what_was_given_up_leaves_no_parts_on_the_server(store: ObjectStore, uploads: Uploads) -> None:
    seen: list[int] = []

    class Broken(Pattern):
        def read(self, size: int | None = -1, /) -> bytes:
            seen.append(uploads.count())
            return super().read(size)

    with pytest.raises(SourceBroke):
        store.put("key", Broken(30 * MIB, at_most=5 * MIB, breaks_at=20 * MIB))
    assert max(seen) == 1, "it was an upload in parts"
    assert uploads.count() == 0


def test_what_a_killed_process_leaves_is_swept(store: ObjectStore, uploads: Uploads, s3: servers.S3Server) -> None:
    class Ended(Pattern):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.given > 10 * MIB:
                raise SystemExit  # nobody tidies up after this one, as after a kill
            return super().read(size)

    assert isinstance(store, Sweepable)
    store.put("stays", Pattern(9 * MIB))
    with pytest.raises(SystemExit):
        store.put("key", Ended(30 * MIB))
    assert list(store.iter_keys()) == ["stays"]
    assert uploads.count() == 1
    if s3.name == "versitygw":  # moto says every upload began in 2010
        assert store.sweep(older_than=3600) == 0
        assert uploads.count() == 1
    time.sleep(1.1)  # a server tells whole seconds
    assert store.sweep(older_than=0) == 1
    assert uploads.count() == 0
    assert list(store.iter_keys()) == ["stays"]


def test_the_server_remembers_the_digest_it_was_told(store: ObjectStore) -> None:
    digest = sha256(b"x")
    store.put("told", io.BytesIO(b"x"), sha256=digest)
    stat = store.stat("told")
    assert stat is not None
    assert stat.sha256 == digest


def test_blobs_go_there_and_come_back(store: ObjectStore, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("spool")
    blobs = BlobStore(store)
    with spool(Pattern(9 * MIB), folder=folder, limit=10 * MIB) as spooled:
        name = spooled.sha256
        assert blobs.add(spooled, "application/pdf")
        assert not blobs.add(spooled, "application/pdf")
    assert blobs.check(name, 9 * MIB) is None
    blobs.fetch(name, folder / "copy")
    assert (folder / "copy").stat().st_size == 9 * MIB
    assert blobs.local_path(name) is None
    link = blobs.presign(name, seconds=30, download_name="b.pdf", media_type="application/pdf", inline=True)
    assert link is not None
    assert len(get(link).data) == 9 * MIB


def test_a_bucket_is_made_only_when_asked(s3: servers.S3Server) -> None:
    address = parse(s3.url("made-on-request-" + str(time.time_ns())))
    assert isinstance(address, S3Address)
    store = connect(address)
    assert isinstance(store, NeedsBucket)
    with pytest.raises(StorageUnavailable):
        store.put("key", io.BytesIO(b"x"))
    with pytest.raises(StorageUnavailable):
        store.stat("key")
    store.ensure_bucket()
    store.ensure_bucket()
    assert store.put("key", io.BytesIO(b"x")).size == 1


def test_a_wrong_secret_is_unavailable_and_not_told(s3: servers.S3Server, s3_url: str) -> None:
    if s3.name == "moto":
        return  # it lets everybody in
    store = open_store(s3_url.replace("signs", "sings"))
    for verb in (
        lambda: store.put("key", io.BytesIO(b"x")),
        lambda: store.open("key"),
        lambda: list(store.iter_keys()),
    ):
        with pytest.raises(StorageUnavailable) as raised:
            verb()
        assert "secret/with" not in str(raised.value)
