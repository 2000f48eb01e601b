"""Festival lists: who is on them, what they cost, what was handed out."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.core.errors import DeclinedError, UserError
from app.core.terms import CloseReason, ContactKind
from app.models.contact import Contact
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.donations import RecordDonation, list_donations, record_donation
from app.services.festival_lines import GiveOut, add_people, change_lines, give_out, remove_lines
from app.services.festivals import (
    KeepFestival,
    close_festival,
    festival_days,
    keep_festival,
    list_festivals,
    show_festival,
)
from app.services.merge_people import merge_people
from app.services.person.closing import ClosePerson, close_person
from tests.factory import TODAY, VILLAGES, dump, make_household, make_person
from tests.unit.services.giving import bags, give_to, money, rice, there


def _festival(desk: Desk, budget: str | None = "300.00", name: str = "中秋节") -> int:
    amount = Decimal(budget) if budget else None
    return keep_festival(desk, KeepFestival(name, None, 2026, amount))


def _contacts(desk: Desk) -> list[tuple[int, str, bool]]:
    with desk.store.read() as session:
        rows = session.scalars(select(Contact).order_by(Contact.id))
        return [(row.person_id, row.kind, row.done) for row in rows]


def test_the_day_of_a_festival_comes_from_the_calendar(desk: Desk) -> None:
    assert dict(festival_days(desk, 2026))["重阳节"] == date(2026, 10, 18)
    _festival(desk)
    (row,) = list_festivals(desk)
    assert (row.name, row.day) == ("中秋节", date(2026, 9, 25))


def test_a_year_that_nobody_entered_is_asked_for(desk: Desk) -> None:
    before = dump(desk.store)
    for name, year in (("春节", 2099), ("清明节", 2026)):
        with pytest.raises(UserError, match="不知道") as told:
            keep_festival(desk, KeepFestival(name, None, year))
        assert "政策" in told.value.what_to_do
    with pytest.raises(UserError, match="没有选节日"):
        keep_festival(desk, KeepFestival(" ", TODAY, 2026))
    with pytest.raises(UserError, match="预算不对"):
        keep_festival(desk, KeepFestival("春节", TODAY, 2026, Decimal(0)))
    assert dump(desk.store) == before
    keep_festival(desk, KeepFestival("清明节", date(2026, 4, 5), 2026))


def test_one_person_in_two_lists_is_one_visit_and_that_is_said(desk: Desk) -> None:
    item = rice(desk)
    first, second, third = (make_person(desk, name) for name in "甲乙丙")
    make_household(desk, (second, third))
    list_ = _festival(desk)
    assert add_people(desk, list_, [first, first], bags(item)).words == "加入 1 人"
    added = add_people(desk, list_, [first, second], bags(item))
    assert (added.added, added.already) == (1, 1)
    other = keep_festival(desk, KeepFestival("老年节", date(2026, 9, 25), 2026))
    added = add_people(desk, other, [first, third], bags(item))
    assert added.words == "加入 1 人；1 人已在“中秋节”，没有重复加入"
    added = add_people(desk, list_, [third], bags(item))
    assert added.added == 0
    assert add_people(desk, list_, [make_person(desk, "丁")], bags(item)).same_home == 0


def test_who_shares_a_home_or_got_the_same_lately_is_noticed(desk: Desk) -> None:
    item = rice(desk)
    first, second = make_person(desk, "甲"), make_person(desk, "乙")
    make_household(desk, (first, second))
    list_ = keep_festival(desk, KeepFestival("端午节", date(2026, 6, 19), 2026))
    give_to(desk, first, bags(item))
    added = add_people(desk, list_, [first, second], bags(item))
    assert (added.added, added.same_home, added.lately) == (2, 1, 1)
    assert "不久前发过" in added.words


def test_the_budget_is_reckoned_and_being_over_it_is_told_not_refused(desk: Desk) -> None:
    item = rice(desk, price="65.00")
    people = [make_person(desk, name) for name in "甲乙丙丁"]
    list_ = _festival(desk, "200.00")
    add_people(desk, list_, people[:3], bags(item))
    budget = show_festival(desk, list_).row.budget
    assert (budget.planned, budget.spent, budget.left) == (
        Decimal("195.00"), Decimal("0.00"), Decimal("5.00")
    )  # fmt: skip
    add_people(desk, list_, people[3:], money("100.00"))
    give_out(desk, GiveOut(list_, TODAY))
    budget = show_festival(desk, list_).row.budget
    assert budget.over
    assert (budget.left, budget.spent) == (Decimal("-95.00"), Decimal("295.00"))


def test_lines_stand_in_visiting_order_and_can_be_changed_until_given(desk: Desk) -> None:
    item = rice(desk)
    there_, here = make_person(desk, "远", village=VILLAGES[1]), make_person(desk, "近")
    second = make_person(desk, "近二", group="二组")
    list_ = _festival(desk)
    add_people(desk, list_, [there_, second, here], bags(item))
    lines = show_festival(desk, list_).lines
    assert [line.name for line in lines] == ["近", "近二", "远"]
    change_lines(desk, [lines[0].id], money("50.00"))
    remove_lines(desk, [lines[2].id])
    lines = show_festival(desk, list_).lines
    assert [line.what for line in lines] == ["慰问金 50.00 元", "大米 1 袋"]
    give_out(desk, GiveOut(list_, TODAY, only=frozenset({lines[0].id})))
    before = dump(desk.store)
    for act in (
        lambda: change_lines(desk, [line.id for line in lines], bags(item)),
        lambda: remove_lines(desk, [lines[0].id]),
        lambda: remove_lines(desk, []),
    ):
        with pytest.raises(UserError):
            act()
    assert dump(desk.store) == before


def test_a_sheet_is_typed_back_with_all_given_but_a_few(desk: Desk) -> None:
    item = rice(desk, 3)
    people = [make_person(desk, name) for name in "甲乙丙"]
    list_ = _festival(desk)
    add_people(desk, list_, people, bags(item))
    lines = show_festival(desk, list_).lines
    gone = frozenset({lines[1].id})
    assert give_out(desk, GiveOut(list_, TODAY, absent=gone, given_by="王干部")) == 2
    view = show_festival(desk, list_)
    assert [(line.day, line.tries) for line in view.lines] == [(TODAY, 0), (None, 1), (TODAY, 0)]
    assert (view.row.given, there(desk, item)) == (2, Decimal(1))
    visits = [row for row in _contacts(desk) if row[1] == ContactKind.VISIT]
    assert [done for _, _, done in visits] == [True, True, False]
    assert sum(kind == ContactKind.AID for _, kind, _ in _contacts(desk)) == 2
    assert give_out(desk, GiveOut(list_, TODAY)) == 1
    with pytest.raises(DeclinedError, match="没有等待发放"):
        give_out(desk, GiveOut(list_, TODAY))
    assert there(desk, item) == 0


def test_what_is_fetched_at_the_office_is_no_visit(desk: Desk) -> None:
    list_ = _festival(desk)
    people = [make_person(desk, name) for name in "甲乙"]
    add_people(desk, list_, people, money("100.00"))
    absent = frozenset({show_festival(desk, list_).lines[0].id})
    give_out(desk, GiveOut(list_, TODAY, absent=absent, visited=False))
    assert _contacts(desk) == []


def test_too_little_in_stock_for_the_whole_list_writes_nothing(desk: Desk) -> None:
    item = rice(desk, 1)
    list_ = _festival(desk)
    add_people(desk, list_, [make_person(desk, name) for name in "甲乙"], bags(item))
    assert show_festival(desk, list_).short == ("大米",)
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="还有 1 袋，要发 2 袋"):
        give_out(desk, GiveOut(list_, TODAY))
    with pytest.raises(UserError, match="今天之后"):
        give_out(desk, GiveOut(list_, TODAY + timedelta(days=1)))
    assert dump(desk.store) == before


def test_a_list_that_is_closed_is_only_read_until_it_is_opened_again(desk: Desk) -> None:
    list_ = _festival(desk)
    person = make_person(desk)
    close_festival(desk, list_)
    before = dump(desk.store)
    for act in (
        lambda: add_people(desk, list_, [person], money("1.00")),
        lambda: give_out(desk, GiveOut(list_, TODAY)),
        lambda: close_festival(desk, list_),
        lambda: keep_festival(desk, KeepFestival("春节", TODAY, 2026, festival_id=list_)),
    ):
        with pytest.raises(DeclinedError):
            act()
    assert dump(desk.store) == before
    close_festival(desk, list_, closed=False)
    add_people(desk, list_, [person], money("1.00"))


def test_a_donation_is_spoken_for_by_what_stands_on_a_list(desk: Desk) -> None:
    record_donation(desk, RecordDonation(TODAY, "商会", Decimal("150.00")))
    (donation,) = list_donations(desk)
    list_ = _festival(desk)
    people = [make_person(desk, name) for name in "甲乙"]
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="钱不够"):
        add_people(desk, list_, people, money("100.00"), donation_id=donation.id)
    assert dump(desk.store) == before
    add_people(desk, list_, people, money("60.00"), donation_id=donation.id)
    assert list_donations(desk)[0].left == Decimal("30.00")
    line = show_festival(desk, list_).lines[0]
    with pytest.raises(DeclinedError, match="钱不够"):
        change_lines(desk, [line.id], money("91.00"))
    change_lines(desk, [line.id], money("90.00"))
    give_out(desk, GiveOut(list_, TODAY))
    assert list_donations(desk)[0].left == Decimal("0.00")


def test_the_whole_hand_out_is_taken_back_at_once(desk: Desk) -> None:
    item = rice(desk, 3)
    list_ = _festival(desk)
    add_people(desk, list_, [make_person(desk, name) for name in "甲乙丙"], bags(item))
    before = dump(desk.store)
    give_out(desk, GiveOut(list_, TODAY))
    undo_act(desk, next(act.id for act in list_acts(desk) if act.verb == "give_out"))
    assert dump(desk.store) == before


def test_who_is_no_longer_on_the_register_is_passed_over(desk: Desk) -> None:
    people = [make_person(desk, name) for name in "甲乙"]
    list_ = _festival(desk)
    add_people(desk, list_, people, money("10.00"))
    close_person(desk, ClosePerson(people[0], CloseReason.DEATH, TODAY))
    assert [line.waits for line in show_festival(desk, list_).lines] == [False, True]
    assert give_out(desk, GiveOut(list_, TODAY)) == 1
    assert [line.day for line in show_festival(desk, list_).lines] == [None, TODAY]


@pytest.mark.parametrize("given_first", [False, True])
def test_two_records_of_one_person_on_a_list_become_one_line(desk: Desk, given_first: bool) -> None:
    first, second = make_person(desk, "甲"), make_person(desk, "甲")
    list_ = _festival(desk)
    add_people(desk, list_, [first, second], money("10.00"))
    if given_first:
        line = show_festival(desk, list_).lines[1]
        give_out(desk, GiveOut(list_, TODAY, only=frozenset({line.id})))
    before = dump(desk.store)
    merged = merge_people(desk, first, second, {}, reason="同一个人")
    assert any("慰问名单" in flag for flag in merged.flags)
    (line,) = show_festival(desk, list_).lines
    assert (line.person_id, line.day) == (first, TODAY if given_first else None)
    undo_act(desk, merged.act_id)
    assert dump(desk.store) == before
