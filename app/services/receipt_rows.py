"""What a receipt tells an office: rows taken and refused, and decisions about its people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from app.core.levels import speak
from app.ledger.columns import SHEET, SHEETS
from app.ledger.comparing import Comparison, compare
from app.ledger.conflicts import CONFLICT_NAMES, Conflict
from app.ledger.content import LedgerContent
from app.ledger.deciding import Decision, LeftOut, Ruling, decision_words, left_out
from app.ledger.receipts import DecisionRow, Receipt, ReceiptHead, RefusedRow, SheetResult
from app.ledger.receiving import ReceiveState
from app.ledger.verifying import Verified
from app.services.office import OfficeView

UNDECIDED = "待核实"
_ASK = "请核实后在下期台账中更正或说明"
_REMEDY = "请核实；确应退出的，在下期台账中退出并写明原因；有异议的，向县级说明。"


def make_receipt(
    county: OfficeView,
    verified: Verified,
    before: LedgerContent | None,
    *,
    conflicts: Sequence[Conflict],
    rulings: Sequence[Ruling],
    made: tuple[datetime, str],
) -> Receipt:
    """The receipt for one ledger; ``made`` is when and by whom. Rows that a ruling left out are
    refused, with the reason."""
    head = verified.head
    out = left_out(verified.content, rulings)
    made_at, made_by = made
    return Receipt(
        head=ReceiptHead(
            office_code=county.code,
            office_name=county.name,
            to_office_code=head.office_code,
            to_office_name=head.office_name,
            month=head.month,
            batch_no=head.batch_no,
            ledger_sha256=verified.sha256,
            state=ReceiveState.VERIFIED,
            made_at=made_at,
            made_by=made_by,
        ),
        results=_results(verified, compare(before, verified.content), out),
        refused=tuple(_refused(row, speak(_REMEDY, county.level)) for row in out),
        decisions=tuple(_decisions(head.office_code, conflicts, rulings)),
    )


def _results(
    verified: Verified, comparison: Comparison, out: Sequence[LeftOut]
) -> tuple[SheetResult, ...]:
    """Sheet by sheet of the workbook: every row that verified is accepted or refused."""
    refused = Counter(row.sheet for row in out)
    gone = {(row.sheet, row.row) for row in out}
    added, changed = (
        Counter(m.sheet for m in moved if (m.sheet, m.row) not in gone)
        for moved in (comparison.new, comparison.changed)
    )
    sizes = {key: len(table) for key, table in verified.tables.items()}
    return tuple(
        SheetResult(
            sheet=sheet.title,
            received=sizes[sheet.key],
            accepted=sizes[sheet.key] - refused[sheet.key],
            added=added[sheet.key],
            changed=changed[sheet.key],
            refused=refused[sheet.key],
        )
        for sheet in SHEETS
        if sheet.key in sizes
    )


def _refused(row: LeftOut, remedy: str) -> RefusedRow:
    conflict, decision = row.ruling
    return RefusedRow(
        sheet=SHEET[row.sheet].title,
        row=row.row,
        name=row.name,
        reason=f"{CONFLICT_NAMES[conflict.kind]}，{decision_words(row.ruling)}：{decision.reason}",
        remedy=remedy,
        key=row.key,
    )


def _decisions(
    office_code: str, conflicts: Sequence[Conflict], rulings: Sequence[Ruling]
) -> list[DecisionRow]:
    """What this office's rows have against others', with the answer where there is one."""
    decided = {conflict.id: decision for conflict, decision in rulings}
    return [
        DecisionRow(
            kind=CONFLICT_NAMES[conflict.kind],
            sheet=SHEET[side.sheet].title,
            row=side.row,
            name=side.name,
            key=side.key,
            other_office=_others(conflict, office_code),
            decision=_words(conflict, decided.get(conflict.id)),
            reason=decided[conflict.id].reason if conflict.id in decided else _ASK,
        )
        for conflict in conflicts
        for side in conflict.sides
        if side.office_code == office_code
    ]


def _others(conflict: Conflict, office_code: str) -> str:
    names = [s.office_name for s in conflict.sides if s.office_code != office_code]
    return "、".join(dict.fromkeys(names))


def _words(conflict: Conflict, decision: Decision | None) -> str:
    return decision_words((conflict, decision)) if decision else UNDECIDED
