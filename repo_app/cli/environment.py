"""The settings of this process and its data folder; light, for commands that only start others."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from repo_app.cli.words import use_default
from repo_app.errors import UsageFault
from repo_app.settings import PREFIX, SettingFault, Settings, SettingsError, load

SQLITE = "sqlite:///"
OPTIONS: Mapping[str, str] = {"HOST": "--host", "PORT": "--port", "OCR_LANGUAGES": "--languages"}


def read_settings(overrides: Mapping[str, str] | None = None) -> Settings:
    """The settings, ``overrides`` (names without prefix) before all else; SettingsError with every fault.

    What is wrong with an override is said of the option that it was given by.
    """
    given = overrides or {}
    for name, value in given.items():
        if not value:
            raise UsageFault("cli.missing_value", name=OPTIONS.get(name, PREFIX + name))
    try:
        settings = load({**os.environ, **as_environ(given)}, folder=Path.cwd())
    except SettingsError as error:
        raise SettingsError([_of_option(fault, given) for fault in error.coded]) from error
    use_default(settings.default_locale)
    return settings


def _of_option(fault: SettingFault, given: Mapping[str, str]) -> SettingFault:
    name = str(fault.params.get("name", "")).removeprefix(PREFIX)
    option = OPTIONS.get(name) if name in given else None
    return fault if option is None else replace(fault, params={**fault.params, "name": option})


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
