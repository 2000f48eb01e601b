"""哪里变了: where a refused file differs, from the pages that hold one."""

from __future__ import annotations

from pathlib import Path

from app.core.progress import Progress
from app.services.compare_file import CellChange, WhatChanged, compare_file, write_changes
from app.ui.ports import WORKBOOK, Context
from app.ui.words import month_words

_SHOWN = 4  # differences in the message; all of them stand in the workbook


class ComparePresenter:
    """Compares, says the first differences, and writes all of them if wanted."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def compare(self, path: Path) -> None:
        """Lay the file beside our kept copy, or its own manifest."""

        def work(progress: Progress) -> WhatChanged:
            return compare_file(self._context.desk, path, progress=progress)

        self._context.jobs.run(work, self._compared, title="正在比较")

    def _compared(self, found: WhatChanged) -> None:
        ask, batch = self._context.ask, _batch_words(found)
        if not found.changes:
            ask.tell(
                "内容没有不同。" if found.identical else "内容没有不同，只是被重新保存过。",
                f"{found.verdict}\n{batch}，与{found.against}比较。",
            )
            return
        shown = [changed_words(change) for change in found.changes[:_SHOWN]]
        if len(found.changes) > _SHOWN:
            shown.append("……")
        if not ask.confirm(
            f"{batch}与{found.against}相比，有 {len(found.changes)} 处不同。",
            "\n".join([found.verdict, *shown]),
            yes="存为表格…",
        ):
            return
        target = ask.save_as("不同之处存到哪里", Path(f"哪里变了_{found.month}.xlsx"), WORKBOOK)
        if target is not None:
            self._context.jobs.run(
                lambda _: write_changes(target, found),
                lambda _: ask.tell("已写好。", target.name),
                title="正在写表格",
            )


def _batch_words(found: WhatChanged) -> str:
    month = month_words(found.month) if found.month else ""
    return f"{month}第 {found.batch_no} 批"


def changed_words(change: CellChange) -> str:
    """One difference as a line."""
    place = f"《{change.sheet}》" + (f"第 {change.row} 行" if change.row else "")
    if not change.column:
        return f"{place}{change.what}"
    return f"{place}“{change.column}”：{change.before or '空'} → {change.after or '空'}"
