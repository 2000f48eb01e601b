"""Townships × months: who reported in time, late, again, not at all; and letters to those."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from app.core.errors import UserError
from app.core.periods import add_months, parse_month
from app.exporters.reminder_pdf import MissingMonth, Reminder
from app.exporters.reminder_pdf import write_reminders as write_pdf
from app.ledger.receiving import ReceiveState
from app.models.exchange import ReceivedLedger
from app.models.queries import ledger as queries
from app.models.queries import office as office_queries
from app.rules.ledger_period import ledger_period
from app.services.county import expect_county
from app.services.desk import Desk


class Standing(StrEnum):
    """How an office stands in a month."""

    ON_TIME = "按时"
    LATE = "迟报"
    WAITING = "缺上期"
    MISSING = "逾期未报"
    OPEN = "未报"
    NOT_EXPECTED = ""


@dataclass(frozen=True)
class MonthCell:
    """One office in one month; ``corrections`` are the later batches for the same month."""

    month: str
    standing: Standing
    batch_no: int | None = None
    received_at: datetime | None = None
    corrections: int = 0


@dataclass(frozen=True)
class YearRow:
    """One office over the months of the board."""

    office_code: str
    office: str
    cells: tuple[MonthCell, ...]


@dataclass(frozen=True)
class YearBoard:
    """``months`` oldest first, with the last good day of each."""

    months: tuple[str, ...]
    deadlines: Mapping[str, date]
    rows: tuple[YearRow, ...]


def county_year(desk: Desk, last: str, *, months: int = 12) -> YearBoard:
    """The board of the ``months`` up to and with ``last`` (``2026-10``).

    Late is what the county received after the rule's day (S3.218), whatever day the signature
    claims. Months before the first ledger the county ever received are expected of nobody.
    """
    county = expect_county(desk)
    end = parse_month(last).first
    names = tuple(f"{add_months(end, back):%Y-%m}" for back in range(1 - months, 1))
    deadlines = {month: ledger_period(desk.policy, month, county.code).deadline for month in names}
    with desk.store.read() as session:
        offices = [(o.code, o.name) for o in office_queries.other_offices(session)]
        received = queries.received(session)
    found: dict[tuple[str, str], list[ReceivedLedger]] = defaultdict(list)
    for ledger in received:
        found[ledger.office_code, ledger.month].append(ledger)
    first = min((ledger.month for ledger in received), default=last)
    today = desk.clock.today()
    rows = tuple(
        YearRow(
            code,
            name,
            tuple(
                _cell(month, found[code, month], deadlines[month], today)
                if month >= first
                else MonthCell(month, Standing.NOT_EXPECTED)
                for month in names
            ),
        )
        for code, name in offices
    )
    return YearBoard(names, deadlines, rows)


def _cell(month: str, ledgers: Sequence[ReceivedLedger], deadline: date, today: date) -> MonthCell:
    accepted = [ledger for ledger in ledgers if ledger.state == ReceiveState.VERIFIED]
    if accepted:
        arrived = min(ledger.received_at for ledger in accepted)
        standing = Standing.ON_TIME if arrived.date() <= deadline else Standing.LATE
        return MonthCell(month, standing, accepted[-1].batch_no, arrived, len(accepted) - 1)
    if ledgers:
        waiting = ledgers[-1]
        return MonthCell(month, Standing.WAITING, waiting.batch_no, waiting.received_at)
    return MonthCell(month, Standing.MISSING if today > deadline else Standing.OPEN)


def write_reminders(desk: Desk, month: str, path: Path) -> tuple[str, ...]:
    """A letter to each office whose ledger of ``month`` is not there, with all months that are
    still open, as one PDF at ``path``. Returns the offices written to.

    Raises ``UserError`` when nobody is missing, ``FileError`` when it cannot be written.
    """
    county = expect_county(desk)
    board = county_year(desk, month)
    missing = [row for row in board.rows if _is_missing(row.cells[-1])]
    if not missing:
        raise UserError(f"{month} 各单位都已报送。", "", "不用催报。")
    reminders = [
        Reminder(
            to_office=row.office,
            months=tuple(
                MissingMonth(cell.month, board.deadlines[cell.month], _words(cell))
                for cell in row.cells
                if _is_missing(cell)
            ),
            office=county.name,
            clerk=county.clerk,
            day=desk.clock.today(),
        )
        for row in missing
    ]
    with desk.write("write_reminders", f"打印催报函：{month}，{len(missing)} 个单位"):
        write_pdf(path, reminders)
    return tuple(row.office for row in missing)


def _is_missing(cell: MonthCell) -> bool:
    return cell.standing in {Standing.MISSING, Standing.OPEN, Standing.WAITING}


def _words(cell: MonthCell) -> str:
    if cell.standing is Standing.WAITING:
        return f"收到第 {cell.batch_no} 批，前面的批次未收到"
    return "逾期未收到" if cell.standing is Standing.MISSING else "尚未收到"
