"""The architecture is a failing test, not a drawing (docs/architecture.md)."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.house.tree import ROOT, place, python_files, tree_of

ROOMS = sorted(path.name for path in (ROOT / "app").iterdir() if (path / "__init__.py").exists())


def test_rooms_use_only_rooms_below_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    broken = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert broken == 0, capsys.readouterr().out


def test_the_document_names_every_room_and_no_other() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `app/([a-z]+)", text, re.MULTILINE))
    assert named - {"bootstrap"} == set(ROOMS)


def _imports(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def _roots(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in _imports(tree_of(path))}


@pytest.mark.parametrize(
    ("folder", "strangers"),
    [
        ("app/services", {"sqlalchemy", "alembic", "sqlite3", "PySide6", "openpyxl", "lxml"}),
        ("app/cli", {"sqlalchemy", "alembic", "PySide6", "openpyxl", "lxml", "cryptography"}),
        ("app/ui", {"sqlalchemy", "alembic", "openpyxl", "lxml", "cryptography", "reportlab"}),
        ("app/core", {"sqlalchemy", "PySide6", "openpyxl", "lxml", "reportlab", "cryptography"}),
    ],
)
def test_a_room_does_not_open_the_tools_of_another(folder: str, strangers: set[str]) -> None:
    # The command doctor reports SQLite's version; nobody else has a reason.
    found = {place(path): _roots(path) & strangers for path in python_files(folder)}
    assert {where: names for where, names in found.items() if names} == {}


def test_every_presenter_and_every_task_is_held_to_know_no_qt() -> None:
    """The contract follows indirect imports too, but only from the modules that it names."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    held = next(
        contract["source_modules"]
        for contract in contracts["tool"]["importlinter"]["contracts"]
        if contract["name"] == "Presenters know no Qt"
    )
    without_qt = re.compile(r"(^|_)(presenters?|tasks)$")
    found = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in python_files("app/ui")
        if without_qt.search(path.stem)
    }
    assert len(found) > 40
    assert found - set(held) == set()


def test_only_the_composition_root_opens_the_store() -> None:
    """The self-test and the demonstration's doors aside, a service works with the desk it gets."""
    openers = {
        place(path)
        for path in python_files("app")
        if any(
            isinstance(node, ast.Call) and ast.unparse(node.func).endswith("open_store")
            for node in ast.walk(tree_of(path))
        )
    }
    assert openers == {"app/bootstrap.py", "app/services/self_test.py"}


def test_only_one_file_asks_what_day_it_is() -> None:
    asking = re.compile(r"(date|datetime)\.(today|now|utcnow)$|^time\.time$|^localtime$")
    found = {
        place(path)
        for path in python_files("app")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and asking.search(ast.unparse(node.func))
    }
    assert found == {"app/core/clock.py"}


def test_nothing_is_downloaded_at_run_time() -> None:
    network = {"urllib", "http", "requests", "httpx", "socket", "ftplib", "aiohttp"}
    found = {place(path): _roots(path) & network for path in python_files("app")}
    assert {where: names for where, names in found.items() if names} == {}
