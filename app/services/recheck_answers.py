"""What the second look at a sample said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.errors import UserError
from app.core.matter_kinds import matter_kinds
from app.core.terms import RECHECK_NAMES, MatterOutcome, MatterState, RecheckResult
from app.models.contact import Contact
from app.models.duty import RecheckLine
from app.models.queries import matters as matter_queries
from app.models.queries import rechecks as queries
from app.models.unit_of_work import Work
from app.rules.findings import Finding, key_of
from app.services.desk import Desk
from app.services.matter_acts import last_day
from app.services.matter_finding import close, keep_findings

UNTRUE = "visit_untrue"
_LONGEST_NOTE = 200
_CORRECTED = "抽查结果已更正"


@dataclass(frozen=True)
class LineAnswer:
    """What came back for one line; None: not looked at."""

    position: int
    result: RecheckResult | None
    note: str = ""


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
