"""Carers as lists and cards show them: agreements, scores, average, trend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.identity import read_id
from app.core.masks import mask_account
from app.core.periods import age_on
from app.core.record_fields import RECORD_FIELDS
from app.core.terms import CARE_END_NAMES, CARE_GRADE_NAMES, CareEnd, CareGrade
from app.models.care import Carer, CareScore
from app.models.person import Person
from app.models.queries import care as queries
from app.models.unit_of_work import Session
from app.rules.caregivers import CarerFacts, alert_days, carer_doubts
from app.services.care.standing import running
from app.services.desk import Desk
from app.services.office import expect_office
from app.services.person.rows import expect_row
from app.services.person.typed import FactLine, fact_line

_TREND = 6  # months


@dataclass(frozen=True)
class ScoreLine:
    """The score of one month as lists show it."""

    id: int
    month: str
    person: str
    total: Decimal
    grade: str
    passed: bool
    vetoes: tuple[str, ...]
    satisfaction: str
    opinion: str
    scored_on: date
    scored_by: str
    told_on: date | None
    told_how: str


@dataclass(frozen=True)
class AgreementRow:
    """An agreement; ``last`` is the day with which it ends, ``state`` in words."""

    id: int
    number: str
    person_id: int
    person: str
    village: str
    relation: str
    items: str
    fee: Decimal | None
    account: str
    start: date
    end: date
    last: date
    runs: bool
    near_end: bool
    state: str


@dataclass(frozen=True)
class CarerRow:
    """One line of the list. ``average`` and ``trend`` (a mean a month, oldest first) are of the
    last months that were scored; ``ends`` the first last day of the agreements that run."""

    id: int
    person_id: int | None
    name: str
    sex: str
    age: int | None
    phone: str
    qualified_on: date
    disqualified_on: date | None
    disqualified_reason: str
    people: tuple[str, ...]
    villages: tuple[str, ...]
    ends: date | None
    near_end: bool
    last_month: str
    last_total: Decimal | None
    last_grade: str
    average: Decimal | None
    trend: tuple[tuple[str, Decimal], ...]
    doubts: tuple[str, ...]

    @property
    def state(self) -> str:
        """In one or two words, how it stands."""
        if self.disqualified_on is not None:
            return "资格已取消"
        if not self.people:
            return "没有在护理"
        return "协议快到期" if self.near_end else "在护理"


@dataclass(frozen=True)
class CarerView:
    """One carer with everything: facts, agreements (running first), scores (newest first)."""

    row: CarerRow
    facts: tuple[FactLine, ...]
    agreements: tuple[AgreementRow, ...]
    scores: tuple[ScoreLine, ...]


def list_carers(desk: Desk) -> tuple[CarerRow, ...]:
    """Everybody, those who may care first, in the order of registration."""
    with desk.store.read() as session:
        books = _Books(queries.agreements(session), queries.scores(session))
        rows = [_row(desk, session, carer, books) for carer in queries.carers(session)]
    return tuple(sorted(rows, key=lambda row: row.disqualified_on is not None))


def show_carer(desk: Desk, carer_id: int, *, unmask: bool = False) -> CarerView:
    """One carer; that numbers were read in full is on record. Raises ``UserError`` for nobody."""
    if unmask:
        with desk.write("unmask_carer", "查看护理人的完整号码", ("carer", carer_id)):
            pass
    today = desk.clock.today()
    with desk.store.read() as session:
        carer = expect_row(session, Carer, carer_id)
        lines = queries.agreements(session, carer_id=carer_id)
        scores = queries.scores(session, agreements=[line.agreement.id for line in lines])
        row = _row(desk, session, carer, _Books(lines, scores))
    ahead = _alert_days(desk)
    people = {line.agreement.id: line.person.name for line in lines}
    found = [agreement_row(line, today, ahead, unmask=unmask) for line in lines]
    return CarerView(
        row=row,
        facts=tuple(
            fact_line(field, getattr(carer, field.key), unmask=unmask)
            for field in RECORD_FIELDS["carer"]
        ),
        agreements=tuple(sorted(found, key=lambda one: (not one.runs, -one.start.toordinal()))),
        scores=tuple(score_line(score, people[score.agreement_id]) for score in reversed(scores)),
    )


def carers_of(desk: Desk, person_id: int) -> tuple[CarerRow, ...]:
    """Who cares for a person by an agreement that runs today."""
    today = desk.clock.today()
    with desk.store.read() as session:
        own = queries.agreements(session, person_id=person_id)
        wanted = {line.carer.id: line.carer for line in running(own, today)}
        books = _Books(queries.agreements(session), queries.scores(session))
        return tuple(_row(desk, session, carer, books) for carer in wanted.values())


def agreement_row(
    line: queries.AgreementLine, today: date, ahead: int | None, *, unmask: bool = False
) -> AgreementRow:
    """An agreement as lists show it; ``ahead``: so many days before its end it is near."""
    one = line.agreement
    runs = one.ended_on is None and one.start <= today <= one.end
    near = runs and ahead is not None and (one.end - today).days <= ahead
    return AgreementRow(
        id=one.id,
        number=one.number,
        person_id=line.person.id,
        person=line.person.name,
        village=line.village or "",
        relation=one.relation or "",
        items=one.items or "",
        fee=one.fee,
        account=(one.account_no or "") if unmask else mask_account(one.account_no or ""),
        start=one.start,
        end=one.end,
        last=one.end if one.ended_on is None else min(one.end, one.ended_on),
        runs=runs,
        near_end=near,
        state=_state(line, today, near),
    )


def score_line(score: CareScore, person: str) -> ScoreLine:
    """A score as lists show it."""
    return ScoreLine(
        id=score.id,
        month=score.month,
        person=person,
        total=score.total,
        grade=CARE_GRADE_NAMES[CareGrade(score.grade)] if score.grade else "",
        passed=score.passed,
        vetoes=tuple(map(str, score.vetoes)),
        satisfaction=score.satisfaction or "",
        opinion=score.opinion or "",
        scored_on=score.scored_on,
        scored_by=score.scored_by or "",
        told_on=score.told_on,
        told_how=score.told_how or "",
    )


def _state(line: queries.AgreementLine, today: date, near: bool) -> str:
    one = line.agreement
    if one.ended_on is not None and one.end_reason is not None:
        return f"{one.ended_on}结束：{CARE_END_NAMES[CareEnd(one.end_reason)]}"
    if one.start > today:
        return "还没有开始"
    if one.end < today:
        return "已到期"
    return f"{(one.end - today).days}天后到期" if near else "执行中"


@dataclass(frozen=True)
class _Books:
    """Every agreement and every score, read once for a whole list."""

    lines: Sequence[queries.AgreementLine]
    scores: Sequence[CareScore]


def _row(desk: Desk, session: Session, carer: Carer, books: _Books) -> CarerRow:
    today, ahead = desk.clock.today(), _alert_days(desk)
    own = [line for line in books.lines if line.carer.id == carer.id]
    numbers = {line.agreement.id for line in own}
    found = [score for score in books.scores if score.agreement_id in numbers]
    now = [line for line in running(own, today) if line.agreement.start <= today]
    ends = min((line.agreement.end for line in now), default=None)
    trend = _means(found)[-_TREND:]
    last = found[-1] if found else None
    number = read_id(carer.id_no or "")
    return CarerRow(
        id=carer.id,
        person_id=carer.person_id,
        name=carer.name,
        sex=carer.sex or number.sex or "",
        age=None if number.birth is None else age_on(number.birth, today),
        phone=carer.phone or "",
        qualified_on=carer.qualified_on,
        disqualified_on=carer.disqualified_on,
        disqualified_reason=carer.disqualified_reason or "",
        people=tuple(line.person.name for line in now),
        villages=tuple(dict.fromkeys(line.village for line in own if line.village)),
        ends=ends,
        near_end=ends is not None and ahead is not None and (ends - today).days <= ahead,
        last_month=last.month if last else "",
        last_total=last.total if last else None,
        last_grade=CARE_GRADE_NAMES[CareGrade(last.grade)] if last and last.grade else "",
        average=_mean([total for _, total in trend]),
        trend=trend,
        doubts=_doubts(desk, session, carer, now),
    )


def _means(scores: Sequence[CareScore]) -> tuple[tuple[str, Decimal], ...]:
    """(month, mean of its scores), oldest first."""
    months: dict[str, list[Decimal]] = {}
    for score in scores:
        months.setdefault(score.month, []).append(score.total)
    means = ((month, _mean(totals)) for month, totals in sorted(months.items()))
    return tuple((month, mean) for month, mean in means if mean is not None)


def _mean(totals: Sequence[Decimal]) -> Decimal | None:
    return (sum(totals) / Decimal(len(totals))).quantize(Decimal("0.1")) if totals else None


def doubts_of(desk: Desk, session: Session, carer: Carer) -> tuple[str, ...]:
    """What somebody should look at in a carer with the agreements that run or are to begin."""
    lines = queries.agreements(session, carer_id=carer.id)
    return _doubts(desk, session, carer, running(lines, desk.clock.today()))


def _doubts(
    desk: Desk, session: Session, carer: Carer, lines: Sequence[queries.AgreementLine]
) -> tuple[str, ...]:
    person = session.get(Person, carer.person_id) if carer.person_id else None
    facts = CarerFacts(
        birth=read_id(carer.id_no or "").birth or (person.birth_date if person else None),
        self_care=person.self_care if person else None,
        people=len({line.person.id for line in lines}),
    )
    region = expect_office(desk).code
    return carer_doubts(facts, desk.policy, desk.clock.today(), region=region)


def _alert_days(desk: Desk) -> int | None:
    return alert_days(desk.policy, desk.clock.today(), region=expect_office(desk).code)
