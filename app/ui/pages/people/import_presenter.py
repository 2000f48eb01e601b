"""Importing people: files, preview, confirm, and taking the import back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from app.core.errors import UserError
from app.core.progress import Progress
from app.services.acts import undo_act
from app.services.import_handback import write_problem_list
from app.services.import_people import (
    ImportPreview,
    ImportResult,
    commit_import,
    preview_import,
)
from app.services.sample import write_sample_books
from app.ui.ports import WORKBOOK, WORKBOOKS, Context

_SAMPLE_PEOPLE = 300
_SAMPLE_SEED = 7
_ENDINGS = frozenset({".xlsx", ".xls", ".et", ".csv"})


class ImportScreen(Protocol):
    def show_choose(self) -> None: ...

    def show_preview(self, preview: ImportPreview, files: str) -> None: ...

    def show_result(self, result: ImportResult) -> None: ...


class ImportPresenter:
    """Nothing is written before ``confirm``."""

    def __init__(self, context: Context, view: ImportScreen) -> None:
        self._context = context
        self._view = view
        self._preview: ImportPreview | None = None
        self._act_id: int | None = None

    def choose(self) -> None:
        """Let the clerk pick files and read them."""
        paths = self._context.ask.files("选择要导入的表格", WORKBOOKS)
        if paths:
            self.read(paths)

    def take_sample(self) -> None:
        """Make workbooks of made-up people and read those."""
        folder = self._context.desk.folder / "sample"

        def make(_: Progress) -> tuple[Path, ...]:
            return write_sample_books(folder, townships=1, people=_SAMPLE_PEOPLE, seed=_SAMPLE_SEED)

        self._context.jobs.run(make, self.read, title="正在准备示例数据")

    def read(self, paths: Sequence[Path], password: str | None = None) -> None:
        """Compare ``paths`` with the register and show what an import would do."""
        books = tuple(path for path in paths if path.suffix.lower() in _ENDINGS)
        if not books:
            self._context.ask.error(
                UserError("这里面没有能导入的表格。", "", "请选择 .xlsx、.xls、.et 或 .csv 文件。")
            )
            return

        def work(progress: Progress) -> ImportPreview:
            return preview_import(self._context.desk, books, password=password, progress=progress)

        self._context.jobs.run(
            work,
            lambda preview: self._take_preview(preview, books),
            title="正在读取表格",
            failed=lambda error: self._try_password(error, books, password),
        )

    def keep_problems(self) -> None:
        """Write the problems as a workbook that can be handed back to the village."""
        preview = self._preview
        if preview is None:
            return
        suggested = self._context.desk.folder / "导入问题清单.xlsx"
        path = self._context.ask.save_as("问题清单存到哪里", suggested, WORKBOOK)
        if path is None:
            return
        self._context.jobs.run(
            lambda progress: write_problem_list(preview, path, progress),
            lambda _: self._context.ask.tell("问题清单已存好。", str(path)),
            title="正在写问题清单",
        )

    def confirm(self) -> None:
        """Write what the preview showed."""
        preview = self._preview
        if preview is None:
            return
        self._context.jobs.run(
            lambda progress: commit_import(self._context.desk, preview, progress),
            self._take_result,
            title="正在导入",
        )

    def undo(self) -> None:
        """Take the last import back whole."""
        act_id = self._act_id
        if act_id is None or not self._context.ask.confirm(
            "撤销刚才的导入吗？", "新增的人会去掉，变更会恢复原样。", yes="撤销导入"
        ):
            return
        self._context.jobs.run(
            lambda _: undo_act(self._context.desk, act_id),
            lambda _: self._after_undo(),
            title="正在撤销",
        )

    def start_over(self) -> None:
        """Forget the preview."""
        self._preview = None
        self._view.show_choose()

    def _take_preview(self, preview: ImportPreview, books: Sequence[Path]) -> None:
        self._preview = preview
        names = "、".join(path.name for path in books[:3])
        more = f" 等 {len(books)} 个文件" if len(books) > 3 else ""
        self._view.show_preview(preview, names + more)

    def _take_result(self, result: ImportResult) -> None:
        self._preview = None
        self._act_id = result.act_id
        self._view.show_result(result)
        self._context.changed()

    def _after_undo(self) -> None:
        self._act_id = None
        self._view.show_choose()
        self._context.changed()
        self._context.ask.tell("已撤销这次导入。", "登记的内容和导入之前一样。")

    def _try_password(self, error: UserError, books: Sequence[Path], tried: str | None) -> None:
        """A locked workbook asks for its password; everything else is said as it is."""
        if "密码" not in error.what + error.why:
            self._context.ask.error(error)
            return
        words = "口令不对，请再输入一次。" if tried else "这个表格加了密码，请输入打开密码："
        password = self._context.ask.passphrase("打开加密的表格", words)
        if password is not None:
            self.read(books, password)
