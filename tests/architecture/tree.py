"""The source tree as data: which module imports which, and how long things are."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("storage", "ingest", "search", "repo_app")
OURS = frozenset(PACKAGES)


@dataclass(frozen=True, slots=True)
class Module:
    """One source file: its dotted name, its syntax tree and its number of lines."""

    name: str
    path: Path
    tree: ast.Module
    lines: int


def modules(*packages: str) -> Iterator[Module]:
    for package in packages or PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            text = path.read_text("utf-8")
            yield Module(name, path, ast.parse(text), text.count("\n"))


def imported(module: Module) -> set[str]:
    """Dotted names of everything that the module imports, wherever in it the import stands."""
    found: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(module, node)
            found.update(f"{base}.{alias.name}" for alias in node.names)
    return found


def _absolute(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = module.name.split(".")
    package = parts if module.path.name == "__init__.py" else parts[:-1]
    base = package[: len(package) - node.level + 1]
    return ".".join([*base, *([node.module] if node.module else [])])


def functions(module: Module) -> Iterator[tuple[str, int]]:
    """Each function with its length in lines, its docstring not counted."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            doc = ast.get_docstring(node) is not None
            start = node.lineno
            length = (node.end_lineno or start) - start + 1
            if doc:
                length -= (first.end_lineno or first.lineno) - first.lineno + 1
            yield f"{module.name}.{node.name}", length
