"""Sheets out to a village as a workbook, and back: what would be stored is shown first."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from app.services.sheet_books import (
    BackRow,
    BookBack,
    RowState,
    commit_book,
    hand_back_book,
    hand_out_book,
    look_at_book,
)
from app.services.sheets import list_batches, sheets_of_batch
from app.ui.ports import WORKBOOK, WORKBOOKS, Context

STATE_NAMES = {
    RowState.READY: "可以录入",
    RowState.RECORDED: "已经录入",
    RowState.EMPTY: "没有填写",
    RowState.REFUSED: "有问题",
}


class BookScreen(Protocol):
    def show_batches(self, batches: tuple[tuple[str, str], ...]) -> None: ...

    def show_villages(self, villages: tuple[str, ...]) -> None: ...

    def show_back(self, rows: tuple[BackRow, ...], words: str) -> None: ...


class BookPresenter:
    """The batches that have sheets out, and the workbook that was read."""

    def __init__(self, context: Context, view: BookScreen) -> None:
        self._context, self._view = context, view
        self._back: BookBack | None = None

    def start(self) -> None:
        """Offer the batches of which sheets have not come back, newest first."""

        def read() -> tuple[tuple[str, str], ...]:
            return tuple(
                (number, f"{number}　还有 {size - back} 张")
                for number, _, size, back in list_batches(self._context.desk)
                if back < size
            )

        self._context.jobs.run(lambda _: read(), self._view.show_batches, latest="books.batches")

    def pick(self, batch: str) -> None:
        """Offer the villages of a batch."""
        self._context.jobs.run(
            lambda _: tuple(
                dict.fromkeys(
                    row.village
                    for row in sheets_of_batch(self._context.desk, batch)
                    if row.recorded_on is None
                )
            ),
            self._view.show_villages,
            latest="books.villages",
        )

    def hand_out(self, batch: str, village: str) -> None:
        """Write the sheets of a batch (of one village) as a workbook."""
        desk = self._context.desk
        suggested = desk.folder / f"走访表_{batch}{f'_{village}' if village else ''}.xlsx"
        path = self._context.ask.save_as("走访表做成 Excel，存到哪里", suggested, WORKBOOK)
        if path is not None:
            self._context.jobs.run(
                lambda progress: hand_out_book(
                    desk, batch, path, village=village, progress=progress
                ),
                lambda count: self._context.ask.tell(f"已写 {count} 张走访表。", str(path)),
                title="正在写走访表",
            )

    def read(self) -> None:
        """Pick the workbook that came back, and look at it."""
        path = self._context.ask.file("选村里填好的走访表", WORKBOOKS)
        if path is not None:
            self.look_at(path)

    def look_at(self, path: Path) -> None:
        """Judge every row of a workbook; nothing is stored."""
        self._context.jobs.run(
            lambda progress: look_at_book(self._context.desk, path, progress),
            self._show,
            title="正在读取走访表",
        )

    def commit(self) -> None:
        """Store what is ready, as one act."""
        back = self._back
        if back is None:
            return
        doubts = sum(bool(row.words) for row in back.of(RowState.READY))
        if doubts and not self._context.ask.confirm(
            f"有 {doubts} 张要核对，照样录入吗？", "原因写在“说明”一栏。", yes="录入"
        ):
            return

        def done(count: int) -> None:
            self._context.changed()
            self._context.ask.tell(f"已录入 {count} 张走访表。", "可以在“操作记录”里整批撤销。")
            self.look_at(back.path)
            self.start()

        self._context.jobs.run(
            lambda progress: commit_book(self._context.desk, back, progress),
            done,
            title="正在录入走访表",
        )

    def hand_back(self) -> None:
        """Write what was refused as a workbook for the village."""
        back = self._back
        if back is None:
            return
        suggested = back.path.with_name(f"{back.path.stem}_退回.xlsx")
        path = self._context.ask.save_as("退回的表存到哪里", suggested, WORKBOOK)
        if path is not None:
            self._context.jobs.run(
                lambda progress: hand_back_book(back, path, progress),
                lambda count: self._context.ask.tell(f"已写 {count} 行。", str(path)),
                title="正在写退回的表",
            )

    def _show(self, back: BookBack) -> None:
        self._back = back
        counts = [f"{STATE_NAMES[state]} {len(back.of(state))}" for state in RowState]
        self._view.show_back(back.rows, f"{back.path.name}：{'，'.join(counts)}")
