"""Objects on any S3-compatible server; the only module that knows the `minio` client.

Nothing waits for ever: a server that refuses is noticed at once, one that does not answer within about a minute.
A process that is killed in the middle of a large upload leaves parts on the server that no listing of keys shows;
`sweep` drops them, as a lifecycle rule of the bucket (abort incomplete multipart uploads) would.
"""

import io
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import BinaryIO, cast
from xml.etree.ElementTree import ParseError

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error

from storage.addresses import S3Address
from storage.base import (
    Corrupt,
    ObjectMissing,
    ObjectStat,
    StorageError,
    StorageFull,
    StorageUnavailable,
    Unreadable,
    check_key,
    check_prefix,
    check_range,
    is_key,
)
from storage.files import DAY
from storage.s3_streams import CheckedSource, ResponseBody, content_disposition

PART = 8 * 1024 * 1024  # bytes sent at a time; a put holds about two of these in memory. S3 asks for 5 MiB or more
MAX_SECONDS = 7 * 24 * 3600  # the longest life S3's signature version 4 gives an address
_MISSING = frozenset({"NoSuchKey", "ResourceNotFound"})
_FULL = frozenset({"QuotaExceeded", "StorageFull", "XMinioStorageFull", "InsufficientCapacity", "EntityTooLarge"})
_UNREADABLE = frozenset({"AccessDenied", "InvalidObjectState"})


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a server: seconds for a connection, seconds of silence, and how often to ask again."""

    connect: float = 3.0
    silence: float = 20.0
    retries: int = 2


def connect(address: S3Address, patience: Patience | None = None) -> "S3Store":
    """Make a store over the bucket; nothing is sent yet, so a server that is down shows at first use."""
    kind = SigningS3Store if address.presign else S3Store
    public = _client(address, address.public, patience) if address.public else None
    return kind(_client(address, address.endpoint, patience), address.bucket, public)


def _client(address: S3Address, endpoint: str, patience: Patience | None) -> Minio:
    waits = patience or Patience()
    scheme, _, host = endpoint.partition("://")
    pool = urllib3.PoolManager(
        maxsize=16,
        timeout=urllib3.Timeout(connect=waits.connect, read=waits.silence),
        retries=urllib3.Retry(
            total=waits.retries,
            read=min(1, waits.retries),  # once: a kept connection may have died; twice would double the wait
            backoff_factor=0.2,
            status_forcelist=(500, 502, 503, 504),
            raise_on_status=False,
            respect_retry_after_header=False,  # a server that says "in an hour" shall not hold a thread for one
        ),
        ssl_context=ssl.create_default_context() if scheme == "https" else None,
    )
    return Minio(
        host,
        access_key=address.access_key,
        secret_key=address.secret_key,
        secure=scheme == "https",
        region=address.region,
        http_client=pool,
    )


class S3Store:
    """An `ObjectStore` over one bucket that exists. Safe for many threads; open it anew after a fork."""

    def __init__(self, client: Minio, bucket: str, public: Minio | None = None) -> None:
        self._client = client
        self._bucket = bucket
        self._public = public or client

    def ensure_bucket(self) -> None:
        """Make the bucket when there is none; another one making it at the same moment is no error."""
        with _translated(self._bucket):
            if self._client.bucket_exists(self._bucket):
                return
            with suppress(S3Error):  # answered by the question below
                self._client.make_bucket(self._bucket)
        self._require_bucket()

    def put(
        self,
        key: str,
        source: BinaryIO,
        *,
        sha256: str | None = None,
        size: int | None = None,
        media_type: str = "application/octet-stream",
    ) -> ObjectStat:
        """See `ObjectStore.put`. The last part is sent only after the digest was held against `sha256`."""
        checked = CheckedSource(check_key(key), source, sha256=sha256, size=size)
        try:
            with _translated(key, writing=True):
                written = self._client.put_object(
                    self._bucket,
                    key,
                    cast(BinaryIO, checked),  # the client only ever calls read(n)
                    -1,
                    content_type=media_type,
                    metadata={"sha256": sha256} if sha256 else None,
                    part_size=PART,
                    num_parallel_uploads=1,
                )
        except Exception:
            if checked.failure is not None:
                raise checked.failure from None  # the caller's own stream, or the check: not the server's fault
            raise
        return self._confirmed(key, checked, written.etag)

    def _confirmed(self, key: str, checked: CheckedSource, etag: str | None) -> ObjectStat:
        """Ask the server what it kept. Another writer may have replaced it meanwhile: then ours was whole too."""
        with _translated(key):
            kept = self._client.stat_object(self._bucket, key)
        copied = checked.copied()
        if kept.etag == etag and kept.size != copied.size:
            self.delete(key)
            raise Corrupt(f"{key}: {copied.size} bytes were sent and the server keeps {kept.size}")
        if kept.last_modified is None:
            raise StorageUnavailable(f"{key}: the server does not say when it was modified")
        return ObjectStat(key, copied.size, copied.sha256, kept.last_modified)

    def open(self, key: str, *, start: int = 0, length: int | None = None) -> BinaryIO:
        """See `ObjectStore.open`. Closing early drops the connection; reading to the end gives it back."""
        check_range(start, length)
        if length == 0:  # S3 has no such range
            if self.stat(key) is None:
                raise ObjectMissing(key)
            return io.BytesIO()
        ranged = start > 0 or length is not None
        try:
            with _translated(check_key(key)):
                response = self._client.get_object(self._bucket, key, offset=start, length=length or 0)
        except _PastEnd:
            return io.BytesIO()
        body = ResponseBody(response, key)
        if ranged and response.status != 206:
            body.close()
            raise StorageUnavailable(f"{key}: the server does not do ranges (status {response.status})")
        return io.BufferedReader(body, 64 * 1024)

    def stat(self, key: str) -> ObjectStat | None:
        """See `ObjectStore.stat`; `sha256` is what was given to `put`, None where nothing was."""
        try:
            with _translated(check_key(key)):
                found = self._client.stat_object(self._bucket, key)
        except ObjectMissing:
            self._require_bucket()
            return None
        if found.size is None or found.last_modified is None:
            raise StorageUnavailable(f"{key}: the server tells neither size nor time")
        sha256 = cast("Mapping[str, str]", found.metadata or {}).get("x-amz-meta-sha256")
        return ObjectStat(key, found.size, sha256, found.last_modified)

    def delete(self, key: str) -> None:
        """See `ObjectStore.delete`. In a bucket with versions the server keeps the old one."""
        with suppress(ObjectMissing), _translated(check_key(key), writing=True):
            self._client.remove_object(self._bucket, key)

    def iter_keys(self, prefix: str = "") -> Iterator[str]:
        """See `ObjectStore.iter_keys`; listed page by page while it is read."""
        return self._listed(check_prefix(prefix))

    def sweep(self, *, older_than: float = DAY) -> int:
        """See `Sweepable.sweep`: parts of uploads begun before that, at most 1,000 uploads a call."""
        deadline = datetime.now(UTC) - timedelta(seconds=older_than)
        swept = 0
        with _translated(self._bucket, writing=True):
            # Two calls the client keeps to itself, and no public one does this; a test holds them in place.
            for upload in self._client._list_multipart_uploads(self._bucket).uploads:
                old = upload.initiated_time is not None and upload.initiated_time <= deadline
                if old and is_key(upload.object_name) and upload.upload_id:
                    self._client._abort_multipart_upload(self._bucket, upload.object_name, upload.upload_id)
                    swept += 1
        return swept

    def _require_bucket(self) -> None:
        """Tell a missing object from a missing bucket, which the answer to HEAD does not."""
        with _translated(self._bucket):
            if not self._client.bucket_exists(self._bucket):
                raise StorageUnavailable(f"there is no bucket {self._bucket}")

    def _listed(self, prefix: str) -> Iterator[str]:
        with _translated(prefix):
            for found in self._client.list_objects(self._bucket, prefix, recursive=True):
                if found.object_name and is_key(found.object_name):
                    yield found.object_name


class SigningS3Store(S3Store):
    """An `S3Store` whose objects a browser may fetch by itself: a `Presigner`."""

    def presign(self, key: str, *, seconds: int, download_name: str, media_type: str, inline: bool) -> str:
        """See `Presigner.presign`. Made here, without asking the server."""
        if not 1 <= seconds <= MAX_SECONDS:
            raise ValueError(f"an address lives 1 to {MAX_SECONDS} seconds, not {seconds}")
        with _translated(check_key(key)):
            return self._public.presigned_get_object(
                self._bucket,
                key,
                expires=timedelta(seconds=seconds),
                response_headers={
                    "response-content-disposition": content_disposition(download_name, inline=inline),
                    "response-content-type": media_type,
                    "response-cache-control": "private, no-cache",
                },
            )


class _PastEnd(StorageError):
    """The range begins where the object has ended: an empty answer, not a failure."""


@contextmanager
def _translated(what: str, *, writing: bool = False) -> Iterator[None]:
    """Turn whatever the client and its HTTP library raise into errors of ours."""
    try:
        yield
    except S3Error as error:
        raise _from_code(what, error, writing=writing) from error
    except (MinioException, urllib3.exceptions.HTTPError, OSError, ParseError, UnicodeDecodeError) as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]  # it may quote a whole error page
        raise StorageUnavailable(f"{what}: no usable answer from the server ({reason})") from error


def _from_code(what: str, error: S3Error, *, writing: bool) -> StorageError:
    code = error.code or "unknown"
    if code in _MISSING:
        return ObjectMissing(what)
    if code == "InvalidRange":
        return _PastEnd(what)
    if code in _FULL or error.response.status == 507:
        return StorageFull(f"{what}: no room on the server ({code})")
    if code in _UNREADABLE and not writing:
        return Unreadable(f"{what}: the server does not give it out ({code})")
    return StorageUnavailable(f"{what}: the server refuses ({code})")
