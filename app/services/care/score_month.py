"""A month of scores as it stands, and a score sheet while it is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from app.core.periods import Period, add_months, month_of, parse_month
from app.core.terms import CARE_GRADE_NAMES, CareGrade
from app.models.care import CareAgreement, CareScore
from app.models.queries import care as queries
from app.models.queries.past import steps_of
from app.models.unit_of_work import Session
from app.rules.caregivers import ScoreSheet, judge, points_problem, score_sheet, wanted_scores
from app.rules.deadlines import due_in
from app.services.care.views import ScoreLine, score_line
from app.services.desk import Desk
from app.services.office import expect_office
from app.services.person.typed import FieldError

CORRECTED = "correct_care_score"  # the act that corrects a score


@dataclass(frozen=True)
class MonthLine:
    """One agreement in a month: ``wanted`` whether it has to be scored, ``score`` what it got,
    ``points`` by item as they were given; ``before`` says what it was before each correction, the
    newest first."""

    agreement_id: int
    number: str
    carer_id: int
    carer: str
    person: str
    village: str
    wanted: bool
    score: ScoreLine | None
    points: Mapping[str, str] = field(default_factory=dict)
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class ScoreMonth:
    """A month with everything that was or has to be scored, and the sheet in force for it."""

    month: str
    sheet: ScoreSheet
    lines: tuple[MonthLine, ...]

    @property
    def left(self) -> int:
        """How many have to be scored still."""
        return sum(line.wanted and line.score is None for line in self.lines)

    @property
    def untold(self) -> int:
        """How many scores have not been told."""
        return sum(line.score is not None and line.score.told_on is None for line in self.lines)


def list_month(desk: Desk, month: str) -> ScoreMonth:
    """The agreements of ``month`` in the order of villages; those scored already among them."""
    period = parse_month(month)
    with desk.store.read() as session:
        lines = queries.agreements(session)
        scores = {score.agreement_id: score for score in queries.scores(session, month=month)}
        wanted = {term.id for term in queries.care_terms(session) if term.holds_on(period.last)}
        before = {
            number: _before(session, score)
            for number, score in scores.items()
            if score.why_corrected
        }
    return ScoreMonth(
        month=month,
        sheet=sheet_of(desk, month),
        lines=tuple(
            MonthLine(
                agreement_id=line.agreement.id,
                number=line.agreement.number,
                carer_id=line.carer.id,
                carer=line.carer.name,
                person=line.person.name,
                village=line.village or "",
                wanted=line.agreement.id in wanted,
                score=score_line(score, line.person.name) if score else None,
                points={name: str(points) for name, points in score.points.items()}
                if score
                else {},
                before=before.get(line.agreement.id, ()),
            )
            for line in lines
            if (score := scores.get(line.agreement.id)) or holds_in(line.agreement, month)
        ),
    )


def _before(session: Session, score: CareScore) -> tuple[str, ...]:
    """``2026-05-06 样例经办人更正，原来58分、考核不合格：抄错了分数``, for each correction."""
    corrected = [
        (step.line, step.before or {}, step.after or {})
        for step in steps_of(session, CareScore, "id", score.id)
        if step.line.verb == CORRECTED and step.line.undone_by is None
    ]
    return tuple(
        f"{line.at:%Y-%m-%d} {line.actor}更正，原来{points_text(Decimal(was['total']))}分、"
        f"{CARE_GRADE_NAMES[CareGrade(was['grade'])]}：{now['why_corrected']}"
        for line, was, now in corrected
    )


@dataclass(frozen=True)
class ScoreDuty:
    """A month in which agreements wait for their score, until ``due``."""

    month: str
    left: int
    due: date


def score_duties(desk: Desk) -> tuple[ScoreDuty, ...]:
    """What is left to score of the month before and of this one, where a rule says by when."""
    today, region = desk.clock.today(), expect_office(desk).code
    window = Period(add_months(month_of(today).first, -1), month_of(today).last)
    with desk.store.read() as session:
        terms, scored = queries.care_terms(session), queries.care_scored(session)
    found = []
    for due in due_in(desk.policy, "caregiver_score", window, region=region):
        month = f"{due.last:%Y-%m}"
        done = {one.agreement_id for one in scored if one.month == month}
        left = sum(term.id not in done for term in wanted_scores(terms, month))
        if left:
            found.append(ScoreDuty(month, left, due.last))
    return tuple(found)


def score_ids(lines: Sequence[MonthLine]) -> tuple[int, ...]:
    """The scores of these lines, as far as there are any."""
    return tuple(line.score.id for line in lines if line.score is not None)


def total_words(sheet: ScoreSheet, points: Mapping[str, str], vetoes: tuple[str, ...]) -> str:
    """What the points come to while they are typed: ``合计 85 分，考核合格``. What cannot be read
    yet counts for nothing; the grade is told once every item has its points."""
    given: dict[str, Decimal] = {}
    for name, text in points.items():
        try:
            value = read_points(name, text)
        except FieldError:
            value = None
        if value is not None:
            given[name] = value
    words = f"合计 {points_text(sum(given.values(), Decimal(0)))} 分"
    if points_problem(sheet, given) is not None:
        return f"{words}，满分 {sheet.full} 分"
    judged = judge(sheet, given, vetoes)
    return f"{words}，{CARE_GRADE_NAMES[judged.grade]}" if judged else words


def short(item: str) -> str:
    """The name of an item without what it asks for: ``饮食照料：…`` → ``饮食照料``."""
    return item.partition("：")[0]


def read_points(name: str, text: str) -> Decimal | None:
    """The points typed for an item; None for none. Raises ``FieldError``."""
    plain = text.strip()
    if not plain:
        return None
    try:
        value = Decimal(plain)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise FieldError(name, f"“{short(name)}”看不懂：{plain}。", "请填分数，如 18 或 17.5。")
    return value


def sheet_of(desk: Desk, month: str) -> ScoreSheet:
    """The sheet in force here for a month."""
    return score_sheet(desk.policy, month, region=expect_office(desk).code)


def last_day(agreement: CareAgreement) -> date:
    """The last day on which an agreement holds."""
    return agreement.end if agreement.ended_on is None else min(agreement.end, agreement.ended_on)


def holds_in(agreement: CareAgreement, month: str) -> bool:
    """Whether an agreement holds on any day of a month."""
    period = parse_month(month)
    return agreement.start <= period.last and last_day(agreement) >= period.first


def points_text(total: Decimal) -> str:
    """``85``, ``79.5``."""
    return f"{total.normalize():f}"
