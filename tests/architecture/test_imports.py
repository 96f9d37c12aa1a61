"""Who may import whom, as docs/architecture.md says: lower rows know nothing of higher ones."""

from __future__ import annotations

import pytest

from tests.architecture.tree import OURS, Module, imported, modules

FREE = ("search.vietnamese",)
PURE = (
    "repo_app.settings", "repo_app.errors", "repo_app.values", "repo_app.vocabularies", "repo_app.licensing",
    "repo_app.__version__",
)  # fmt: skip
BASE = (*PURE, "repo_app.messages", "repo_app.permissions")
DATA = ("repo_app.db", "repo_app.models", "repo_app.jobs")
FRONT_DOORS = ("storage", "ingest", "search")
EVERYTHING = ("repo_app", *FRONT_DOORS)

# module prefix -> what of ours it may import; the longest prefix that fits decides
RULES: dict[str, tuple[str, ...]] = {
    "storage": ("storage",),
    "ingest": ("ingest",),
    "search": ("search",),
    "repo_app.settings": ("repo_app.settings",),
    "repo_app.errors": ("repo_app.errors",),
    "repo_app.vocabularies": ("repo_app.vocabularies",),
    "repo_app.values": ("repo_app.values", "repo_app.vocabularies"),
    "repo_app.licensing": ("repo_app.licensing", "repo_app.values", "repo_app.vocabularies"),
    "repo_app.messages": ("repo_app.messages", "repo_app.errors", "repo_app.values", "repo_app.vocabularies"),
    "repo_app.permissions": ("repo_app.errors", "repo_app.values", "repo_app.licensing"),
    "repo_app.db": ("repo_app.errors", "repo_app.values"),
    "repo_app.models": ("repo_app.models", "repo_app.db", "repo_app.errors", "repo_app.values"),
    "repo_app.jobs": ("repo_app.jobs", "repo_app.models", "repo_app.db", "repo_app.errors", "repo_app.values"),
    "repo_app.migrations": ("repo_app.migrations", "repo_app.db", "repo_app.models"),
    "repo_app.serializers": (
        "repo_app.serializers",
        "repo_app.values",
        "repo_app.vocabularies",
        "repo_app.licensing",
        "repo_app.errors",
    ),
    "repo_app.services": (*BASE, *DATA, "repo_app.services", "repo_app.serializers", *FRONT_DOORS),
    "repo_app.web": (*BASE, "repo_app.web", "repo_app.services", "repo_app.serializers", "search"),
    "repo_app.worker": (
        "repo_app.jobs",
        "repo_app.services",
        "repo_app.errors",
        "repo_app.messages",
        "repo_app.settings",
    ),
    "repo_app.handlers": (
        "repo_app.jobs",
        "repo_app.services",
        "repo_app.errors",
        "repo_app.messages",
        "repo_app.worker",
    ),
    "repo_app.sample": ("repo_app.sample",),
    "repo_app.wiring": EVERYTHING,
    "repo_app.cli": EVERYTHING,
    "repo_app.__main__": EVERYTHING,
    "repo_app": EVERYTHING,
}
FLASK = ("flask", "flask_login", "flask_wtf", "flask_compress", "werkzeug")
FLASK_HOMES = ("repo_app.web", "repo_app.cli", "repo_app")
# each foreign library that can be swapped, and the one module or package that imports it
SINGLE_HOMES = {
    "minio": "storage.s3",
    "whoosh": "search.whoosh_index",
    "pytesseract": "ingest.ocr.tesseract",
    "waitress": "repo_app.web.serve",
    "argon2": "repo_app.services.passwords",
}


def within(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(prefix + ".")


def rule_for(name: str) -> tuple[str, ...]:
    return RULES[max((prefix for prefix in RULES if within(name, prefix)), key=len)]


def forbidden(module: Module) -> set[str]:
    ours = {name for name in imported(module) if name.split(".")[0] in OURS}
    allowed = (*rule_for(module.name), *FREE)
    return {name for name in ours if not any(within(name, prefix) for prefix in allowed) and name != "repo_app"}


@pytest.mark.parametrize("module", list(modules()), ids=lambda module: module.name)
def test_a_module_knows_only_lower_rows(module: Module) -> None:
    assert forbidden(module) == set()


def test_services_use_the_front_doors_of_the_three_packages() -> None:
    for module in modules("repo_app"):
        for name in imported(module):
            package, _, rest = name.partition(".")
            if package in FRONT_DOORS and module.name.startswith(("repo_app.services", "repo_app.web")):
                assert "." not in rest or within(name, "search.vietnamese"), f"{module.name} imports {name}"


def test_flask_stays_in_the_web_and_the_composition_root() -> None:
    for module in modules():
        uses = {name for name in imported(module) if name.split(".")[0] in FLASK}
        home = module.name == "repo_app" or any(within(module.name, h) for h in FLASK_HOMES[:2])
        assert home or not uses, f"{module.name} imports {uses}"


@pytest.mark.parametrize(("library", "home"), SINGLE_HOMES.items())
def test_a_library_that_can_be_swapped_has_one_home(library: str, home: str) -> None:
    users = {m.name for m in modules() if any(within(name, library) for name in imported(m))}
    assert users
    assert {name for name in users if not within(name, home)} == set()


def test_the_rules_are_not_empty_words() -> None:
    source = next(m for m in modules("search") if m.name == "search.base")
    assert rule_for("repo_app.services.deposit") != rule_for("repo_app.web.deposit")
    assert not forbidden(source)
    bad = Module("storage.base", source.path, __import__("ast").parse("import repo_app.db\nimport ingest"), 2)
    assert forbidden(bad) == {"repo_app.db", "ingest"}
