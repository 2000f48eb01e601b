"""The county: receive ledgers, and see who has sent what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from app.core.errors import DeclinedError, UserError
from app.core.progress import Progress, silent
from app.core.terms import Role
from app.ledger.content import LedgerContent
from app.ledger.receiving import Arrival, CountyView, KnownOffice, ReceiveState, receive
from app.ledger.verifying import Verified, verify_ledger
from app.models.exchange import ReceivedLedger
from app.models.queries import ledger as queries
from app.models.queries import office as office_queries
from app.models.unit_of_work import Session
from app.services.desk import Desk
from app.services.files import read_file, workbooks_in
from app.services.keys import revocations, trusted_roots
from app.services.office import OfficeView, expect_office

_KEPT = frozenset({ReceiveState.VERIFIED, ReceiveState.DUPLICATE})
_STORED = frozenset({ReceiveState.VERIFIED, ReceiveState.GAP})


@dataclass(frozen=True)
class ReceivedRow:
    """One file and what became of it; ``kept`` when the county has it now, in its place."""

    file: str
    state: str
    state_name: str
    words: str
    kept: bool
    office: str
    month: str
    batch_no: int | None
    people: int
    visits: int


def receive_ledgers(
    desk: Desk, paths: Sequence[Path], progress: Progress = silent
) -> tuple[ReceivedRow, ...]:
    """Verify files (folders are searched) and keep those that hold, in any order, any number of
    times. A ledger whose predecessor is missing waits until that arrives.

    Raises ``FileError`` for a file that cannot be read; then nothing is kept.
    """
    expect_county(desk)
    files = [(path.name, read_file(path)) for path in workbooks_in(paths)]
    now = desk.clock.now()
    with desk.write("receive_ledgers", "接收台账") as work:
        kept = queries.received(work.session)
        waiting = [(row.office_name, row.data) for row in kept if row.state == ReceiveState.GAP]
        arrivals = receive([*files, *waiting], _view(desk, kept, work.session), at=now,
                           progress=progress)  # fmt: skip
        known = {row.sha256: row for row in kept}
        data = {
            arrival.sha256: bytes_ for arrival, (_, bytes_) in zip(arrivals, files, strict=False)
        }
        for arrival in arrivals:
            if arrival.sha256 in known:
                _promote(known[arrival.sha256], arrival)
            elif arrival.state in _STORED and arrival.verified is not None:
                row = _new_row(arrival, arrival.verified, data[arrival.sha256], now)
                known[arrival.sha256] = row
                work.session.add(row)
        rows = tuple(_row(arrival) for arrival in arrivals[: len(files)])
        work.describe(f"接收台账：{len(files)} 个文件，{sum(r.kept for r in rows)} 个核验通过")
    return rows


def accept_gap(desk: Desk, office_code: str, batch_no: int, reason: str) -> None:
    """Take a ledger into the month although the batch before it has not come and never will (it
    was signed by a key that is revoked, or it is lost with the PC). An older batch is then no
    longer taken from this office.

    Can be undone. Raises ``UserError`` without a reason or when no such ledger is waiting.
    """
    expect_county(desk)
    if not reason.strip():
        raise UserError("没有写理由。", "", "请写明为什么缺的批次不会再来，例如：电脑丢失。")
    with desk.write("accept_gap", "收下缺上期的台账") as work:
        waiting = [
            row
            for row in queries.received(work.session)
            if (row.office_code, row.batch_no) == (office_code, batch_no)
            and row.state == ReceiveState.GAP
        ]
        if not waiting:
            raise UserError("没有在等上期的这一批台账。", "", "请刷新后再看。")
        waiting[-1].state = ReceiveState.VERIFIED
        work.describe(f"收下缺上期的台账：{office_code} 第 {batch_no} 批，{reason.strip()}")


def expect_county(desk: Desk) -> OfficeView:
    """The office, which must be a county. Raises ``DeclinedError``."""
    office = expect_office(desk)
    if office.role is not Role.COUNTY:
        raise DeclinedError("只有县级、市级可以接收和汇总台账。", "", "本机设置为乡镇。")
    return office


def _view(desk: Desk, kept: Sequence[ReceivedLedger], session: Session) -> CountyView:
    """What the county already has, as the judgement wants it."""
    batches: dict[str, dict[int, str]] = {}
    for row in kept:
        if row.state == ReceiveState.VERIFIED:
            batches.setdefault(row.office_code, {})[row.batch_no] = row.sha256
    offices = {
        office.code: KnownOffice(office.code, office.name, batches.get(office.code, {}))
        for office in office_queries.other_offices(session)
    }
    return CountyView(offices, trusted_roots(desk), revocations(desk))


def _promote(row: ReceivedLedger, arrival: Arrival) -> None:
    """A ledger that waited takes its place when the one before it has come."""
    if row.state == ReceiveState.GAP and arrival.state is ReceiveState.VERIFIED:
        row.state = arrival.state


def _new_row(arrival: Arrival, verified: Verified, data: bytes, now: datetime) -> ReceivedLedger:
    head, tables = verified.head, verified.tables
    indicators = tables["indicators"]
    return ReceivedLedger(
        office_code=head.office_code,
        office_name=head.office_name,
        month=head.month,
        batch_no=head.batch_no,
        sha256=arrival.sha256,
        previous_sha256=head.previous_sha256 or "",
        state=arrival.state,
        signer=verified.seal.signer.name,
        received_at=now.replace(tzinfo=None),
        people=len(tables["persons"].rows),
        visits=len(tables["contacts"].rows),
        visits_due=int(indicators.sums["visits_due"]),
        visits_done=int(indicators.sums["visits_done"]),
        amount=paid_in(verified.content),
        data=data,
    )


def paid_in(content: LedgerContent) -> Decimal:
    """What a ledger says was paid, in yuan."""
    total = content.tables["awards"].sums["total_amount"]
    return total if isinstance(total, Decimal) else Decimal("0.00")


def _row(arrival: Arrival) -> ReceivedRow:
    head = arrival.verified.head if arrival.verified else None
    tables: Mapping[str, object] = arrival.verified.tables if arrival.verified else {}
    return ReceivedRow(
        file=arrival.name,
        state=arrival.state.name,
        state_name=arrival.state.value,
        words=f"{arrival.words.what}{arrival.words.what_to_do}",
        kept=arrival.state in _KEPT,
        office=head.office_name if head else "",
        month=head.month if head else "",
        batch_no=head.batch_no if head else None,
        people=_count(tables, "persons"),
        visits=_count(tables, "contacts"),
    )


def _count(tables: Mapping[str, object], key: str) -> int:
    return len(getattr(tables.get(key), "rows", ()))


@dataclass(frozen=True)
class BoardRow:
    """How an office stands in a month; ``batch_no`` None: nothing has come."""

    office_code: str
    office: str
    state: str
    batch_no: int | None
    received_at: datetime | None
    people: int
    visits_due: int
    visits_done: int
    amount: Decimal

    @property
    def waits(self) -> bool:
        """Whether it holds and only waits for the batch before it."""
        return self.state == ReceiveState.GAP


@dataclass(frozen=True)
class BoardView:
    """Offices of a month; ``missing`` are those that have sent nothing that can be merged."""

    month: str
    rows: tuple[BoardRow, ...]
    missing: tuple[str, ...]


STATE_MISSING = "未报"


def county_board(desk: Desk, month: str) -> BoardView:
    """Who has sent the ledger of ``month``, from what was noted at receipt."""
    expect_county(desk)
    with desk.store.read() as session:
        offices = [(o.code, o.name) for o in office_queries.other_offices(session)]
        received = queries.received(session, month)
    newest = {row.office_code: row for row in received}
    accepted = {row.office_code for row in received if row.state == ReceiveState.VERIFIED}
    visits = {row.office_code: _visits(desk, row) for row in newest.values()}
    rows = tuple(
        _board_row(code, name, newest.get(code), visits.get(code, (0, 0))) for code, name in offices
    )
    missing = tuple(row.office for row in rows if row.office_code not in accepted)
    return BoardView(month, rows, missing)


def _visits(desk: Desk, row: ReceivedLedger) -> tuple[int, int]:
    """(due, done); read from the ledger itself where the program that received it noted neither."""
    if row.visits_due is not None and row.visits_done is not None:
        return row.visits_due, row.visits_done
    sums = _read_one(desk, row.id).tables["indicators"].sums
    return int(sums["visits_due"]), int(sums["visits_done"])


def _board_row(
    code: str, name: str, row: ReceivedLedger | None, visits: tuple[int, int]
) -> BoardRow:
    return BoardRow(
        office_code=code,
        office=name,
        state=row.state if row else STATE_MISSING,
        batch_no=row.batch_no if row else None,
        received_at=row.received_at if row else None,
        people=row.people if row else 0,
        visits_due=visits[0],
        visits_done=visits[1],
        amount=row.amount if row else Decimal("0.00"),
    )


def accepted_ledgers(desk: Desk, month: str) -> tuple[str, ...]:
    """The SHA-256 of each ledger that would be merged for ``month``, by office."""
    with desk.store.read() as session:
        newest = {
            row.office_code: row.sha256
            for row in queries.received(session, month)
            if row.state == ReceiveState.VERIFIED
        }
    return tuple(newest.values())


def accepted_contents(desk: Desk, month: str) -> dict[str, Verified]:
    """The newest accepted ledger of each office for ``month``, read from the bytes kept; one file
    is in memory at a time."""
    with desk.store.read() as session:
        newest = {
            row.office_code: row.id
            for row in queries.received(session, month)
            if row.state == ReceiveState.VERIFIED
        }
    return {code: _read_one(desk, ledger_id) for code, ledger_id in newest.items()}


def _read_one(desk: Desk, ledger_id: int) -> Verified:
    with desk.store.read() as session:
        row = session.get_one(ReceivedLedger, ledger_id)
        data, at = row.data, row.received_at
    return read_kept(desk, data, at)


def read_kept(desk: Desk, data: bytes, received_at: datetime) -> Verified:
    """A ledger that was accepted, judged as of the day it was received: a certificate that has
    run out or was revoked since does no harm."""
    verified = verify_ledger(data, trusted_roots(desk), at=received_at.astimezone())
    return replace(verified, content=verified.content.folded())
