"""The figures of the law as this office sees them, and entering its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.errors import UserError
from app.models.policy import ParameterEntry
from app.models.unit_of_work import Work
from app.rules.engine.parameters import Version
from app.rules.engine.values import shown
from app.rules.entries import Entry, with_entries
from app.rules.parameter_table import FIGURE_STATE_NAMES, FigureRow, FigureState, figure_rows
from app.services.desk import Desk
from app.services.office import expect_office

__all__ = ["FIGURE_STATE_NAMES", "Entry", "FigureRow", "FigureState"]


@dataclass(frozen=True)
class FigureVersion:
    """One state of a figure in time: ``amount`` is what a chart draws, None for words."""

    first: date
    until: date | None
    issued: date
    words: str
    amount: float | None
    source: str
    region: str
    default: bool
    entered: bool


def list_figures(desk: Desk) -> tuple[FigureRow, ...]:
    """Every figure that an office can enter, as it stands today; what is still open comes first."""
    office = expect_office(desk)
    rows = figure_rows(desk.policy, day=desk.clock.today(), region=office.code)
    order = list(FigureState)
    return tuple(sorted(rows, key=lambda row: (order.index(row.state), row.key)))


def figure_history(desk: Desk, key: str) -> tuple[FigureVersion, ...]:
    """All versions of a figure that can hold here, oldest first. Raises ``UserError``."""
    office = expect_office(desk)
    parameter = desk.policy.parameters.get(key)
    if parameter is None:
        raise UserError(f"没有“{key}”这个政策参数。")
    here = [version for version in parameter.versions if office.code.startswith(version.scope)]
    return tuple(
        _version(version, parameter.kind, parameter.unit)
        for version in sorted(here, key=lambda v: (v.first, v.issued))
    )


def enter_figures(desk: Desk, entries: Sequence[Entry]) -> int:
    """Keep ``entries`` in one act, which can be undone; returns how many. From then on they hold.

    Raises ``UserError`` naming the first that is not right; nothing is kept then.
    """
    if not entries:
        raise UserError("没有要录入的参数。")
    office = expect_office(desk)
    with_entries(desk.policy, entries, office=office.code)
    with desk.write("enter_figures", f"录入政策参数：{len(entries)} 项") as work:
        keep_entries(work, desk, entries)
    return len(entries)


def keep_entries(work: Work, desk: Desk, entries: Sequence[Entry]) -> None:
    """Add checked ``entries`` inside an open act."""
    today = desk.clock.today()
    for entry in entries:
        work.session.add(
            ParameterEntry(
                key=entry.key,
                region=entry.region,
                value=entry.value,
                first=entry.first,
                last=entry.last,
                issued=entry.issued,
                citation=entry.citation.strip(),
                entered_by=desk.actor.name,
                entered_on=today,
            )
        )


def _version(version: Version, kind: str, unit: str) -> FigureVersion:
    value = version.value
    number = isinstance(value, bool) or not hasattr(value, "__float__")
    return FigureVersion(
        first=version.first,
        until=version.until,
        issued=version.issued,
        words="废止" if version.repeal else shown(value, kind, unit),
        amount=None if number else float(value),  # type: ignore[arg-type]
        source=version.cite,
        region=version.scope,
        default=version.default,
        entered=version.entered,
    )
