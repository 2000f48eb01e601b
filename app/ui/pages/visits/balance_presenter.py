"""Spreading the month over days and visitors: ask, look, change, adopt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from app.core.periods import parse_month
from app.core.visitors import visitor_names
from app.services.plan_days import (
    Balance,
    DayPlan,
    Suggestion,
    choose_days,
    most_a_day,
    suggest,
)
from app.ui.ports import Context

_MEMORY = "visits.balance"


@dataclass(frozen=True)
class Asked:
    """What stands in the form; ``visitors`` as it was typed."""

    first: date | None
    last: date | None
    visitors: str
    most: int
    by_responsible: bool
    keep: bool


@dataclass(frozen=True)
class Spread:
    """The rows of ``plan`` that shall be spread, by their keys."""

    plan: DayPlan
    keys: Collection[str]


class BalanceScreen(Protocol):
    def show_asked(self, asked: Asked) -> None: ...

    def show_suggested(self, rows: tuple[Suggestion, ...], words: str) -> None: ...

    def tell(self, words: str) -> None: ...

    def close_saved(self) -> None: ...


class BalancePresenter:
    """Nothing is written before ``adopt``, and then as one act."""

    def __init__(
        self,
        context: Context,
        view: BalanceScreen,
        spread: Spread,
        done: Callable[[str], None],
    ) -> None:
        self._context = context
        self._view = view
        self._spread = spread
        self._done = done
        self._rows: tuple[Suggestion, ...] = ()

    def start(self) -> None:
        """Offer who goes this month already, and the days that are left of it."""
        window = parse_month(self._spread.plan.month)
        kept = self._context.memory.recall(_MEMORY)
        most, names = (
            kept.get("most"),
            {row.visitor for row in self._spread.plan.rows if row.visitor},
        )
        self._context.jobs.run(
            lambda _: most_a_day(self._context.desk),
            lambda usual: self._view.show_asked(
                Asked(
                    first=max(window.first, self._context.desk.clock.today()),
                    last=window.last,
                    visitors="、".join(sorted(names)),
                    most=most if isinstance(most, int) and most > 0 else usual,
                    by_responsible=bool(kept.get("by_responsible")),
                    keep=True,
                )
            ),
            latest="visits.most",
        )

    def spread(self, asked: Asked) -> None:
        """Work out a suggestion."""
        if asked.first is None or asked.last is None:
            self._view.tell("请写开始和结束的日子，如 2026-05-20。")
            return
        self._context.memory.keep(
            _MEMORY, {"most": asked.most, "by_responsible": asked.by_responsible}
        )
        wanted = Balance(
            first=asked.first,
            last=asked.last,
            visitors=visitor_names(asked.visitors),
            most=asked.most,
            by_responsible=asked.by_responsible,
            keep=asked.keep,
        )
        self._view.tell("")
        self._context.jobs.run(
            lambda _: suggest(self._context.desk, self._spread.plan, self._spread.keys, wanted),
            lambda found: self._show(tuple(found)),
            latest="visits.balance",
            failed=lambda error: self._view.tell("".join(error.sentences())),
        )

    def change(self, rows: Collection[Suggestion], day: date | None, visitor: str | None) -> None:
        """Give some of what is suggested another day or visitor; None leaves it."""
        chosen = {row.row.key for row in rows}
        self._show(
            tuple(
                replace(
                    one,
                    choice=replace(
                        one.choice,
                        day=one.choice.day if day is None else day,
                        visitor=one.choice.visitor if visitor is None else visitor,
                    ),
                )
                if one.row.key in chosen
                else one
                for one in self._rows
            )
        )

    def adopt(self) -> None:
        """Keep what has a day."""
        choices = [one.choice for one in self._rows if one.choice.day is not None]
        month = self._spread.plan.month

        def done(_: int) -> None:
            self._view.close_saved()
            self._done(f"已安排 {len(choices)} 人次，可在“设置 - 操作记录”里撤销")
            self._context.changed()

        self._context.jobs.run(
            lambda _: choose_days(self._context.desk, month, choices),
            done,
            title="正在安排",
            failed=lambda error: self._view.tell("".join(error.sentences())),
        )

    def _show(self, rows: tuple[Suggestion, ...]) -> None:
        self._rows = rows
        self._view.show_suggested(rows, words_of(rows))


def words_of(rows: Collection[Suggestion]) -> str:
    """``共 60 人次，2 人 18 天，每人每天 1 至 4 人次；排不下 2 人次``."""
    loads = Counter((one.choice.day, one.choice.visitor) for one in rows if one.choice.day)
    days = {day for day, _ in loads}
    words = f"共 {len(rows)} 人次"
    if loads:
        people = len({visitor for _, visitor in loads})
        least, most = min(loads.values()), max(loads.values())
        span = f"{least}" if least == most else f"{least} 至 {most}"
        words += f"，{people} 人，{len(days)} 天，每人每天 {span} 人次"
    left = sum(one.choice.day is None for one in rows)
    return words + (f"；到期前排不下 {left} 人次，请加人、加天数或增加每天的人次" if left else "")
