"""Visit sheets: numbered, printed by village in visiting order, found again by their number."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.core.errors import UserError
from app.core.progress import Progress, silent
from app.core.terms import ContactKind, DutyState
from app.exporters.visit_sheet_pdf import unprintable, write_visit_sheets
from app.models.contact import Sheet, SheetBatch
from app.models.queries import sheets as queries
from app.models.unit_of_work import Work
from app.services.desk import Desk
from app.services.forms import SHEET, form_in_use, keep_layout
from app.services.office import OfficeView, expect_office
from app.services.plan import PlanRow, plan_month
from app.services.sheet_facts import SheetFacts, load_sheet_facts
from app.services.sheet_numbers import with_check_digit

_MOST_A_MONTH = 9999


@dataclass(frozen=True)
class PrintedBatch:
    """What was printed: the batch, its file, the first and last sheet number; ``unprintable`` are
    (sheet number, characters that no font has and that stand as 〓)."""

    batch_no: str
    count: int
    path: Path
    villages: tuple[str, ...]
    first_no: str
    last_no: str
    unprintable: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SheetRow:
    """A printed sheet and whether it came back."""

    sheet_no: str
    name: str
    village: str
    position: int
    recorded_on: date | None


def print_sheets(
    desk: Desk,
    month: str,
    *,
    out: Path,
    villages: Sequence[str] = (),
    people: Collection[int] = (),
    masked: bool = True,
    progress: Progress = silent,
) -> PrintedBatch:
    """Print a sheet for everybody who is to be visited in ``month`` and has not been yet.

    Only the given villages and people, all when none is given. Identity numbers are masked unless
    asked otherwise. Raises ``UserError`` when nobody is left to visit, ``FileError`` when ``out``
    cannot be written; then no sheet number is used up.
    """
    office = expect_office(desk)
    rows = to_visit(desk, month, villages, people=people)
    if not rows:
        raise UserError(
            "没有需要打印的走访表。",
            "所选村本月的走访都已完成，或还没有对象。",
            "请换一个月份或村。",
        )
    with desk.write("print_sheets", f"打印走访表：{month}，{len(rows)} 张") as work:
        facts = load_sheet_facts(desk, work, [row.person_id for row in rows], office)
        sheets = _number(work, desk, office=office, month=month, rows=rows, facts=facts)
        pages = [
            facts.page(row, sheet.number, month, masked=masked)
            for row, sheet in zip(rows, sheets, strict=True)
        ]
        write_visit_sheets(
            out,
            pages,
            printed_on=desk.clock.today(),
            printed_by=desk.actor.name,
            form=form_in_use(work.session, SHEET),
            with_lists=True,
            progress=progress,
        )
        return PrintedBatch(
            batch_no=queries.batch_number(work.session, sheets[0].batch_id),
            count=len(sheets),
            path=out,
            villages=tuple(dict.fromkeys(row.village for row in rows)),
            first_no=sheets[0].number,
            last_no=sheets[-1].number,
            unprintable=unprintable(pages),
        )


def to_visit(
    desk: Desk, month: str, villages: Sequence[str] = (), *, people: Collection[int] = ()
) -> list[PlanRow]:
    """Who still has to be visited at home in ``month``, in visiting order; only of these villages
    and people, where some are given."""
    open_states = {DutyState.DUE, DutyState.LATE}
    return [
        row
        for row in plan_month(desk, month).rows
        if row.kind == ContactKind.VISIT
        and row.state in open_states
        and (not villages or row.village in villages)
        and (not people or row.person_id in people)
    ]


def _number(
    work: Work,
    desk: Desk,
    *,
    office: OfficeView,
    month: str,
    rows: Sequence[PlanRow],
    facts: SheetFacts,
) -> list[Sheet]:
    session = work.session
    batch = SheetBatch(
        number=queries.next_batch_number(session, month),
        month=month,
        printed_at=desk.clock.now().replace(tzinfo=None),
        printed_by=desk.actor.name,
        layout_id=keep_layout(session, SHEET).id,
    )
    session.add(batch)
    session.flush()
    prefix = f"{office.code[6:9]}{month[2:4]}{month[5:7]}"
    serial = queries.last_serial(session, prefix)
    if serial + len(rows) > _MOST_A_MONTH:
        raise UserError(
            f"{month} 的走访表编号用完了。",
            f"一个月最多 {_MOST_A_MONTH} 张，已打印 {serial} 张。",
            "请只打印还缺的村，或用已打印的走访表。",
        )
    sheets = [
        Sheet(
            number=with_check_digit(f"{prefix}{serial + position:04d}"),
            batch_id=batch.id,
            position=position,
            person_id=row.person_id,
            questions=[fact.key for fact in facts.questions(row.person_id)],
        )
        for position, row in enumerate(rows, start=1)
    ]
    session.add_all(sheets)
    session.flush()
    return sheets


def sheets_of_batch(desk: Desk, batch_no: str) -> tuple[SheetRow, ...]:
    """The sheets of a batch in the order in which they were printed."""
    with desk.store.read() as session:
        return tuple(SheetRow(*row) for row in queries.sheets_of_batch(session, batch_no))


def list_batches(desk: Desk) -> tuple[tuple[str, str, int, int], ...]:
    """(batch number, month, sheets, sheets that came back), newest first."""
    with desk.store.read() as session:
        return tuple(queries.batches(session))
