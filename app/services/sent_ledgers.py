"""Which monthly ledgers were sent and which is next; knows nothing of how one is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.core.levels import COUNTY, Level, level_of
from app.models.exchange import LedgerExport
from app.models.queries import ledger as queries
from app.models.queries.office import own_office
from app.rules.ledger_period import LedgerPeriod, ledger_month_of
from app.services.desk import Desk
from app.services.office import expect_office

STATE_SENT = "已导出"


def received_by(level: Level) -> str:
    """The state of a ledger whose receipt has come from the office above, of this level."""
    return f"{level.grade}已接收"


STATE_RECEIVED = received_by(COUNTY)  # as a township reads it


@dataclass(frozen=True)
class ExportRow:
    """One ledger in the history of what was sent. ``refused`` are the rows that its receipt gives
    back, None while there is no receipt; ``corrects`` and ``corrected_by`` are the batches of the
    same month before and after it, 0 where there is none."""

    id: int
    month: str
    batch_no: int
    file_name: str
    sha256: str
    exported_at: datetime
    people: int
    visits: int
    amount: Decimal
    state: str
    received_at: datetime | None = None
    refused: int | None = None
    corrects: int = 0
    corrected_by: int = 0


def ledger_month(desk: Desk) -> LedgerPeriod:
    """The ledger that is next to be sent as of today."""
    return ledger_month_of(desk.policy, desk.clock.today(), expect_office(desk).code)


def list_exports(desk: Desk) -> tuple[ExportRow, ...]:
    """What was sent, newest first."""
    with desk.store.read() as session:
        sent, office = queries.exports(session), own_office(session)
        received = received_by(level_of(office.code).above) if office else STATE_RECEIVED
        by_month: dict[str, list[int]] = defaultdict(list)
        for row in reversed(sent):
            by_month[row.month].append(row.batch_no)
        return tuple(_export_row(row, by_month[row.month], received) for row in sent)


def _export_row(row: LedgerExport, batches: Sequence[int], received: str) -> ExportRow:
    """``batches`` are those of its month, oldest first, ``received`` the state of one answered."""
    place = batches.index(row.batch_no)
    return ExportRow(
        id=row.id,
        month=row.month,
        batch_no=row.batch_no,
        file_name=row.file_name,
        sha256=row.sha256,
        exported_at=row.exported_at,
        people=row.people,
        visits=row.visits,
        amount=row.amount,
        state=STATE_SENT if row.received_at is None else received,
        received_at=row.received_at,
        refused=None if row.receipt is None else len(row.receipt.get("refused", ())),
        corrects=batches[place - 1] if place else 0,
        corrected_by=batches[place + 1] if place + 1 < len(batches) else 0,
    )
