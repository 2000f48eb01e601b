"""Merging and taking it back leaves the store as it was, whatever hangs on the two records."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.codes import categories
from app.core.terms import ContactKind
from app.models.base import Base
from app.models.circumstances import Benefit, IncomeLine, Kin, SelfCare
from app.models.contact import Contact
from app.models.giving import Gift, MutualHelp, Wish
from app.models.holding import Holding, Responsible
from app.models.household import Household, Membership
from app.models.person import Person
from app.models.queries import belongings
from app.models.store import Store
from app.services.acts import undo_act
from app.services.desk import Desk
from app.services.merge_people import merge_people
from tests.factory import TODAY, dump, id_number

_DAYS = st.integers(0, 900).map(lambda days: TODAY - timedelta(days=days))
_SERIAL = count(1)  # numbers are unique in a store, which all examples share
_CODES = st.sampled_from(sorted(categories()))


@st.composite
def spans(draw: st.DrawFn) -> dict[str, date | None]:
    start = draw(_DAYS)
    end = draw(st.none() | st.integers(0, 400).map(lambda days: start + timedelta(days=days)))
    return {"start": start, "end": end}


def _contact(day: date, kind: ContactKind) -> Contact:
    at = datetime(2026, 5, 6, 9, 0)  # noqa: DTZ001 - the store keeps no zone
    return Contact(day=day, kind=kind, done=True, entered_by="样例经办人", entered_at=at)


BELONGINGS: tuple[st.SearchStrategy[Base], ...] = (
    st.builds(lambda code, span: Holding(code=code, **span), _CODES, spans()),
    st.builds(lambda name, span: Responsible(name=name, **span), st.sampled_from("李王"), spans()),
    st.builds(
        lambda amount, span: Benefit(
            kind="care", amount=Decimal(amount), rhythm="month", **span
        ),
        st.sampled_from(["80.00", "90.00"]),
        spans(),
    ),
    st.builds(
        lambda period, amount: IncomeLine(kind="wage", period=period, amount=Decimal(amount)),
        st.sampled_from(["2026-04", "2026-05"]),
        st.sampled_from(["1.00", "2.00"]),
    ),
    st.builds(lambda day: SelfCare(day=day, answers={}, result="full"), _DAYS),
    st.builds(lambda name: Kin(role="carer", name=name), st.sampled_from("甲乙")),
    st.builds(
        _contact,
        st.sampled_from([TODAY, TODAY - timedelta(days=1)]),
        st.sampled_from(ContactKind),
    ),
    st.builds(
        lambda day: Gift(
            number=f"LQ{next(_SERIAL)}", source="aid", amount=Decimal("5.00"), day=day, tries=0
        ),
        _DAYS,
    ),
    st.builds(
        lambda day: Wish(words="棉被", none_wished=False, state="collected", collected_on=day),
        _DAYS,
    ),
    st.builds(lambda day: MutualHelp(helper="王桂兰", start=day), _DAYS),
)  # fmt: skip
_HANGING = st.lists(st.one_of(*BELONGINGS), max_size=8)
_FACTS = st.fixed_dictionaries({
    "phone": st.sampled_from([None, "13800000000", "13900000000"]),
    "note": st.sampled_from([None, "耳背"]),
    "health": st.sampled_from([None, "残疾"]),
    "raw": st.sampled_from([None, {"phone": "一三八"}]),
})


def two_people(
    desk: Desk, facts: list[dict[str, object]], numbers: tuple[bool, bool], homes: tuple[bool, bool]
) -> tuple[int, int]:
    """Two records in the same store as those of the examples before."""
    with desk.write("put", "测试数据") as work:
        made = []
        for known, numbered, home in zip(facts, numbers, homes, strict=True):
            number = id_number() if numbered else None
            person = Person(
                name="王秀英", registered_on=TODAY, id_no=number, id_key=number, **known
            )
            work.session.add(person)
            work.session.flush()
            if home:
                house = Household(head_name="王秀英")
                work.session.add(house)
                work.session.flush()
                work.session.add(
                    Membership(person_id=person.id, household_id=house.id, start=TODAY)
                )
            made.append(person.id)
    return made[0], made[1]


@given(
    facts=st.lists(_FACTS, min_size=2, max_size=2),
    numbers=st.tuples(st.booleans(), st.booleans()),
    homes=st.tuples(st.booleans(), st.booleans()),
    hanging=st.tuples(_HANGING, _HANGING),
    picks=st.dictionaries(
        st.sampled_from(["id_no", "phone", "note", "household", "village"]), st.booleans()
    ),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_merging_and_undoing_is_as_if_nothing_had_been(
    desk: Desk,
    facts: list[dict[str, object]],
    numbers: tuple[bool, bool],
    homes: tuple[bool, bool],
    hanging: tuple[list[Base], list[Base]],
    picks: dict[str, bool],
) -> None:
    first, second = two_people(desk, facts, numbers, homes)
    with desk.write("put", "测试数据") as work:
        for person, rows in zip((first, second), hanging, strict=True):
            for row in rows:
                work.session.add(_copy_for(row, person))
    before = dump(desk.store)
    choices = {key: first if left else second for key, left in picks.items()}
    merged = merge_people(desk, first, second, choices, reason="同一人")
    _nothing_hangs_on(desk.store, second)
    _nothing_twice(desk.store, first)
    undo_act(desk, merged.act_id)
    assert dump(desk.store) == before


def _copy_for(row: Base, person: int) -> Base:
    """A row of its own: an example may draw the same one for several runs."""
    columns = type(row).__table__.columns.keys()
    values = {key: getattr(row, key) for key in columns if getattr(row, key) is not None}
    return type(row)(**{**values, "person_id": person})


def _nothing_hangs_on(store: Store, person: int) -> None:
    with store.read() as session:
        for table in belongings.tables_about_people():
            assert belongings.rows_about(session, table, person) == []


def _nothing_twice(store: Store, person: int) -> None:
    """No day on which one category is held twice, nor two households or two who are responsible."""
    with store.read() as session:
        holdings = belongings.rows_about(session, Holding, person)
        for row in holdings:
            for other in holdings:
                if row.id < other.id and row.code == other.code:
                    assert not _overlap(row, other)
        homes = belongings.rows_about(session, Membership, person)
        helpers = belongings.rows_about(session, Responsible, person)
        assert len([row for row in homes if row.end is None]) <= 1
        assert len([row for row in helpers if row.end is None]) <= 1


def _overlap(row: Holding, other: Holding) -> bool:
    last = date.max
    return row.start <= (other.end or last) and other.start <= (row.end or last)
