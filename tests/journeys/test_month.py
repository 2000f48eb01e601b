"""Two months of two townships and their county, through services and files.

Nothing here knows a window or a command, so the story survives a redesign of either.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.core.terms import DutyState
from app.exporters.sample.make import make_sample
from app.exporters.sample.model import Sample
from app.exporters.sample.write import write_sample
from app.services.county import county_board, receive_ledgers
from app.services.county_conflicts import list_conflicts
from app.services.county_merge import MergedView, merge_month, write_receipts
from app.services.desk import Desk
from app.services.import_people import commit_import, preview_import
from app.services.ledger_down import import_receipt
from app.services.ledger_up import check_ledger
from app.services.people import PeopleQuery, find_people
from app.services.plan import plan_month
from app.services.sent_ledgers import STATE_RECEIVED, list_exports
from app.services.sheets import print_sheets, sheets_of_batch
from app.services.visits import RecordVisit, record_visit
from tests.conftest import OTHER_TOWNSHIP, Offices
from tests.factory import (
    PASSPHRASE,
    TOWNSHIP,
    export_month,
    id_number,
    visit_answers,
    write_roster,
)

BOTH = (TOWNSHIP, OTHER_TOWNSHIP)
PEOPLE = 60
MAY, JUNE = "2026-05", "2026-06"


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_sample(townships=2, people=PEOPLE, seed=11, day=date(2026, 5, 6))


def _import(offices: Offices, name: str, books: list[Path], day: date) -> int:
    with offices.township(name, day) as desk:
        return commit_import(desk, preview_import(desk, books)).counts.new


def _walk(desk: Desk, month: str, folder: Path, day: date, *, keep_back: int = 0) -> int:
    """Print the month's sheets and type in all that came back; how many did."""
    batch = print_sheets(desk, month, out=folder / f"{month}-{desk.folder.name}.pdf")
    numbers = [sheet.sheet_no for sheet in sheets_of_batch(desk, batch.batch_no)]
    back = numbers[: len(numbers) - keep_back]
    for place, number in enumerate(back):
        visited = day - timedelta(days=place % 3)
        record_visit(desk, RecordVisit(number, visit_answers(visited)))
    return len(back)


def _send(offices: Offices, name: str, month: str, day: date) -> Path:
    with offices.township(name, day) as desk:
        assert check_ledger(desk, month).faults == ()
        return export_month(desk, offices.stick, month).path


def _answer(offices: Offices, month: str, day: date) -> MergedView:
    """The county takes what is on the stick, merges it, and every township gets its receipt."""
    with offices.county(day) as county:
        receive_ledgers(county, [offices.stick])
        board = county_board(county, month)
        assert board.missing == ()
        merged = merge_month(county, month, offices.root, passphrase=PASSPHRASE)
        assert merged.people == sum(row.people for row in board.rows)
        assert merged.amount == sum((row.amount for row in board.rows), Decimal("0.00"))
        receipts = write_receipts(county, month, offices.root, passphrase=PASSPHRASE)
    for name in BOTH:
        with offices.township(name, day) as desk:
            newest = max(path for path in receipts if name in path.name)
            assert import_receipt(desk, newest).refused == ()
            assert list_exports(desk)[0].state == STATE_RECEIVED
    return merged


def _states(offices: Offices, name: str, month: str, day: date) -> list[DutyState]:
    with offices.township(name, day) as desk:
        return [row.state for row in plan_month(desk, month).rows]


def test_two_months_of_two_townships_and_their_county(
    offices: Offices, sample: Sample, tmp_path: Path
) -> None:
    for name, township in zip(BOTH, sample.townships, strict=True):
        books = write_sample(Sample(sample.seed, sample.day, (township,)), tmp_path / name)
        sheets = [path for path in books if path.suffix == ".xlsx"]
        assert _import(offices, name, sheets, date(2026, 5, 6)) == PEOPLE
        with offices.township(name, date(2026, 5, 20)) as desk:
            assert _walk(desk, MAY, tmp_path, date(2026, 5, 20), keep_back=1) > PEOPLE // 2
        assert _states(offices, name, MAY, date(2026, 5, 20)).count(DutyState.DUE) == 1
        _send(offices, name, MAY, date(2026, 5, 27))

    merged = _answer(offices, MAY, date(2026, 5, 28))
    assert (merged.offices, merged.people) == (2, 2 * PEOPLE)
    _conflicts_are_those_of_the_sample(offices, sample)
    _correction_replaces_the_first_ledger(offices, tmp_path)
    _june_carries_on(offices, tmp_path)

    for name in (*BOTH, "county"):
        with offices.township(name, date(2026, 6, 28)) as desk:
            assert desk.store.check() == ()


def _conflicts_are_those_of_the_sample(offices: Offices, sample: Sample) -> None:
    with offices.county(date(2026, 5, 28)) as county:
        conflicts = list_conflicts(county, MAY)
    kinds = [conflict.kind for conflict in conflicts]
    assert kinds.count("same_person") == len(sample.duplicates) > 0
    assert kinds.count("exclusive_lines") >= len(sample.exclusive) > 0


def _correction_replaces_the_first_ledger(offices: Offices, tmp_path: Path) -> None:
    """The sheet that was kept back comes in after all; the month is sent once more."""
    day = date(2026, 5, 29)
    with offices.township(TOWNSHIP, day) as desk:
        before = check_ledger(desk, MAY)
        assert _walk(desk, MAY, tmp_path, date(2026, 5, 27)) == 1
        after = check_ledger(desk, MAY)
    assert after.batch_no == 2
    assert after.contacts == before.contacts + 1
    assert after.visits_done >= before.visits_done
    _send(offices, TOWNSHIP, MAY, day)
    merged = _answer(offices, MAY, day)
    assert merged.people == 2 * PEOPLE
    with offices.county(day) as county:
        assert [row.batch_no for row in county_board(county, MAY).rows] == [2, 1]


def _june_carries_on(offices: Offices, tmp_path: Path) -> None:
    """Somebody is new, what was missed in May is late until it is done, the chain goes on."""
    first = date(2026, 6, 3)
    row: dict[str, object] = {"姓名": "新来的人", "身份证号": id_number(), "人员类别": "孤儿"}
    assert _import(offices, TOWNSHIP, [write_roster(tmp_path / "六月.xlsx", row)], first) == 1
    for name in BOTH:
        with offices.township(name, date(2026, 6, 20)) as desk:
            _walk(desk, JUNE, tmp_path, date(2026, 6, 20))
        states = _states(offices, name, JUNE, date(2026, 6, 20))
        assert DutyState.DONE in states
        assert DutyState.LATE not in states
        _send(offices, name, JUNE, date(2026, 6, 27))
    merged = _answer(offices, JUNE, date(2026, 6, 28))
    assert merged.people == 2 * PEOPLE + 1
    with offices.township(TOWNSHIP, date(2026, 6, 28)) as desk:
        assert [row.batch_no for row in list_exports(desk)] == [3, 2, 1]
        assert {row.state for row in list_exports(desk)} == {STATE_RECEIVED}
        assert [p.name for p in find_people(desk, PeopleQuery(text="新来的人"))] == ["新来的人"]
