"""The paper of a sample: what was drawn, how anybody draws it again, boxes for the second look."""

from __future__ import annotations

from pathlib import Path

from app.core.masks import mask_name
from app.core.progress import Progress, silent
from app.core.terms import RecheckResult
from app.exporters.table_pdf import PaperColumn, PaperTable, Printing, write_table
from app.rules.recheck_draw import HOW
from app.services.desk import Desk
from app.services.office import expect_office
from app.services.rechecks import LineView, RecheckView, show_recheck

_COLUMNS = (
    PaperColumn("序号", 8, centred=True),
    PaperColumn("记录编号", 16),
    PaperColumn("日期", 19),
    PaperColumn("村（社区）、组", 32),
    PaperColumn("姓名", 17),
    PaperColumn("方式", 15),
    PaperColumn("走访人", 22),
    PaperColumn("核查结果", 46, centred=True),
)
_BOXES = (
    (RecheckResult.TRUE, "属实"),
    (RecheckResult.PARTLY, "部分属实"),
    (RecheckResult.UNTRUE, "不属实"),
)


def print_recheck(
    desk: Desk, recheck_id: int, path: Path, *, masked: bool = True, progress: Progress = silent
) -> int:
    """Write the paper as a PDF; returns its pages. Names are masked unless asked otherwise.

    Raises ``UserError`` for no such sample, ``FileError`` when ``path`` cannot be written.
    """
    office, view = expect_office(desk), show_recheck(desk, recheck_id)
    words = f"打印抽查名单：{view.row.number}，姓名{'只显示几个字' if masked else '完整'}"
    with desk.write("print_recheck", words):
        printing = Printing(office.name, desk.actor.name, desk.clock.today())
        table = _table(office.name, view, masked=masked)
        return write_table(path, [table], printing, progress)


def _table(office: str, view: RecheckView, *, masked: bool) -> PaperTable:
    row = view.row
    return PaperTable(
        title=f"{office}走访抽查名单（{row.number}）",
        lead=(
            f"范围：{row.scope}。共 {view.population} 条，抽 {row.drawn} 条。"
            f"抽取：{row.drawn_on}，{view.drawn_by}。",
            f"随机数：{view.seed}　　名单摘要：{view.digest}",
            f"抽取办法：{HOW}",
        ),
        columns=_COLUMNS,
        rows=[_cells(line, masked=masked) for line in view.lines],
        sign="核查人：　　　　　　　　　　　　　　核查日期：　　　　年　　　月　　　日",
    )


def _cells(line: LineView, *, masked: bool) -> tuple[str, ...]:
    place = " ".join(part for part in (line.office, line.village, line.group) if part)
    boxes = " ".join(f"{'☑' if line.result is one else '□'}{words}" for one, words in _BOXES)
    return (
        str(line.position),
        line.contact_no,
        line.day.isoformat(),
        place,
        mask_name(line.name) if masked else line.name,
        line.kind_name,
        line.visitors,
        boxes,
    )
