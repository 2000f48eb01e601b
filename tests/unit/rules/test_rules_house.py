"""The style of this room, read from its source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import app.rules
from app.rules import programmes

ROOM = Path(next(iter(app.rules.__path__)))
PLAIN_NUMBERS = {0, 1, 2, 12, 100}
LOOKS_LIKE_A_FIGURE = re.compile(r"^\d+(\.\d+)?%?$")


def _sources() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(ROOM.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def _figures(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or isinstance(node.value, bool):
            continue
        if isinstance(node.value, int | float) and node.value not in PLAIN_NUMBERS:
            yield node
        if isinstance(node.value, str) and LOOKS_LIKE_A_FIGURE.match(node.value):
            yield node


def test_no_figure_of_policy_stands_in_python() -> None:
    found = [
        f"{path.name}:{node.lineno} {node.value!r}"
        for path, tree in _sources()
        for node in _figures(tree)
    ]
    assert found == []


def test_the_search_for_figures_finds_them() -> None:
    code = 'a = 60\nb = Decimal("0.30")\nc = -70.5\nd = "30%"\ne = 12\nf = "三级"\ng = True'
    assert sorted(node.lineno for node in _figures(ast.parse(code))) == [1, 2, 3, 4]


def test_whatever_crosses_the_border_of_this_room_cannot_be_changed() -> None:
    for path, tree in _sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                for decorator in node.decorator_list:
                    assert ast.unparse(decorator) == "dataclass(frozen=True)", path.name


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_programmes_do_not_import_one_another() -> None:
    folder = Path(next(iter(programmes.__path__)))
    for path, tree in _sources():
        if path.parent == folder and path.name != "__init__.py":
            others = [name for name in _imported(tree) if name.startswith("app.rules.programmes")]
            assert others == [], path.name


def test_the_engine_knows_no_programme_and_no_duty() -> None:
    for path, tree in _sources():
        if path.parent.name == "engine":
            outside = [
                name
                for name in _imported(tree)
                if name.startswith("app.rules") and not name.startswith("app.rules.engine")
            ]
            assert outside == [], path.name
