"""Every figure of the law as a row of a table: what holds today, and what an office still has to
enter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.rules.engine.parameters import InForce, Parameter, Policy
from app.rules.engine.values import shown
from app.rules.entries import can_be_entered, what_to_write


class FigureState(StrEnum):
    """Where a figure comes from."""

    OPEN = "open"
    DEFAULT = "default"
    ENTERED = "entered"
    DOCUMENT = "document"


FIGURE_STATE_NAMES = {
    FigureState.OPEN: "待录入",
    FigureState.DEFAULT: "默认值，待录入",
    FigureState.ENTERED: "本单位录入",
    FigureState.DOCUMENT: "文件规定",
}


@dataclass(frozen=True)
class FigureRow:
    """One parameter on a day in a place. ``words`` is the value as a clerk reads it, ``reason`` why
    a default is used or why there is none, ``source`` the clause or document, ``since`` the first
    day, ``region`` the prefix of the codes it holds for; ``hint`` says what to write."""

    key: str
    title: str
    state: FigureState
    kind: str
    unit: str
    choices: tuple[str, ...]
    value: object
    words: str
    reason: str
    region: str
    since: date | None
    until: date | None
    source: str
    hint: str


def figure_rows(policy: Policy, *, day: date, region: str) -> tuple[FigureRow, ...]:
    """Every figure that an office can enter, by key, as it stands on ``day`` in ``region``."""
    return tuple(
        _row(policy, parameter, day, region)
        for _, parameter in sorted(policy.parameters.items())
        if can_be_entered(parameter)
    )


def _row(policy: Policy, parameter: Parameter, day: date, region: str) -> FigureRow:
    found = policy.value(parameter.key, day=day, region=region)
    held = found if isinstance(found, InForce) else None
    return FigureRow(
        key=parameter.key,
        title=parameter.title,
        state=_state(held),
        kind=parameter.kind,
        unit=parameter.unit,
        choices=parameter.choices,
        value=held.value if held else None,
        words=shown(held.value, parameter.kind, parameter.unit) if held else "",
        reason=held.reason if held else parameter.open_why or found.words,
        region=held.region if held else "",
        since=held.since if held else None,
        until=held.version.until if held else None,
        source=held.source if held else "",
        hint=what_to_write(parameter),
    )


def _state(held: InForce | None) -> FigureState:
    if held is None:
        return FigureState.OPEN
    if held.version.entered:
        return FigureState.ENTERED
    return FigureState.DEFAULT if held.version.default else FigureState.DOCUMENT
