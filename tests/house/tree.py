"""What stands in the project's tree, for the tests of the house."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
_TEXT = frozenset({".py", ".toml", ".md", ".svg", ".txt", ".lock", ".mako", ".yml", ".html", ""})
_FOLDERS = ("app", "tools", "tests", "docs", "resources", "installer", ".ci")


def python_files(*folders: str) -> list[Path]:
    """The Python files of these folders of the project."""
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(path: Path, node: ast.stmt | ast.expr | None = None) -> str:
    """``app/core/money.py:12``."""
    line = f":{node.lineno}" if node is not None else ""
    return f"{path.relative_to(ROOT).as_posix()}{line}"


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, also those inside classes and functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def text_files() -> Iterator[Path]:
    """Every text file that people write: code, data, documents, settings."""
    for path in [*ROOT.iterdir(), *(p for f in _FOLDERS for p in (ROOT / f).rglob("*"))]:
        ours = not {"__pycache__", "fonts"} & set(path.parts)
        if ours and path.is_file() and path.suffix in _TEXT and path.name != ".git":
            yield path
