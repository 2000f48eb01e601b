"""Amounts, days and identity numbers keyed twice and compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.errors import DeclinedError, UserError
from app.models.contact import Contact
from app.models.person import Person
from app.services.desk import Actor, Desk
from app.services.figures import Entry, enter_figures
from app.services.second_keying import (
    ID_NO,
    compare_keyed,
    list_unchecked,
    open_check,
    settle_check,
)
from app.services.sheets import print_sheets, sheets_of_batch
from app.services.visits import RecordVisit, open_sheet, record_visit
from tests.factory import CLERK, TODAY, dump, make_person, visit_answers

ANSWERS = visit_answers(aid_money=Decimal("200"), visit_time="09:30")
SAME = {"visit_date": TODAY, "visit_time": "09:30", "aid_money": Decimal("200")}


@pytest.fixture
def numbers(desk: Desk, tmp_path: Path) -> list[str]:
    """Two sheets, both keyed once."""
    for place in range(2):
        make_person(desk, f"童{place}", categories=("orphan",))
    batch = print_sheets(desk, "2026-06", out=tmp_path / "sheets.pdf")
    found = [row.sheet_no for row in sheets_of_batch(desk, batch.batch_no)]
    for number in found:
        record_visit(desk, RecordVisit(number, ANSWERS))
    return found


def _other(desk: Desk) -> Desk:
    return replace(desk, actor=Actor("李复核"))


def _contact(desk: Desk, number: str) -> Contact:
    with desk.store.read() as session:
        return session.get_one(Contact, open_sheet(desk, number).contact_id)


def test_the_second_keying_is_blind_and_says_who_keyed_first(
    desk: Desk, numbers: list[str]
) -> None:
    sheet = open_check(_other(desk), numbers[0])
    assert [field.key for field in sheet.fields] == [
        "id_no", "visit_date", "visit_time", "aid_money",
    ]  # fmt: skip
    assert not sheet.same
    assert open_check(desk, numbers[0]).same
    assert "200" not in repr(sheet)


def test_what_agrees_is_marked_with_who_keyed_it_again(desk: Desk, numbers: list[str]) -> None:
    other = _other(desk)
    assert compare_keyed(other, numbers[0], SAME) == ()
    settle_check(other, numbers[0], SAME)
    kept = _contact(desk, numbers[0])
    assert (kept.entered_by, kept.checked_by) == (CLERK, "李复核")
    listed = list_unchecked(desk)
    assert [row.sheet_no for row in listed.rows] == [numbers[1]]
    assert listed.checked == 1


def test_differences_stand_side_by_side_and_the_clerk_decides(
    desk: Desk, numbers: list[str]
) -> None:
    yesterday = TODAY - timedelta(days=1)
    typed = {"visit_date": yesterday, "aid_money": Decimal("20")}
    found = compare_keyed(desk, numbers[0], typed)
    assert [(one.label, one.first, one.second) for one in found] == [
        ("走访日期", f"{TODAY}", f"{yesterday}"),
        ("时间", "09:30", "（空）"),
        ("慰问金", "200.00", "20.00"),
    ]
    settle_check(desk, numbers[0], typed, second=["visit_date", "visit_time"])
    kept = _contact(desk, numbers[0])
    assert (kept.day, kept.time) == (yesterday, None)
    assert open_sheet(desk, numbers[0]).answers["aid_money"] == Decimal("200")


def test_an_identity_number_is_compared_and_never_changed_from_here(
    desk: Desk, numbers: list[str]
) -> None:
    person = open_sheet(desk, numbers[0]).person_id
    with desk.store.read() as session:
        number = session.scalars(select(Person.id_no).where(Person.id == person)).one()
    assert number is not None
    assert compare_keyed(desk, numbers[0], SAME | {ID_NO: number.lower()}) == ()
    wrong = SAME | {ID_NO: number[:-1] + ("1" if number[-1] != "1" else "2")}
    (found,) = compare_keyed(desk, numbers[0], wrong)
    assert number not in found.first, "the number on record stays masked"
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="不能在这里改"):
        settle_check(desk, numbers[0], wrong, second=[ID_NO])
    assert dump(desk.store) == before


def test_a_day_in_the_future_is_not_taken(desk: Desk, numbers: list[str]) -> None:
    before = dump(desk.store)
    later = SAME | {"visit_date": TODAY + timedelta(days=2)}
    with pytest.raises(UserError, match="今天之后"):
        settle_check(desk, numbers[0], later, second=["visit_date"])
    assert dump(desk.store) == before


def test_a_correction_of_the_sheet_wants_a_new_check(desk: Desk, numbers: list[str]) -> None:
    settle_check(desk, numbers[0], SAME)
    record_visit(desk, RecordVisit(numbers[0], ANSWERS, again=True))
    assert len(list_unchecked(desk).rows) == 2


def test_a_sheet_that_was_not_keyed_says_so(desk: Desk, numbers: list[str], tmp_path: Path) -> None:
    batch = print_sheets(desk, "2026-07", out=tmp_path / "july.pdf")
    with pytest.raises(UserError, match="还没有录入"):
        open_check(desk, batch.first_no)


def test_whether_it_is_wanted_is_the_offices_to_say(desk: Desk, numbers: list[str]) -> None:
    assert not list_unchecked(desk).wanted
    entry = Entry(
        key="entry.double_keying", region="990101101000", value=True,
        first=TODAY, issued=TODAY, citation="镇民政办规定",
    )  # fmt: skip
    enter_figures(desk, [entry])
    assert list_unchecked(desk).wanted
