"""Whatever is brought in, given, withdrawn and taken back in whatever order: what is in stock is
the sum of what moved and never below nothing, and the register adds up."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.core.errors import UserError
from app.core.terms import GiftSource
from app.models.contact import Contact
from app.models.giving import Gift, StockMove
from app.models.queries import giving as queries
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.donations import RecordDonation, list_donations, record_donation
from app.services.gift_register import list_gifts
from app.services.gifts import withdraw_gift
from app.services.stock import bring_in, correct_stock, list_stock
from tests.factory import TODAY, make_person
from tests.unit.services.giving import bags, give_to, money, rice

_COUNTS = st.integers(1, 4)
_STEPS = st.one_of(
    st.tuples(st.just("in"), _COUNTS),
    st.tuples(st.just("give"), _COUNTS),
    st.tuples(st.just("money"), _COUNTS),
    st.tuples(st.just("count"), st.integers(0, 6)),
    st.tuples(st.just("donate"), _COUNTS),
    st.tuples(st.just("from_donation"), _COUNTS),
    st.tuples(st.just("withdraw"), st.integers(0, 5)),
    st.tuples(st.just("undo"), st.integers(0, 5)),
)


class _Office:
    """A store room with one kind of goods and a person, to whom things are given."""

    def __init__(self, desk: Desk, serial: int) -> None:
        self.desk = desk
        self.person = make_person(desk, f"王{serial}")
        self.item = rice(desk, 0, "10.00", f"大米{serial}")
        self.first = max(act.id for act in list_acts(desk))

    def do(self, step: str, count: int) -> None:
        desk, quantity = self.desk, Decimal(count)
        if step == "in":
            bring_in(desk, self.item, quantity, day=TODAY)
        elif step == "give":
            give_to(desk, self.person, bags(self.item, count), again=True)
        elif step == "money":
            give_to(desk, self.person, money(str(count)), again=True)
        elif step == "count":
            correct_stock(desk, self.item, quantity, day=TODAY, reason="盘点")
        elif step == "donate":
            record_donation(desk, RecordDonation(TODAY, "商会", quantity, ((self.item, quantity),)))
        elif step == "from_donation":
            newest = list_donations(desk)[0].id if list_donations(desk) else 0
            give_to(
                desk, self.person, bags(self.item, count), GiftSource.DONATION,
                donation_id=newest, again=True,
            )  # fmt: skip
        elif step == "withdraw":
            rows = list_gifts(desk).rows
            withdraw_gift(desk, rows[count % len(rows)].id if rows else 0, "登错")
        else:
            acts = [act for act in list_acts(desk) if act.id > self.first and act.undoable]
            undo_act(desk, acts[count % len(acts)].id if acts else 0)


@given(steps=st.lists(_STEPS, max_size=14))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_stock_and_register_agree_whatever_the_order_of_acts_and_undos(
    desk: Desk, steps: list[tuple[str, int]]
) -> None:
    office = _Office(desk, len(list_stock(desk)))
    for step, count in steps:
        with suppress(UserError):  # what is refused changes nothing, which is looked at below
            office.do(step, count)
        _agree(desk)


def _agree(desk: Desk) -> None:
    with desk.store.read() as session:
        gifts = list(session.scalars(select(Gift)))
        moves = list(session.scalars(select(StockMove)))
        contacts = {row.id: row for row in session.scalars(select(Contact))}
        balances = queries.balances(session)
        assert not queries.overdrawn(session)
    for item, balance in balances.items():
        assert balance == sum(move.quantity for move in moves if move.item_id == item) >= 0
    out = {move.gift_id: -move.quantity for move in moves if move.gift_id is not None}
    assert out == {gift.id: gift.quantity for gift in gifts if gift.item_id is not None}
    for gift in gifts:
        assert (gift.contact_id is not None) is (gift.amount is None)
        assert gift.contact_id is None or contacts[gift.contact_id].done
    worth = sum((gift.amount or gift.worth or Decimal(0) for gift in gifts), Decimal(0))
    assert list_gifts(desk).worth == worth
    assert len({gift.number for gift in gifts}) == len(gifts)
