"""The score of a month: given, corrected, told; a failed one ends the qualification (S3.217)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.core.errors import DeclinedError, UserError
from app.core.money import cents
from app.core.periods import parse_month
from app.core.terms import CARE_GRADE_NAMES, CareGrade
from app.exporters.visit_sheet import month_words
from app.models.care import CareAgreement, Carer, CareScore
from app.models.queries import care as queries
from app.models.unit_of_work import Session, Work
from app.rules.caregivers import Judged, judge, points_problem
from app.services.care.regained import Regained, regain, would_regain
from app.services.care.score_month import (
    CORRECTED,
    holds_in,
    last_day,
    points_text,
    read_points,
    sheet_of,
    short,
)
from app.services.care.standing import (
    Ended,
    ended_of,
    lose_qualification,
    replacement_due,
    running,
)
from app.services.desk import Desk
from app.services.matter_acts import Done
from app.services.person.rows import expect_row
from app.services.person.typed import FieldError

SATISFACTION = ("满意", "基本满意", "不满意")
TOLD_HOW = ("当面告知", "电话告知", "书面送达")


@dataclass(frozen=True)
class ScoreTyped:
    """A score sheet as typed: ``points`` are texts by item, ``vetoes`` the items that were ticked;
    ``scored_on`` None is today, ``scored_by`` empty whoever sits at the desk; ``why`` a score that
    was kept is corrected."""

    agreement_id: int
    month: str
    points: Mapping[str, str]
    vetoes: tuple[str, ...] = ()
    satisfaction: str = ""
    opinion: str = ""
    scored_on: date | None = None
    scored_by: str = ""
    told_on: date | None = None
    told_how: str = ""
    why: str = ""


@dataclass(frozen=True)
class ScorePreview:
    """What a score comes to, before it is kept. ``ends`` are the agreements that would end with the
    qualification, ``due`` is until when each person needs another carer; ``regained`` what comes
    back with the correction of a failed one."""

    total: Decimal
    grade: str
    passed: bool
    ends_qualification: bool
    ends: tuple[Ended, ...]
    due: date | None
    regained: Regained


@dataclass(frozen=True)
class Scored:
    """What was kept; ``act_id`` takes it back, with everything that followed."""

    act_id: int
    words: str
    score_id: int
    disqualified: bool


def preview_score(desk: Desk, typed: ScoreTyped, score_id: int | None = None) -> ScorePreview:
    """What ``typed`` would come to, as a new score or as the correction of one; nothing is kept.
    Raises like ``record_score``."""
    if score_id is not None:
        _expect_why(typed)
    with desk.store.read() as session:
        agreement, carer = _sides(session, typed.agreement_id)
        judged, _ = _judged(desk, agreement, typed)
        known = expect_row(session, CareScore, score_id) if score_id else None
        regained = would_regain(session, carer, known) if known else Regained()
        able = carer.disqualified_on is None or regained.qualified
        ends = not judged.passed and able
        day = typed.scored_on or desk.clock.today()
        lines = running(queries.agreements(session, carer_id=carer.id), day) if ends else ()
    return ScorePreview(
        total=judged.total,
        grade=CARE_GRADE_NAMES[judged.grade],
        passed=judged.passed,
        ends_qualification=ends,
        ends=(*(regained.back if ends else ()), *map(ended_of, lines)),
        due=replacement_due(desk) if ends else None,
        regained=regained,
    )


def record_score(desk: Desk, typed: ScoreTyped, *, agreed: bool = False) -> Scored:
    """Keep the score of one agreement in one month.

    Failed or vetoed, it ends the carer's qualification with every agreement, and each person left
    alone becomes a task, all in this act; that must have been ``agreed`` to. Raises ``FieldError``
    naming the item that is wrong, ``DeclinedError`` for a month that is over-early, not of the
    agreement or scored already, or when it would end a qualification and nobody agreed.
    """
    with desk.write("record_care_score", f"护理人考核 {typed.month}") as work:
        agreement, carer = _sides(work.session, typed.agreement_id)
        if queries.scores(work.session, month=typed.month, agreements=[agreement.id]):
            raise DeclinedError(
                f"这份协议{typed.month}已经考核过。", "", "要改分数，请选中那一行修改。"
            )
        score = CareScore(agreement_id=agreement.id, month=typed.month)
        work.session.add(score)
        return _keep(work, desk, (agreement, carer, score), typed, agreed=agreed)


def correct_score(desk: Desk, score_id: int, typed: ScoreTyped, *, agreed: bool = False) -> Scored:
    """Correct a score that was kept, with the reason; what it was stays in the history.

    What a failed one ended comes back first (``Regained``), then follows what the right one asks.
    Raises like ``record_score``, and ``FieldError`` without a reason.
    """
    with desk.write(CORRECTED, f"更正护理人考核 {typed.month}") as work:
        score = expect_row(work.session, CareScore, score_id)
        if (typed.agreement_id, typed.month) != (score.agreement_id, score.month):
            raise ValueError("another agreement or month")
        _expect_why(typed)
        agreement, carer = _sides(work.session, score.agreement_id)
        _judged(desk, agreement, typed)
        found = regain(work, desk, carer, score) if not score.passed else Regained()
        score.why_corrected = typed.why.strip()
        done = _keep(work, desk, (agreement, carer, score), typed, agreed=agreed)
        if found.other is not None and score.passed:
            _lose_by(carer, found.other)
        words = done.words + _regained_words(found, passed=score.passed)
        work.describe(words)
        return replace(done, words=words)


def _expect_why(typed: ScoreTyped) -> None:
    if not typed.why.strip():
        raise FieldError("why", "没有写明更正原因。", "请写明，如“抄错了分数”。")


def _lose_by(carer: Carer, score: CareScore) -> None:
    """The qualification stays lost, by another failed score."""
    carer.disqualified_on = max(score.scored_on, carer.qualified_on)
    carer.disqualified_reason = _reason(score)


def _regained_words(found: Regained, *, passed: bool) -> str:
    if not passed:
        return ""
    if found.other is not None:
        return f"，{month_words(found.other.month)}还有不合格的考核，资格仍取消"
    if not found.qualified:
        return ""
    stay = f"，{len(found.stay)}份不恢复" if found.stay else ""
    return f"，恢复护理资格和{len(found.back)}份协议{stay}"


def tell_scores(desk: Desk, ids: Collection[int], day: date, how: str) -> Done:
    """The carers were told these scores. Raises ``FieldError`` for a day before the score or in the
    future, or without saying how; ``UserError`` for none."""
    with desk.write("tell_care_scores", "登记考核得分已告知") as work:
        scores = queries.some_scores(work.session, ids)
        if not scores or len(scores) != len(set(ids)):
            raise UserError("没有选中考核。", "", "请先在列表中选中打过分的行。")
        for score in scores:
            _tell(score, day, how, desk.clock.today())
        work.describe(f"登记考核得分已告知，{len(scores)}份")
        return Done(work.act_id, work.line.words)


def _keep(
    work: Work,
    desk: Desk,
    rows: tuple[CareAgreement, Carer, CareScore],
    typed: ScoreTyped,
    *,
    agreed: bool,
) -> Scored:
    agreement, carer, score = rows
    work.line.subject_table, work.line.subject_id = "person", agreement.person_id
    with work.session.no_autoflush:
        judged, points = _judged(desk, agreement, typed)
        day = _scored_on(desk, agreement, typed)
        score.points = {name: str(given) for name, given in points.items()}
        score.vetoes = list(typed.vetoes)
        score.total, score.passed, score.grade = cents(judged.total), judged.passed, judged.grade
        score.satisfaction = typed.satisfaction.strip() or None
        score.opinion = typed.opinion.strip() or None
        score.scored_on, score.scored_by = day, typed.scored_by.strip() or desk.actor.name
        score.told_on, score.told_how = None, None
        if typed.told_on is not None:
            _tell(score, typed.told_on, typed.told_how, desk.clock.today())
    ends = not judged.passed and carer.disqualified_on is None
    if ends and not agreed:
        raise DeclinedError(
            "这个得分会立即取消护理资格，还没有确认。", "", "请看清取消后的影响，再确认。"
        )
    words = f"{work.line.words}：{CARE_GRADE_NAMES[judged.grade]}"
    if ends:
        last = max(day, carer.qualified_on)
        ended = lose_qualification(work, desk, carer, day=last, reason=_reason(score))
        words += f"，取消护理资格，{ended}份协议终止"
    work.describe(words)
    work.session.flush()
    return Scored(work.act_id, words, score.id, ends)


def _reason(score: CareScore) -> str:
    """``5月考核不合格（58分）``."""
    grade = CARE_GRADE_NAMES[CareGrade(score.grade)] if score.grade else ""
    return f"{month_words(score.month)}{grade}（{points_text(score.total)}分）"


def _judged(
    desk: Desk, agreement: CareAgreement, typed: ScoreTyped
) -> tuple[Judged, dict[str, Decimal]]:
    """What the sheet comes to, and the points by item. Raises ``FieldError``, ``DeclinedError``."""
    _refuse_month(desk, agreement, typed.month)
    _scored_on(desk, agreement, typed)
    sheet = sheet_of(desk, typed.month)
    points = {name: read_points(name, text) for name, text in typed.points.items()}
    given = {name: value for name, value in points.items() if value is not None}
    problem = points_problem(sheet, given)
    if problem is not None:
        raise FieldError(problem[0], f"“{short(problem[0])}”{problem[1]}。", "请按考核表填写。")
    strange = next((veto for veto in typed.vetoes if veto not in sheet.vetoes), None)
    if strange is not None:
        raise FieldError(strange, "没有这个一票否决项。", "请刷新后再填。")
    if typed.satisfaction.strip() not in {"", *SATISFACTION}:
        raise FieldError("satisfaction", "没有这种满意度。", f"请选{'、'.join(SATISFACTION)}。")
    judged = judge(sheet, given, typed.vetoes)
    if judged is None or not sheet.items:
        raise DeclinedError(
            "这个月没有执行的考核项目和合格分。", "", "请在“政策”查看护理人考核的参数。"
        )
    return judged, {name: given[name] for name, _ in sheet.items}


def _refuse_month(desk: Desk, agreement: CareAgreement, month: str) -> None:
    first = parse_month(month).first
    if first > desk.clock.today():
        raise DeclinedError(f"{month}还没有到，不能考核。", "", "请选本月或以前的月份。")
    if not holds_in(agreement, month):
        last = last_day(agreement)
        raise DeclinedError(
            f"{month}不在协议期内。", f"协议从{agreement.start}到{last}。", "请核对月份。"
        )


def _scored_on(desk: Desk, agreement: CareAgreement, typed: ScoreTyped) -> date:
    day = typed.scored_on or desk.clock.today()
    if day > desk.clock.today():
        raise FieldError("scored_on", "考核日期在今天以后。", "请填写今天或以前的日期。")
    if day < max(parse_month(typed.month).first, agreement.start):
        raise FieldError("scored_on", "考核日期早于这个月的护理。", "请核对考核日期。")
    return day


def _tell(score: CareScore, day: date, how: str, today: date) -> None:
    if day > today:
        raise FieldError("told_on", "告知日期在今天以后。", "请填写今天或以前的日期。")
    if day < score.scored_on:
        raise FieldError("told_on", f"告知日期早于考核日期{score.scored_on}。", "请核对日期。")
    if not how.strip():
        raise FieldError("told_how", "没有写明怎样告知。", f"如：{'、'.join(TOLD_HOW)}。")
    score.told_on, score.told_how = day, how.strip()


def _sides(session: Session, agreement_id: int) -> tuple[CareAgreement, Carer]:
    agreement = expect_row(session, CareAgreement, agreement_id)
    return agreement, session.get_one(Carer, agreement.carer_id)
