"""The doubts as a workbook for the villages: one sheet for each, with room for the answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from app.core.dictionary import Kind
from app.core.errors import UserError
from app.core.progress import Progress, silent
from app.exporters.roster_xlsx import Roster, RosterColumn, write_rosters
from app.models.queries import many
from app.services.desk import Desk
from app.services.office import expect_office
from app.services.quality import DoubtRow, count_doubts

_COUNTS = "汇总"
_DOUBTS = (
    RosterColumn("组", width=8.0),
    RosterColumn("户主", width=10.0),
    RosterColumn("姓名", width=10.0),
    RosterColumn("身份证号", width=21.0),
    RosterColumn("疑点", width=28.0),
    RosterColumn("现在登记的", width=20.0),
    RosterColumn("怎么办", width=32.0),
    RosterColumn("核实结果", width=22.0),
)


def save_doubts(
    desk: Desk,
    rows: Sequence[DoubtRow],
    path: Path,
    *,
    full: bool = False,
    progress: Progress = silent,
) -> int:
    """Write ``rows`` as a workbook: the counts, then a sheet a village. Identity numbers are masked
    unless ``full``; the act is on record with its number of rows. How many sheets of villages.

    Raises ``UserError`` for an empty list, ``FileError`` when ``path`` cannot be written; then
    nothing is on record either."""
    if not rows:
        raise UserError("没有疑点可写。", "", "请先核查，或换一个条件。")
    office = expect_office(desk)
    words = f"另存登记疑点：{len(rows)} 处，{'身份证号完整' if full else '身份证号只显示几位'}"
    villages: dict[str, list[DoubtRow]] = defaultdict(list)
    for row in rows:
        villages[row.village].append(row)
    day = desk.clock.today().isoformat()
    with desk.write("save_doubts", words) as work:
        people = many.people_by_id(work.session, [row.person_id for row in rows]) if full else {}
        numbers = {id_: person.id_no or "" for id_, person in people.items()}
        sheets = {_COUNTS: _counts(rows, f"{office.name}　{day}　共 {len(rows)} 处")}
        for village, doubts in villages.items():
            note = f"{office.name}　{day}　共 {len(doubts)} 处。请逐一核实，把结果填在最后一列。"
            lines = [_line(row, numbers.get(row.person_id, row.id_masked)) for row in doubts]
            sheets[village] = Roster(f"{village}登记疑点", _DOUBTS, lines, note)
        write_rosters(path, sheets, progress=progress)
    return len(villages)


def _line(row: DoubtRow, number: str) -> tuple[str, ...]:
    now = "；".join(part for part in (row.now, row.words) if part)
    return row.group, row.head, row.name, number, row.title, now, row.remedy, ""


def _counts(rows: Sequence[DoubtRow], note: str) -> Roster:
    """Villages down, kinds of doubt across, only those that occur."""
    counts = count_doubts(rows)
    titles = {row.rule: row.title for row in rows}
    columns = (
        RosterColumn("村（社区）", width=16.0),
        RosterColumn("合计", Kind.NUMBER, width=8.0),
        *(RosterColumn(title, Kind.NUMBER, width=12.0) for title in titles.values()),
    )
    lines: list[tuple[str | int, ...]] = [
        (count.village, count.total, *(count.by_rule.get(rule, 0) for rule in titles))
        for count in counts
    ]
    return Roster("登记疑点汇总", columns, lines, note)
