"""The villages that go into office packages: read from a table, by office."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.core.errors import FileError
from app.importers.reading import open_book
from app.importers.regions import VILLAGE, read_places
from app.ledger.office_package import RegionLine

_OWN = {"单位代码", "村（社区）"}
_TOWNSHIP = 9  # digits that a village shares with its township
_SHOWN = 3


def read_regions(path: Path, day: date) -> dict[str, list[RegionLine]]:
    """Villages by office code: from a list of places (代码, 名称, 从, 到, 并入代码), or a table
    with the columns 单位代码, 村（社区）, 代码.

    Raises ``FileError`` when it is neither, or a row of the list has a fault.
    """
    sheet = open_book(path).sheets[0]
    head = {cell.text.strip(): at for at, cell in sheet.rows[0].cells.items()} if sheet.rows else {}
    if not head.keys() >= _OWN:
        return _listed(path, day)
    found: dict[str, list[RegionLine]] = {}
    for row in sheet.rows[1:]:
        texts = {title: row.cells[at].text.strip() for title, at in head.items() if at in row.cells}
        if texts.get("单位代码") and texts.get("村（社区）"):
            line = RegionLine(texts["村（社区）"], texts.get("代码", ""))
            found.setdefault(texts["单位代码"], []).append(line)
    return found


def _listed(path: Path, day: date) -> dict[str, list[RegionLine]]:
    try:
        listed = read_places(path, day=day)
    except FileError as error:
        raise FileError(
            f"“{path.name}”不是村（社区）名单。",
            "表头应有“代码”“名称”（可以有“从”“到”“并入代码”），或“单位代码”“村（社区）”。",
            "请改正表头后再选。",
        ) from error
    if listed.faults:
        shown = [f"第 {fault.row} 行：{fault.what}" for fault in listed.faults[:_SHOWN]]
        raise FileError(
            f"“{path.name}”有 {len(listed.faults)} 行有问题，没有写资料包。",
            f"{'；'.join(shown)}。",
            "请改正后再选。",
        )
    found: dict[str, list[RegionLine]] = {}
    for line in listed.lines:
        if line.level == VILLAGE:
            office = line.code[:_TOWNSHIP].ljust(12, "0")
            village = RegionLine(line.name, line.code, line.first, line.last, line.into)
            found.setdefault(office, []).append(village)
    return found
