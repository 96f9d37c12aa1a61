"""Settings are read once, strictly, and every fault is named at once."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from repo_app.settings import Settings, SettingsError, default_workers, keep_private, load, secret_key

GIB = 1024**3


def read(folder: Path, **environ: str) -> Settings:
    return load({f"HOCLIEU_{name}": value for name, value in environ.items()}, folder=folder)


def test_without_anything_the_defaults_of_the_docs_hold(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path}/var/hoclieu.db"
    assert settings.storage_url == f"file://{tmp_path}/var/objects"
    assert (settings.host, settings.port, settings.base_url) == ("127.0.0.1", 8080, "http://127.0.0.1:8080")
    assert (settings.base_url_given, settings.secure, settings.default_locale) == (False, False, "vi")
    assert (settings.max_file_bytes, settings.max_pages) == (200 * 1024 * 1024, 2000)


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        read(
            tmp_path,
            PORT="80a",
            LOG_FORMAT="xml",
            COLOUR="red",
            BASE_URL="ftp://x",
            REQUIRE_TOTP="on",
            SECRET_KEY="kín",
        )
    named = {line.split()[0] for line in caught.value.faults}
    assert named == {f"HOCLIEU_{n}" for n in ("PORT", "LOG_FORMAT", "COLOUR", "BASE_URL", "REQUIRE_TOTP", "SECRET_KEY")}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "٣"),
        ("WORKERS", "-1"),
        ("REQUIRE_TOTP", "yes"),
        ("DATABASE_URL", "mysql://x"),
        ("STORAGE_URL", "ftp://x"),
        ("SEARCH_URL", "opensearch+http://localhost:9200/x"),
        ("BASE_URL", "https://example.vn/thu-vien"),
        ("OCR_LANGUAGES", "vie;rm"),
        ("OCR_ENGINE", "no-such-engine"),
        ("DEFAULT_LOCALE", "fr"),
        ("BASE_URL", "http://[::1"),
        ("DATABASE_URL", "sqlite://[x"),
        ("PORT", "9" * 5000),
        ("SECRET_KEY", "change-me-change-me-change-me-change-me"),
        ("HARVEST_PRIVATE", "localhost"),
    ],
)
def test_a_value_that_cannot_be_used_stops_the_start(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read(tmp_path, **{name: value})


def test_a_file_of_settings_that_is_no_text_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"HOCLIEU_PORT=\xff\n")
    with pytest.raises(SettingsError, match="env"):
        read(tmp_path)


def test_the_environment_wins_over_the_file_and_secrets_come_from_files(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("HOCLIEU_PORT=9000\nHOCLIEU_HOST=0.0.0.0\nOTHER=1\n")
    (tmp_path / "key").write_text("k" * 40 + "\n")
    settings = read(tmp_path, PORT="9001", SECRET_KEY_FILE=str(tmp_path / "key"))
    assert (settings.port, settings.host, settings.secret_key) == (9001, "0.0.0.0", "k" * 40)
    with pytest.raises(SettingsError, match="SECRET_KEY_FILE"):
        read(tmp_path, SECRET_KEY_FILE=str(tmp_path / "missing"))


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    settings = read(tmp_path, SECRET_KEY="s" * 40, DATABASE_URL="postgresql+psycopg://u:geheim@h/d")
    assert "geheim" not in repr(settings)
    assert "ssss" not in repr(settings)


def test_the_secret_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    settings = read(tmp_path, DATA_DIR=str(tmp_path))
    made = secret_key(settings)
    assert secret_key(settings) == made
    assert len(made) >= 32
    assert stat.S_IMODE(settings.secret_file.stat().st_mode) == 0o600
    assert not keep_private(settings.secret_file, "another")
    assert secret_key(settings) == made


@pytest.mark.parametrize(("cores", "memory", "expected"), [(2, 24 * GIB, 2), (8, 3 * GIB, 3), (4, GIB // 2, 1)])
def test_readers_follow_cores_and_memory(cores: int, memory: int, expected: int) -> None:
    assert default_workers(cores, memory) == expected
