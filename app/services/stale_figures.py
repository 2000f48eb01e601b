"""What of the law here may be out of date: amounts not renewed for long, what has expired, years
whose holidays nobody has entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.core.periods import add_months
from app.rules.engine.parameters import Parameter
from app.rules.engine.values import shown
from app.rules.entries import can_be_entered
from app.rules.working_days import WorkCalendar
from app.services.desk import Desk
from app.services.office import expect_office

CALENDAR = "calendar.announced"
_MONTHS_FRESH = 24
# Holidays of a year are announced late in the year before.
_LOOK_AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class StaleFigure:
    """One figure to look after; ``since`` the first day of its last version, ``why`` in words."""

    key: str
    title: str
    words: str
    since: date | None
    why: str


def list_stale(desk: Desk) -> tuple[StaleFigure, ...]:
    """What to renew: years without holidays first, then what has expired, then old amounts.

    Amounts are adjusted every year; ages, deadlines and wordings are not, so that their age alone
    says nothing.
    """
    office, today = expect_office(desk), desk.clock.today()
    expired: list[StaleFigure] = []
    old: list[StaleFigure] = []
    for parameter in desk.policy.parameters.values():
        found = _stale(parameter, office.code, today) if can_be_entered(parameter) else None
        if found is not None:
            (expired if "到期" in found.why else old).append(found)
    old.sort(key=lambda one: one.since or today)
    return (*_years(desk, office.code, today), *expired, *old)


def _stale(parameter: Parameter, region: str, today: date) -> StaleFigure | None:
    here = [v for v in parameter.versions if region.startswith(v.scope) and not v.repeal]
    if not here or any(version.first > today for version in here):
        return None
    last = max(here, key=lambda version: (version.first, version.issued))
    if last.until is not None and last.until < today:
        why = f"{last.until} 已到期"
    elif parameter.kind == "money" and last.first < add_months(today, -_MONTHS_FRESH):
        why = f"超过 {_MONTHS_FRESH} 个月没有更新"
    else:
        return None
    words = shown(last.value, parameter.kind, parameter.unit)
    return StaleFigure(parameter.key, parameter.title, words, last.first, why)


def _years(desk: Desk, region: str, today: date) -> list[StaleFigure]:
    calendar = WorkCalendar(desk.policy, region)
    title = desk.policy.parameters[CALENDAR].title
    return [
        StaleFigure(
            CALENDAR, title, f"{year}年", None, f"没有{year}年的放假安排，暂按周一至周五计算"
        )
        for year in sorted({today.year, (today + _LOOK_AHEAD).year})
        if not calendar.knows(year)
    ]
