"""The indicators of the programmes that this office carries out, measured from the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.periods import month_of
from app.core.progress import Progress, silent
from app.core.terms import Answer, DutyState
from app.models.queries import ledger as ledger_queries
from app.rules.engine.parameters import InForce
from app.rules.indicator_counts import COUNTERS, Count
from app.rules.indicators import Direction, IndicatorRule, Measured, indicator_keys, measure
from app.rules.ledger_period import ledger_period
from app.services.desk import Desk
from app.services.matter_register import look_at
from app.services.office import OfficeView, expect_office, packs_on
from app.services.plan import PlanRow, counts, plan_month
from app.services.visit_figures import is_of

_MET = {Answer.YES: "达到", Answer.NO: "未达到", Answer.OPEN: "—"}
_NOT_KEPT = "登记中没有这项数据，请按手工台账统计"
_VISITS = "S3.216"
_FOUR_ONES = frozenset({"S1.201", "S1.202", "S1.203", "S1.204", "S1.205"})


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator in words; ``counted`` false: the store cannot tell, ``how`` says why."""

    key: str
    title: str
    value: str
    target: str
    met: str
    missed: bool
    how: str
    period: str
    cite: str
    counted: bool


@dataclass(frozen=True)
class IndicatorBoard:
    """The indicators of the adopted programmes: those that can be told, then the others."""

    day: date
    rows: tuple[IndicatorRow, ...]


def list_indicators(desk: Desk, progress: Progress = silent) -> IndicatorBoard:
    """Every indicator of the programmes that this office carries out today."""
    office, today = expect_office(desk), desk.clock.today()
    progress(0, 3, "读取登记")
    register = look_at(desk).register
    counts = {key: counter(register, today) for key, counter in COUNTERS.items()}
    progress(1, 3, "读取走访计划")
    counts |= _of_the_plan(desk)
    counts["ledgers_on_time"] = _ledgers_on_time(desk, office)
    progress(2, 3, "计算")
    packs = packs_on(office, today)
    rows = [_row(desk, office, key, counts) for key in indicator_keys(desk.policy)]
    adopted = [row for row, pack in rows if row is not None and pack in packs]
    return IndicatorBoard(today, tuple(sorted(adopted, key=lambda row: not row.counted)))


def _of_the_plan(desk: Desk) -> dict[str, Count]:
    """探访 (S3.601) and the 四个一 (S1.601) for which this month answers, as the plan has them."""
    today = desk.clock.today()
    planned = plan_month(desk, f"{today:%Y-%m}").rows
    month = month_of(today)
    rows = [row for row in planned if counts(row) and is_of(row.state, row.dues, month)]
    visits = [row for row in rows if _VISITS in row.rules]
    ones = [row for row in rows if not _FOUR_ONES.isdisjoint(row.rules)]
    return {"visit_rate": _done(visits), "four_ones": _done(ones)}


def _done(rows: list[PlanRow]) -> Count:
    return Count(sum(row.state is DutyState.DONE for row in rows), len(rows))


def _ledgers_on_time(desk: Desk, office: OfficeView) -> Count:
    """S3.218: the months of this year whose first ledger was sent by the day."""
    first: dict[str, date] = {}
    with desk.store.read() as session:
        for export in ledger_queries.exports(session):
            sent = export.exported_at.date()
            first[export.month] = min(sent, first.get(export.month, sent))
    year = f"{desk.clock.today():%Y}-"
    on_time = [
        month
        for month, sent in first.items()
        if month.startswith(year)
        and sent <= ledger_period(desk.policy, month, office.code).deadline
    ]
    return Count(len(on_time))


def _row(
    desk: Desk, office: OfficeView, key: str, counts: Mapping[str, Count]
) -> tuple[IndicatorRow | None, str]:
    """The row of an indicator and its pack; None where it is not in force."""
    today = desk.clock.today()
    found = desk.policy.value(f"indicator.{key}", day=today, region=office.code)
    if not isinstance(found, InForce):
        return None, ""
    rule = found.value
    assert isinstance(rule, IndicatorRule)
    count = counts.get(key)
    measured = measure(
        desk.policy,
        key,
        _decimal(count.numerator if count else None),
        _decimal(count.denominator if count else None),
        day=today,
        region=office.code,
    )
    assert measured is not None
    return _shown(key, rule, measured, count), rule.pack


def _shown(key: str, rule: IndicatorRule, measured: Measured, count: Count | None) -> IndicatorRow:
    how = f"{rule.numerator} ÷ {rule.denominator}" if rule.denominator else rule.numerator
    met = _MET[measured.met] if measured.applicable else "不适用"
    if count is None:
        how, met = f"{how}。{_NOT_KEPT}", "—"
    elif rule.denominator and count.numerator is not None:
        how += f"（{count.numerator} ÷ {count.denominator}）"
    if count is not None and count.unknown:
        how += f"，另有 {count.unknown} 个未采集"
    if measured.met is Answer.NO and measured.short_by:
        more = "多" if rule.direction is Direction.AT_MOST else "差"
        met += f"，{more} {measured.short_by}"
    return IndicatorRow(
        key=key,
        title=measured.title,
        value=_figure(measured.value, share=bool(rule.denominator)),
        target=_target(rule),
        met=met,
        missed=measured.met is Answer.NO,
        how=how,
        period=rule.period,
        cite=rule.id or measured.cite,
        counted=count is not None,
    )


def _target(rule: IndicatorRule) -> str:
    if rule.target is None:
        return "未规定"
    sign = {Direction.AT_LEAST: "≥", Direction.AT_MOST: "≤", Direction.ABOUT: "约"}
    return sign[rule.direction] + _figure(rule.target, share=bool(rule.denominator))


def _figure(value: Decimal | None, *, share: bool) -> str:
    if value is None:
        return "—"
    if not share:
        return f"{value.normalize():f}"
    return f"{(value * 100).quantize(Decimal('0.1')).normalize():f}%"


def _decimal(number: int | None) -> Decimal | None:
    return None if number is None else Decimal(number)
