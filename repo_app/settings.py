"""Settings, read once from the environment into one frozen value; every fault is named at once.

Names, defaults and meanings are those of the table in ``docs/settings.md``; nobody else reads the environment.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

PREFIX = "HOCLIEU_"
GIB = 1024**3
LOCALES = ("vi", "en")


class SettingsError(ValueError):
    """Settings that cannot be used; ``faults`` holds one line for each, the message holds them all."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set from outside; sizes in the unit that the name carries, addresses as URLs."""

    data_dir: Path
    database_url: str = field(repr=False)
    storage_url: str = field(repr=False)
    search_url: str = field(repr=False)
    secret_key: str | None = field(repr=False)
    base_url: str
    base_url_given: bool
    host: str
    port: int
    workers: int
    ocr_languages: str
    max_file_mb: int
    max_pages: int
    mail_url: str | None = field(repr=False)
    trusted_proxies: int
    log_format: str
    default_locale: str
    require_totp: bool
    harvest_private: tuple[str, ...]

    @property
    def max_file_bytes(self) -> int:
        """The largest file taken in, in bytes."""
        return self.max_file_mb * 1024 * 1024

    @property
    def secure(self) -> bool:
        """Whether the public address is https, so that cookies are ``Secure``."""
        return self.base_url.startswith("https:")

    @property
    def secret_file(self) -> Path:
        """Where the secret key lies that was made at the first start."""
        return self.data_dir / "secret_key"


def default_workers(cores: int | None = None, memory: int | None = None) -> int:
    """Readers of pages at one time: as many as cores and memory (1 GiB each) allow, at least 1."""
    cores = cores if cores is not None else len(os.sched_getaffinity(0))
    memory = memory if memory is not None else os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(1, min(cores, memory // GIB))


def _text(value: str) -> str:
    return value


def _whole(low: int, high: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return int(value)

    return parse


def _one_of(*words: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in words:
            raise ValueError("must be one of: " + ", ".join(words))
        return value

    return parse


def _switch(value: str) -> bool:
    if value not in {"on", "off"}:
        raise ValueError("must be on or off")
    return value == "on"


def _second_factor(value: str) -> bool:
    if _switch(value):
        raise ValueError(
            "cannot be on: this version has no second factor yet, and a promise of one would protect nobody"
        )
    return False


def _index(value: str) -> str:
    if value.startswith("opensearch+"):
        raise ValueError("cannot name OpenSearch in this version; use whoosh://<folder> or leave it unset")
    return _url("whoosh", "memory")(value)


def _url(*schemes: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if urlsplit(value).scheme not in schemes:
            raise ValueError("must begin with one of: " + ", ".join(f"{scheme}://" for scheme in schemes))
        return value

    return parse


def _public_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/") or parts.query:
        raise ValueError("must be http(s)://host[:port] without a path")
    return value.rstrip("/")


def _languages(value: str) -> str:
    if not value or not all(part.replace("_", "").isalnum() and part.isascii() for part in value.split("+")):
        raise ValueError("must be tesseract languages joined by +, for example vie+eng")
    return value


def _secret(value: str) -> str:
    if len(value) < 32 or value.lower().startswith(("change", "secret", "example", "sample")):
        raise ValueError("must be at least 32 characters and not a known sample; leave it unset to have one made")
    return value


def _pairs(value: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in value.split(",") if part.strip())
    if not all(":" in part and part.rsplit(":", 1)[1].isdigit() for part in found):
        raise ValueError("must be host:port, separated by commas")
    return found


_PARSERS: Mapping[str, Callable[[str], object]] = {
    "DATA_DIR": _text,
    "DATABASE_URL": _url("sqlite", "postgresql+psycopg"),
    "STORAGE_URL": _url("file", "s3+http", "s3+https", "memory"),
    "SEARCH_URL": _index,
    "SECRET_KEY": _secret,
    "BASE_URL": _public_address,
    "HOST": _text,
    "PORT": _whole(1, 65535),
    "WORKERS": _whole(1, 256),
    "OCR_LANGUAGES": _languages,
    "MAX_FILE_MB": _whole(1, 1024 * 1024),
    "MAX_PAGES": _whole(1, 1_000_000),
    "MAIL_URL": _url("smtp", "smtps", "smtp+tls"),
    "TRUSTED_PROXIES": _whole(0, 10),
    "LOG_FORMAT": _one_of("text", "json"),
    "DEFAULT_LOCALE": _one_of(*LOCALES),
    "REQUIRE_TOTP": _second_factor,
    "HARVEST_PRIVATE": _pairs,
}
NAMES = tuple(_PARSERS)


def load(environ: Mapping[str, str], *, folder: Path) -> Settings:
    """Read the settings from ``environ`` and from ``.env`` in ``folder`` (the environment wins).

    Raises :class:`SettingsError` naming every fault, among them names with our prefix that mean nothing.
    """
    faults: list[str] = []
    raw = _raw_values(environ, folder, faults)
    values: dict[str, object] = {}
    for name, text in raw.items():
        try:
            values[name.lower()] = _PARSERS[name](text)
        except ValueError as error:
            faults.append(f"{PREFIX}{name} {error}")
    if faults:
        raise SettingsError(faults)
    return _with_defaults(values, folder)


def _raw_values(environ: Mapping[str, str], folder: Path, faults: list[str]) -> dict[str, str]:
    in_file = {k: v for k, v in dotenv_values(folder / ".env", interpolate=False).items() if v is not None}
    merged = {**in_file, **environ}
    raw: dict[str, str] = {}
    for key, value in sorted(merged.items()):
        name = key.removeprefix(PREFIX)
        if name == key or name.startswith("TEST_"):
            continue
        if name in _PARSERS:
            if value != "":
                raw[name] = value
        elif name.removesuffix("_FILE") in _PARSERS:
            _read_secret_file(name, value, raw, faults)
        else:
            faults.append(f"{key} is not a setting")
    return raw


def _read_secret_file(name: str, value: str, raw: dict[str, str], faults: list[str]) -> None:
    try:
        raw.setdefault(name.removesuffix("_FILE"), Path(value).read_text("utf-8").strip())
    except (OSError, UnicodeDecodeError):
        faults.append(f"{PREFIX}{name} names a file that cannot be read: {value}")


def _with_defaults(values: dict[str, object], folder: Path) -> Settings:
    data = Path(str(values.get("data_dir", "var"))).expanduser()
    data = data if data.is_absolute() else folder / data
    host, port = values.get("host", "127.0.0.1"), values.get("port", 8080)
    defaults: dict[str, object] = {
        "database_url": f"sqlite:///{data}/hoclieu.db",
        "storage_url": f"file://{data}/objects",
        "search_url": f"whoosh://{data}/index",
        "secret_key": None,
        "base_url": f"http://{host}:{port}",
        "host": host,
        "port": port,
        "workers": default_workers(),
        "ocr_languages": "vie+eng",
        "max_file_mb": 200,
        "max_pages": 2000,
        "mail_url": None,
        "trusted_proxies": 0,
        "log_format": "text",
        "default_locale": "vi",
        "require_totp": False,
        "harvest_private": (),
    }
    given = {**defaults, **values, "data_dir": data, "base_url_given": "base_url" in values}
    return Settings(**{f.name: given[f.name] for f in fields(Settings)})  # type: ignore[arg-type]


def secret_key(settings: Settings) -> str:
    """The key that signs cookies: the setting, else the one in the data folder, made now with mode 0600 if absent."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.secret_file
    if not path.exists():
        keep_private(path, secrets.token_urlsafe(48))
    return _secret(path.read_text("ascii").strip())


def keep_private(path: Path, text: str) -> bool:
    """Write ``text`` to ``path`` with mode 0600, whole or not at all; False when a file was there already."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        os.link(aside, path)
    except FileExistsError:
        return False
    finally:
        aside.unlink()
    return True
