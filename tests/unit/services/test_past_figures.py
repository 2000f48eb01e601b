"""The figures of a past month are those of that month: what came later does not change them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import DeclinedError, UserError
from app.core.terms import CloseReason, ContactKind, ExcuseKind, ReopenReason
from app.models.household import Membership
from app.models.person import Person
from app.services.acts import last_step, list_acts, undo_act
from app.services.cadre_rates import cadre_rates
from app.services.desk import Desk
from app.services.holdings import HoldingFacts, add_holding, end_holding, list_holdings
from app.services.pairing import HandOver, hand_over
from app.services.person.closing import ClosePerson, close_person, reopen_person
from app.services.person.contacting import AddEvent, AddExcuse, add_event, add_excuse
from app.services.villages import merge_villages
from app.services.visit_figures import MonthFigures, month_figures, year_figures
from app.services.visits import RecordContact, record_contact
from tests.conftest import Offices, desk_at
from tests.factory import VILLAGES, make_household, make_person
from tests.shared_stores import copy_office
from tests.unit.services.directory import give, wang_and_li

MARCH, MAY_END, AUGUST = date(2026, 3, 20), date(2026, 5, 31), date(2026, 8, 15)


def _visit(desk: Desk, person: int, day: date) -> int:
    return record_contact(desk, RecordContact(person, day, ContactKind.VISIT))


def _move(desk: Desk, person_id: int, village_id: int | None) -> None:
    with desk.write("move", "修改村") as work:
        person = work.session.get(Person, person_id)
        assert person is not None
        person.village_id = village_id


def _village(desk: Desk, person_id: int) -> int | None:
    with desk.store.read() as session:
        person = session.get(Person, person_id)
        assert person is not None
        return person.village_id


def _by_village(figures: MonthFigures) -> dict[str, tuple[int, int]]:
    return {one.name: (one.due, one.done) for one in figures.villages}


def _two_orphans(offices: Offices) -> tuple[int, int]:
    with offices.township(day=MARCH) as desk:
        first = make_person(desk, categories=("orphan",))
        return first, make_person(desk, categories=("orphan",), village=VILLAGES[1])


def test_who_died_in_june_was_due_in_may(offices: Offices) -> None:
    first, _ = _two_orphans(offices)
    with offices.township(day=AUGUST) as desk:
        close_person(desk, ClosePerson(first, CloseReason.DEATH, date(2026, 6, 10)))
        dues = {one.month: one.visits.due for one in year_figures(desk, "2026-07")}
    assert [dues[f"2026-0{month}"] for month in (4, 5, 6, 7)] == [2, 2, 1, 1]


def test_a_death_that_is_entered_late_counts_from_its_day(offices: Offices) -> None:
    first, _ = _two_orphans(offices)
    with offices.township(day=AUGUST) as desk:
        assert month_figures(desk, "2026-05").visits.due == 2
        close_person(desk, ClosePerson(first, CloseReason.DEATH, date(2026, 5, 10)))
        assert month_figures(desk, "2026-05").visits.due == 1


def test_who_was_not_on_the_register_is_not_brought_back_by_reopening(offices: Offices) -> None:
    first, _ = _two_orphans(offices)
    with offices.township(day=date(2026, 5, 10)) as desk:
        close_person(desk, ClosePerson(first, CloseReason.MOVED_OUT, date(2026, 5, 10)))
    with offices.township(day=date(2026, 7, 1)) as desk:
        reopen_person(desk, first, ReopenReason.MOVED_BACK)
    with offices.township(day=AUGUST) as desk:
        dues = [month_figures(desk, f"2026-0{month}").visits.due for month in (4, 5, 6, 7)]
    assert dues == [2, 1, 1, 2]


def test_a_category_of_august_asks_nothing_of_july(offices: Offices) -> None:
    with offices.township(day=MARCH) as desk:
        person = make_person(desk, categories=())
    with offices.township(day=AUGUST) as desk:
        _visit(desk, person, date(2026, 7, 8))
        before = month_figures(desk, "2026-07")
        add_holding(desk, person, "left_behind_elder", HoldingFacts(date(2026, 8, 1)))
        assert month_figures(desk, "2026-07") == before
        assert before.whole.due == 0
        assert month_figures(desk, "2026-08").whole.due == 0  # of the quarter: due in September


def test_a_category_that_is_entered_late_counts_from_its_day(offices: Offices) -> None:
    with offices.township(day=MARCH) as desk:
        person = make_person(desk, categories=())
    with offices.township(day=AUGUST) as desk:
        add_holding(desk, person, "orphan", HoldingFacts(date(2026, 4, 1)))
        assert month_figures(desk, "2026-05").visits.due == 1


def test_who_moved_counts_where_they_lived_then(offices: Offices) -> None:
    first, second = _two_orphans(offices)
    with offices.township(day=date(2026, 6, 20)) as desk:
        _move(desk, first, _village(desk, second))
    with offices.township(day=AUGUST) as desk:
        assert _by_village(month_figures(desk, "2026-05")) == {
            VILLAGES[0]: (1, 0), VILLAGES[1]: (1, 0),
        }  # fmt: skip
        assert _by_village(month_figures(desk, "2026-06")) == {VILLAGES[1]: (2, 0)}


def test_a_village_that_was_filled_in_later_counts_from_the_beginning(offices: Offices) -> None:
    with offices.township(day=MARCH) as desk:
        other = make_person(desk, categories=())
        person = make_person(desk, categories=("orphan",), village="")
    with offices.township(day=AUGUST) as desk:
        assert _by_village(month_figures(desk, "2026-05")) == {"（未分村）": (1, 0)}
        _move(desk, person, _village(desk, other))
        assert _by_village(month_figures(desk, "2026-05")) == {VILLAGES[0]: (1, 0)}


def test_a_move_that_was_taken_back_was_none(offices: Offices) -> None:
    first, second = _two_orphans(offices)
    with offices.township(day=date(2026, 5, 20)) as desk:
        _move(desk, first, _village(desk, second))
        act = list_acts(desk)[0].id
    with offices.township(day=date(2026, 6, 20)) as desk:
        assert _by_village(month_figures(desk, "2026-05")) == {VILLAGES[1]: (2, 0)}
        undo_act(desk, act)
        assert set(_by_village(month_figures(desk, "2026-05"))) == set(VILLAGES)


def test_a_village_counts_for_itself_until_it_is_merged(offices: Offices) -> None:
    _two_orphans(offices)
    with offices.township(day=AUGUST) as desk:
        merge_villages(desk, VILLAGES[0], VILLAGES[1], first=date(2026, 7, 1))
        assert set(_by_village(month_figures(desk, "2026-06"))) == set(VILLAGES)
        # Entered in August, but since July they are one.
        assert _by_village(month_figures(desk, "2026-07")) == {VILLAGES[1]: (2, 0)}


def test_whoever_was_responsible_then_stands_for_the_month(offices: Offices) -> None:
    with offices.township(day=MARCH) as desk:
        wang, li = wang_and_li(desk)
        give(desk, wang, make_person(desk, categories=("orphan",)), start=MARCH)
    with offices.township(day=AUGUST) as desk:
        hand_over(desk, HandOver(wang, li, date(2026, 6, 1)))
        may, june = month_figures(desk, "2026-05"), month_figures(desk, "2026-06")
    assert [one.name for one in may.responsible] == ["王干部"]
    assert [one.name for one in june.responsible] == ["李支书"]


def test_a_visit_that_is_entered_late_counts_in_its_month(offices: Offices) -> None:
    first, _ = _two_orphans(offices)
    with offices.township(day=AUGUST) as desk:
        _visit(desk, first, date(2026, 5, 8))
        may = month_figures(desk, "2026-05").visits
    assert (may.due, may.done) == (2, 1)


def test_what_an_excuse_settles_is_not_due(offices: Offices) -> None:
    first, _ = _two_orphans(offices)
    with offices.township(day=date(2026, 5, 8)) as desk:
        for day in (None, date(2026, 5, 31)):
            assert month_figures(desk, "2026-05").whole.due == (2 if day is None else 1)
            add_excuse(
                desk,
                AddExcuse(first, ExcuseKind.AWAY, "all", date(2026, 5, 1), "外出务工", day),
            )


def test_the_year_says_of_each_month_what_the_month_says(offices: Offices) -> None:
    first, second = _two_orphans(offices)
    with offices.township(day=date(2026, 6, 20)) as desk:
        _move(desk, first, _village(desk, second))
        _visit(desk, first, date(2026, 6, 2))
    with offices.township(day=AUGUST) as desk:
        close_person(desk, ClosePerson(second, CloseReason.MOVED_OUT, date(2026, 7, 3)))
        year = year_figures(desk, "2026-08")
        assert [one.month for one in year][-2:] == ["2026-07", "2026-08"]
        assert list(year) == [month_figures(desk, one.month) for one in year]


def test_what_was_missed_before_somebody_died_is_not_forgotten(offices: Offices) -> None:
    with offices.township(day=date(2026, 3, 20)) as desk:
        wang, _ = wang_and_li(desk)
        person = make_person(desk, categories=("orphan",))
        give(desk, wang, person, start=MARCH)
    with offices.township(day=AUGUST) as desk:
        close_person(desk, ClosePerson(person, CloseReason.DEATH, date(2026, 6, 10)))
        (row,) = cadre_rates(desk, date(2026, 4, 1), date(2026, 7, 31)).rows
        assert (row.due, row.done) == (2, 0)  # April, May; nobody could miss June
        (row,) = cadre_rates(desk, date(2026, 4, 1), MAY_END).rows
        assert (row.due, row.done) == (2, 0)
        _visit(desk, person, date(2026, 6, 2))
        (row,) = cadre_rates(desk, date(2026, 4, 1), MAY_END).rows
        assert (row.due, row.done) == (2, 0)


# --- nothing that came later changes a month -----------------------------------------------------
Deed = Callable[[Desk, int, date], None]


def _die(desk: Desk, person: int, day: date) -> None:
    close_person(desk, ClosePerson(person, CloseReason.DEATH, day))


def _leave(desk: Desk, person: int, day: date) -> None:
    close_person(desk, ClosePerson(person, CloseReason.MOVED_OUT, day))


def _come_back(desk: Desk, person: int, _: date) -> None:
    reopen_person(desk, person, ReopenReason.MOVED_BACK)


def _hold(desk: Desk, person: int, day: date) -> None:
    codes = ("left_behind_elder", "severe_disabled", "dibao_rural")
    add_holding(desk, person, codes[day.day % 3], HoldingFacts(day))


def _end(desk: Desk, person: int, day: date) -> None:
    end_holding(desk, list_holdings(desk, person)[0].id, last=day, reason="不再符合条件")


def _go_elsewhere(desk: Desk, person: int, day: date) -> None:
    _move(desk, person, (None, 1, 2)[day.day % 3])


def _excuse(desk: Desk, person: int, day: date) -> None:
    add_excuse(desk, AddExcuse(person, ExcuseKind.AWAY, "all", day, "外出", day))


def _happen(desk: Desk, person: int, day: date) -> None:
    add_event(desk, AddEvent(person, "discharge", day))


def _knock(desk: Desk, person: int, day: date) -> None:
    _visit(desk, person, day)


def _join(desk: Desk, person: int, day: date) -> None:
    home = make_household(desk, (), since=day)
    with desk.write("join", "加入") as work:
        for row in work.session.query(Membership).filter_by(person_id=person, end=None):
            row.end = day - timedelta(days=1)
        work.session.add(Membership(person_id=person, household_id=home, start=day))


def _come_new(desk: Desk, _: int, day: date) -> None:
    make_person(desk, f"新来{day.day}", categories=("orphan",))


def _give(desk: Desk, person: int, day: date) -> None:
    give(desk, 2, person, start=day)


def _undo(desk: Desk, _: int, _day: date) -> None:
    step = last_step(desk)
    if step is not None and step.at.date() > MAY_END:
        undo_act(desk, step.id)


DEEDS: tuple[Deed, ...] = (
    _die, _leave, _come_back, _hold, _end, _go_elsewhere, _excuse, _happen, _knock, _join,
    _come_new, _give, _undo,
)  # fmt: skip


def _begin(folder: Path) -> tuple[int, ...]:
    """A spring: a household, an elder, an orphan, who was away for a while."""
    with desk_at(folder, MARCH) as desk:
        people = (
            make_person(desk, "张大", categories=("orphan",)),
            make_person(desk, "李二", categories=("left_behind_elder",), village=VILLAGES[1]),
            make_person(desk, "王三", categories=("dibao_rural",)),
        )
        make_household(desk, people[::2], since=MARCH)
        wang, _ = wang_and_li(desk)
        give(desk, wang, *people, start=MARCH)
    with desk_at(folder, date(2026, 5, 20)) as desk:
        _visit(desk, people[1], date(2026, 5, 12))
        _excuse(desk, people[0], date(2026, 4, 30))
    return people


@settings(max_examples=15)
@given(
    st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 2), st.integers(1, 70)), max_size=7)
)
def test_whatever_happens_after_a_month_its_figures_stay(
    made_offices: Path, deeds: list[tuple[Deed, int, int]]
) -> None:
    """Neither a death, a move nor anything else that is dated in June or later."""
    with TemporaryDirectory() as root:
        folder = Path(root) / "data"
        copy_office(made_offices / "plain", folder)
        people = _begin(folder)
        with desk_at(folder, date(2026, 6, 1)) as desk:
            may = month_figures(desk, "2026-05")
            rates = cadre_rates(desk, date(2026, 4, 1), MAY_END)
        with desk_at(folder, AUGUST) as desk:
            for deed, person, days in deeds:
                try:
                    deed(desk, people[person], MAY_END + timedelta(days=days))
                except (DeclinedError, UserError):
                    continue
            assert month_figures(desk, "2026-05") == may
            assert cadre_rates(desk, date(2026, 4, 1), MAY_END) == rates
