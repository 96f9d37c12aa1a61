"""The settings of this process and its data folder; light, for commands that only start others."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from repo_app.cli.words import use_default
from repo_app.errors import UsageFault
from repo_app.settings import PREFIX, Settings, load

SQLITE = "sqlite:///"


def read_settings(overrides: Mapping[str, str] | None = None) -> Settings:
    """The settings, ``overrides`` (names without prefix) before all else; SettingsError with every fault."""
    settings = load({**os.environ, **as_environ(overrides or {})}, folder=Path.cwd())
    use_default(settings.default_locale)
    return settings


def as_environ(overrides: Mapping[str, str]) -> dict[str, str]:
    """Settings as another process of ours reads them."""
    return {f"{PREFIX}{name}": value for name, value in overrides.items()}


def need_data_folder(settings: Settings) -> None:
    """UsageFault, naming the folder that was looked at, where there is none; nothing is made there."""
    if not is_data_folder(settings):
        raise UsageFault("cli.no_data_folder", folder=str(settings.data_dir))


def is_data_folder(settings: Settings) -> bool:
    """Whether ``init`` made this folder: it holds the key, or else the database that the settings name is there.

    Where key and database both lie elsewhere, nothing in the folder could be missed, and any folder will do.
    """
    if not settings.data_dir.is_dir():
        return False
    if settings.secret_file.exists():
        return True
    if settings.database_url.startswith(SQLITE):
        return Path(settings.database_url.removeprefix(SQLITE).partition("?")[0]).is_file()
    return settings.secret_key is not None
