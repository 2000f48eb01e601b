"""Who may no longer be entitled: grown up, graded otherwise, too much income, not checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from app.core.codes import category_name
from app.core.identity import disability_card
from app.core.money import cents, yuan
from app.core.periods import Period, add_months, age_on
from app.rules.deadlines import Due, due_in
from app.rules.engine.fact_names import AREAS, FACT_NAMES
from app.rules.finders.look import Look, of_household, of_person
from app.rules.finders.payments import DIBAO, TEKUN
from app.rules.findings import Finding
from app.rules.from_register import facts_from_register
from app.rules.register_snapshot import Home, Someone

_CHILD = frozenset({"orphan", "unsupported_child"})
_URBAN, _RURAL = AREAS
_REVIEWS = {_URBAN: "dibao_review_urban", _RURAL: "dibao_review_rural"}
_TEKUN_REVIEW = "tekun_annual"
_GRADE = FACT_NAMES["disability_grade"].label
_NOWHERE = frozenset({"", "无", "否", "不是"})
_DAY = timedelta(days=1)


def orphan_over_age(look: Look) -> Iterator[Finding]:
    """S3.216: held as 孤儿 or 事实无人抚养儿童 and grown up. Without a birth date nobody knows."""
    for person in look.register.people:
        codes = look.register.codes(person.id) & _CHILD
        if not codes or person.birth_date is None or person.death_date is not None:
            continue
        facts: dict[str, object] = dict.fromkeys(codes, True)
        screened = look.screened("orphan_over_age", {**facts, "birth_date": person.birth_date})
        if screened:
            names = "、".join(category_name(code) for code in sorted(codes))
            yield look.finding(
                "orphan_over_age",
                of_person(person.id),
                f"登记为{names}，已满{age_on(person.birth_date, look.day)}周岁",
                {"出生日期": f"{person.birth_date}", "类别": names},
                screened=screened,
            )


def grade_against_card(look: Look) -> Iterator[Finding]:
    """S0.206: the grade on record against the last figure of the card's number."""
    for person in look.register.people:
        card = disability_card(person.disability_no or "")
        if card is None:
            continue
        codes = look.register.codes(person.id)
        known = facts_from_register({"disability_grade": person.disability_grade}, codes)
        grade = known.get("disability_grade")
        if grade in {None, card.grade}:
            continue
        facts = {"disability_grade": grade, "card_grade": card.grade}
        if screened := look.screened("grade_against_card", facts):
            yield look.finding(
                "grade_against_card",
                of_person(person.id),
                f"登记的残疾等级是{grade}，残疾证号上是{card.grade}",
                {f"登记的{_GRADE}": str(grade), "证号上的等级": card.grade},
                screened=screened,
            )


def income_over_line(look: Look) -> Iterator[Finding]:
    """S4.203: a 低保 household whose income per head is above the standard; who was relocated keeps
    it during the consolidation period (S3.204)."""
    for home_id, area in _areas(look).items():
        home = look.register.homes[home_id]
        income = _month_income(home)
        if income is None:
            continue
        facts: dict[str, object] = {
            "dibao_area": area,
            "month_income_per_head": income,
            "in_dibao": True,
            "dead": False,
            "relocated": _relocated(home.relocation_site),
        }
        screened = look.screened("dibao_change", facts)
        if not screened or screened.grade != "停发":
            continue
        if not look.screened("kept_while_consolidating", facts):
            yield look.finding(
                "income_over_line",
                of_household(home_id),
                f"月人均收入 {yuan(income)} 元，超过{area}低保标准",
                {"月人均收入": f"{yuan(income)} 元", "低保类别": area},
                screened=screened,
            )


@dataclass(frozen=True)
class _Review:
    """The newest whole period of a review, and when the running one ends."""

    missed: Due
    next_day: date | None


def recheck_missing(look: Look) -> Iterator[Finding]:
    """S4.206, S4.209: a 低保 household or 特困 person that was not checked in the last whole period
    nor since. Who came later than the period began was not there to be checked."""
    members = look.register.members()
    reviews = {name: _review(look, name) for name in (*_REVIEWS.values(), _TEKUN_REVIEW)}
    for home_id, area in _areas(look).items():
        people = [person for person in members.get(home_id, ()) if person.death_date is None]
        yield from _unchecked(look, reviews[_REVIEWS[area]], people, home=home_id)
    for person in look.register.people:
        if person.death_date is None and look.register.codes(person.id) & TEKUN:
            yield from _unchecked(look, reviews[_TEKUN_REVIEW], [person], home=None)


def _review(look: Look, name: str) -> _Review | None:
    behind = Period(add_months(look.day, -12), look.day - _DAY)
    ahead = Period(look.day, add_months(look.day, 12))
    over = due_in(look.policy, name, behind, region=look.region)
    running = due_in(look.policy, name, ahead, region=look.region)
    return _Review(over[-1], running[0].last if running else None) if over else None


def _unchecked(
    look: Look, review: _Review | None, people: Sequence[Someone], *, home: int | None
) -> Iterator[Finding]:
    if review is None or not people or _came(look, people) > review.missed.first:
        return
    missed = review.missed
    seen = [day for person in people for day in (_checked(look, person),) if day is not None]
    if seen and max(seen) >= missed.first:
        return
    facts = {"in_dibao": home is not None, "in_tekun": home is None, "rechecked": False}
    screened = look.screened("recheck_missing", facts)
    if screened:
        yield look.finding(
            "recheck_missing",
            of_person(people[0].id) if home is None else of_household(home),
            f"{missed.first}至{missed.last}没有复核",
            {
                "应复核": f"{missed.first}至{missed.last}",
                "上次核对": max(seen).isoformat() if seen else "没有记录",
            },
            screened=replace(screened, cite=missed.cite),
            due=review.next_day,
        )


def _checked(look: Look, person: Someone) -> date | None:
    days = (look.register.checked.get(person.id), look.register.assessed.get(person.id))
    return max((day for day in days if day is not None), default=None)


def _came(look: Look, people: Sequence[Someone]) -> date:
    """Since when they are held here as what is to be checked."""
    starts = [
        max(person.registered_on, held.start)
        for person in people
        for held in look.register.held.get(person.id, ())
        if held.code in DIBAO | TEKUN
    ]
    return min(starts, default=look.day)


def _areas(look: Look) -> dict[int, str]:
    """Each 低保 household with whether it is urban or rural; one that is said to be both is asked
    about elsewhere."""
    codes: dict[int, set[str]] = {}
    for person in look.register.people:
        if person.home is not None and person.death_date is None:
            held = look.register.codes(person.id) & DIBAO
            codes.setdefault(person.home, set()).update(held)
    for home, lines in look.register.awards.items():
        codes.setdefault(home, set()).update(DIBAO & {line.category for line in lines})
    urban, rural = {"dibao_urban"}, {"dibao_rural"}
    areas = {home: _URBAN if held == urban else _RURAL for home, held in codes.items()
             if held in (urban, rural)}  # fmt: skip
    return {home: area for home, area in areas.items() if home in look.register.homes}


def _month_income(home: Home) -> Decimal | None:
    year = home.per_capita_income
    if year is None and home.annual_income is not None and home.size:
        year = home.annual_income / home.size
    return None if year is None else cents(year / 12)


def _relocated(site: str | None) -> bool | None:
    return None if site is None else site.strip() not in _NOWHERE


FINDERS = (orphan_over_age, grade_against_card, income_over_line, recheck_missing)
