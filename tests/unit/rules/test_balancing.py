"""Spreading a month's contacts over days and visitors."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.rules.balancing import Placed, Stop, suggest_days

FIRST = date(2026, 5, 1)
DAYS = tuple(day for day in (FIRST + timedelta(n) for n in range(31)) if day.weekday() < 5)
LAST = DAYS[-1]


def stop(key: int, **changes: object) -> Stop:
    values: dict[str, object] = {
        "key": f"{key:03}", "home": f"h{key}", "village": "清水村", "place": key,
        "due": date(2026, 5, 31), "late": False,
    }  # fmt: skip
    return Stop(**{**values, **changes})  # type: ignore[arg-type]


@st.composite
def stops(draw: st.DrawFn, *, dues: bool = True, fixed: bool = True) -> list[Stop]:
    count = draw(st.integers(0, 60))
    homes = draw(st.integers(1, 40))
    found = []
    for key in range(count):
        home = draw(st.integers(0, homes - 1))
        late = draw(st.booleans()) if dues else False
        due = FIRST + timedelta(draw(st.integers(-40 if late else 0, 30))) if dues else LAST
        found.append(
            stop(
                key,
                home=f"h{home}",
                village=f"村{home % 4}",
                place=home % 4 * 100 + home,
                due=due,
                late=late,
                day=draw(st.none() | st.sampled_from(DAYS)) if fixed else None,
                visitor=draw(st.sampled_from(("", "", "甲", "乙"))) if fixed else "",
            )
        )
    return found


VISITORS = st.lists(st.sampled_from(["甲", "乙", "丙"]), max_size=3)
MOST = st.integers(1, 12)


def by_key(placed: tuple[Placed, ...]) -> dict[str, Placed]:
    return {one.key: one for one in placed}


@given(stops(), VISITORS, MOST)
def test_nothing_is_lost_and_nothing_doubled(
    asked: list[Stop], visitors: list[str], most: int
) -> None:
    placed = suggest_days(asked, days=DAYS, visitors=visitors, most=most)
    assert sorted(one.key for one in placed) == sorted(one.key for one in asked)


@given(stops(), VISITORS, MOST)
def test_no_suggested_day_is_behind_the_last_good_one(
    asked: list[Stop], visitors: list[str], most: int
) -> None:
    placed = by_key(suggest_days(asked, days=DAYS, visitors=visitors, most=most))
    for one in asked:
        day = placed[one.key].day
        if one.day is None and day is not None and not one.late:
            assert day <= one.due
            assert day in DAYS


@given(stops(), VISITORS, MOST)
def test_what_was_chosen_by_hand_stays(asked: list[Stop], visitors: list[str], most: int) -> None:
    placed = by_key(suggest_days(asked, days=DAYS, visitors=visitors, most=most))
    for one in asked:
        assert one.day is None or placed[one.key].day == one.day
        assert not one.visitor or placed[one.key].visitor == one.visitor


@given(stops(), VISITORS, MOST, st.randoms())
def test_the_order_of_the_question_changes_nothing(
    asked: list[Stop], visitors: list[str], most: int, chance: object
) -> None:
    mixed = list(asked)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert suggest_days(mixed, days=DAYS, visitors=visitors, most=most) == suggest_days(
        asked, days=DAYS, visitors=visitors, most=most
    )


@given(stops(fixed=False), VISITORS, MOST)
def test_a_household_is_seen_on_one_day_by_one_visitor(
    asked: list[Stop], visitors: list[str], most: int
) -> None:
    placed = by_key(suggest_days(asked, days=DAYS, visitors=visitors, most=most))
    seen: dict[str, set[tuple[date | None, str]]] = {}
    for one in asked:
        found = placed[one.key]
        seen.setdefault(one.home, set()).add((found.day, found.visitor))
    assert all(len(days) == 1 for days in seen.values())


@given(stops(fixed=False), VISITORS, MOST)
def test_no_day_holds_more_than_the_most(asked: list[Stop], visitors: list[str], most: int) -> None:
    placed = suggest_days(asked, days=DAYS, visitors=visitors, most=most)
    homes = Counter(one.home for one in asked)
    largest = max(homes.values(), default=0)
    loads = Counter((one.day, one.visitor) for one in placed if one.day is not None)
    assert all(load <= max(most, largest) for load in loads.values())


@given(st.lists(st.integers(0, 30), max_size=60), st.integers(1, 12))
def test_last_good_days_are_kept_wherever_they_can_be(dues: list[int], most: int) -> None:
    """Single people, one visitor: earliest last day first is known to keep all that can be kept."""
    asked = [stop(n, due=FIRST + timedelta(ahead)) for n, ahead in enumerate(dues)]
    placed = suggest_days(asked, days=DAYS, visitors=["甲"], most=most)
    room = {day: sum(other <= day for other in DAYS) * most for day in {s.due for s in asked}}
    feasible = all(sum(s.due <= day for s in asked) <= room[day] for day in room)
    assert (not feasible) or all(one.day is not None for one in placed)


@given(stops(dues=False, fixed=False), st.integers(1, 3))
def test_days_and_visitors_carry_the_same_load_as_far_as_households_allow(
    asked: list[Stop], count: int
) -> None:
    names = ["甲", "乙", "丙"][:count]
    placed = suggest_days(asked, days=DAYS, visitors=names, most=100)
    largest = max(Counter(one.home for one in asked).values(), default=1)
    people = Counter(one.visitor for one in placed)
    of_visitors = [people[name] for name in names]
    assert max(of_visitors) - min(of_visitors) <= 2 * largest
    for name in names:
        loads = Counter(one.day for one in placed if one.visitor == name)
        of_days = [loads[day] for day in DAYS]
        assert max(of_days) - min(of_days) <= 2 * largest


def test_what_is_late_goes_first() -> None:
    asked = [stop(n, late=n % 5 == 0, due=date(2026, 4, 30) if n % 5 == 0 else date(2026, 5, 31))
             for n in range(40)]  # fmt: skip
    placed = by_key(suggest_days(asked, days=DAYS, visitors=["甲"], most=12))
    late = [placed[one.key].day or date.max for one in asked if one.late]
    others = [placed[one.key].day or date.max for one in asked if not one.late]
    assert max(late) <= min(others) < date.max


def test_a_day_stays_in_one_village_and_walks_it_group_by_group() -> None:
    asked = [stop(n, village=f"村{n // 12}") for n in range(48)]
    placed = suggest_days(asked, days=DAYS[:4], visitors=["甲"], most=12)
    walked = [(one.day, int(one.key)) for one in placed]
    assert walked == [(DAYS[n // 12], n) for n in range(48)]


def test_two_visitors_share_the_villages_between_them() -> None:
    asked = [stop(n, village=f"村{n // 10}") for n in range(20)]
    placed = suggest_days(asked, days=DAYS, visitors=["甲", "乙"], most=12)
    assert {(one.visitor, int(one.key) // 10) for one in placed} == {("甲", 0), ("乙", 1)}


def test_without_a_working_day_nothing_has_a_day() -> None:
    (placed,) = suggest_days([stop(1)], days=(), visitors=(), most=12)
    assert placed == Placed("001", None, "")


def test_what_cannot_be_kept_in_time_is_left_without_a_day() -> None:
    asked = [stop(n, due=DAYS[0]) for n in range(5)]
    placed = suggest_days(asked, days=DAYS, visitors=["甲"], most=3)
    assert [one.day for one in placed] == [DAYS[0]] * 3 + [None] * 2


def test_who_lives_with_somebody_who_has_a_visitor_or_a_day_has_the_same() -> None:
    asked = [
        stop(1, home="h", visitor="乙", day=DAYS[3]),
        stop(2, home="h", due=DAYS[3]),
        stop(3, home="h", due=DAYS[2]),
        stop(4, home="h", due=DAYS[2], late=True),
    ]
    placed = by_key(suggest_days(asked, days=DAYS, visitors=["甲"], most=12))
    assert {one.visitor for one in placed.values()} == {"乙"}
    days = {key: one.day for key, one in placed.items()}
    assert days["002"] == days["004"] == DAYS[3]  # on its last good day; late is late
    assert (days["003"] or LAST) <= DAYS[2]


def test_a_day_holds_what_it_holds_already_and_no_more_than_the_most() -> None:
    asked = [stop(n, day=DAYS[0], visitor="甲") for n in (1, 2)]
    asked += [stop(n, due=DAYS[0]) for n in (3, 4)]
    placed = suggest_days(asked, days=DAYS[:1], visitors=["甲"], most=3)
    assert [one.day for one in placed] == [DAYS[0]] * 3 + [None]


def test_what_can_wait_for_a_share_of_tomorrow_is_not_pressed_into_today() -> None:
    asked = [stop(n, due=DAYS[1]) for n in range(2)]
    placed = suggest_days(asked, days=DAYS[:2], visitors=["甲"], most=12)
    assert [one.day for one in placed] == list(DAYS[:2])


def test_a_household_that_would_end_as_far_over_the_share_as_it_began_below_waits() -> None:
    asked = [stop(1, home="one"), stop(2, home="two"), stop(3, home="two")]
    placed = suggest_days(asked, days=DAYS[:2], visitors=["甲"], most=12)
    assert [one.day for one in placed] == [DAYS[0], DAYS[1], DAYS[1]]
