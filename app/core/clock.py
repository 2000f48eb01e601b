"""The only place that asks what day it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True)
class Clock:
    """Where a service gets the day from; tests and the demo hand in a fixed one."""

    now: Callable[[], datetime]

    def today(self) -> date:
        return self.now().date()


def system_clock() -> Clock:
    """The PC's clock, with the local time zone."""
    return Clock(lambda: datetime.now().astimezone())


def fixed_clock(day: date, at: time = time(9, 0)) -> Clock:
    """A clock that stands still at ``at`` local time of ``day``."""
    moment = datetime.combine(day, at).astimezone()
    return Clock(lambda: moment)
