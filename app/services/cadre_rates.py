"""How far each cadre did what was due over a time: what an opinion of the community (S2.247) can
stand on. No document says which rate is enough, so none is judged here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from app.core.dictionary import Kind
from app.core.errors import UserError
from app.core.periods import Period
from app.core.progress import Progress, silent
from app.core.terms import DutyState
from app.exporters.roster_xlsx import Roster, RosterColumn, Value, write_roster
from app.models.holding import Responsible
from app.models.queries import cadres as queries
from app.models.queries import then as past
from app.services.desk import Desk
from app.services.office import expect_office
from app.services.plan_duties import PersonPlan, ask_for, work_out

AWARD_GATE = "S2.247"
_LONGEST = 366

Judged = tuple[int, str, date, bool]
"""Person, clause, the day on which it was due, whether it was done."""


@dataclass(frozen=True)
class ClauseRate:
    """The duties of one clause: how many were due, how many of them were done."""

    cite: str
    due: int
    done: int


@dataclass(frozen=True)
class CadreRate:
    """What became of the duties towards a cadre's objects while they were theirs; what is not yet
    late is not counted. ``rate`` is None where nothing was due."""

    cadre_id: int
    name: str
    unit: str
    objects: int
    due: int
    done: int
    clauses: tuple[ClauseRate, ...]

    @property
    def rate(self) -> Decimal | None:
        return Decimal(self.done) / self.due if self.due else None

    @property
    def rate_words(self) -> str:
        """``91.7%``; a dash where nothing was due."""
        return "—" if self.rate is None else f"{self.rate * 100:.1f}%"

    @property
    def clause_words(self) -> str:
        """``S3.216 11/12、S1.201 3/3``."""
        return "、".join(f"{one.cite} {one.done}/{one.due}" for one in self.clauses)


@dataclass(frozen=True)
class CadreRates:
    """All cadres over a time, those who have the lowest rate first; ``clause`` is the one that the
    figures are for."""

    first: date
    last: date
    rows: tuple[CadreRate, ...]
    clause: str


@dataclass
class _Tally:
    due: int = 0
    done: int = 0
    people: set[int] = field(default_factory=set)
    clauses: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))


def cadre_rates(desk: Desk, first: date, last: date) -> CadreRates:
    """The duties that were due from ``first`` to ``last`` (never after today), by the cadre who was
    responsible on the day they were due, by the register as it was on ``last``: what happened later
    is left out, what somebody missed before leaving the register is not. Raises ``UserError`` for
    days that cannot be."""
    last = min(last, desk.clock.today())
    if last < first:
        raise UserError("起止日期不对。", "开始日期晚于结束日期或今天。", "请改正日期。")
    if (last - first).days >= _LONGEST:
        raise UserError("时间太长。", "一次最多统计一年。", "请缩短起止日期。")
    window = Period(first, last)
    office = expect_office(desk)
    with desk.store.read() as session:
        then = past.as_of(session, last, past.changes_since(session, last), since=first)
        plans = work_out(session, ask_for(desk, office, window, then=then))
        cadres = queries.all_cadres(session)
        judged = _judged(plans, window, desk.clock.today())
        tallies = _tally(judged, queries.rows_in(session, first, last))
    rows = [
        CadreRate(
            cadre_id=cadre_id,
            name=cadres[cadre_id].name,
            unit=cadres[cadre_id].unit or "",
            objects=len(tally.people),
            due=tally.due,
            done=tally.done,
            clauses=tuple(ClauseRate(c, *counts) for c, counts in sorted(tally.clauses.items())),
        )
        for cadre_id, tally in tallies.items()
    ]
    rows.sort(key=lambda row: (row.rate is None, row.rate or Decimal(), row.cadre_id))
    return CadreRates(first, last, tuple(rows), desk.policy.cite_words(AWARD_GATE))


def _tally(judged: Iterable[Judged], rows: Iterable[Responsible]) -> Mapping[int, _Tally]:
    by_person: dict[int, list[Responsible]] = defaultdict(list)
    tallies: dict[int, _Tally] = defaultdict(_Tally)
    for row in rows:
        if row.cadre_id is not None:
            by_person[row.person_id].append(row)
            tallies[row.cadre_id].people.add(row.person_id)
    for person_id, cite, day, done in judged:
        for cadre_id in _on(by_person[person_id], day):
            _count(tallies[cadre_id], cite, done=done)
    return tallies


def _judged(plans: Iterable[PersonPlan], window: Period, today: date) -> Iterator[Judged]:
    """The duties of the window that are done or whose day has passed. One knock that is late serves
    also what is not late yet: that is left out."""
    for plan in plans:
        for line in plan.lines:
            if line.state is DutyState.EXCUSED:
                continue
            done = line.state is DutyState.DONE
            for served in line.serves:
                day = min(served.due, window.last) if done else served.due
                if day in window and (done or served.due < today):
                    yield plan.person_id, served.cite, day, done


def _on(rows: Iterable[Responsible], day: date) -> set[int]:
    return {
        row.cadre_id
        for row in rows
        if row.cadre_id is not None and row.start <= day and (row.end is None or row.end >= day)
    }


def _count(tally: _Tally, cite: str, *, done: bool) -> None:
    tally.due += 1
    tally.done += done
    tally.clauses[cite][0] += 1
    tally.clauses[cite][1] += done


def export_rates(desk: Desk, path: Path, rates: CadreRates, progress: Progress = silent) -> int:
    """The figures as a workbook; how many cadres stand in it. Raises ``FileError`` when it cannot
    be written."""
    roster = Roster(
        title="责任人履职情况",
        note=f"{rates.first} 至 {rates.last} 到期的走访联系任务。依据：{rates.clause}",
        columns=_COLUMNS,
        rows=[_cells(row) for row in rates.rows],
    )
    with desk.write("export_cadre_rates", f"导出责任人履职情况：{len(rates.rows)} 位"):
        write_roster(path, roster, progress=progress)
    return len(rates.rows)


_COLUMNS = (
    RosterColumn("责任人", width=14),
    RosterColumn("单位", width=24),
    RosterColumn("包保人数", Kind.NUMBER, width=10),
    RosterColumn("到期任务", Kind.NUMBER, width=10),
    RosterColumn("已完成", Kind.NUMBER, width=10),
    RosterColumn("完成率", width=10),
    RosterColumn("分条款（完成/到期）", width=50),
)


def _cells(row: CadreRate) -> tuple[Value, ...]:
    return (
        row.name, row.unit, row.objects, row.due, row.done, row.rate_words, row.clause_words,
    )  # fmt: skip
