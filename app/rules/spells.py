"""Stretches of days with a name, entered year by year: school holidays (S2.205)."""

from __future__ import annotations

from calendar import SATURDAY
from datetime import timedelta

from app.core.periods import Period
from app.rules.engine.parameters import InForce, Policy
from app.rules.engine.values import Spot, read_days

NamedSpells = tuple[tuple[str, Period], ...]
_WRITE = '[version.value]，其下每行 "名称" = [第一天, 最后一天]'


def read_named_spells(raw: object, spot: Spot) -> NamedSpells:
    """The value of a ``named_spells`` parameter: names with the first and the last day. Raises
    PolicyFileError."""
    if not isinstance(raw, dict) or not raw:
        raise spot.refuse("value", "应为名称和起止日期的表", _WRITE)
    found = []
    for name, days in raw.items():
        both = read_days(days, spot, name)
        if len(both) != 2 or both[0] > both[1]:
            raise spot.refuse(name, f"“{name}”的起止日期不对", f'"{name}" = [第一天, 最后一天]')
        found.append((name, Period(*both)))
    return tuple(found)


def spell_over(policy: Policy, key: str, week: Period, *, region: str) -> str:
    """The name of the holidays of parameter ``key`` that cover ``week``; empty for none."""
    for day in (week.first, week.last):  # the first week of a year begins in the one before
        found = policy.value(key, day=day, region=region)
        if isinstance(found, InForce) and isinstance(found.value, tuple):
            for name, days in found.value:
                if covers(days, week):
                    return str(name)
    return ""


def covers(days: Period, week: Period) -> bool:
    """Whether ``days`` take all of a week that anybody teaches on: Monday to Friday."""
    friday = week.first + timedelta(days=SATURDAY - 1)
    return days.first <= week.first and friday <= days.last
