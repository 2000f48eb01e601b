"""How far the visits of a month and a year are, and what is worth a second look."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from app.core.errors import FileError
from app.core.terms import ContactKind
from app.models.contact import Contact
from app.services.acts import list_acts
from app.services.desk import Desk
from app.services.visit_figures import flagged_contacts, month_figures, year_figures
from app.services.visit_figures_paper import print_figures, save_figures
from app.services.visits import RecordContact, record_contact
from tests.conftest import Offices
from tests.factory import TODAY, VILLAGES, make_person, make_responsible


def _visit(desk: Desk, person: int, day: date) -> int:
    return record_contact(desk, RecordContact(person, day, ContactKind.VISIT))


@pytest.fixture
def people(offices: Offices) -> tuple[int, int]:
    """Two orphans in two villages, who are visited every month from April on."""
    with offices.township(day=date(2026, 3, 20)) as desk:
        first = make_person(desk, categories=("orphan",))
        second = make_person(desk, categories=("orphan",), village=VILLAGES[1])
        make_responsible(desk, first)
    return first, second


def test_what_fell_due_in_a_month_is_counted_by_village_way_and_responsible(
    offices: Offices, people: tuple[int, int]
) -> None:
    with offices.township(day=date(2026, 4, 20)) as desk:
        _visit(desk, people[0], date(2026, 4, 20))
        found = month_figures(desk, "2026-04")
    assert (found.whole.due, found.whole.done, found.whole.late) == (2, 1, 0)
    assert (found.visits.due, found.visits.done, found.visits.rate) == (2, 1, "50%")
    assert [(one.name, one.due, one.done) for one in found.villages] == [
        (VILLAGES[0], 1, 1), (VILLAGES[1], 1, 0),
    ]  # fmt: skip
    assert [(one.name, one.due) for one in found.kinds] == [("上门入户", 2)]
    assert {one.name: one.done for one in found.responsible} == {"李主任": 1, "（没有责任人）": 0}


def test_a_month_that_is_past_is_counted_as_of_its_end(
    offices: Offices, people: tuple[int, int]
) -> None:
    with offices.township(day=date(2026, 5, 12)) as desk:
        _visit(desk, people[0], date(2026, 4, 30))
        _visit(desk, people[1], date(2026, 5, 12))
        april, may = month_figures(desk, "2026-04"), month_figures(desk, "2026-05")
    assert april.day == date(2026, 4, 30)
    assert (april.visits.due, april.visits.done) == (2, 1)
    assert may.day == date(2026, 5, 12)
    assert (may.visits.due, may.visits.done) == (2, 1)


def test_what_is_left_over_from_before_is_told_apart(
    offices: Offices, people: tuple[int, int]
) -> None:
    with offices.township(day=date(2026, 6, 2)) as desk:
        for person in people:
            _visit(desk, person, date(2026, 4, 8))
        found = month_figures(desk, "2026-06")
    assert (found.visits.due, found.visits.done, found.visits.late) == (2, 0, 2)


def test_a_quarterly_visit_counts_once_in_its_quarter(offices: Offices) -> None:
    with offices.township(day=date(2026, 3, 20)) as desk:
        person = make_person(desk, categories=("left_behind_elder",))
    with offices.township(day=date(2026, 6, 30)) as desk:
        dues = [one.visits.due for one in year_figures(desk, "2026-06")][-3:]
        assert dues == [0, 0, 1]
        _visit(desk, person, date(2026, 4, 8))
        figures = year_figures(desk, "2026-06")[-3:]
        assert [(one.visits.due, one.visits.done) for one in figures] == [(1, 1), (0, 0), (0, 0)]


def test_a_year_is_twelve_months_and_none_that_has_not_begun(desk: Desk) -> None:
    assert [one.month for one in year_figures(desk, "2026-05")][::11] == ["2025-06", "2026-05"]
    assert [one.month for one in year_figures(desk, "2026-07")][-1] == "2026-05"
    assert month_figures(desk, "2026-07").whole.due == 0
    assert month_figures(desk, "2026-05").whole.rate == "—"


def test_strange_contacts_are_listed_with_the_reason(desk: Desk) -> None:
    people = [make_person(desk, f"张山{n}", village=VILLAGES[n]) for n in range(2)]
    contacts = [_visit(desk, person, TODAY) for person in people]
    assert flagged_contacts(desk, "2026-05") == ()
    with desk.write("strange", "改走访时间") as work:
        work.session.execute(update(Contact).values(time="09:30", visitors="王干部、赵干部"))
    found = flagged_contacts(desk, "2026-05")
    assert [(row.contact_no, row.flag) for row in found] == [
        (f"C{contact}", "同一分钟在两个村") for contact in contacts
    ]
    assert flagged_contacts(desk, "2026-06") == ()


def test_an_old_visit_stands_in_the_month_in_which_it_was_typed(desk: Desk) -> None:
    _visit(desk, make_person(desk), date(2026, 3, 2))
    (row,) = flagged_contacts(desk, "2026-05")
    assert (row.flag, row.words) == ("隔很久才录入", "走访后 65 天才录入，没有写原因")


def test_the_figures_go_to_a_workbook_and_to_paper(
    offices: Offices, people: tuple[int, int], tmp_path: Path
) -> None:
    with offices.township(day=date(2026, 4, 20)) as desk:
        _visit(desk, people[0], date(2026, 4, 20))
        year = year_figures(desk, "2026-04")
        save_figures(desk, year[-1], year, tmp_path / "统计.xlsx")
        book = load_workbook(tmp_path / "统计.xlsx")
        assert book.sheetnames == ["按村", "按方式", "按责任人", "各月", "各月定期探访"]
        rows = list(book["按村"].values)
        assert (VILLAGES[0], 1, 1, "100%", 0) in rows
        assert print_figures(desk, year[-1], year, tmp_path / "统计.pdf") == 5
        with pypdfium2.PdfDocument(tmp_path / "统计.pdf") as document:
            text = document[0].get_textpage().get_text_bounded()
        assert "50%（1 ÷ 2）" in text
        acts = len(list_acts(desk))
        with pytest.raises(FileError):
            save_figures(desk, year[-1], year, tmp_path / "没有" / "统计.xlsx")
        assert len(list_acts(desk)) == acts
