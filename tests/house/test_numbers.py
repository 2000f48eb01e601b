"""The numbers of the house as hard limits: they stop what grows without anybody looking."""

from __future__ import annotations

import ast
import re

from tests.house.tree import ROOT, functions, place, python_files, tree_of

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
MOST_PARAMETERS = 8  # ruff's limit with `self`; the aim is six

# A file may be longer when splitting it would only scatter one subject. Each excuse has a reason.
LONG_FILES = {
    "app/models/migrations/versions/0006_visits_and_care.py": "tables, as Alembic lists them",
    "tests/unit/importers/test_plan.py": "every way a register and a file can meet, in one list",
}
LONG_FUNCTIONS = {
    "app/models/migrations/versions/0001_first_tables.py upgrade": "tables, as Alembic lists them",
}

FOLDERS = ("app", "tools", "tests")


def test_no_file_is_longer_than_a_person_reads() -> None:
    lengths = {
        place(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in python_files(*FOLDERS)
    }
    long = {where for where, lines in lengths.items() if lines > LONGEST_FILE}
    assert long == set(LONG_FILES)


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{place(path)} {function.name}"
        for path in python_files(*FOLDERS)
        for function in functions(tree_of(path))
        if (function.end_lineno or 0) - function.lineno + 1 > LONGEST_FUNCTION
    }
    assert long == set(LONG_FUNCTIONS)


def test_no_function_of_the_program_takes_a_crowd_of_arguments() -> None:
    crowded = [
        place(path, function)
        for path in python_files("app", "tools")
        for function in functions(tree_of(path))
        if len(function.args.posonlyargs + function.args.args + function.args.kwonlyargs)
        > MOST_PARAMETERS
    ]
    assert crowded == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        place(path)
        for path in python_files("app", "tools")
        if path.stat().st_size and not ast.get_docstring(tree_of(path))
    ]
    assert silent == []


def test_every_package_says_what_stands_in_it() -> None:
    silent = [
        place(path)
        for path in python_files("app")
        if path.name == "__init__.py" and not ast.get_docstring(tree_of(path))
    ]
    assert silent == []


def test_every_public_class_says_what_it_is() -> None:
    silent = [
        f"{place(path, node)} {node.name}"
        for path in python_files("app")
        if "ui" not in path.parts  # there a class is a page, and its module says what it shows
        for node in tree_of(path).body
        if isinstance(node, ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_only_commands_print() -> None:
    printing = [
        place(path, node)
        for path in python_files("app")
        if path.parent != ROOT / "app" / "cli"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert printing == []


def test_no_test_sleeps_and_none_is_skipped() -> None:
    lazy = {"time.sleep", "sleep", "qtbot.wait", "pytest.skip", "pytest.mark.skip"}
    found = [
        place(path, node)
        for path in python_files("tests")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in lazy
    ]
    assert found == []


def test_tests_are_sentences() -> None:
    """``test_unknown_income_is_never_zero``: at least two words, mostly more."""
    short = [
        place(path, function)
        for path in python_files("tests")
        if path.name.startswith("test_")
        for function in functions(tree_of(path))
        if function.name.startswith("test_") and function.name.count("_") < 2
    ]
    assert short == []


def test_nothing_is_left_for_later() -> None:
    mark = re.compile(r"#.*\b(?:TO" + r"DO|FIX" + r"ME|HA" + r"CK)\b")
    found = [
        f"{place(path)}:{number}"
        for path in python_files(*FOLDERS)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if mark.search(line)
    ]
    assert found == []
