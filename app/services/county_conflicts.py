"""Where claims of townships collide, and what the county decides about them.

A decision is remembered by the conflict's id, which is the same every month for the same claims:
nobody is asked twice. Deciding reads no ledger; it works on the list that is on the screen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.core.errors import DeclinedError, UserError
from app.ledger.columns import SHEET
from app.ledger.conflicts import (
    CONFLICT_NAMES,
    Conflict,
    ConflictKind,
    Side,
    find_conflicts,
)
from app.ledger.content import LedgerContent
from app.ledger.deciding import (
    VERDICTS,
    Decision,
    Ruling,
    Verdict,
    claim_id,
    contradictions,
    decision_words,
)
from app.models.exchange import ConflictDecision
from app.models.queries import exchange as queries
from app.services.county import accepted_contents, expect_county
from app.services.desk import Desk
from app.services.faces import id_on_screen

ANSWERS = {
    Verdict.KEEP_ONE.value: "以一方为准",
    Verdict.DIFFERENT.value: "不是同一人",
    Verdict.KEEP_BOTH.value: "保留双方",
}


@dataclass(frozen=True)
class ConflictSide:
    """One claim of a conflict."""

    claim: str
    office_code: str
    office: str
    sheet: str
    row: int
    name: str
    key_masked: str
    village: str
    detail: str


@dataclass(frozen=True)
class Choice:
    """One answer that a conflict allows; ``office_code`` is whose claim counts, where one does."""

    verdict: str
    kept: str
    words: str
    office_code: str = ""


@dataclass(frozen=True)
class DecisionView:
    """What was decided, why, by whom."""

    verdict: str
    kept: str
    words: str
    reason: str
    decided_by: str
    decided_on: date


@dataclass(frozen=True)
class ConflictRow:
    """Claims that cannot all hold, or probably not, with what was decided (None: nothing yet).

    ``conflict`` is what the services work with; screens show the other fields.
    """

    conflict: Conflict = field(repr=False)
    id: str
    kind: str
    kind_name: str
    words: str
    sides: tuple[ConflictSide, ...]
    choices: tuple[Choice, ...]
    decision: DecisionView | None = None


@dataclass(frozen=True)
class Answer:
    """One of the choices of a conflict, with the reason that is remembered and sent back."""

    choice: Choice
    reason: str


@dataclass(frozen=True)
class BatchPreview:
    """What one answer to many would do: the conflicts it fits, how many people it takes out of
    the figures of which office, and how many of the same kind it leaves alone."""

    rows: tuple[ConflictRow, ...]
    left_out: tuple[tuple[str, int], ...]
    not_fitting: int


def list_conflicts(desk: Desk, month: str) -> tuple[ConflictRow, ...]:
    """What the ledgers of ``month`` have against each other, with what was decided before."""
    expect_county(desk)
    ledgers = [verified.content for verified in accepted_contents(desk, month).values()]
    return read_decisions(desk, tuple(_row(conflict) for conflict in find_conflicts(ledgers)))


def read_decisions(desk: Desk, rows: Sequence[ConflictRow]) -> tuple[ConflictRow, ...]:
    """The same conflicts with their decisions as the store has them now."""
    with desk.store.read() as session:
        known = {key: _decision(row) for key, row in queries.decisions(session).items()}
    return tuple(replace(row, decision=_view(row.conflict, known.get(row.id))) for row in rows)


def rulings_on(desk: Desk, ledgers: Sequence[LedgerContent]) -> tuple[list[Conflict], list[Ruling]]:
    """All conflicts of these ledgers, and the rulings there are on them.

    Raises ``DeclinedError`` when two rulings, made in different months, contradict each other.
    """
    conflicts = list(find_conflicts(ledgers))
    with desk.store.read() as session:
        known = {key: _decision(row) for key, row in queries.decisions(session).items()}
    rulings = [(c, known[c.id]) for c in conflicts if c.id in known]
    _expect_no_contradiction(rulings)
    return conflicts, rulings


def decide(
    desk: Desk, month: Sequence[ConflictRow], ids: Collection[str], answer: Answer
) -> tuple[ConflictRow, ...]:
    """Answer the conflicts ``ids`` among those of the month, all in one act that can be undone;
    an earlier answer is replaced. Returns the month's rows as they are then.

    ``answer.choice`` is taken over to each conflict by the office whose claim it keeps. Raises
    ``UserError`` without a reason, ``DeclinedError`` when it does not fit one of them, contradicts
    what was decided on another, or somebody has decided meanwhile; then nothing has changed.
    """
    expect_county(desk)
    if not answer.reason.strip():
        raise UserError("没有写理由。", "", "请写明处理理由，它会随回执发给报送单位。")
    chosen = [row for row in month if row.id in ids]
    made = {row.id: _decide(desk, row, answer) for row in chosen}
    _expect_no_contradiction([
        (row.conflict, decision)
        for row in month
        if (decision := made.get(row.id) or _stored(row)) is not None
    ])
    with desk.write("decide_conflicts", f"处理重复与冲突：{len(chosen)} 处") as work:
        known = queries.decisions(work.session, made.keys())
        for row in chosen:
            decision = made[row.id]
            stored = known.get(row.id) or ConflictDecision(conflict_id=row.id)
            _expect_unchanged(row, known.get(row.id))
            stored.kind, stored.verdict = row.kind, decision.verdict
            stored.kept_claim, stored.reason = decision.kept, decision.reason
            stored.decided_by, stored.decided_on = decision.decided_by, decision.decided_on
            work.session.add(stored)
    return read_decisions(desk, month)


def _expect_unchanged(row: ConflictRow, stored: ConflictDecision | None) -> None:
    """Raise ``DeclinedError`` when the decision is another than the clerk saw."""
    if (stored and _decision(stored)) != _stored(row):
        who = stored.decided_by if stored else ""
        raise DeclinedError(
            "这一处刚刚有人处理过。",
            f"{row.kind_name}：{row.words}" + (f"，由{who}处理。" if who else "，处理已撤回。"),
            "请刷新列表，看过后再处理。",
        )


def withdraw(
    desk: Desk, month: Sequence[ConflictRow], ids: Collection[str]
) -> tuple[ConflictRow, ...]:
    """Take decisions back: the conflicts are open again. Returns the month's rows."""
    expect_county(desk)
    with desk.write("withdraw_decisions", "撤回对重复与冲突的处理") as work:
        found = queries.decisions(work.session, ids)
        for stored in found.values():
            work.session.delete(stored)
        work.describe(f"撤回对重复与冲突的处理：{len(found)} 处")
    return read_decisions(desk, month)


def preview_batch(month: Sequence[ConflictRow], like: ConflictRow, choice: Choice) -> BatchPreview:
    """The undecided conflicts of the same kind between the same offices, and what ``choice`` would
    do to them; those it does not fit are only counted."""
    pattern = _pattern(like)
    alike = [row for row in month if row.decision is None and _pattern(row) == pattern]
    fitting = [row for row in alike if _fitted(row, choice) is not None]
    counted: Counter[str] = Counter()
    for row in fitting:
        fitted = _fitted(row, choice)
        if fitted and fitted.kept and row.conflict.kind is not ConflictKind.SHARED_ACCOUNT:
            counted.update(side.office for side in row.sides if side.claim != fitted.kept)
    left_out = tuple(sorted(counted.items()))
    return BatchPreview(tuple(fitting), left_out, len(alike) - len(fitting))


def _pattern(row: ConflictRow) -> tuple[str, frozenset[str]]:
    return row.kind, frozenset(side.office_code for side in row.sides)


def _fitted(row: ConflictRow, choice: Choice) -> Choice | None:
    """The choice of this conflict that says the same as ``choice``, if there is exactly one."""
    same = [
        own
        for own in row.choices
        if (own.verdict, own.office_code) == (choice.verdict, choice.office_code)
    ]
    exact = [own for own in same if own.kept == choice.kept]
    found = exact or same
    return found[0] if len(found) == 1 else None


def _decide(desk: Desk, row: ConflictRow, answer: Answer) -> Decision:
    fitted = _fitted(row, answer.choice)
    if fitted is None:
        raise DeclinedError(
            "这样处理对其中一处不适用。", f"{row.kind_name}：{row.words}。", "请单独处理这一处。"
        )
    return Decision(
        Verdict(fitted.verdict),
        fitted.kept,
        answer.reason.strip(),
        desk.actor.name,
        desk.clock.today(),
    )


def _expect_no_contradiction(rulings: Sequence[Ruling]) -> None:
    found = contradictions(rulings)
    if found:
        keeps, takes = found[0]
        raise DeclinedError(
            f"有 {len(found)} 处处理互相矛盾。",
            f"一处采用的人，在另一处被判为不计入（{CONFLICT_NAMES[keeps.kind]}、"
            f"{CONFLICT_NAMES[takes.kind]}：{_offices(keeps)}）。",
            "请先撤回其中一处处理，再重新处理。",
        )


def _row(conflict: Conflict) -> ConflictRow:
    return ConflictRow(
        conflict=conflict,
        id=conflict.id,
        kind=conflict.kind,
        kind_name=CONFLICT_NAMES[conflict.kind],
        words=_offices(conflict),
        sides=tuple(map(_side, conflict.sides)),
        choices=_choices(conflict),
    )


def _offices(conflict: Conflict) -> str:
    return "、".join(dict.fromkeys(side.office_name for side in conflict.sides))


def _side(side: Side) -> ConflictSide:
    return ConflictSide(
        claim=claim_id(side),
        office_code=side.office_code,
        office=side.office_name,
        sheet=SHEET[side.sheet].title,
        row=side.row,
        name=side.name,
        key_masked=id_on_screen(side.key),
        village=side.village,
        detail=side.detail,
    )


def _choices(conflict: Conflict) -> tuple[Choice, ...]:
    """Every answer; a single claim cannot go before others."""
    found = []
    for verdict in VERDICTS[conflict.kind]:
        sides: Sequence[Side | None] = (None,)
        if verdict is Verdict.KEEP_ONE:
            sides = conflict.sides if len(conflict.sides) > 1 else ()
        for side in sides:
            kept = claim_id(side) if side else ""
            ruling = (conflict, Decision(verdict, kept, "", "", date.min))
            code = side.office_code if side else ""
            found.append(Choice(verdict, kept, decision_words(ruling), code))
    return tuple(found)


def _decision(row: ConflictDecision) -> Decision:
    return Decision(
        Verdict(row.verdict), row.kept_claim, row.reason, row.decided_by, row.decided_on
    )


def _stored(row: ConflictRow) -> Decision | None:
    view = row.decision
    if view is None:
        return None
    return Decision(Verdict(view.verdict), view.kept, view.reason, view.decided_by, view.decided_on)


def _view(conflict: Conflict, decision: Decision | None) -> DecisionView | None:
    if decision is None:
        return None
    return DecisionView(
        verdict=decision.verdict,
        kept=decision.kept,
        words=decision_words((conflict, decision)),
        reason=decision.reason,
        decided_by=decision.decided_by,
        decided_on=decision.decided_on,
    )
