"""Taking an act back whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.errors import DeclinedError
from app.models.audit import AuditLine
from app.models.holding import Holding
from app.models.household import Award, Household, Membership
from app.models.person import Person
from app.models.store import Store
from app.models.undo import undo
from app.models.unit_of_work import Act, Session
from tests.factory import dump
from tests.shared_stores import open_empty

NOW = datetime(2026, 5, 6, 9, 0).astimezone()
ACT = Act("王经办", "keep", "登记", NOW)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_empty(tmp_path / "data", program="测试", now=NOW)
    yield opened
    opened.close()


def _act(store: Store, what: Callable[[Session], object]) -> int:
    with store.write(ACT) as work:
        what(work.session)
        return work.act_id


def _undo(store: Store, act_id: int) -> int:
    with store.write(Act("王经办", "undo", "撤销", NOW)) as work:
        undo(work, act_id)
        return work.act_id


def _family(session: Session) -> None:
    home = Household(head_name="张大山", house_area=Decimal("85.50"))
    person = Person(
        name="张大山",
        registered_on=date(2026, 5, 6),
        birth_date=date(1950, 3, 4),
        annual_income=Decimal("1200.00"),
        seriously_ill=False,
        raw={"phone": "一三八"},
    )
    session.add_all([home, person])
    session.flush()
    session.add(
        Membership(
            person_id=person.id, household_id=home.id, start=date(2026, 5, 6), relation="户主"
        )
    )
    session.add(Holding(person_id=person.id, code="dibao_rural", start=date(2026, 5, 1)))
    session.add(
        Award(
            household_id=home.id,
            category="dibao_rural",
            kind="total_amount",
            amount=Decimal("690.00"),
            start=date(2026, 5, 1),
        )
    )


def _person(session: Session) -> Person:
    return session.scalars(select(Person)).one()


def test_what_was_added_is_gone_again_with_everything_that_hung_on_it(store: Store) -> None:
    empty = dump(store)
    _undo(store, _act(store, _family))
    assert dump(store) == empty


def test_what_was_changed_is_as_it_was_to_the_cent_and_the_day(store: Store) -> None:
    _act(store, _family)
    before = dump(store)

    def change(session: Session) -> None:
        person = _person(session)
        person.name, person.birth_date = "张小山", date(1951, 1, 1)
        person.annual_income, person.seriously_ill = None, True
        person.raw = {"phone": "二"}

    _undo(store, _act(store, change))
    assert dump(store) == before


def test_what_was_deleted_is_back_whole(store: Store) -> None:
    _act(store, _family)
    before = dump(store)

    def delete(session: Session) -> None:
        for table in (Award, Holding, Membership, Person, Household):
            for row in session.scalars(select(table)):
                session.delete(row)
            session.flush()

    act = _act(store, delete)
    assert dump(store) != before
    _undo(store, act)
    assert dump(store) == before


def test_an_undone_act_names_the_act_that_took_it_back(store: Store) -> None:
    act = _act(store, _family)
    taken_back_by = _undo(store, act)
    with store.read() as session:
        assert session.get_one(AuditLine, act).undone_by == taken_back_by


def test_an_act_is_taken_back_once(store: Store) -> None:
    act = _act(store, _family)
    _undo(store, act)
    with pytest.raises(DeclinedError, match="已经撤销过"):
        _undo(store, act)
    with pytest.raises(DeclinedError, match="已经撤销过"):
        _undo(store, 9999)


def test_undo_is_refused_when_a_later_act_changed_the_same_row(store: Store) -> None:
    first = _act(store, _family)
    _act(store, lambda session: setattr(_person(session), "name", "张小山"))
    before = dump(store)
    with pytest.raises(DeclinedError, match="不能撤销") as told:
        _undo(store, first)
    assert "后来的那一步" in told.value.what_to_do
    assert dump(store) == before


def test_undo_is_refused_when_a_later_row_refers_to_what_would_go(store: Store) -> None:
    first = _act(store, _family)
    _act(
        store,
        lambda session: session.add(
            Holding(person_id=_person(session).id, code="disabled", start=date(2026, 6, 1))
        ),
    )
    before = dump(store)
    with pytest.raises(DeclinedError, match="不能撤销"):
        _undo(store, first)
    assert dump(store) == before


def test_when_the_later_act_is_taken_back_first_the_earlier_can_follow(store: Store) -> None:
    empty = dump(store)
    first = _act(store, _family)
    second = _act(store, lambda session: setattr(_person(session), "name", "张小山"))
    _undo(store, second)
    _undo(store, first)
    assert dump(store) == empty


def test_a_change_of_another_fact_of_the_same_row_does_not_stand_in_the_way(store: Store) -> None:
    _act(store, _family)
    first = _act(store, lambda session: setattr(_person(session), "name", "张小山"))
    _act(store, lambda session: setattr(_person(session), "phone", "13900000000"))
    _undo(store, first)
    with store.read() as session:
        assert (_person(session).name, _person(session).phone) == ("张大山", "13900000000")


def test_a_row_that_was_changed_on_the_way_to_its_deletion_comes_back_as_it_was(
    store: Store,
) -> None:
    _act(store, _family)
    before = dump(store)

    def change_and_delete(session: Session) -> None:
        row = session.scalars(select(Membership)).one()
        row.relation = "配偶"
        session.delete(row)

    _undo(store, _act(store, change_and_delete))
    assert dump(store) == before


@pytest.mark.parametrize("giver", [0, 1])
def test_a_key_that_went_from_one_row_to_another_goes_back(store: Store, giver: int) -> None:
    def two(session: Session) -> None:
        keys = ("990101195003040017", None) if giver == 0 else (None, "990101195003040017")
        for key in keys:
            session.add(Person(name="张大山", registered_on=date(2026, 5, 6), id_key=key))

    def hand_over(session: Session) -> None:
        people = session.scalars(select(Person).order_by(Person.id)).all()
        key, people[giver].id_key = people[giver].id_key, None
        session.flush()
        people[1 - giver].id_key = key

    _act(store, two)
    before = dump(store)
    _undo(store, _act(store, hand_over))
    assert dump(store) == before
