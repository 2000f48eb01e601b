"""表样 in 设置: which layouts hold, the office's own, a look at each."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from app.core.forms import Form
from app.core.progress import Progress
from app.services.form_layouts import (
    LayoutRow,
    drop_layout,
    export_layout,
    import_layout,
    list_layouts,
    preview_layout,
)
from app.services.printing import new_paper
from app.ui.acting import run_act
from app.ui.ports import LAYOUTS, Context


class FormsScreen(Protocol):
    def show_layouts(self, rows: tuple[LayoutRow, ...]) -> None: ...

    def say(self, words: str) -> None: ...


class FormsPresenter:
    """A layout with a fault is refused with its place; nothing is changed then."""

    def __init__(self, context: Context, view: FormsScreen) -> None:
        self._context, self._view = context, view

    def refresh(self) -> None:
        """Read the forms anew."""
        desk = self._context.desk
        self._context.jobs.run(
            lambda _: list_layouts(desk), self._view.show_layouts, latest="settings.forms"
        )

    def preview(self, row: LayoutRow) -> None:
        """A specimen, in the print dialog: it can be printed blank from there too."""
        desk = self._context.desk

        def work(_: Progress) -> Path:
            out = new_paper(desk, f"{row.title}样张")
            preview_layout(desk, row.key, out)
            return out

        self._context.jobs.run(
            work,
            lambda out: self._context.print_out(out, f"{row.title}（样张）"),
            title="正在生成样张",
        )

    def take_in(self) -> None:
        """Adopt a layout from a file."""
        path = self._context.ask.file("选择表样文件", LAYOUTS)
        if path is None:
            return

        def done(form: Form) -> None:
            self._view.say(f"已换用“{form.title}”（版式 {form.version}）。可在“操作记录”中撤销。")
            self.refresh()

        run_act(self._context, lambda desk: import_layout(desk, path), done)

    def hand_out(self, row: LayoutRow) -> None:
        """Write the layout to a file, to be changed or given to another office."""
        desk = self._context.desk
        path = self._context.ask.save_as("表样存到哪里", Path(f"{row.key}.toml"), LAYOUTS)
        if path is not None:
            self._context.jobs.run(
                lambda _: export_layout(desk, row.key, path),
                lambda _: self._view.say(f"已导出 {path.name}，可用记事本修改后再导入。"),
                title="正在导出表样",
            )

    def go_back(self, row: LayoutRow) -> None:
        """Let the shipped layout hold again."""
        question = (
            f"“{row.title}”恢复为随程序的表样吗？" if row.ships else f"不再使用“{row.title}”吗？"
        )
        if self._context.ask.confirm(question, "可在“操作记录”中撤销。", yes="恢复"):
            run_act(
                self._context, lambda desk: drop_layout(desk, row.key), lambda _: self.refresh()
            )
