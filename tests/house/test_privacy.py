"""People in the data are vulnerable: nothing of theirs goes to logs, audit words or error texts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from app.core.dictionary import HOUSEHOLD_FIELDS, PERSON_FIELDS
from tests.house.tree import place, python_files, text_files, tree_of

SENSITIVE = {f.key for f in (*PERSON_FIELDS, *HOUSEHOLD_FIELDS) if f.sensitive} | {
    "phone", "address", "id_key", "former_name", "head_name",
}  # fmt: skip
_LOGGING = re.compile(r"^(log|logger|logging|_log|_logger)\.(debug|info|warning|error|exception)$")
_TELLING = re.compile(
    r"(^|\.)(UserError|FileError|DeclinedError|LedgerRefused|write|describe|Act)$"
)
_ID_NUMBER = re.compile(
    r"(?<!\d)\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dX](?!\d)"
)


def _leaks(tree: ast.Module, telling: re.Pattern[str]) -> Iterator[ast.Call]:
    """Calls that tell something and are handed a sensitive fact."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and telling.search(ast.unparse(node.func)):
            for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
                names = {n.attr for n in ast.walk(argument) if isinstance(n, ast.Attribute)}
                names |= {n.id for n in ast.walk(argument) if isinstance(n, ast.Name)}
                if isinstance(argument, ast.JoinedStr | ast.Attribute) and names & SENSITIVE:
                    yield node


def test_no_log_line_holds_a_fact_about_a_person() -> None:
    found = [place(p, call) for p in python_files("app") for call in _leaks(tree_of(p), _LOGGING)]
    assert found == []


def test_no_error_and_no_audit_line_holds_a_fact_about_a_person() -> None:
    found = [place(p, call) for p in python_files("app") for call in _leaks(tree_of(p), _TELLING)]
    assert found == []


def test_the_search_finds_what_it_looks_for() -> None:
    code = 'log.info(f"{person.id_no}")\nUserError(f"{phone}")\nlog.info(f"{count}")'
    tree = ast.parse(code)
    assert [call.lineno for call in _leaks(tree, _LOGGING)] == [1]
    assert [call.lineno for call in _leaks(tree, _TELLING)] == [2]


def test_every_identity_number_that_ships_is_invented() -> None:
    """Numbers of a county that does not exist (99…), or the example that textbooks print."""
    shipped = [path for path in text_files() if "tests" not in path.parts]
    found = {
        f"{place(path)} {number}"
        for path in shipped
        for number in _ID_NUMBER.findall(path.read_text(encoding="utf-8"))
        if not number.startswith(("99", "110101199003077"))
    }
    assert found == set()
