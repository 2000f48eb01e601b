"""Who is affected by a new standard, as a workbook to look at and to pass on inside the office."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.core.dictionary import Kind
from app.core.money import yuan
from app.core.progress import Progress, silent
from app.exporters.roster_xlsx import Roster, RosterColumn, write_roster
from app.services.standard_change import MOVE_NAMES, Affected, ChangePreview

_COLUMNS = (
    RosterColumn("村（社区）", width=16),
    RosterColumn("姓名", width=12),
    RosterColumn("项目", width=30),
    RosterColumn("变化", width=12),
    RosterColumn("现在", Kind.MONEY, 14),
    RosterColumn("以后", Kind.MONEY, 14),
    RosterColumn("相差", Kind.MONEY, 14),
    RosterColumn("单位", width=14),
    RosterColumn("补发月数", Kind.NUMBER, 10),
    RosterColumn("补发", Kind.MONEY, 14),
)


def change_words(preview: ChangePreview) -> str:
    """The outcome in one line: how many go where, the sum a month, what is owed."""
    counts = "，".join(f"{name} {preview.counts.get(move, 0)}" for move, name in MOVE_NAMES.items())
    return (
        f"看了 {preview.asked} 人，按 {preview.day:%Y-%m-%d} 计算：{counts}；"
        f"每月合计{_signed(preview)} 元，补发合计 {yuan(preview.arrears())} 元"
    )


def write_change_list(
    path: Path,
    preview: ChangePreview,
    rows: Sequence[Affected] | None = None,
    progress: Progress = silent,
) -> None:
    """Write ``rows`` of the preview (None: all). Raises ``FileError`` when it cannot be written."""
    chosen = preview.affected if rows is None else rows
    values = [
        (
            one.village,
            one.name,
            one.programme,
            MOVE_NAMES[one.move],
            one.before,
            one.after,
            one.difference,
            one.unit,
            one.months,
            one.arrears,
        )
        for one in chosen
    ]
    roster = Roster("新标准影响的人", _COLUMNS, values, change_words(preview))
    write_roster(path, roster, progress=progress)


def _signed(preview: ChangePreview) -> str:
    monthly = preview.monthly()
    return f"增加 {yuan(monthly)}" if monthly >= 0 else f"减少 {yuan(-monthly)}"
