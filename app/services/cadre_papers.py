"""Papers about who looks after whom: contact cards for the families, pairing lists to sign."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.core.dictionary import Kind
from app.core.errors import UserError
from app.core.progress import Progress, silent
from app.exporters.contact_cards import ContactCard, write_contact_cards
from app.exporters.page import long_date
from app.exporters.pairing_list import (
    PairingGroup,
    PairingLine,
    PairingPaper,
    write_pairing_list,
)
from app.exporters.roster_xlsx import Roster, RosterColumn, Value, write_roster
from app.services.cadre_board import CadreBoard, ObjectRow, cadre_board
from app.services.desk import Desk

_TITLE = "结对帮扶名单"
_NOWHERE = "没有登记村（社区）"


class ListBy(StrEnum):
    """What the groups of a printed list are."""

    CADRE = "cadre"
    VILLAGE = "village"


@dataclass(frozen=True)
class PapersMade:
    """Where the file lies, and how many people stand in it."""

    path: Path
    count: int


def print_contact_cards(desk: Desk, path: Path, cadres: Collection[int] = ()) -> PapersMade:
    """A card for every object of ``cadres`` (all, when none are named), one for a person and a
    cadre. Raises ``UserError`` when nobody is looked after, ``FileError`` when the file cannot be
    written."""
    board = cadre_board(desk)
    rows = {(row.person_id, row.cadre): row for row in _chosen(board, cadres)}
    cards = [
        ContactCard(
            name=row.name,
            place=f"{row.village}{row.group}",
            cadre=row.cadre,
            unit=row.unit,
            post=row.post,
            phone=row.cadre_phone,
            deputy=row.deputy,
            office=board.office.name,
            day=board.today,
        )
        for row in rows.values()
    ]
    with desk.write("print_contact_cards", f"打印帮扶联络卡：{len(cards)} 张"):
        write_contact_cards(path, cards)
    return PapersMade(path, len(cards))


def print_pairing_list(
    desk: Desk, path: Path, by: ListBy, cadres: Collection[int] = ()
) -> PapersMade:
    """The list to sign; a list by village begins a page for each. Identity numbers are masked.
    Raises like ``print_contact_cards``."""
    board = cadre_board(desk)
    rows = _chosen(board, cadres)
    paper = PairingPaper(
        office=board.office.name,
        title=_TITLE,
        note=f"截至{long_date(board.today)}，{_counted(rows)}",
        groups=_groups(rows, by),
        apart=by is ListBy.VILLAGE,
        printed_by=desk.actor.name,
        day=board.today,
    )
    with desk.write("print_pairing_list", f"打印{_TITLE}：{len(rows)} 人"):
        write_pairing_list(path, paper)
    return PapersMade(path, len(rows))


def _counted(rows: Iterable[ObjectRow]) -> str:
    found = list(rows)
    cadres = {(row.cadre_id, row.cadre) for row in found}
    people = {row.person_id for row in found}
    return f"责任人 {len(cadres)} 名，帮扶对象 {len(people)} 人"


def _chosen(board: CadreBoard, cadres: Collection[int]) -> list[ObjectRow]:
    rows = [
        row
        for row in board.objects
        if row.row_id is not None and (not cadres or row.cadre_id in cadres)
    ]
    if not rows:
        raise UserError("没有可以打印的包保对象。", "选中的责任人还没有对象。", "请先指定责任人。")
    return rows


def _groups(rows: Iterable[ObjectRow], by: ListBy) -> list[PairingGroup]:
    found: dict[tuple[int, str], list[ObjectRow]] = {}
    for row in rows:
        key = (row.cadre_id, row.cadre) if by is ListBy.CADRE else (0, row.village or _NOWHERE)
        found.setdefault(key, []).append(row)
    return [
        PairingGroup(_heading(each, by, name), [_line(row) for row in each])
        for (_, name), each in found.items()
    ]


def _heading(rows: list[ObjectRow], by: ListBy, name: str) -> str:
    if by is ListBy.VILLAGE:
        return f"{name}　{_counted(rows)}"
    first = rows[0]
    known = (name, first.unit, first.post, first.level, first.cadre_phone)
    return f"{'　'.join(part for part in known if part)}　共 {len(rows)} 人"


def _line(row: ObjectRow) -> PairingLine:
    group = "" if row.group in row.address else row.group
    village = "" if row.village in row.address else row.village
    return PairingLine(
        name=row.name,
        id_masked=row.id_masked,
        place=" ".join(part for part in (f"{village}{group}", row.address) if part),
        categories="、".join(row.categories),
        phone=row.phone,
        cadre=row.cadre,
        post=" ".join(part for part in (row.unit, row.post) if part),
        cadre_phone=row.cadre_phone,
        since=row.start.isoformat() if row.start else "",
    )


def export_pairing_list(
    desk: Desk, path: Path, cadres: Collection[int] = (), progress: Progress = silent
) -> PapersMade:
    """The same list as a workbook, to send on or to keep; masked like the paper. Raises like
    ``print_contact_cards``."""
    board = cadre_board(desk)
    rows = _chosen(board, cadres)
    roster = Roster(
        title=_TITLE,
        note=f"{board.office.name}　截至{long_date(board.today)}，{_counted(rows)}",
        columns=_COLUMNS,
        rows=[_cells(row) for row in rows],
    )
    with desk.write("export_pairing_list", f"导出{_TITLE}：{len(rows)} 人"):
        write_roster(path, roster, progress=progress)
    return PapersMade(path, len(rows))


_COLUMNS = (
    RosterColumn("村（社区）", width=14),
    RosterColumn("组", width=10),
    RosterColumn("帮扶对象", width=12),
    RosterColumn("身份证号", width=21),
    RosterColumn("对象类别", width=24),
    RosterColumn("联系电话", width=14),
    RosterColumn("住址", width=26),
    RosterColumn("包保责任人", width=12),
    RosterColumn("单位", width=18),
    RosterColumn("职务", width=12),
    RosterColumn("层级", width=12),
    RosterColumn("责任人电话", width=14),
    RosterColumn("方案", width=20),
    RosterColumn("从哪天起", Kind.DATE, width=12),
)


def _cells(row: ObjectRow) -> tuple[Value, ...]:
    return (
        row.village,
        row.group,
        row.name,
        row.id_masked,
        "、".join(row.categories),
        row.phone,
        row.address,
        row.cadre,
        row.unit,
        row.post,
        row.level,
        row.cadre_phone,
        row.programme,
        row.start,
    )
