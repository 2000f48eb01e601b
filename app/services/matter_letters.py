"""转办单: matters handed over on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import UserError
from app.core.matter_kinds import kind_name
from app.exporters.referral_pdf import Referral, write_referrals
from app.models.queries import matters as queries
from app.services.desk import Desk
from app.services.faces import id_on_screen
from app.services.matters import clauses_of, row_of
from app.services.office import OfficeView, expect_office


@dataclass(frozen=True)
class Printed:
    """Where the letters lie, and how many."""

    path: Path
    count: int


def print_referrals(desk: Desk, ids: Sequence[int], path: Path) -> Printed:
    """One page for each of the matters ``ids``; that it was printed is on record.

    Raises ``UserError`` when none is chosen or one names no department, ``FileError`` when the
    file cannot be written.
    """
    office = expect_office(desk)
    if not ids:
        raise UserError("没有选中事项。", "", "请先在列表中选中。")
    with desk.write("print_referrals", f"打印转办单：{len(set(ids))} 件") as work:
        lines = {line.matter.id: line for line in queries.matters(work.session, ids=ids)}
        found = [lines[one] for one in dict.fromkeys(ids) if one in lines]
        if any(not line.matter.department for line in found) or not found:
            raise UserError("有的事项还没有写明交给哪个部门。", "", "请先交办，再打印转办单。")
        write_referrals(path, [_referral(desk, office, line) for line in found])
    return Printed(path, len(found))


def _referral(desk: Desk, office: OfficeView, line: queries.MatterLine) -> Referral:
    matter, today = line.matter, desk.clock.today()
    row = row_of(line, today, None)
    return Referral(
        number=matter.id,
        department=matter.department or "",
        kind=kind_name(matter.kind),
        words=matter.words.rstrip("。；") + "。",
        remedy=(matter.remedy or "").rstrip("。"),
        clauses=clauses_of(desk, matter.source),
        who=row.who,
        id_text=id_on_screen(line.id_no),
        village=row.village,
        phone=line.phone or "",
        due=matter.due_on,
        office=office.name,
        clerk=desk.actor.name,
        day=today,
    )
