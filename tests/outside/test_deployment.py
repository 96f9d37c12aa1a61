"""The compose file, the Dockerfile, the example settings, the secrets and the systemd unit: held to each other and to
the rules for what runs unattended. Parsed as files; no container engine is needed.
"""

from __future__ import annotations

import configparser
import re
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from repo_app.settings import NAMES, load

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
SETTING = re.compile(r"HOCLIEU_([A-Z]+(?:_[A-Z]+)*)")


def names_in(path: str) -> set[str]:
    found = {name.removesuffix("_FILE") for name in SETTING.findall((ROOT / path).read_text("utf-8"))}
    return found - {name for name in found if name.startswith("TEST_")}


def images() -> list[str]:
    """Every image that is pulled: those of services that are not built here, and the bases of those that are."""
    pulled = [service["image"] for service in SERVICES.values() if "build" not in service]
    return pulled + re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)


def test_the_house_stands_whole() -> None:
    assert set(SERVICES) == {"site", "worker", "init", "database", "storage"}
    assert SERVICES["site"]["command"] == ["serve", "--no-worker"]
    assert SERVICES["worker"]["command"] == ["worker"]
    assert SERVICES["init"]["command"] == ["init"]


@pytest.mark.parametrize("image", images())
def test_images_are_pinned_to_an_exact_version(image: str) -> None:
    assert re.fullmatch(r"[a-z0-9./-]+:v?\d+\.\d+(\.\d+)?[a-z0-9.-]*", image), image
    assert "minio" not in image  # its server is no longer maintained


@pytest.mark.parametrize("name", SERVICES)
def test_each_container_is_an_ordinary_user_on_a_read_only_disk_without_privileges(name: str) -> None:
    service = SERVICES[name]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "devices", "network_mode", "pid"} & set(service)
    assert service["mem_limit"]
    assert service["pids_limit"]
    assert any(mount.startswith("/tmp:") and "size=" in mount for mount in service["tmpfs"])


@pytest.mark.parametrize("name", SERVICES)
def test_only_named_volumes_are_mounted(name: str) -> None:
    for mount in SERVICES[name]["volumes"]:
        assert mount.split(":")[0] in COMPOSE["volumes"]


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"init"}))
def test_each_lasting_service_has_a_health_check_and_starts_again(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] == "CMD"
    assert {"interval", "timeout", "retries"} <= set(check)
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_services_wait_for_what_they_need() -> None:
    done, healthy = {"condition": "service_completed_successfully"}, {"condition": "service_healthy"}
    assert SERVICES["init"]["depends_on"] == {"database": healthy, "storage": healthy}
    assert SERVICES["site"]["depends_on"] == {"init": done, "database": healthy, "storage": healthy}
    assert SERVICES["worker"]["depends_on"] == {"init": done, "site": healthy}


def test_database_and_storage_are_reached_from_inside_only() -> None:
    assert COMPOSE["networks"]["inside"]["internal"] is True
    for name in ("database", "storage", "init"):
        assert SERVICES[name]["networks"] == ["inside"]
        assert "ports" not in SERVICES[name]
    assert SERVICES["site"]["ports"] == ["${SITE_ADDRESS:-127.0.0.1:8080}:8080"]


def test_secrets_come_from_files_and_none_has_a_default() -> None:
    for service in SERVICES.values():
        assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])
        for key, value in service.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|ACCESS_KEY|DATABASE_URL|STORAGE_URL", key):
                assert key.endswith("_FILE"), key
                assert value.removeprefix("/run/secrets/") in service["secrets"]
    assert not re.search(r"(?i)(password|secret)\w*\s*[:=]\s*['\"]?\w*(hoclieu|admin|changeme|minio)", DOCKERFILE)


@pytest.mark.parametrize(
    "path", ["docker-compose.yml", "Dockerfile", ".env.example", "deploy/hoclieu.service", "deploy/health.py"]
)
def test_every_setting_named_exists(path: str) -> None:
    assert names_in(path)
    assert names_in(path) <= set(NAMES)


def test_the_example_names_every_setting_and_changes_none(tmp_path: Path) -> None:
    assert names_in(".env.example") == set(NAMES)
    text = (ROOT / ".env.example").read_text("utf-8")
    without = load({}, folder=tmp_path)
    (tmp_path / ".env").write_text(text, "utf-8")
    assert load({}, folder=tmp_path) == without
    assert all(line.startswith("#") or not line for line in text.splitlines())


def test_the_example_defaults_are_the_real_ones(tmp_path: Path) -> None:
    text = (ROOT / ".env.example").read_text("utf-8")
    shown = (
        "HOST",
        "PORT",
        "OCR_LANGUAGES",
        "OCR_ENGINE",
        "MAX_FILE_MB",
        "MAX_PAGES",
        "TRUSTED_PROXIES",
        "LOG_FORMAT",
        "DEFAULT_LOCALE",
        "REQUIRE_TOTP",
    )
    given = {
        f"HOCLIEU_{name}": found[1]
        for name in shown
        if (found := re.search(rf"^#HOCLIEU_{name}=(.+)$", text, re.MULTILINE))
    }
    assert len(given) == len(shown)
    assert load(given, folder=tmp_path) == load({}, folder=tmp_path)


def example_lines() -> list[str]:
    text = (ROOT / ".env.example").read_text("utf-8")
    return [line[1:] for line in text.splitlines() if re.match(r"#HOCLIEU_\w+=.", line)]


@pytest.mark.parametrize("line", example_lines())
def test_every_example_is_a_value_that_this_version_takes(line: str, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(line, "utf-8")
    load({}, folder=tmp_path)


@pytest.mark.parametrize("name", ["MAIL_URL", "REQUIRE_TOTP", "HARVEST_PRIVATE"])
def test_the_example_says_what_is_not_there_yet(name: str) -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(f"#HOCLIEU_{name}="))
    assert "this version" in lines[at - 1]


def test_the_readme_loads_the_unit_s_settings_before_a_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    part = readme.partition("## Start with the machine")[2].partition("\n## ")[0]
    assert unit()["EnvironmentFile"] == "-/etc/hoclieu.env"
    commands = [line for line in part.splitlines() if ".venv/bin/hoclieu" in line]
    assert commands
    assert all(". /etc/hoclieu.env" in line for line in commands)


def test_the_database_counts_as_healthy_only_where_others_reach_it() -> None:
    assert "--host=127.0.0.1" in SERVICES["database"]["healthcheck"]["test"]  # the image's first server has no TCP


def test_the_image_runs_as_a_user_has_a_health_check_and_no_compiler() -> None:
    stages = re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)[1:]
    final = [stage for stage in stages if not stage.split("\n", 1)[0].endswith("AS build")]
    assert len(final) == 2
    for stage in final:
        assert re.search(r"^USER 10001:10001$", stage, re.MULTILINE)
        assert "HEALTHCHECK" in stage
        assert not re.search(r"gcc|build-essential|-dev\b|pip install", stage)
    assert "--require-hashes" in DOCKERFILE
    assert re.search(r"^COPY requirements\.lock ", DOCKERFILE, re.MULTILINE)


def test_build_context_lets_in_what_is_copied_and_nothing_private() -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert lines.index("*") < min(number for number, line in enumerate(lines) if line.startswith("!"))
    let_in = {line[1:] for line in lines if line.startswith("!")}
    assert {"repo_app", "ingest", "storage", "search", "templates", "pyproject.toml", "requirements.lock"} <= let_in
    assert {"deploy/health.py", "deploy/storage.sh"} <= let_in
    assert not {"var", ".env", ".git", "deploy", "deploy/secrets"} & let_in
    assert all((ROOT / name).exists() for name in let_in)


def make_secrets(folder: Path) -> dict[str, str]:
    (folder / "deploy").mkdir(exist_ok=True)
    script = folder / "deploy" / "secrets.sh"
    script.write_bytes((ROOT / "deploy/secrets.sh").read_bytes())
    subprocess.run(["sh", str(script)], check=True, capture_output=True)
    return {path.name: path.read_text("ascii") for path in (folder / "deploy/secrets").iterdir()}


def test_secrets_are_random_kept_closed_and_fit_together(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, other = make_secrets(tmp_path / "a"), make_secrets(tmp_path / "b")
    assert set(first) == set(COMPOSE["secrets"])
    assert all(first[name] != other[name] and len(first[name]) >= 48 for name in first)
    assert make_secrets(tmp_path / "a") == first
    assert stat.S_IMODE((tmp_path / "a/deploy/secrets").stat().st_mode) == 0o700
    assert first["database_password"] in first["database_url"]
    assert first["storage_secret_key"] in first["storage_url"]
    files = {
        f"HOCLIEU_{name.upper()}_FILE": str(tmp_path / "a/deploy/secrets" / name)
        for name in ("database_url", "storage_url", "secret_key")
    }
    settings = load(files, folder=tmp_path)
    assert settings.database_url.startswith("postgresql+psycopg://hoclieu:")
    assert settings.secret_key == first["secret_key"]


def test_secrets_are_never_committed() -> None:
    assert "/secrets/" in (ROOT / "deploy/.gitignore").read_text("utf-8").split()


def unit() -> configparser.SectionProxy:
    class Repeated(dict[str, Any]):
        """systemd names a key many times; the values are joined by lines."""

        def __setitem__(self, key: str, value: Any) -> None:
            super().__setitem__(key, [*self[key], *value] if isinstance(value, list) and key in self else value)

    parser = configparser.ConfigParser(interpolation=None, strict=False, dict_type=Repeated, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(ROOT / "deploy/hoclieu.service", "utf-8")
    return parser["Service"]


def test_the_unit_is_hardened_restarts_and_waits_for_a_page_to_finish() -> None:
    service = unit()
    for key in (
        "NoNewPrivileges",
        "PrivateTmp",
        "PrivateDevices",
        "ProtectHome",
        "RestrictNamespaces",
        "LockPersonality",
    ):
        assert service[key] == "true", key
    assert service["ProtectSystem"] == "strict"
    assert service["User"] == "hoclieu"
    assert service["Restart"] == "on-failure"
    assert service["KillSignal"] == "SIGTERM"
    assert int(service["TimeoutStopSec"]) >= 100
    assert service["MemoryMax"]
    assert service["ReadWritePaths"] == f"/var/lib/{service['StateDirectory']}"
    assert f"HOCLIEU_DATA_DIR=/var/lib/{service['StateDirectory']}" in service["Environment"]
    assert service["ExecStart"].endswith("/hoclieu serve")
