"""Duties beyond the cases: the words they carry, versions that change, plans of contacts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from app.core.periods import Period, Span, parse_month
from app.core.terms import ContactKind, DutyState
from app.rules.duties import Duty, duties_for, duties_of
from app.rules.duty_calendar import duty_calendar
from app.rules.duty_claims import claims_hold_until
from app.rules.duty_facts import ContactFact, DutySubject, Holding
from app.rules.duty_rules import DutyRule
from app.rules.duty_slots import Asked, Event, own_slots
from app.rules.engine.parameters import Policy, Version
from app.rules.planned_contacts import visits_needed
from app.rules.policy import shipped_policy

FOREVER = {
    "S0E": Period(date(2020, 1, 1), date.max),
    "S1": Period(date(2020, 1, 1), date.max),
    "S3": Period(date(2020, 1, 1), date.max),
}
OCTOBER = parse_month("2026-10")
DAY = date(2026, 10, 10)


def _person(*codes: str, registered_on: date = OCTOBER.first) -> DutySubject:
    holdings = tuple(Holding(code, date(2020, 1, 1)) for code in codes)
    return DutySubject("甲", holdings, registered_on)


def _duties(
    person: DutySubject,
    *contacts: ContactFact,
    policy: Policy | None = None,
    packs: tuple[str, ...] = ("S0E", "S1", "S3"),
    window: Period = OCTOBER,
    day: date = DAY,
) -> tuple[Duty, ...]:
    adopted = {pack: FOREVER[pack] for pack in packs}
    policy = policy or shipped_policy()
    return duties_for(
        person, contacts, policy, adopted=adopted, window=window, day=day, region="520122"
    )


def _by_rule(duties: tuple[Duty, ...]) -> dict[str, Duty]:
    return {duty.rule_id: duty for duty in duties}


def _changed(key: str, first: date, **values: Any) -> Policy:
    policy = shipped_policy()
    old = policy.parameters[key].versions[0].value
    assert isinstance(old, DutyRule)
    return policy.with_version(key, Version(replace(old, **values), first, first, "县通知"))


def test_a_duty_says_why_whom_and_by_which_clause() -> None:
    duties = _by_rule(_duties(_person("orphan", "left_behind_child"), packs=("S3",)))
    duty = duties["visit_s3_month"]
    assert duty.reason == "孤儿：每月探访"
    assert (duty.cite, duty.title, duty.person_id) == ("S3.216", "每月探访", "甲")
    assert duty.kinds[0] is ContactKind.VISIT
    assert ContactKind.CALL in duty.kinds
    assert duty.question.endswith("？")


def test_nobody_is_owed_anything_without_a_category_of_a_rule() -> None:
    assert _duties(_person("monitored")) == ()
    assert _duties(_person()) == ()


def test_a_contact_after_the_day_asked_for_is_not_seen_yet() -> None:
    later = ContactFact("甲", date(2026, 10, 11), ContactKind.VISIT, True)
    (duty,) = _duties(_person("orphan"), later, packs=("S3",))
    assert (duty.state, duty.done) == (DutyState.DUE, 0)


def test_a_new_version_of_a_rule_holds_from_the_next_period() -> None:
    policy = _changed("duty.visit_s3_month", date(2026, 10, 15), times=2)
    window = Period(date(2026, 10, 1), date(2026, 11, 30))
    duties = _duties(_person("orphan"), policy=policy, packs=("S3",), window=window)
    assert [(duty.period.first.month, duty.times) for duty in duties] == [(10, 1), (11, 2)]


def test_a_rule_whose_span_changes_leaves_no_period_twice() -> None:
    policy = _changed("duty.call_week", date(2026, 10, 19), span=Span.MONTH)
    window = Period(date(2026, 10, 12), date(2026, 11, 30))
    duties = _duties(
        _person("key_guardianship", registered_on=date(2026, 10, 12)),
        policy=policy,
        packs=("S1",),
        window=window,
    )
    weeks = [duty.period for duty in duties if duty.rule_id == "call_week"]
    assert [period.first for period in weeks] == [date(2026, 10, 12), date(2026, 11, 1)]


def test_a_repealed_duty_is_owed_no_more() -> None:
    policy = shipped_policy().with_version(
        "duty.visit_s3_month",
        Version(None, OCTOBER.first, OCTOBER.first, "县通知", repeal=True),
    )
    assert _duties(_person("orphan"), policy=policy, packs=("S3",)) == ()


def test_without_a_look_back_in_force_only_the_window_is_shown() -> None:
    early = Period(date(2019, 12, 1), date(2019, 12, 31))
    policy = _changed("duty.visit_s3_month", date(2019, 1, 1))
    calendar = duty_calendar(
        policy,
        adopted={"S3": Period(date(2019, 1, 1), date.max)},
        window=early,
        day=early.last,
        region="",
    )
    (row,) = calendar.rows
    assert [slot.period for slot in row.slots] == [early]


def test_one_calendar_serves_many_people() -> None:
    calendar = duty_calendar(
        shipped_policy(), adopted=FOREVER, window=OCTOBER, day=DAY, region="520122"
    )
    for code in ("orphan", "dibao_rural"):
        assert duties_of(calendar, _person(code), ()) == _duties(_person(code))


def test_several_visits_wanted_on_different_days_are_planned_as_so_many() -> None:
    december = parse_month("2026-12")
    person = _person("no_labour_no_selfcare")
    (contact,) = visits_needed(
        _duties(person, window=december, day=date(2026, 12, 1), packs=("S0E",))
    )
    assert (contact.kind, contact.times, contact.due) == (ContactKind.VISIT, 4, december.last)


def test_a_visit_by_phone_on_the_day_of_a_real_one_does_not_hide_the_real_one() -> None:
    policy = _changed("duty.visit_year_four", OCTOBER.first, flagged=(ContactKind.CALL,), times=1)
    call = ContactFact("甲", DAY, ContactKind.CALL, True)
    visit = ContactFact("甲", DAY, ContactKind.VISIT, True)
    year = {"S0E": Period(date(2026, 10, 1), date.max)}
    for contacts, flagged in (([call, visit], False), ([visit, call], False), ([call], True)):
        (duty,) = duties_for(
            _person("no_labour_no_selfcare"),
            contacts,
            policy,
            adopted=year,
            window=OCTOBER,
            day=DAY,
            region="520122",
        )
        assert (duty.done, duty.flagged) == (1, flagged)


def test_a_week_across_two_months_is_not_spread_over_them() -> None:
    twice = Version(2, date(2026, 9, 1), date(2026, 9, 1), "县通知")
    policy = shipped_policy().with_version("four_ones.call_week", twice)
    week = Period(date(2026, 9, 28), date(2026, 9, 30))
    duties = _duties(_person("key_guardianship"), policy=policy, packs=("S1",), window=week)
    assert {d.expected for d in duties if d.rule_id == "call_week"} == {2}


def test_a_duty_that_begins_on_the_last_day_of_another_shares_its_contact() -> None:
    (duty,) = _duties(_person("orphan"), packs=("S3",))
    last = duty.last_good_day
    next_one = replace(
        duty, period=Period(last, date(2026, 11, 30)), last_good_day=date(2026, 11, 30)
    )
    after = replace(next_one, period=Period(date(2026, 11, 1), date(2026, 11, 30)))
    assert len(visits_needed([duty, next_one])) == 1
    assert len(visits_needed([duty, after])) == 2


def test_late_contacts_are_listed_before_those_due_sooner() -> None:
    (visit,) = _duties(_person("orphan"), packs=("S3",))
    call = replace(visit, kinds=(ContactKind.CALL,), state=DutyState.LATE)
    late_last = replace(call, last_good_day=date(2026, 12, 31))
    assert [c.kind for c in visits_needed([visit, late_last])] == [
        ContactKind.CALL,
        ContactKind.VISIT,
    ]


def test_a_call_and_a_visit_are_two_contacts_even_where_a_call_would_pass() -> None:
    planned = visits_needed(_duties(_person("tekun_scattered")))
    kinds = {contact.kind: {duty.rule_id for duty in contact.serves} for contact in planned}
    assert kinds[ContactKind.CALL] == {"call_month"}
    assert kinds[ContactKind.VISIT] == {"visit_s3_month", "visit_quarter"}


def test_a_contact_is_due_when_the_first_duty_it_serves_is_due() -> None:
    planned = visits_needed(_duties(_person("tekun_scattered")))
    (visit,) = [contact for contact in planned if contact.kind is ContactKind.VISIT]
    assert (visit.due, visit.late, visit.times) == (OCTOBER.last, False, 1)
    assert visit.person_id == "甲"


def test_late_contacts_come_first_and_carry_what_is_due_now() -> None:
    person = _person("tekun_scattered", registered_on=date(2026, 9, 1))
    planned = visits_needed(_duties(person, packs=("S3",)))
    (visit,) = planned
    assert visit.late
    assert visit.due == OCTOBER.last
    assert [duty.state for duty in visit.serves] == [DutyState.DUE, DutyState.LATE]


def test_what_is_only_late_is_still_planned() -> None:
    person = _person("orphan", registered_on=date(2026, 9, 1))
    done = ContactFact("甲", date(2026, 10, 2), ContactKind.WISH, True)
    duties = _duties(_person("left_behind_child", registered_on=date(2026, 9, 1)), done)
    wishes = [c for c in visits_needed(duties) if c.kind is ContactKind.WISH]
    assert [(w.late, w.due, w.times) for w in wishes] == [(True, date(2026, 9, 30), 1)]
    assert visits_needed(_duties(person, packs=())) == ()


def test_owed_things_of_two_periods_are_two_things() -> None:
    duties = _duties(_person("left_behind_child", registered_on=date(2026, 9, 1)))
    (wish,) = [c for c in visits_needed(duties) if c.kind is ContactKind.WISH]
    assert (wish.times, wish.late, len(wish.serves)) == (2, True, 2)


def test_missed_weeks_are_made_good_by_one_call() -> None:
    person = _person("key_guardianship", registered_on=date(2026, 9, 21))
    call = ContactFact("甲", DAY, ContactKind.CALL, True)
    before = [d for d in _duties(person, packs=("S1",)) if d.rule_id == "call_week"]
    after = [d for d in _duties(person, call, packs=("S1",)) if d.rule_id == "call_week"]
    assert [d.state for d in before].count(DutyState.LATE) == 2
    assert [d.state for d in after].count(DutyState.LATE) == 0


def test_a_duty_after_events_holds_from_the_first_day_of_its_document() -> None:
    first = shipped_policy().parameters["duty.visit_after_event"].versions[0].first
    for back, slots in ((0, 1), (1, 0)):
        reach = Period(first.replace(day=1), first - timedelta(days=back))
        asked = Asked(shipped_policy(), {"S3": FOREVER["S3"]}, reach, reach, "520122")
        own = own_slots("duty.visit_after_event", asked)
        found = [] if own is None else list(own.of(None, [Event("discharge", first)]))
        assert len(found) == slots, back


def test_a_plan_holds_until_a_period_begins_or_is_over() -> None:
    calendar = duty_calendar(
        shipped_policy(), adopted={"S3": FOREVER["S3"]}, window=OCTOBER, day=DAY, region="520122"
    )
    assert claims_hold_until(calendar, _person()) == date.max
    owed = duties_of(calendar, _person("orphan", registered_on=date(2020, 1, 1)), ())
    first_over = min(duty.period.last for duty in owed if duty.period.last >= DAY)
    held = claims_hold_until(calendar, _person("orphan", registered_on=date(2020, 1, 1)))
    assert DAY <= held <= first_over
