"""Every sample file of a messy workbook, imported into an empty register."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.errors import FileError
from app.models.person import Person
from app.models.queries import register as queries
from app.services.desk import Desk
from app.services.import_matching import survey_books
from app.services.import_people import Severity, commit_import, preview_books, read_books
from tests.factory import dump
from tests.samples.import_expected import EXPECTED
from tests.samples.import_files import CASES, DATES, MADE, NOT_KEPT, make, number

_READ = [name for name, expected in EXPECTED.items() if not expected.refused_whole]
_REFUSED = [name for name, expected in EXPECTED.items() if expected.refused_whole]


def _file(name: str, folder: Path) -> Path:
    return make(folder, name) if name in NOT_KEPT else CASES / name


def _people(desk: Desk) -> list[Person]:
    with desk.store.read() as session:
        return sorted(queries.all_people(session), key=lambda each: each.id)


def test_every_kept_file_has_its_expected_outcome() -> None:
    assert {*MADE, *NOT_KEPT} == set(EXPECTED)
    assert {path.name for path in CASES.iterdir()} == set(MADE)


@pytest.mark.parametrize("name", _READ)
def test_a_messy_file_becomes_what_is_expected(desk: Desk, tmp_path: Path, name: str) -> None:
    expected = EXPECTED[name]
    books = read_books([_file(name, tmp_path)], password=expected.password)
    asks = "".join(ask for sheet in survey_books(desk, books).sheets for ask in sheet.found.asks)
    assert expected.asks in asks
    assert bool(expected.asks) == bool(asks)
    preview = preview_books(desk, books)
    said: dict[Severity, list[str]] = {severity: [] for severity in Severity}
    for problem in preview.problems:
        said[problem.severity].append(problem.reason)
    for severity, words in (
        (Severity.ERROR, expected.errors),
        (Severity.WARNING, expected.warnings),
    ):
        reasons = said[severity]
        missing = [word for word in words if not any(word in reason for reason in reasons)]
        assert (missing, len(reasons)) == ([], len(words)), reasons
    assert all(p.file and p.reason and p.remedy and p.rule for p in preview.problems)
    counts = preview.counts
    assert (counts.new, counts.households_new, counts.refused) == (
        expected.people, expected.households, expected.refused,
    )  # fmt: skip
    commit_import(desk, preview)
    people = _people(desk)
    assert len(people) == expected.people
    for key, value in expected.fields:
        assert getattr(people[0], key) == value


@pytest.mark.parametrize("name", _REFUSED)
def test_a_hostile_file_is_refused_in_words_and_nothing_is_written(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    before = dump(desk.store)
    expected = EXPECTED[name]
    with pytest.raises(FileError) as raised:
        preview_books(desk, read_books([_file(name, tmp_path)], password="不是这个"))
    assert expected.refused_whole in "".join(raised.value.sentences())
    assert raised.value.what_to_do
    assert dump(desk.store) == before


def test_dates_keep_how_exact_they_are(desk: Desk) -> None:
    commit_import(desk, preview_books(desk, read_books([CASES / "13_dates.xlsx"])))
    by_key = {person.id_key: person for person in _people(desk)}
    for order, (written, exact) in enumerate(DATES, start=1):
        person = by_key[number(order)]
        assert person.death_date == exact
        if exact is None and written != "长期":
            assert (person.raw or {})["death_date"] == str(written)
