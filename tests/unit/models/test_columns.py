"""How money and days are kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.exc import StatementError

from app.models.base import from_json, to_json
from app.models.household import Award, Household
from app.models.person import Person
from app.models.store import Store
from app.models.unit_of_work import Act
from tests.shared_stores import open_empty

NOW = datetime(2026, 5, 6, 9, 0).astimezone()
ACT = Act("王经办", "keep", "登记", NOW)
AMOUNTS = st.decimals(Decimal("-9999999999.99"), Decimal("9999999999.99"), places=2)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_empty(tmp_path_factory.mktemp("money"), program="测试", now=NOW)
    yield opened
    opened.close()


@given(AMOUNTS)
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_an_amount_comes_back_to_the_cent(store: Store, amount: Decimal) -> None:
    with store.write(ACT) as work:
        home = Household(head_name="张大山", annual_income=amount)
        work.session.add(home)
    with store.read() as session:
        kept = session.get_one(Household, home.id).annual_income
    assert kept == amount
    assert str(kept) == str(amount) or amount == 0


@given(st.lists(AMOUNTS, min_size=1, max_size=40))
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
def test_a_sum_in_the_store_is_exact(store: Store, amounts: list[Decimal]) -> None:
    with store.write(ACT) as work:
        home = Household(head_name="张大山")
        work.session.add(home)
        work.session.flush()
        for amount in amounts:
            work.session.add(
                Award(
                    household_id=home.id,
                    category="x",
                    kind="x",
                    amount=amount,
                    start=date(2026, 1, 1),
                )
            )
    with store.read() as session:
        total = session.scalar(select(func.sum(Award.amount)).where(Award.household_id == home.id))
    assert total == sum(amounts)


def test_an_amount_is_kept_as_a_whole_number_of_fen(store: Store) -> None:
    with store.write(ACT) as work:
        home = Household(head_name="张大山", annual_income=Decimal("0.29"))
        work.session.add(home)
    with store.read() as session:
        kept = session.execute(
            text("SELECT annual_income FROM household WHERE id = :id"), {"id": home.id}
        ).scalar_one()
    assert isinstance(kept, int)
    assert kept == 29


def test_a_fraction_of_a_fen_is_never_rounded_in_silence(store: Store) -> None:
    with pytest.raises(StatementError, match="two places"), store.write(ACT) as work:
        work.session.add(Household(head_name="张大山", annual_income=Decimal("0.295")))


def test_an_unknown_amount_stays_unknown(store: Store) -> None:
    with store.write(ACT) as work:
        home = Household(head_name="张大山")
        work.session.add(home)
    with store.read() as session:
        assert session.get_one(Household, home.id).annual_income is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("annual_income", Decimal("1200.50")),
        ("birth_date", date(1950, 3, 4)),
        ("seriously_ill", False),
        ("raw", {"phone": "一三八"}),
        ("name", "阿依古丽·买买提"),
        ("name", None),
    ],
)
def test_a_value_survives_the_audit_trail(key: str, value: object) -> None:
    assert from_json(Person, key, to_json(value)) == value
