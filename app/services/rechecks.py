"""抽查: a sample of contacts, drawn by a printed number so that anybody can draw it again."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.core.errors import UserError
from app.core.progress import Progress, silent
from app.core.terms import RecheckResult
from app.models.duty import Recheck, RecheckLine
from app.models.queries import rechecks as queries
from app.rules.recheck_draw import draw, list_digest
from app.services.desk import Desk
from app.services.recheck_lists import Listed, Scope, contacts_in

_DIGITS = 8
_LONGEST_SEED = 40


@dataclass(frozen=True)
class DrawRecheck:
    """Draw ``count`` contacts of ``scope``; an empty ``seed`` is made by chance."""

    scope: Scope
    count: int
    seed: str = ""


@dataclass(frozen=True)
class RecheckRow:
    """One sample: how many are on it, looked at, true."""

    id: int
    number: str
    drawn_on: date
    scope: str
    drawn: int
    answered: int
    true: int

    @property
    def rate(self) -> str:
        """The share that was true among those looked at: ``90%（9 ÷ 10）``."""
        if not self.answered:
            return "—"
        return f"{self.true / self.answered:.0%}（{self.true} ÷ {self.answered}）"


@dataclass(frozen=True)
class LineView:
    """One contact of a sample; ``office`` is empty where there is only one's own."""

    position: int
    contact_no: str
    office: str
    name: str
    village: str
    group: str
    day: date
    kind_name: str
    visitors: str
    result: RecheckResult | None
    note: str
    checked_on: date | None


@dataclass(frozen=True)
class RecheckView:
    """A sample whole. ``population`` contacts stood on the list whose digest is ``digest``."""

    row: RecheckRow
    drawn_by: str
    seed: str
    population: int
    digest: str
    lines: tuple[LineView, ...]


def draw_recheck(desk: Desk, wanted: DrawRecheck, progress: Progress = silent) -> RecheckView:
    """Draw a sample and keep it. It cannot be undone: who draws again has two samples on record.

    Raises ``UserError`` for days in the wrong order, no contact to draw, or a count below one.
    """
    scope, seed = wanted.scope, wanted.seed.strip() or _chance()
    if scope.last < scope.first:
        raise UserError("结束的日子早于开始的日子。", "", "请改抽查的日期。")
    if wanted.count < 1:
        raise UserError("至少抽一条。", "", "请改抽取的条数。")
    if len(seed) > _LONGEST_SEED:
        raise UserError(f"随机数超过 {_LONGEST_SEED} 字。", "", "请写得短些。")
    listed = {one.number: one for one in contacts_in(desk, scope, progress)}
    if not listed:
        raise UserError(
            "这段时间没有可以抽查的走访。", f"范围：{scope.words}。", "请换日期或条件。"
        )
    drawn = [listed[number] for number in draw(listed, seed, wanted.count)]
    with desk.write("draw_recheck", f"抽查走访：{len(listed)} 条中抽 {len(drawn)} 条") as work:
        today = desk.clock.today()
        recheck = Recheck(
            number=queries.next_number(work.session, today.year),
            drawn_on=today,
            drawn_by=desk.actor.name,
            first_day=scope.first,
            last_day=scope.last,
            scope={"place": scope.place, "kind": scope.kind, "visitor": scope.visitor},
            seed=seed,
            population=len(listed),
            list_digest=list_digest(listed),
        )
        work.session.add(recheck)
        work.session.flush()
        for position, one in enumerate(drawn, start=1):
            work.session.add(_line(recheck.id, position, one))
        recheck_id = recheck.id
    return show_recheck(desk, recheck_id)


def _chance() -> str:
    return f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"


def _line(recheck_id: int, position: int, one: Listed) -> RecheckLine:
    return RecheckLine(
        recheck_id=recheck_id,
        position=position,
        contact_id=one.contact_id,
        office_code=one.office_code or None,
        contact_no=one.contact_no,
        shown={
            "office": one.office if one.office_code else "",
            "name": one.name,
            "village": one.village,
            "group": one.group,
            "day": one.day.isoformat(),
            "kind": one.kind_name,
            "visitors": one.visitors,
        },
    )


def list_rechecks(desk: Desk) -> tuple[RecheckRow, ...]:
    """Every sample, newest first."""
    with desk.store.read() as session:
        counts = queries.results(session)
        return tuple(_row(one, counts.get(one.id, {})) for one in queries.all_rechecks(session))


def show_recheck(desk: Desk, recheck_id: int) -> RecheckView:
    """One sample with its lines. Raises ``UserError`` for none."""
    with desk.store.read() as session:
        recheck = session.get(Recheck, recheck_id)
        if recheck is None:
            raise _not_found()
        return RecheckView(
            row=_row(recheck, queries.results(session).get(recheck_id, {})),
            drawn_by=recheck.drawn_by,
            seed=recheck.seed,
            population=recheck.population,
            digest=recheck.list_digest,
            lines=tuple(_view(line) for line in queries.lines_of(session, recheck_id)),
        )


def _row(recheck: Recheck, counts: Mapping[str | None, int]) -> RecheckRow:
    return RecheckRow(
        id=recheck.id,
        number=recheck.number,
        drawn_on=recheck.drawn_on,
        scope=_scope(recheck).words,
        drawn=sum(counts.values()),
        answered=sum(count for result, count in counts.items() if result),
        true=counts.get(RecheckResult.TRUE.value, 0),
    )


def _view(line: RecheckLine) -> LineView:
    shown = line.shown
    return LineView(
        position=line.position,
        contact_no=line.contact_no,
        office=shown["office"],
        name=shown["name"],
        village=shown["village"],
        group=shown["group"],
        day=date.fromisoformat(shown["day"]),
        kind_name=shown["kind"],
        visitors=shown["visitors"],
        result=RecheckResult(line.result) if line.result else None,
        note=line.note or "",
        checked_on=line.checked_on,
    )


def _scope(recheck: Recheck) -> Scope:
    return Scope(recheck.first_day, recheck.last_day, **recheck.scope)


@dataclass(frozen=True)
class DrawnAgain:
    """The sample drawn again from today's list: whether the list and the lines are the same."""

    same_list: bool
    same_lines: bool
    population: int

    @property
    def words(self) -> str:
        """What to tell the clerk."""
        if self.same_list:
            lines = "结果一致" if self.same_lines else "结果不一致"
            return f"重抽核对：名单 {self.population} 条，摘要一致，{lines}。"
        return (
            f"重抽核对：现在的名单是 {self.population} 条，和当时的不一样"
            "（后来补录、更正过走访记录，或换过村），不能比对结果。"
        )


def draw_again(desk: Desk, recheck_id: int, progress: Progress = silent) -> DrawnAgain:
    """Draw the sample again by its seed from the list as it is today. Raises ``UserError`` for no
    such sample."""
    with desk.store.read() as session:
        recheck = session.get(Recheck, recheck_id)
        if recheck is None:
            raise _not_found()
        scope, seed, digest = _scope(recheck), recheck.seed, recheck.list_digest
        lines = [
            f"{line.office_code}:{line.contact_no}" if line.office_code else line.contact_no
            for line in queries.lines_of(session, recheck_id)
        ]
    numbers = [one.number for one in contacts_in(desk, scope, progress)]
    return DrawnAgain(
        same_list=list_digest(numbers) == digest,
        same_lines=list(draw(numbers, seed, len(lines))) == lines,
        population=len(numbers),
    )


def _not_found() -> UserError:
    return UserError("没有找到这次抽查。", "", "请刷新列表。")
