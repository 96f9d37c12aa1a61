"""Storage addresses: what may stand in `STORAGE_URL`, read without touching disk or net. No message shows a secret."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

FORMS = "file:///absolute/folder, s3+http(s)://KEY:SECRET@host:port/bucket?region=NAME or memory://"
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PUBLIC = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+")


@dataclass(frozen=True, slots=True)
class FileAddress:
    """A folder of this machine, by its absolute path."""

    folder: Path


@dataclass(frozen=True, slots=True)
class MemoryAddress:
    """The memory of this process."""


@dataclass(frozen=True, slots=True)
class S3Address:
    """A bucket on an S3-compatible server.

    `endpoint` is `http(s)://host[:port]` as this process reaches it; `public` the same as browsers reach it, where that
    differs; `presign` False where browsers cannot reach the server at all.
    """

    endpoint: str
    bucket: str
    access_key: str
    secret_key: str = field(repr=False)
    region: str = "us-east-1"
    public: str | None = None
    presign: bool = True


Address = FileAddress | MemoryAddress | S3Address


def parse(url: str) -> Address:
    """Read a storage address; `ValueError` with one sentence that never repeats what may hold a secret."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        # from None: the reason of urlsplit repeats the part it stumbled on, and that may be half of a secret
        raise ValueError(
            "the storage address cannot be read; in a key or secret, write / as %2F, @ as %40 and : as %3A"
        ) from None
    if parts.scheme == "memory":
        return MemoryAddress()
    if parts.scheme == "file":
        return _file(parts)
    if parts.scheme in ("s3+http", "s3+https"):
        return _s3(parts, host, port)
    raise ValueError(f"the storage address must be one of: {FORMS}")


def _file(parts: SplitResult) -> FileAddress:
    path = unquote(parts.path)
    if parts.netloc or parts.query or parts.fragment or not path.startswith("/") or "\0" in path:
        raise ValueError("a file storage address is file:// followed by an absolute path (% ? # written %25 %3F %23)")
    return FileAddress(Path(path))


def _s3(parts: SplitResult, host: str | None, port: int | None) -> S3Address:
    access_key, secret_key = unquote(parts.username or ""), unquote(parts.password or "")
    if not host or not access_key or not secret_key:
        raise ValueError(
            "an S3 storage address needs a host, and before it KEY:SECRET@, with / @ : written %2F %40 %3A"
        )
    bucket = parts.path.strip("/")
    if not _BUCKET.fullmatch(bucket):
        raise ValueError("an S3 storage address ends in a bucket: 3 to 63 letters a-z, digits, dots and hyphens")
    options = _options(parts.query)
    shown = f"[{host}]" if ":" in host else host
    public = options.get("public")
    if public is not None and not _PUBLIC.fullmatch(public):
        raise ValueError("public= in an S3 storage address is http(s)://host or http(s)://host:port")
    return S3Address(
        endpoint=f"{parts.scheme.removeprefix('s3+')}://{shown}" + (f":{port}" if port else ""),
        bucket=bucket,
        access_key=access_key,
        secret_key=secret_key,
        region=options.get("region", "us-east-1"),
        public=public,
        presign=_yes_or_no(options.get("presign", "yes")),
    )


def _options(query: str) -> dict[str, str]:
    found = parse_qs(query, keep_blank_values=True)
    if not found.keys() <= {"region", "public", "presign"} or any(len(values) > 1 for values in found.values()):
        raise ValueError("after ? an S3 storage address may have region=, public= and presign=, each once")
    if any(not values[0] for values in found.values()):
        raise ValueError("an option of the S3 storage address is empty")
    return {name: values[0] for name, values in found.items()}


def _yes_or_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError("presign= in an S3 storage address is yes or no")
    return text == "yes"
