"""The figures of the law as this office sees them, and entering its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from app.core.codes import category_name
from app.core.errors import UserError
from app.models.policy import ParameterEntry
from app.models.unit_of_work import Work
from app.rules.engine.parameters import InForce, NotInForce, Version
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


@dataclass(frozen=True)
class FigureStep:
    """What holds from ``first`` on until the next step: ``amount`` is what a chart draws, None
    while nothing holds and for words."""

    first: date
    words: str
    amount: float | None


@dataclass(frozen=True)
class FigureView:
    """A figure with its clause in words, what held here over time, and all its versions."""

    row: FigureRow
    clause: str
    steps: tuple[FigureStep, ...]
    versions: tuple[FigureVersion, ...]


def list_figures(desk: Desk) -> tuple[FigureRow, ...]:
    """Every figure that an office can enter, as it stands today; what is still open comes first."""
    office = expect_office(desk)
    found = figure_rows(desk.policy, day=desk.clock.today(), region=office.code)
    rows = [replace(row, words=_words(row.value, row.kind, row.unit)) for row in found]
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


def show_figure(desk: Desk, key: str) -> FigureView:
    """One figure with its history. Raises ``UserError`` for a key that there is not."""
    office = expect_office(desk)
    versions = figure_history(desk, key)
    (row,) = (row for row in list_figures(desk) if row.key == key)
    ends = {one.until + timedelta(days=1) for one in versions if one.until is not None}
    return FigureView(
        row=row,
        clause=desk.policy.cite_words(row.source),
        steps=tuple(
            _step(desk.policy.value(key, day=day, region=office.code), day)
            for day in sorted(ends | {one.first for one in versions})
        ),
        versions=versions,
    )


def check_figures(desk: Desk, entries: Sequence[Entry]) -> None:
    """Raises ``UserError`` naming the first of ``entries`` that could not be entered."""
    with_entries(desk.policy, entries, office=expect_office(desk).code)


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
    return FigureVersion(
        first=version.first,
        until=version.until,
        issued=version.issued,
        words="废止" if version.repeal else _words(version.value, kind, unit),
        amount=_amount(version.value),
        source=version.cite,
        region=version.scope,
        default=version.default,
        entered=version.entered,
    )


def _step(found: InForce | NotInForce, day: date) -> FigureStep:
    if not isinstance(found, InForce):
        return FigureStep(day, found.words, None)
    words = _words(found.value, found.parameter.kind, found.unit)
    return FigureStep(day, words, _amount(found.value))


def _words(value: object, kind: str, unit: str) -> str:
    """The value as a clerk reads it, categories by their names; empty while there is none."""
    if value is None:
        return ""
    if kind == "texts" and isinstance(value, tuple):
        return "、".join(category_name(text) for text in value)
    return shown(value, kind, unit)


def _amount(value: object) -> float | None:
    """A number as a chart draws it; yes and no are words."""
    number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return float(value) if number else None  # type: ignore[arg-type]
