"""What is done about matters: hand over, answer, tell, close, open again, add by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.errors import DeclinedError, UserError
from app.core.matter_kinds import kind_name, matter_kinds
from app.core.terms import MATTER_OUTCOME_NAMES, MatterOutcome, MatterState
from app.models.matter import Matter
from app.models.person import Person
from app.models.queries import matters as queries
from app.models.unit_of_work import Work
from app.rules.deadlines import due_after
from app.rules.engine.parameters import NotInForce
from app.rules.findings import key_of
from app.services.desk import Desk
from app.services.matter_finding import close, open_again
from app.services.office import expect_office

_ANSWER_DUE = "monitor_resolution"  # 交办之日起 (S0.220)
_LONGEST = 500


@dataclass(frozen=True)
class Done:
    """What was done; ``act_id`` takes it back."""

    act_id: int
    words: str


@dataclass(frozen=True)
class AddMatter:
    """A matter as a clerk writes it down; ``due`` None leaves the day to the rule of its kind."""

    kind: str
    words: str
    person_id: int | None = None
    department: str = ""
    due: date | None = None


def add_matter(desk: Desk, command: AddMatter) -> int:
    """Write a matter down; returns its id.

    Raises ``UserError`` for a kind that is not added by hand, no words, too many words, nobody.
    """
    kind = matter_kinds().get(command.kind)
    if kind is None or not kind.by_hand:
        raise UserError("这一类事项不能手工登记。", "", "请选诉求或投诉、举报。")
    words = _said(command.words, "内容")
    now = desk.clock.now().replace(tzinfo=None)
    with desk.write("add_matter", f"登记事项：{kind.name}") as work:
        if command.person_id is not None and not work.session.get(Person, command.person_id):
            raise UserError("没有找到这个人。", "", "可能已被删除，请刷新列表。")
        matter = Matter(
            key=key_of(kind.code, work.act_id),
            kind=kind.code,
            person_id=command.person_id,
            words=words,
            remedy=kind.remedy or None,
            source=kind.source or None,
            opened_at=now,
            opened_by=desk.actor.name,
            due_on=command.due or last_day(desk, kind.deadline),
            department=command.department.strip() or None,
            state=MatterState.OPEN,
        )
        work.session.add(matter)
        work.session.flush()
        return matter.id


def assign_matters(
    desk: Desk, ids: Sequence[int], department: str, *, due: date | None = None
) -> Done:
    """Hand matters over to a department, to be answered by ``due``; None: so many working days
    after the hand-over as the rule says (S0.220), never earlier than it was due before."""
    to = department.strip()
    if not to:
        raise UserError("没有写明交给哪个部门。", "", "请填写部门名称。")
    by_rule = due or last_day(desk, _ANSWER_DUE)

    def hand_over(matter: Matter) -> None:
        matter.department = to
        matter.state = MatterState.ASSIGNED
        if due is not None or matter.due_on is None or (by_rule and by_rule > matter.due_on):
            matter.due_on = by_rule or matter.due_on

    return _each(desk, ids, hand_over, verb="assign_matters", words="交办事项")


def answer_matter(desk: Desk, matter_id: int, answer: str) -> Done:
    """Keep the answer to a matter."""
    said, today = _said(answer, "答复"), desk.clock.today()

    def keep(matter: Matter) -> None:
        matter.answer, matter.answered_on = said, today
        matter.state = MatterState.ANSWERED
        matter.told_on = None

    return _each(desk, [matter_id], keep, verb="answer_matter", words="答复事项")


def tell_matters(desk: Desk, ids: Sequence[int]) -> Done:
    """The people were told the result (结果告知). Raises ``DeclinedError`` without an answer."""
    today = desk.clock.today()

    def tell(matter: Matter) -> None:
        if not matter.answer:
            raise DeclinedError("还没有答复，不能登记已告知。", "", "请先填写答复。")
        matter.told_on, matter.state = today, MatterState.TOLD

    return _each(desk, ids, tell, verb="tell_matters", words="告知结果")


def close_matters(desk: Desk, ids: Sequence[int], outcome: MatterOutcome, reason: str) -> Done:
    """Close matters with one outcome and one reason, as one act."""
    if outcome is MatterOutcome.GONE:
        raise UserError("“已消除”由程序登记。", "", "请选已解决、无需处理或无法办理。")
    why, now = _said(reason, "理由"), desk.clock.now().replace(tzinfo=None)

    def end(matter: Matter) -> None:
        close(matter, outcome, why, now=now, by=desk.actor.name)

    words = f"办结事项（{MATTER_OUTCOME_NAMES[outcome]}）"
    return _each(desk, ids, end, verb="close_matters", words=words)


def reopen_matter(desk: Desk, matter_id: int) -> Done:
    """Open a closed matter again, due by the rule of its kind as if it were found today."""
    now = desk.clock.now().replace(tzinfo=None)
    with desk.write("reopen_matter", "重新打开事项") as work:
        matter = _expect(work, [matter_id])[0]
        if matter.state != MatterState.CLOSED:
            raise DeclinedError("这件事项没有办结，不用重新打开。")
        open_again(matter, now=now, by=desk.actor.name)
        kind = matter_kinds().get(matter.kind)
        matter.due_on = (last_day(desk, kind.deadline) if kind else None) or matter.due_on
        return Done(work.act_id, "已重新打开")


def _each(
    desk: Desk, ids: Sequence[int], change: Callable[[Matter], None], *, verb: str, words: str
) -> Done:
    """Change each of the open matters ``ids`` in one act; one that is closed stops all."""
    if not ids:
        raise UserError("没有选中事项。", "", "请先在列表中选中。")
    with desk.write(verb, words) as work:
        matters = _expect(work, ids)
        for matter in matters:
            if matter.state == MatterState.CLOSED:
                raise DeclinedError(
                    f"“{kind_name(matter.kind)}”一件已经办结。", "", "要继续办理，请先重新打开。"
                )
            change(matter)
        work.describe(words if len(matters) == 1 else f"{words}，{len(matters)} 件")
        return Done(work.act_id, work.line.words)


def _expect(work: Work, ids: Sequence[int]) -> list[Matter]:
    matters = queries.some_matters(work.session, ids)
    if len(matters) != len(set(ids)):
        raise UserError("没有找到其中的事项。", "", "可能已被撤销，请刷新列表。")
    return matters


def last_day(desk: Desk, deadline: str) -> date | None:
    """The last good day of a deadline that starts today."""
    if not deadline:
        return None
    region = expect_office(desk).code
    due = due_after(desk.policy, deadline, desk.clock.today(), region=region)
    return None if isinstance(due, NotInForce) else due.last


def _said(text: str, label: str) -> str:
    plain = text.strip()
    if not plain:
        raise UserError(f"没有填写{label}。", "", f"请填写{label}。")
    if len(plain) > _LONGEST:
        raise UserError(f"{label}超过 {_LONGEST} 字。", "", "请写得简短些。")
    return plain
