"""One setting each: text in, value out; what cannot be used is told as a code with parameters, and in English."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib.metadata import entry_points
from urllib.parse import SplitResult, urlsplit

LOCALES = ("vi", "en")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_DATABASE = "must be postgresql+psycopg://USER:PASSWORD@host:port/name or sqlite:/// and a path"
_STORAGE = "must be s3+http(s)://KEY:SECRET@host:port/bucket, with / @ : in a key written %2F %40 %3A, or file://"


class BadValue(ValueError):
    """A value that cannot be used: ``code`` (after ``setting.``) with ``params``, and what is wrong in English."""

    def __init__(self, code: str, text: str, **params: object) -> None:
        super().__init__(text)
        self.code = f"setting.{code}"
        self.params = params


def _text(value: str) -> str:
    return value


def _whole(low: int, high: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
            raise BadValue("whole", f"must be a whole number from {low} to {high}", low=low, high=high)
        return int(value)

    return parse


def _one_of(*words: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in words:
            raise BadValue("one_of", "must be one of: " + ", ".join(words), allowed=", ".join(words))
        return value

    return parse


def _switch(value: str) -> bool:
    if value not in {"on", "off"}:
        raise BadValue("switch", "must be on or off")
    return value == "on"


def _second_factor(value: str) -> bool:
    if _switch(value):
        raise BadValue(
            "no_second_factor",
            "cannot be on: this version has no second factor yet, and a promise of one would protect nobody",
        )
    return False


def _index(value: str) -> str:
    if value.startswith("opensearch+"):
        raise BadValue(
            "no_opensearch", "cannot name OpenSearch in this version; use whoosh://<folder> or leave it unset"
        )
    return _url("whoosh", "memory")(value)


def _database(value: str) -> str:
    _url("sqlite", "postgresql+psycopg")(value)
    _parts("database_address", value)
    return value


def _storage(value: str) -> str:
    _url("file", "s3+http", "s3+https", "memory")(value)
    parts = _parts("storage_address", value)
    if parts.scheme.startswith("s3+"):
        bucket = parts.path.strip("/")
        if not (parts.hostname and parts.username and parts.password and _BUCKET.fullmatch(bucket)):
            raise BadValue("storage_address", _STORAGE)
    return value


def _parts(code: str, value: str) -> SplitResult:
    """The address in parts; BadValue, which repeats nothing of it, where it has none or its port is no number."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise BadValue(code, _STORAGE if code == "storage_address" else _DATABASE) from None
    return parts


def _url(*schemes: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if urlsplit(value).scheme not in schemes:
            allowed = ", ".join(f"{scheme}://" for scheme in schemes)
            raise BadValue("scheme", f"must begin with one of: {allowed}", allowed=allowed)
        return value

    return parse


def _public_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/") or parts.query:
        raise BadValue("address", "must be http(s)://host[:port] without a path")
    return value.rstrip("/")


def _languages(value: str) -> str:
    if not value or not all(part.replace("_", "").isalnum() and part.isascii() for part in value.split("+")):
        raise BadValue("languages", "must be tesseract languages joined by +, for example vie+eng")
    return value


def _engine(value: str) -> str:
    """Tesseract, or what an installed package offers under the entry points that `ingest.ocr.engine` looks up."""
    if value == "tesseract":
        return value
    return _one_of("tesseract", *sorted(entry_points(group="hoclieu.engines").names))(value)


def secret(value: str) -> str:
    """A key that is long enough and no known sample; BadValue."""
    if len(value) < 32 or value.lower().startswith(("change", "secret", "example", "sample")):
        raise BadValue(
            "secret", "must be at least 32 characters and not a known sample; leave it unset to have one made"
        )
    return value


def _pairs(value: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in value.split(",") if part.strip())
    if not all(":" in part and part.rsplit(":", 1)[1].isdigit() for part in found):
        raise BadValue("pairs", "must be host:port, separated by commas")
    return found


PARSERS: Mapping[str, Callable[[str], object]] = {
    "DATA_DIR": _text,
    "DATABASE_URL": _database,
    "STORAGE_URL": _storage,
    "SEARCH_URL": _index,
    "SECRET_KEY": secret,
    "BASE_URL": _public_address,
    "HOST": _text,
    "PORT": _whole(1, 65535),
    "WORKERS": _whole(1, 256),
    "OCR_LANGUAGES": _languages,
    "OCR_ENGINE": _engine,
    "MAX_FILE_MB": _whole(1, 1024 * 1024),
    "MAX_PAGES": _whole(1, 1_000_000),
    "MAIL_URL": _url("smtp", "smtps", "smtp+tls"),
    "TRUSTED_PROXIES": _whole(0, 10),
    "LOG_FORMAT": _one_of("text", "json"),
    "DEFAULT_LOCALE": _one_of(*LOCALES),
    "REQUIRE_TOTP": _second_factor,
    "HARVEST_PRIVATE": _pairs,
}
NAMES = tuple(PARSERS)
