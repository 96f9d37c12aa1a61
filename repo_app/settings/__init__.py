"""Settings, read once from the environment into one frozen value; every fault is named at once.

Names, defaults and meanings are those of the table in ``docs/settings.md``; nobody else reads the environment.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from dotenv import dotenv_values

from repo_app.settings.parsers import LOCALES, NAMES, PARSERS, BadValue, secret

__all__ = [
    "LOCALES",
    "NAMES",
    "PREFIX",
    "SettingFault",
    "Settings",
    "SettingsError",
    "default_workers",
    "keep_private",
    "load",
    "secret_key",
]

PREFIX = "HOCLIEU_"
GIB = 1024**3


@dataclass(frozen=True, slots=True)
class SettingFault:
    """One fault: a message code with its parameters, and the same as a line of English for logs."""

    code: str
    params: Mapping[str, object]
    text: str


class SettingsError(ValueError):
    """Settings that cannot be used; ``faults`` holds one line for each, ``coded`` the same as codes."""

    def __init__(self, coded: list[SettingFault]) -> None:
        self.coded = tuple(coded)
        self.faults = tuple(fault.text for fault in coded)
        super().__init__("\n".join(self.faults))


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
    ocr_engine: str
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


def load(environ: Mapping[str, str], *, folder: Path) -> Settings:
    """Read the settings from ``environ`` and from ``.env`` in ``folder`` (the environment wins).

    Raises :class:`SettingsError` naming every fault, among them names with our prefix that mean nothing.
    """
    faults: list[SettingFault] = []
    raw = _raw_values(environ, folder, faults)
    values: dict[str, object] = {}
    for name, text in raw.items():
        try:
            values[name.lower()] = PARSERS[name](text)
        except ValueError as error:
            faults.append(_fault(PREFIX + name, error))
    if faults:
        raise SettingsError(faults)
    return _with_defaults(values, folder)


def _fault(name: str, error: ValueError) -> SettingFault:
    if isinstance(error, BadValue):
        return SettingFault(error.code, {"name": name, **error.params}, f"{name} {error}")
    return SettingFault("setting.unusable", {"name": name}, f"{name} cannot be read: {error}")


def _raw_values(environ: Mapping[str, str], folder: Path, faults: list[SettingFault]) -> dict[str, str]:
    merged = {**_in_file(folder / ".env", faults), **environ}
    raw: dict[str, str] = {}
    for key, value in sorted(merged.items()):
        name = key.removeprefix(PREFIX)
        if name == key or name.startswith("TEST_"):
            continue
        if name in PARSERS:
            if value != "":
                raw[name] = value
        elif name.removesuffix("_FILE") in PARSERS:
            _read_secret_file(name, value, raw, faults)
        else:
            faults.append(SettingFault("setting.unknown", {"name": key}, f"{key} is not a setting"))
    return raw


def _in_file(path: Path, faults: list[SettingFault]) -> dict[str, str]:
    try:
        return {k: v for k, v in dotenv_values(path, interpolate=False).items() if v is not None}
    except (OSError, UnicodeDecodeError):
        text = f"{path} cannot be read"
        faults.append(SettingFault("setting.unreadable_file", {"path": str(path)}, text))
        return {}


def _read_secret_file(name: str, value: str, raw: dict[str, str], faults: list[SettingFault]) -> None:
    try:
        raw.setdefault(name.removesuffix("_FILE"), Path(value).read_text("utf-8").strip())
    except (OSError, UnicodeDecodeError):
        text = f"{PREFIX}{name} names a file that cannot be read: {value}"
        faults.append(SettingFault("setting.unreadable", {"name": PREFIX + name, "path": value}, text))


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
        "ocr_engine": "tesseract",
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
    return secret(path.read_text("ascii").strip())


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
