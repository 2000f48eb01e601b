"""What a county sends up, one level higher: exactly what its merged workbook of the month counts.

Nothing goes up that was not merged first: the merge asked about figures that look wrong, and the
county's own record then says the same as what the prefecture is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.core.errors import UserError
from app.ledger.columns import SHEETS
from app.ledger.comparing import Moved
from app.ledger.conflicts import Conflict, ConflictKind
from app.ledger.deciding import Ruling
from app.ledger.joining import Joined, Run, join_ledgers, origin_of
from app.ledger.sealing import certificates
from app.ledger.table import Table
from app.models.queries import exchange as queries
from app.models.queries import ledger as ledger_queries
from app.models.queries import office as office_queries
from app.models.unit_of_work import Session
from app.rules.ledger_period import ledger_period
from app.services.common_keys import common
from app.services.county import accepted_ledgers, county_board
from app.services.county_conflicts import rulings_on
from app.services.county_merge import accepted_for, expect_ledgers
from app.services.desk import Desk
from app.services.key_slots import ABOVE_ROOTS, upward
from app.services.ledger_preview import LedgerFault
from app.services.office import OfficeView

RunTexts = Mapping[str, Sequence[Sequence[Any]]]
_BOARD, _CONFLICTS = ("county", "board"), ("county", "conflicts")


@dataclass(frozen=True)
class CountyPart:
    """The sheets of the county's ledger with what its head says of them, and where each run of rows
    came from; ``authority`` is whom it goes to, empty before a certificate is installed."""

    tables: Mapping[str, Table]
    sources: Mapping[str, str]
    missing: Mapping[str, str]
    runs: RunTexts
    faults: tuple[LedgerFault, ...]
    authority: str


def draw_county(desk: Desk, office: OfficeView, month: str) -> CountyPart:
    """What the county counts for ``month``, and what has to be done before it can be sent.

    Raises ``UserError`` while nothing has been accepted, ``DeclinedError`` for rulings that
    contradict each other, or at a prefecture.
    """
    upward(office)
    ledgers = expect_ledgers(desk, month)
    contents = [verified.content for verified in ledgers.values()]
    conflicts, rulings = rulings_on(desk, contents)
    joined = join_ledgers([accepted_for(verified, rulings) for verified in ledgers.values()])
    sources = {code: verified.sha256 for code, verified in ledgers.items()}
    board = county_board(desk, month)
    return CountyPart(
        tables=joined.tables,
        sources=sources,
        missing={row.office_code: row.office for row in board.rows if row.office in board.missing},
        runs={key: [_text(run) for run in runs] for key, runs in joined.runs.items()},
        faults=(*_undecided(conflicts, rulings), *_not_merged(desk, month, sources, joined)),
        authority=_authority(desk),
    )


def drawn_from(desk: Desk, office: OfficeView, month: str) -> tuple[object, ...]:
    """What the county's ledger of ``month`` follows from, read without opening a ledger: while it
    is the same, drawing again would give the same."""
    with desk.store.read() as session:
        decided = {
            key: (row.verdict, row.kept_claim) for key, row in queries.decisions(session).items()
        }
        offices = [(other.code, other.name) for other in office_queries.other_offices(session)]
        merged = [row.sha256 for row in queries.merges(session, month)[:1]]
        sent = [row.sha256 for row in ledger_queries.exports(session)[:1]]
    period = ledger_period(desk.policy, month, office.code)
    return month, period, office, accepted_ledgers(desk, month), decided, offices, merged, sent


def why_missing(moved: Moved, runs: RunTexts | None, missing: Mapping[str, str]) -> str | None:
    """Why somebody of the last ledger (whose ``runs`` these are) is no longer in it, when that is
    because the ledger of the own township has not come."""
    code = _origin(runs, moved.sheet, moved.row)[0]
    return f"{missing[code]}本期未报" if code in missing else None


@dataclass(frozen=True)
class Origin:
    """The row of a township's ledger that a row of ours was."""

    office_code: str
    office: str
    row: int


def origins(
    session: Session, runs: RunTexts | None, rows: Sequence[tuple[str, int]]
) -> dict[tuple[str, int], Origin]:
    """Where rows, by the title of their sheet and their number, came from; of a township's none."""
    if not runs:
        return {}
    keys = {sheet.title: sheet.key for sheet in SHEETS}
    names = {office.code: office.name for office in office_queries.other_offices(session)}
    found = {}
    for title, row in rows:
        code, source = _origin(runs, keys.get(title, ""), row)
        if code:
            found[title, row] = Origin(code, names.get(code, code), source)
    return found


def _origin(runs: RunTexts | None, sheet: str, row: int) -> tuple[str, int]:
    found = origin_of([Run(*texts) for texts in (runs or {}).get(sheet, ())], row)
    return found or ("", 0)


def _text(run: Run) -> list[object]:
    return [run.first, run.office_code, run.source]


def _undecided(conflicts: Sequence[Conflict], rulings: Sequence[Ruling]) -> Iterator[LedgerFault]:
    """People whom two townships claim; who counts twice would be counted twice above, too."""
    decided = {conflict.id for conflict, _ in rulings}
    twice = [
        conflict
        for conflict in conflicts
        if conflict.kind is ConflictKind.SAME_PERSON and conflict.id not in decided
    ]
    for conflict in twice:
        offices = "、".join(dict.fromkeys(side.office_name for side in conflict.sides))
        names = "、".join(dict.fromkeys(side.name for side in conflict.sides))
        words = f"同一人在两个单位，还没有处理：{names}（{offices}）。请在“重复与冲突”里处理。"
        yield LedgerFault(words, None, _CONFLICTS)


def _not_merged(
    desk: Desk, month: str, sources: Mapping[str, str], joined: Joined
) -> Iterator[LedgerFault]:
    """Unless the newest merge of the month counts the same ledgers and the same figures."""
    with desk.store.read() as session:
        newest = next(iter(queries.merges(session, month)), None)
        merged = newest and (newest.sources, newest.people, newest.visits, newest.amount)
    tables = joined.tables
    amount = tables["awards"].sums["total_amount"]
    paid = amount if isinstance(amount, Decimal) else Decimal("0.00")
    now = (dict(sources), len(tables["persons"]), len(tables["contacts"]), paid)
    if merged is None:
        yield LedgerFault("这个月还没有汇总。请先按“汇总”，核对无误再上报。", None, _BOARD)
    elif merged != now:
        words = "上次汇总以后，收到的台账或处理有变化。请重新汇总，核对无误再上报。"
        yield LedgerFault(words, None, _BOARD)


def _authority(desk: Desk) -> str:
    """Who has certified us: the name on the root that is pinned for what goes up."""
    roots = common(desk, ABOVE_ROOTS)
    if roots is None:
        return ""
    return certificates.view_certificate(certificates.load_certificates(roots)[0]).authority


def expect_ready(faults: Sequence[LedgerFault]) -> None:
    """Raise ``UserError`` with the first of ``faults``."""
    if faults:
        more = f"另有 {len(faults) - 1} 处。" if len(faults) > 1 else ""
        raise UserError("还不能上报。", f"{faults[0].words}{more}", "办完以后再导出。")
