"""Which monthly ledgers were sent and which is next; knows nothing of how one is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.models.queries import ledger as queries
from app.rules.ledger_period import LedgerPeriod, ledger_month_of
from app.services.desk import Desk
from app.services.office import expect_office

STATE_SENT, STATE_RECEIVED = "已导出", "县级已接收"


@dataclass(frozen=True)
class ExportRow:
    """One ledger in the history of what was sent."""

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


def ledger_month(desk: Desk) -> LedgerPeriod:
    """The ledger that is next to be sent as of today."""
    return ledger_month_of(desk.policy, desk.clock.today(), expect_office(desk).code)


def list_exports(desk: Desk) -> tuple[ExportRow, ...]:
    """What was sent, newest first."""
    with desk.store.read() as session:
        return tuple(
            ExportRow(
                id=row.id,
                month=row.month,
                batch_no=row.batch_no,
                file_name=row.file_name,
                sha256=row.sha256,
                exported_at=row.exported_at,
                people=row.people,
                visits=row.visits,
                amount=row.amount,
                state=STATE_SENT if row.received_at is None else STATE_RECEIVED,
            )
            for row in queries.exports(session)
        )
