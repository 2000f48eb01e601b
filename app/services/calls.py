"""The calls of a month: whom, answered or not, what was said (S1.201, S1.202)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.core.dictionary import Kind
from app.core.errors import UserError
from app.core.periods import parse_month
from app.core.progress import Progress, silent
from app.core.terms import CONTACT_NAMES, ContactKind
from app.exporters.roster_xlsx import Roster, RosterColumn, Value, write_roster
from app.models.queries import contacts as queries
from app.services.desk import Desk
from app.services.faces import id_on_screen
from app.services.giving_papers import Written
from app.services.office import expect_office

_KINDS = (ContactKind.CALL, ContactKind.VIDEO)
_COLUMNS = (
    RosterColumn("日期", Kind.DATE, width=12.0),
    RosterColumn("村（社区）", width=14.0),
    RosterColumn("姓名", width=12.0),
    RosterColumn("身份证号", width=21.0),
    RosterColumn("方式", width=8.0),
    RosterColumn("结果", width=10.0),
    RosterColumn("内容", width=50.0),
    RosterColumn("登记人", width=12.0),
)


@dataclass(frozen=True)
class CallRow:
    """One call; ``done`` is False when nobody answered."""

    person_id: int
    day: date
    name: str
    id_masked: str
    village: str
    kind_name: str
    done: bool
    note: str
    entered_by: str

    @property
    def result(self) -> str:
        return "接通" if self.done else "没有接通"


def list_calls(desk: Desk, month: str) -> tuple[CallRow, ...]:
    """The calls of a month (``2026-05``), the newest first."""
    with desk.store.read() as session:
        return tuple(
            CallRow(
                person_id=line.contact.person_id,
                day=line.contact.day,
                name=line.name,
                id_masked=id_on_screen(line.id_no),
                village=line.village or "",
                kind_name=CONTACT_NAMES[ContactKind(line.contact.kind)],
                done=line.contact.done,
                note=line.contact.note or "",
                entered_by=line.contact.entered_by,
            )
            for line in queries.contacts_in(session, parse_month(month), _KINDS)
        )


def save_calls(desk: Desk, month: str, path: Path, *, progress: Progress = silent) -> Written:
    """The calls of a month as a workbook, identity numbers masked. Raises ``UserError`` when there
    was none, ``FileError`` when the file cannot be written."""
    office, rows = expect_office(desk), list_calls(desk, month)
    if not rows:
        raise UserError("这个月没有电话记录。", "", "请换一个月份。")
    answered = sum(row.done for row in rows)
    note = f"{office.name}　{month}　共 {len(rows)} 次，接通 {answered} 次"
    lines: list[tuple[Value, ...]] = [
        (
            row.day, row.village, row.name, row.id_masked, row.kind_name, row.result, row.note,
            row.entered_by,
        )
        for row in rows
    ]  # fmt: skip
    with desk.write("save_calls", f"另存电话记录：{len(rows)} 次"):
        write_roster(path, Roster("电话联系记录", _COLUMNS, lines, note), progress=progress)
    return Written(path, len(rows))
