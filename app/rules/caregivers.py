"""Caregivers: the score of a month, what it comes to, and what is doubtful about a carer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from app.core.periods import age_on, parse_month
from app.core.self_care import self_care_form
from app.core.terms import CareEnd, CareGrade
from app.rules.engine.parameters import InForce, Policy


class CareTerm(NamedTuple):
    """A care agreement of somebody who lives and is on the register."""

    id: int
    number: str
    person_id: int
    carer_id: int
    start: date
    end: date
    ended_on: date | None
    end_reason: str | None

    @property
    def last(self) -> date:
        """The last day on which it holds."""
        return self.end if self.ended_on is None else min(self.end, self.ended_on)

    def holds_on(self, day: date) -> bool:
        return self.start <= day <= self.last

    def runs_on(self, day: date) -> bool:
        """Whether it goes on after ``day`` for all that is known: who is disqualified today no
        longer cares today (S3.217)."""
        return self.start <= day <= self.end and (self.ended_on is None or self.ended_on > day)


class CareScored(NamedTuple):
    """The score of one agreement in one month."""

    agreement_id: int
    month: str
    scored_on: date
    told_on: date | None


@dataclass(frozen=True)
class ScoreSheet:
    """What is scored, as it is in force: ``items`` with what each is worth, in the order of the
    paper; None where no figure is in force."""

    items: tuple[tuple[str, int], ...]
    vetoes: tuple[str, ...]
    pass_mark: int | None
    excellent_mark: int | None

    @property
    def full(self) -> int:
        """What all items together are worth."""
        return sum(worth for _, worth in self.items)


@dataclass(frozen=True)
class Judged:
    """What a sheet comes to: under the pass mark, or with a veto, it is failed (S3.217)."""

    total: Decimal
    passed: bool
    grade: CareGrade


def score_sheet(policy: Policy, month: str, *, region: str) -> ScoreSheet:
    """The sheet for ``month``, by what is in force on its last day."""
    day = parse_month(month).last

    def held(key: str) -> object:
        found = policy.value(key, day=day, region=region)
        return found.value if isinstance(found, InForce) else None

    items, vetoes = held("caregiver.score_items"), held("caregiver.veto_items")
    pass_mark, excellent = held("caregiver.pass_mark"), held("caregiver.excellent_mark")
    return ScoreSheet(
        items=items if isinstance(items, tuple) else (),
        vetoes=vetoes if isinstance(vetoes, tuple) else (),
        pass_mark=pass_mark if isinstance(pass_mark, int) else None,
        excellent_mark=excellent if isinstance(excellent, int) else None,
    )


def points_problem(sheet: ScoreSheet, points: Mapping[str, Decimal]) -> tuple[str, str] | None:
    """The first item whose points cannot be, and why; None when all are there and right."""
    for name, worth in sheet.items:
        given = points.get(name)
        if given is None:
            return name, "没有打分"
        if given < 0 or given > worth:
            return name, f"应在0到{worth}分之间"
        if given != round(given, 1):
            return name, "最多一位小数"
    return next(
        ((name, "不是这个月的考核项目") for name in points.keys() - dict(sheet.items)), None
    )


def judge(
    sheet: ScoreSheet, points: Mapping[str, Decimal], vetoes: Collection[str]
) -> Judged | None:
    """What the sheet comes to; None while no pass mark is in force."""
    if sheet.pass_mark is None:
        return None
    total = sum(points.values(), Decimal(0))
    passed = total >= sheet.pass_mark and not vetoes
    best = sheet.excellent_mark is not None and total >= sheet.excellent_mark
    grade = CareGrade.EXCELLENT if best else CareGrade.PASSED
    return Judged(total, passed, grade if passed else CareGrade.FAILED)


@dataclass(frozen=True)
class CarerFacts:
    """What is looked at of a carer; None: not known. ``people``: how many are cared for."""

    birth: date | None
    self_care: str | None
    people: int


def carer_doubts(facts: CarerFacts, policy: Policy, day: date, *, region: str) -> tuple[str, ...]:
    """What somebody should look at before an agreement; it refuses nothing. What is not known and
    what no figure is in force for is not told."""

    def count(key: str) -> int | None:
        found = policy.value(key, day=day, region=region)
        return found.value if isinstance(found, InForce) and isinstance(found.value, int) else None

    doubts = []
    youngest, oldest, most = (
        count("caregiver.age_from"),
        count("caregiver.age_until"),
        count("caregiver.most_people"),
    )
    age = None if facts.birth is None else age_on(facts.birth, day)
    if age is not None and youngest is not None and age < youngest:
        doubts.append(f"{age}岁，不满{youngest}岁")
    if age is not None and oldest is not None and age > oldest:
        doubts.append(f"{age}岁，超过{oldest}岁")
    if facts.self_care is not None and facts.self_care != self_care_form().levels[0].word:
        doubts.append(f"本人自理能力：{facts.self_care}")
    if most is not None and facts.people > most:
        doubts.append(f"照料{facts.people}人，超过{most}人")
    return tuple(doubts)


def alert_days(policy: Policy, day: date, *, region: str) -> int | None:
    """So many days before its end an agreement is near it; None where no figure is in force."""
    found = policy.value("caregiver.alert_days", day=day, region=region)
    return found.value if isinstance(found, InForce) and isinstance(found.value, int) else None


def wanted_scores(terms: Collection[CareTerm], month: str) -> tuple[CareTerm, ...]:
    """The agreements that are scored in ``month``: those that hold on its last day. One that ended
    within the month may be scored, nobody has to."""
    last = parse_month(month).last
    return tuple(term for term in terms if term.holds_on(last))


def left_alone_by(terms: Collection[CareTerm], day: date) -> CareTerm | None:
    """Of the agreements of one person the one after which nobody is bound to care on ``day``; None
    when one runs, there was none, or the last was no longer needed. A carer who is to begin later
    is not there yet."""
    if not terms or any(term.runs_on(day) for term in terms):
        return None
    begun = [term for term in terms if term.start <= day]
    newest = max(begun, key=lambda term: (term.last, term.id), default=None)
    return None if newest is None or newest.end_reason == CareEnd.NOT_NEEDED else newest
