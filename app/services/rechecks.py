"""抽查: a sample of contacts drawn by a printed number, looked at a second time, typed back in."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.errors import UserError
from app.core.matter_kinds import matter_kinds
from app.core.progress import Progress, silent
from app.core.terms import RECHECK_NAMES, MatterOutcome, MatterState, RecheckResult
from app.models.contact import Contact
from app.models.duty import Recheck, RecheckLine
from app.models.queries import matters as matter_queries
from app.models.queries import rechecks as queries
from app.models.unit_of_work import Work
from app.rules.findings import Finding, key_of
from app.rules.recheck_draw import draw, list_digest
from app.services.desk import Desk
from app.services.matter_acts import last_day
from app.services.matter_finding import close, keep_findings
from app.services.recheck_lists import Listed, Scope, contacts_in

UNTRUE = "visit_untrue"
_DIGITS = 8
_LONGEST_SEED = 40
_LONGEST_NOTE = 200
_CORRECTED = "抽查结果已更正"


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


@dataclass(frozen=True)
class LineAnswer:
    """What came back for one line; None: not looked at."""

    position: int
    result: RecheckResult | None
    note: str = ""


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
            scope=scope.words,
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
            raise UserError("没有找到这次抽查。", "", "请刷新列表。")
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
        scope=recheck.scope,
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


# --- what comes back --------------------------------------------------------------------------
def answer_recheck(desk: Desk, recheck_id: int, answers: Sequence[LineAnswer]) -> int:
    """Keep what the second look said, as one act; returns how many lines changed. A contact of this
    office that was found untrue becomes a matter, which goes when the answer is corrected.

    Raises ``UserError`` for a line that is not in the sample or a note that is too long; then
    nothing is written.
    """
    with desk.write("answer_recheck", "登记抽查结果") as work:
        lines = {line.position: line for line in queries.lines_of(work.session, recheck_id)}
        for answer in answers:
            if answer.position not in lines:
                raise UserError(f"抽查名单里没有第 {answer.position} 条。", "", "请核对序号。")
            if len(answer.note) > _LONGEST_NOTE:
                raise UserError(
                    f"第 {answer.position} 条的说明超过 {_LONGEST_NOTE} 字。", "", "请写得短些。"
                )
        pairs = [(lines[answer.position], answer) for answer in answers]
        changed = [(line, answer) for line, answer in pairs if _differs(line, answer)]
        for line, answer in changed:
            _answer(work, desk, line, answer)
        work.describe(f"登记抽查结果：{len(changed)} 条")
        return len(changed)


def _differs(line: RecheckLine, answer: LineAnswer) -> bool:
    return (line.result, line.note or "") != (answer.result, answer.note.strip())


def _answer(work: Work, desk: Desk, line: RecheckLine, answer: LineAnswer) -> None:
    line.result = answer.result.value if answer.result else None
    line.note = answer.note.strip() or None
    line.checked_on = desk.clock.today() if answer.result else None
    line.checked_by = desk.actor.name if answer.result else None
    if line.contact_id is None:
        return  # the county tells the township, which has the record
    if answer.result is RecheckResult.UNTRUE:
        contact = work.session.get_one(Contact, line.contact_id)
        keep_findings(work, desk, [_finding(desk, contact, line)])
        return
    key = key_of(UNTRUE, line.contact_id)
    matter = matter_queries.matters_by_key(work.session, {key}).get(key)
    if matter is not None and matter.state != MatterState.CLOSED:
        now = desk.clock.now().replace(tzinfo=None)
        close(matter, MatterOutcome.GONE, _CORRECTED, now=now, by=desk.actor.name)


def _finding(desk: Desk, contact: Contact, line: RecheckLine) -> Finding:
    kind = matter_kinds()[UNTRUE]
    facts = {
        "记录编号": line.contact_no,
        "走访日期": f"{contact.day}",
        "抽查结果": RECHECK_NAMES[RecheckResult.UNTRUE],
    }
    if line.note:
        facts["说明"] = line.note
    return Finding(
        key=key_of(UNTRUE, contact.id),
        kind=UNTRUE,
        words=f"{contact.day} 的{line.shown['kind']}记录，抽查不属实",
        remedy=kind.remedy,
        source=kind.source,
        person_id=contact.person_id,
        contact_id=contact.id,
        due=last_day(desk, kind.deadline),
        facts=facts,
    )
