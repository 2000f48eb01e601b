"""Importing people: files, columns, preview, confirm, and taking the import back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from app.core.errors import UserError
from app.core.progress import Progress
from app.services.acts import undo_act
from app.services.import_changes import Rule, ValueChange, unmask_changes
from app.services.import_handback import write_problem_list, write_refused
from app.services.import_matching import Matching, Survey, choice_of, survey_books
from app.services.import_missing import MissingRow
from app.services.import_people import (
    Book,
    ImportPreview,
    ImportResult,
    PreviewRow,
    RowKey,
    SheetChoice,
    SheetKey,
    commit_import,
    preview_books,
    read_books,
)
from app.services.sample import write_sample_books
from app.ui.pages.people.change_choices import ChangeChoices
from app.ui.ports import WORKBOOK, WORKBOOKS, Context

_SAMPLE_PEOPLE = 300
_SAMPLE_SEED = 7
_ENDINGS = frozenset({".xlsx", ".xls", ".et", ".csv"})
_Read = tuple[tuple[Book, ...], Survey, ImportPreview | None]


class ImportScreen(Protocol):
    def show_choose(self) -> None: ...

    def show_matching(self, books: tuple[Book, ...], survey: Survey) -> None: ...

    def show_preview(self, preview: ImportPreview, files: str) -> None: ...

    def show_changes(self) -> None: ...

    def show_result(self, result: ImportResult) -> None: ...


class ImportPresenter:
    """Nothing is written before ``confirm``."""

    def __init__(self, context: Context, view: ImportScreen) -> None:
        self._context = context
        self._view = view
        self._preview: ImportPreview | None = None
        self._books: tuple[Book, ...] = ()
        self._survey: Survey | None = None
        self._chosen: Mapping[SheetKey, SheetChoice] = {}
        self._same: dict[RowKey, str] = {}
        self._act_id: int | None = None
        self.choices = ChangeChoices()

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
        """Read ``paths``; where every column is clear, compare with the register, else ask."""
        books = tuple(path for path in paths if path.suffix.lower() in _ENDINGS)
        if not books:
            self._context.ask.error(
                UserError("这里面没有能导入的表格。", "", "请选择 .xlsx、.xls、.et 或 .csv 文件。")
            )
            return

        def work(progress: Progress) -> _Read:
            desk = self._context.desk
            opened = read_books(books, password=password, progress=progress)
            survey = survey_books(desk, opened)
            if not survey.clear:
                return opened, survey, None
            return opened, survey, preview_books(desk, opened, progress)

        self._context.jobs.run(
            work,
            self._take_read,
            title="正在读取表格",
            failed=lambda error: self._try_password(error, books, password),
        )

    def match(self) -> None:
        """Go (back) to the columns."""
        if self._survey is not None:
            self._view.show_matching(self._books, self._survey)

    def take_matching(self, sheets: tuple[Matching, ...]) -> None:
        """The clerk has said what the columns are: compare with the register."""
        if self._survey is not None:
            self._survey = replace(self._survey, sheets=sheets)
        self._chosen = {sheet.key: choice_of(sheet) for sheet in sheets}
        self._compare()

    def identify(self, row: PreviewRow, key: str) -> None:
        """A row whose number cannot be read is somebody of the register, says the clerk."""
        self._same[row.place, row.name] = key
        self._compare()

    def keep_problems(self) -> None:
        """Write the problems as a workbook that can be handed back to the village."""
        self._keep("问题清单", "导入问题清单.xlsx", write_problem_list)

    def keep_refused(self) -> None:
        """Write the refused rows with what is wrong, to be corrected and imported again."""
        self._keep("被拒绝的行", "退回修改.xlsx", write_refused)

    def show_sensitive(self) -> None:
        """Write out the sensitive values among the changes; the look is recorded."""
        preview = self._preview
        if preview is None or not any(change.sensitive for change in preview.changes):
            return
        self._context.jobs.run(
            lambda _: unmask_changes(self._context.desk, preview.plan),
            self._take_unmasked,
            title="正在读取敏感内容",
        )

    def follow(self, rule: Rule) -> None:
        """Settle by ``rule`` what was not chosen one by one."""
        self.choices.follow(rule)
        self._view.show_changes()

    def settle(self, changes: Sequence[ValueChange], *, keep: bool) -> None:
        self.choices.choose(changes, keep=keep)
        self._view.show_changes()

    def turn(self, changes: Sequence[ValueChange]) -> None:
        self.choices.turn(changes)
        self._view.show_changes()

    def end(self, rows: Sequence[MissingRow], reason: str) -> None:
        """End the categories of people who are missing from the list (no reason: do not)."""
        self.choices.end(rows, reason)
        self._view.show_changes()

    def confirm(self) -> None:
        """Write what the preview showed; a brake asks once more."""
        preview = self._preview
        if preview is None:
            return
        brake = preview.plan.brake
        if brake is not None and not self._context.ask.confirm(
            "这次导入看起来不对，仍要导入吗？",
            f"{brake.reason}。先按“取消”，在预览里核对；确实没错再继续。",
            yes="仍要导入",
        ):
            return
        kept, ended = frozenset(self.choices.kept), self.choices.ended()

        def work(progress: Progress) -> ImportResult:
            return commit_import(
                self._context.desk, preview, progress, kept=kept, ended=ended, anyway=True
            )

        self._context.jobs.run(work, self._take_result, title="正在导入")

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
        """Forget the files and the preview."""
        self._forget()
        self._view.show_choose()

    def _forget(self) -> None:
        self._preview, self._books, self._survey = None, (), None
        self._chosen, self._same = {}, {}
        self.choices.forget()

    def _compare(self) -> None:
        books, chosen, same = self._books, self._chosen, dict(self._same)
        self._context.jobs.run(
            lambda progress: preview_books(
                self._context.desk, books, progress, choices=chosen, same=same
            ),
            self._take_preview,
            title="正在和登记簿比较",
        )

    def _keep(
        self, what: str, name: str, write: Callable[[ImportPreview, Path, Progress], object]
    ) -> None:
        preview = self._preview
        if preview is None:
            return
        suggested = self._context.desk.folder / name
        path = self._context.ask.save_as(f"{what}存到哪里", suggested, WORKBOOK)
        if path is None:
            return
        self._context.jobs.run(
            lambda progress: write(preview, path, progress),
            lambda _: self._context.ask.tell(f"{what}已存好。", str(path)),
            title=f"正在写{what}",
        )

    def _take_read(self, read: _Read) -> None:
        self._forget()
        self._books, self._survey, preview = read
        if preview is None:
            self._view.show_matching(self._books, self._survey)
        else:
            self._take_preview(preview)

    def _take_preview(self, preview: ImportPreview) -> None:
        self._preview = preview
        self.choices.start(preview.changes)
        self.choices.ends.clear()
        names = "、".join(book.path.name for book in self._books[:3])
        more = f" 等 {len(self._books)} 个文件" if len(self._books) > 3 else ""
        self._view.show_preview(preview, names + more)

    def _take_unmasked(self, changes: tuple[ValueChange, ...]) -> None:
        self.choices.start(changes)
        self._view.show_changes()

    def _take_result(self, result: ImportResult) -> None:
        self._forget()
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
