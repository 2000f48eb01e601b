"""Micro-wishes through their states, with duty and register."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.core.errors import DeclinedError, UserError
from app.core.terms import ContactKind, DutyState, WishState
from app.models.contact import Contact
from app.models.duty import ContactExcuse
from app.models.giving import Gift
from app.services.acts import undo_act
from app.services.desk import Desk
from app.services.gifts import withdraw_gift
from app.services.office import adopt_pack
from app.services.plan import plan_month
from app.services.wishes import (
    FulfilWish,
    WishQuery,
    claim_wish,
    collect_wish,
    drop_wish,
    fulfil_wish,
    list_wishes,
    note_no_wish,
    tell_wish,
    wishes_of,
)
from tests.factory import TODAY, dump, make_person
from tests.unit.services.giving import bags, in_care_since_last_year, money, rice, there


def test_a_wish_goes_from_collected_to_fed_back(desk: Desk) -> None:
    person = make_person(desk)
    wish = collect_wish(desk, person, "一床棉被", TODAY - timedelta(days=5))
    claim_wish(desk, wish, "某商会", TODAY - timedelta(days=4))
    fulfil_wish(desk, FulfilWish(wish, TODAY - timedelta(days=1), money("120.00")))
    tell_wish(desk, wish, "很满意", TODAY)
    (row,) = wishes_of(desk, person)
    assert row.state is WishState.FED_BACK
    assert (row.claimed_by, row.fulfilled_on, row.told_on, row.feedback) == (
        "某商会", TODAY - timedelta(days=1), TODAY, "很满意"
    )  # fmt: skip
    assert list_wishes(desk) == ()
    assert list_wishes(desk, WishQuery(state=WishState.FED_BACK, text="棉被")) == (row,)


def test_a_wish_come_true_is_a_contact_and_a_gift_in_one_act(desk: Desk) -> None:
    adopt_pack(desk, "S1", adopted=True, first=date(2026, 1, 1), last=date(2026, 12, 31))
    person, item = in_care_since_last_year(desk, "left_behind_elder"), rice(desk)
    wish = collect_wish(desk, person, "一袋米", TODAY)
    before = dump(desk.store)
    act = fulfil_wish(desk, FulfilWish(wish, TODAY, bags(item)))
    with desk.store.read() as session:
        gift, contact = session.scalars(select(Gift)).one(), session.scalars(select(Contact)).one()
    assert (gift.contact_id, contact.kind) == (contact.id, ContactKind.WISH)
    assert there(desk, item) == 9
    done = [row for row in plan_month(desk, "2026-05").rows if row.kind is ContactKind.WISH]
    assert [row.state for row in done] == [DutyState.DONE]
    with pytest.raises(DeclinedError, match="微心愿"):
        withdraw_gift(desk, gift.id, "登错")
    undo_act(desk, act)
    assert dump(desk.store) == before


def test_a_wish_that_is_no_thing_leaves_no_gift(desk: Desk) -> None:
    wish = collect_wish(desk, make_person(desk), "修灯", TODAY)
    fulfil_wish(desk, FulfilWish(wish, TODAY, note="电工上门修好"))
    with desk.store.read() as session:
        assert session.scalars(select(Gift)).all() == []
        assert session.scalars(select(Contact)).one().note == "修灯：电工上门修好"


def test_no_wish_is_noted_once_a_quarter_and_excuses_the_duty(desk: Desk) -> None:
    person = make_person(desk)
    note_no_wish(desk, person, TODAY)
    with desk.store.read() as session:
        excuse = session.scalars(select(ContactExcuse)).one()
    assert (excuse.kinds, excuse.start, excuse.end) == (
        ContactKind.WISH, date(2026, 4, 1), date(2026, 6, 30)
    )  # fmt: skip
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="已经登记过"):
        note_no_wish(desk, person, TODAY - timedelta(days=1))
    assert dump(desk.store) == before
    note_no_wish(desk, person, date(2026, 3, 31))
    assert {row.state for row in wishes_of(desk, person)} == {WishState.NO_WISH}


def test_a_wish_of_last_quarter_is_carried_over_with_a_mark(desk: Desk) -> None:
    wish = collect_wish(desk, make_person(desk), "轮椅", date(2026, 3, 20))
    (row,) = list_wishes(desk)
    assert (row.due, row.carried, row.late) == (date(2026, 3, 31), True, True)
    claim_wish(desk, wish, "残联", TODAY)
    (row,) = list_wishes(desk)
    assert (row.due, row.carried, row.late) == (date(2026, 6, 30), True, False)


def test_a_wish_is_not_taken_out_of_its_order_and_nothing_is_written(desk: Desk) -> None:
    person, tomorrow = make_person(desk), TODAY + timedelta(days=1)
    wish = collect_wish(desk, person, "收音机", TODAY)
    dropped = collect_wish(desk, person, "去北京", TODAY)
    drop_wish(desk, dropped, "本人撤回")
    before = dump(desk.store)
    for act, words in (
        (lambda: collect_wish(desk, person, " ", TODAY), "没有写心愿"),
        (lambda: collect_wish(desk, person, "糖", tomorrow), "今天之后"),
        (lambda: collect_wish(desk, 99, "糖", TODAY), "没有找到这个人"),
        (lambda: claim_wish(desk, wish, "", TODAY), "没有写明谁认领"),
        (lambda: claim_wish(desk, wish, "商会", TODAY - timedelta(days=1)), "早于上一步"),
        (lambda: claim_wish(desk, dropped, "商会", TODAY), "不予办理"),
        (lambda: claim_wish(desk, 99, "商会", TODAY), "没有找到这个心愿"),
        (lambda: tell_wish(desk, wish, "好", TODAY), "已征集"),
        (lambda: tell_wish(desk, wish, "", TODAY), "没有写反馈"),
        (lambda: drop_wish(desk, wish, ""), "没有写明原因"),
        (lambda: fulfil_wish(desk, FulfilWish(wish, tomorrow)), "今天之后"),
        (lambda: fulfil_wish(desk, FulfilWish(wish, TODAY, bags(9))), "没有找到这种物资"),
    ):
        with pytest.raises(UserError, match=words):
            act()
    assert dump(desk.store) == before
