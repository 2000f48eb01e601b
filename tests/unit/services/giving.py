"""What tests of giving share: a store room with rice, and giving in one line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.core.terms import GiftSource
from app.models.holding import Holding
from app.models.queries import giving as queries
from app.services.desk import Desk
from app.services.gifts import GiveGift, Given, Thing, give_gift
from app.services.stock import KeepItem, bring_in, keep_item
from tests.factory import TODAY, make_person


def rice(desk: Desk, quantity: int = 10, price: str | None = "65.00", name: str = "大米") -> int:
    """A kind of goods, ``quantity`` of it in the store room; its id."""
    item = keep_item(desk, KeepItem(name, "袋", Decimal(price) if price else None))
    if quantity:
        bring_in(desk, item, Decimal(quantity), day=TODAY)
    return item


def bags(item: int, count: int = 1) -> Thing:
    return Thing(item_id=item, quantity=Decimal(count))


def money(amount: str) -> Thing:
    return Thing(amount=Decimal(amount))


def give_to(
    desk: Desk,
    person: int,
    thing: Thing,
    source: GiftSource = GiftSource.AID,
    day: date = TODAY,
    **more: object,
) -> Given:
    return give_gift(desk, GiveGift(person, thing, source, day, **more))  # type: ignore[arg-type]


def in_care_since_last_year(desk: Desk, category: str) -> int:
    """Somebody whose duties of this half-year have begun."""
    person = make_person(desk, categories=(category,))
    with desk.write("put", "测试数据") as work:
        for row in work.session.scalars(select(Holding).where(Holding.person_id == person)):
            row.start = date(2025, 6, 1)
    return person


def there(desk: Desk, item: int) -> Decimal:
    """What is in the store room."""
    with desk.store.read() as session:
        return queries.balance(session, item)
