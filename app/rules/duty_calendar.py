"""The periods of a plan: every period of every adopted duty that a window and its look-back touch.

Made once for a window and then used for every person, because looking up dated rules is the part
that costs time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app.core.periods import Period, Span, add_months, periods_in
from app.rules.duty_rules import DutyRule, filled_in
from app.rules.engine.parameters import InForce, NotInForce, Policy

_FOLDER = "duty"
_LATE_MONTHS = "plan.late_months"


@dataclass(frozen=True)
class Slot:
    """One period of one duty, cut to the days in which the office has adopted its pack.

    ``expected`` is how many contacts there should be by the end of the window: four visits a year
    are spread over the year. ``in_window`` is False for a period that was over before the window.
    """

    rule_id: str
    title: str
    cite: str
    rule: DutyRule
    period: Period
    expected: int
    in_window: bool


@dataclass(frozen=True)
class DutyRow:
    """One duty's slots, earliest first; ``codes`` are the categories of any of them,
    ``kin`` those of its whole group. ``turns`` are the last days before one of them begins, and
    their own last days: in between, a day is as good as another."""

    slots: tuple[Slot, ...]
    codes: frozenset[str]
    kin: frozenset[str]
    turns: tuple[date, ...]


@dataclass(frozen=True)
class DutyCalendar:
    """All rows of a window, as seen on ``day``. ``claims`` is where the duties note what each kind
    of person is owed, so that it is worked out once."""

    rows: tuple[DutyRow, ...]
    window: Period
    day: date
    claims: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def first_day(self) -> date:
        """Contacts before this day count for nothing in the calendar."""
        firsts = [slot.period.first for row in self.rows for slot in row.slots]
        return min([self.window.first, *firsts])


def duty_calendar(
    policy: Policy, *, adopted: Mapping[str, Period], window: Period, day: date, region: str
) -> DutyCalendar:
    """The slots of the packs in ``adopted`` (pack → days of adoption; open end: ``date.max``) that
    touch ``window`` or were over less than the look-back before it."""
    found = policy.value(_LATE_MONTHS, day=day, region=region)
    months = found.value if isinstance(found, InForce) else 0
    assert isinstance(months, int)
    reach = Period(add_months(window.first, -months), window.last)
    asked = _Asked(policy, adopted, window, reach, region)
    columns = [slots for key in policy.keys(_FOLDER) if (slots := tuple(_slots(key, asked)))]
    return DutyCalendar(tuple(_row(slots, columns) for slots in columns), window, day)


@dataclass(frozen=True)
class _Asked:
    policy: Policy
    adopted: Mapping[str, Period]
    window: Period
    reach: Period
    region: str


def _slots(key: str, asked: _Asked) -> Iterator[Slot]:
    """The slots of one duty; the rule of a period is the version in force on its first day."""
    parameter = asked.policy.parameters[key]
    rules = [v.value for v in parameter.versions if isinstance(v.value, DutyRule)]
    same: dict[DutyRule, DutyRule] = {}  # slots of one rule share it, and so what counts for it
    for span, pack in sorted({(rule.span, rule.pack) for rule in rules}):
        for whole in periods_in(asked.reach, span):
            period = _cut(whole, asked.adopted.get(pack))
            if period is None or not period.overlaps(asked.reach):
                continue
            found = asked.policy.value(key, day=period.first, region=asked.region)
            if isinstance(found, NotInForce):
                continue
            assert isinstance(found.value, DutyRule)
            rule = filled_in(found.value, asked.policy, day=period.first, region=asked.region)
            if rule is not None and (rule.span, rule.pack) == (span, pack):
                rule = same.setdefault(rule, rule)
                yield Slot(
                    rule_id=key.partition(".")[2],
                    title=parameter.title,
                    cite=found.version.cite,
                    rule=rule,
                    period=period,
                    expected=_expected(rule, period, asked.window),
                    in_window=period.last >= asked.window.first,
                )


def _cut(whole: Period, adoption: Period | None) -> Period | None:
    if adoption is None or not whole.overlaps(adoption):
        return None
    return Period(max(whole.first, adoption.first), min(whole.last, adoption.last))


def _expected(rule: DutyRule, period: Period, window: Period) -> int:
    """The times spread evenly over the months of the period, rounded up, as of the window's end.
    Only a week crosses the end of a year, and a week is not spread."""
    if rule.span is Span.WEEK:
        return rule.times
    total = period.last.month - period.first.month + 1
    gone = min(period.last, window.last).month - period.first.month + 1
    return -(-rule.times * gone // total)


def _row(slots: tuple[Slot, ...], columns: list[tuple[Slot, ...]]) -> DutyRow:
    codes = frozenset[str]().union(*(slot.rule.categories for slot in slots))
    group = slots[0].rule.group
    kin = [slot for column in columns for slot in column if group and slot.rule.group == group]
    periods = [slot.period for slot in slots]
    turns = {*(p.first - timedelta(days=1) for p in periods), *(p.last for p in periods)}
    whole = codes.union(*(slot.rule.categories for slot in kin))
    return DutyRow(slots, codes, whole, tuple(sorted(turns)))
