"""Giving: register, stock, donation, contact and matter agree, whatever is done and undone."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.core.errors import DeclinedError, UserError
from app.core.terms import CloseReason, ContactKind, DutyState, GiftSource
from app.models.contact import Contact
from app.models.giving import Gift
from app.models.matter import Matter
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.donations import RecordDonation, list_donations, record_donation
from app.services.gifts import MONEY_ONLY, GivenLatelyError, Thing, withdraw_gift
from app.services.matter_acts import AddMatter, add_matter
from app.services.office import adopt_pack
from app.services.person.closing import ClosePerson, close_person
from app.services.plan import plan_month
from app.services.stock import KeepItem, bring_in, correct_stock, keep_item, list_moves, list_stock
from tests.factory import TODAY, dump, make_household, make_person
from tests.unit.services.giving import bags, give_to, in_care_since_last_year, money, rice, there


def _gifts(desk: Desk) -> list[Gift]:
    with desk.store.read() as session:
        return list(session.scalars(select(Gift).order_by(Gift.id)))


def _contacts(desk: Desk) -> list[tuple[str, bool]]:
    with desk.store.read() as session:
        rows = session.scalars(select(Contact).order_by(Contact.id))
        return [(row.kind, row.done) for row in rows]


def test_goods_leave_the_stock_and_are_a_contact_of_their_kind(desk: Desk) -> None:
    person, item = make_person(desk), rice(desk)
    given = give_to(desk, person, bags(item, 2))
    (gift,) = _gifts(desk)
    assert (gift.number, gift.worth, gift.day) == ("LQ2026-00001", Decimal("130.00"), TODAY)
    assert given.number == gift.number
    assert not given.notice
    assert there(desk, item) == 8
    assert _contacts(desk) == [(ContactKind.AID, True)]


def test_goods_fulfil_the_duty_of_half_a_year_and_money_does_not(desk: Desk) -> None:
    adopt_pack(desk, "S1", adopted=True, first=date(2026, 1, 1), last=date(2026, 12, 31))
    person = in_care_since_last_year(desk, "left_behind_elder")
    item = rice(desk)

    def state() -> set[DutyState]:
        rows = plan_month(desk, "2026-05").rows
        return {row.state for row in rows if row.kind is ContactKind.AID}

    assert give_to(desk, person, money("500.00")).notice == MONEY_ONLY
    assert state() == {DutyState.DUE}
    give_to(desk, person, bags(item))
    assert state() == {DutyState.DONE}


def test_what_is_brought_home_is_a_visit_too(desk: Desk) -> None:
    give_to(desk, make_person(desk), money("100.00"), visited=True)
    assert _contacts(desk) == [(ContactKind.VISIT, True)]


def test_stock_that_is_not_enough_is_refused_and_nothing_is_written(desk: Desk) -> None:
    person, item = make_person(desk), rice(desk, 2)
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="还有 2 袋，要发 3 袋"):
        give_to(desk, person, bags(item, 3))
    assert dump(desk.store) == before


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        (Thing(), "没有写清楚"),
        (Thing(item_id=1, quantity=Decimal(0)), "数量不对"),
        (Thing(item_id=1, quantity=Decimal("0.001")), "数量不对"),
        (Thing(item_id=1), "数量不对"),
        (Thing(amount=Decimal(-5)), "金额不对"),
        (Thing(amount=Decimal(5), words="棉被"), "没有写清楚"),
        (Thing(words="棉被", worth=Decimal(-1)), "折价不对"),
        (Thing(item_id=999, quantity=Decimal(1)), "没有找到这种物资"),
    ],
)
def test_what_is_not_clear_is_refused_and_nothing_is_written(
    desk: Desk, thing: Thing, words: str
) -> None:
    person, _ = make_person(desk), rice(desk)
    before = dump(desk.store)
    with pytest.raises(UserError, match=words):
        give_to(desk, person, thing)
    assert dump(desk.store) == before


def test_nothing_is_given_tomorrow_to_nobody_or_to_a_closed_record(desk: Desk) -> None:
    person, item = make_person(desk), rice(desk)
    close_person(desk, ClosePerson(person, CloseReason.MOVED_OUT, TODAY - timedelta(days=3)))
    before = dump(desk.store)
    for who, day, words in (
        (person, TODAY, "封存"),
        (99, TODAY, "没有找到这个人"),
        (person, TODAY + timedelta(days=1), "今天之后"),
    ):
        with pytest.raises(UserError, match=words):
            give_to(desk, who, bags(item), day=day)
    assert dump(desk.store) == before
    give_to(desk, person, bags(item), day=TODAY - timedelta(days=4))


def test_the_same_thing_within_some_days_is_asked_about_first(desk: Desk) -> None:
    person, item = make_person(desk), rice(desk)
    give_to(desk, person, bags(item), day=TODAY - timedelta(days=30))
    before = dump(desk.store)
    with pytest.raises(GivenLatelyError, match="同样的东西") as told:
        give_to(desk, person, bags(item, 3))
    assert "90 天" in told.value.what_to_do
    assert dump(desk.store) == before
    give_to(desk, person, bags(item), again=True)
    give_to(desk, person, Thing(words="棉被一床"))
    give_to(desk, person, bags(item), day=TODAY - timedelta(days=300))


def test_what_the_household_got_is_asked_about_for_each_of_it(desk: Desk) -> None:
    first, second, item = make_person(desk, "甲"), make_person(desk, "乙"), rice(desk)
    home = make_household(desk, (first, second))
    give_to(desk, first, bags(item), for_household=True)
    assert _gifts(desk)[0].household_id == home
    with pytest.raises(GivenLatelyError, match="这一户"):
        give_to(desk, second, bags(item))


def test_a_matter_is_solved_by_what_was_given_and_open_again_after_undo(desk: Desk) -> None:
    person = make_person(desk)
    matter = add_matter(desk, AddMatter("request", "缺棉被", person_id=person))
    given = give_to(desk, person, Thing(words="棉被一床"), matter_id=matter)

    def outcome() -> tuple[str, str | None]:
        with desk.store.read() as session:
            row = session.get_one(Matter, matter)
            return row.state, row.outcome

    assert outcome() == ("closed", "solved")
    undo_act(desk, given.act_id)
    assert outcome() == ("open", None)


def test_undo_takes_back_all_of_it_and_the_number_stays_used(desk: Desk) -> None:
    person, item = make_person(desk), rice(desk)
    before = dump(desk.store)
    undo_act(desk, give_to(desk, person, bags(item)).act_id)
    assert dump(desk.store) == before
    assert give_to(desk, person, bags(item)).number == "LQ2026-00002"


def test_what_came_in_cannot_be_taken_back_once_it_is_given_out(desk: Desk) -> None:
    person, item = make_person(desk), rice(desk, 2)
    bought = next(act for act in list_acts(desk) if act.verb == "bring_in")
    given = give_to(desk, person, bags(item))
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="不能撤销"):
        undo_act(desk, bought.id)
    assert dump(desk.store) == before
    undo_act(desk, given.act_id)
    undo_act(desk, bought.id)
    assert there(desk, item) == 0


def test_a_wrong_entry_that_cannot_be_undone_is_struck_out_with_a_reason(desk: Desk) -> None:
    person, item = make_person(desk), rice(desk, 2)
    given = give_to(desk, person, bags(item))
    with pytest.raises(UserError, match="没有写明原因"):
        withdraw_gift(desk, given.gift_id, " ")
    withdraw_gift(desk, given.gift_id, "登错了人")
    assert _gifts(desk) == []
    assert there(desk, item) == 2
    assert _contacts(desk) == [(ContactKind.AID, False)]
    with pytest.raises(UserError, match="没有找到这笔发放"):
        withdraw_gift(desk, given.gift_id, "登错了人")


# --- stock ---------------------------------------------------------------------------------------
def test_the_store_room_tells_what_is_there_and_how_it_came_and_went(desk: Desk) -> None:
    item = rice(desk, 5)
    give_to(desk, make_person(desk, "王秀英"), bags(item, 2))
    assert correct_stock(desk, item, Decimal(1), day=TODAY, reason="受潮报废") == -2
    (row,) = list_stock(desk)
    assert (row.balance, row.worth, row.short) == (Decimal(1), Decimal("65.00"), False)
    words = [(move.quantity, move.words) for move in list_moves(desk, item)]
    assert words == [
        (Decimal(-2), "盘点：受潮报废"),
        (Decimal(-2), "发给王秀英（LQ2026-00001）"),
        (Decimal(5), "购入"),
    ]


def test_a_bad_entry_of_the_store_room_writes_nothing(desk: Desk) -> None:
    item = rice(desk, 5)
    before = dump(desk.store)
    tomorrow = TODAY + timedelta(days=1)
    for act, words in (
        (lambda: keep_item(desk, KeepItem("大米", "斤")), "同名"),
        (lambda: keep_item(desk, KeepItem(" ", "斤")), "没有填写"),
        (lambda: keep_item(desk, KeepItem("油", "桶", Decimal(0))), "单价不对"),
        (lambda: bring_in(desk, item, Decimal(-1), day=TODAY), "数量不对"),
        (lambda: bring_in(desk, item, Decimal(1), day=tomorrow), "今天之后"),
        (lambda: bring_in(desk, 99, Decimal(1), day=TODAY), "没有找到"),
        (lambda: correct_stock(desk, item, Decimal(-1), day=TODAY, reason="丢"), "盘点数不对"),
        (lambda: correct_stock(desk, item, Decimal(1), day=TODAY, reason=""), "没有写明原因"),
        (lambda: correct_stock(desk, item, Decimal(5), day=TODAY, reason="丢"), "一样"),
    ):
        with pytest.raises(UserError, match=words):
            act()
    assert dump(desk.store) == before


def test_a_new_price_holds_for_what_is_given_from_then_on(desk: Desk) -> None:
    item = rice(desk, 5)
    give_to(desk, make_person(desk, "甲"), bags(item))
    keep_item(desk, KeepItem("大米", "袋", None, item_id=item))
    give_to(desk, make_person(desk, "乙"), bags(item))
    assert [gift.worth for gift in _gifts(desk)] == [Decimal("65.00"), None]


# --- donations -----------------------------------------------------------------------------------
def test_a_donation_is_used_up_by_what_is_given_from_it(desk: Desk) -> None:
    person, item = make_person(desk), rice(desk, 0)
    number = record_donation(
        desk, RecordDonation(TODAY, "爱心商会", Decimal("800.00"), ((item, Decimal(3)),))
    )
    assert number == "JZ2026-00001"
    (row,) = list_donations(desk)
    give_to(desk, person, money("300.00"), GiftSource.DONATION, donation_id=row.id)
    give_to(desk, person, bags(item, 2), GiftSource.DONATION, donation_id=row.id)
    (row,) = list_donations(desk)
    assert (row.left, row.goods[0].left, row.gifts) == (Decimal("500.00"), Decimal(1), 2)
    assert row.what == "800.00 元；大米 3 袋"
    assert row.left_words == "还有 500.00 元；大米还有 1 袋"
    bring_in(desk, item, Decimal(9), day=TODAY)
    before = dump(desk.store)
    for thing, words in ((money("500.01"), "钱不够"), (bags(item, 2), "没有这么多")):
        with pytest.raises(DeclinedError, match=words):
            give_to(desk, person, thing, GiftSource.AID, donation_id=row.id, again=True)
    assert dump(desk.store) == before


def test_a_bad_donation_is_refused_and_nothing_is_written(desk: Desk) -> None:
    item = rice(desk, 0)
    before = dump(desk.store)
    for command, words in (
        (RecordDonation(TODAY, " ", Decimal(1)), "没有填写捐赠人"),
        (RecordDonation(TODAY, "商会"), "没有填写捐了什么"),
        (RecordDonation(TODAY, "商会", Decimal(0)), "金额不对"),
        (RecordDonation(TODAY, "商会", goods=((item, Decimal(0)),)), "数量不对"),
        (RecordDonation(TODAY, "商会", goods=((99, Decimal(1)),)), "没有找到这种物资"),
        (RecordDonation(TODAY + timedelta(days=1), "商会", Decimal(1)), "今天之后"),
    ):
        with pytest.raises(UserError, match=words):
            record_donation(desk, command)
    assert dump(desk.store) == before
