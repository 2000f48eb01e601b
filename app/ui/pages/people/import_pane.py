"""How importing looks: choose files, look at what would happen, confirm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from app.services.import_people import (
    Action,
    ImportPreview,
    ImportResult,
    PreviewRow,
    Problem,
)
from app.ui.pages.people.columns import PREVIEW, PROBLEMS
from app.ui.pages.people.import_presenter import ImportPresenter
from app.ui.ports import Context
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.page import GAP, link_button, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable

_ACTIONS = (
    (Action.NEW, "新增"),
    (Action.CHANGED, "变更"),
    (Action.UNCHANGED, "无变化"),
    (Action.REFUSED, "拒绝"),
)
_CHOOSE, _PREVIEW, _RESULT = range(3)


class ImportPane(QStackedWidget):
    """Three faces in one place."""

    def __init__(self, context: Context, close: Callable[[], None]) -> None:
        super().__init__()
        self.presenter = ImportPresenter(context, self)
        self._close = close
        self._pick = make_button("选择表格…", self.presenter.choose, primary=True)
        self._choose = EmptyState(
            "导入名单",
            "省里系统导出的低保、特困、低保边缘、刚性支出等表，或村里报来的名单，一次可以选多个。\n"
            "也可以把文件拖到这里。导入之前会先预览，不确认就什么也不写。",
            self._pick,
            link_button("用示例数据试一试", self.presenter.take_sample),
            link_button("返回名单（Esc）", close),
        )
        self.setAcceptDrops(True)
        self.addWidget(self._choose)
        self.addWidget(self._preview_face())
        self.addWidget(self._result_face())

    def focus_first(self) -> None:
        (self._pick, self._confirm, self._done)[self.currentIndex()].setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self.presenter.read(paths)

    # --- what the presenter says -------------------------------------------------------------
    def show_choose(self) -> None:
        self.setCurrentIndex(_CHOOSE)
        self.focus_first()

    def show_preview(self, preview: ImportPreview, files: str) -> None:
        counts = preview.counts
        self._files.setText(files)
        writes = counts.new + counts.changed + counts.households_new + counts.households_changed
        self._summary.setText(
            f"新增 {counts.new} 人，变更 {counts.changed} 人，无变化 {counts.unchanged} 人，"
            f"拒绝 {counts.refused} 行；新增 {counts.households_new} 户，"
            f"变更 {counts.households_changed} 户。{'' if writes else '没有要写入的内容。'}"
        )
        for action, table in self._tables.items():
            table.show_rows([row for row in preview.rows if row.action is action])
        self._problems.show_rows(preview.problems)
        self._name_tabs(preview.problems)
        self._keep.setVisible(bool(preview.problems))
        self._confirm.setEnabled(writes > 0)
        self.setCurrentIndex(_PREVIEW)
        self.focus_first()

    def show_result(self, result: ImportResult) -> None:
        counts = result.counts
        self._outcome.say(
            "导入完成",
            f"新增 {counts.new} 人，变更 {counts.changed} 人，拒绝 {counts.refused} 行。",
        )
        self.setCurrentIndex(_RESULT)
        self.focus_first()

    # --- how it is built ---------------------------------------------------------------------
    def _preview_face(self) -> QWidget:
        self._files = plain_label("", role="quiet", wrap=True)
        self._summary = plain_label("", role="heading", wrap=True)
        self._tabs = QTabWidget()
        self._tabs.tabBar().setDrawBase(False)
        self._tables: dict[Action, RowsTable[PreviewRow]] = {}
        for action, words in _ACTIONS:
            self._tables[action] = RowsTable(PREVIEW)
            self._tabs.addTab(self._tables[action], words)
        self._problems: RowsTable[Problem] = RowsTable(PROBLEMS)
        self._problems.moved.connect(self._explain)
        self._explained = plain_label("", role="note", wrap=True, selectable=True)
        problems = QWidget()
        below = QVBoxLayout(problems)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self._problems, 1)
        below.addWidget(self._explained)
        self._tabs.addTab(problems, "问题")
        self._confirm = make_button("确认导入", self.presenter.confirm, primary=True)
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(self._summary)
        said.addWidget(self._files)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addLayout(said, 1)
        self._keep = make_button("存问题清单…", self.presenter.keep_problems)
        top.addWidget(self._keep)
        top.addWidget(make_button("换别的表格", self.presenter.start_over))
        top.addWidget(self._confirm)
        face = QWidget()
        layout = QVBoxLayout(face)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(top)
        layout.addWidget(self._tabs, 1)
        return face

    def _result_face(self) -> QWidget:
        self._done = make_button("看名单", self._close_and_forget, primary=True)
        self._outcome = EmptyState(
            "导入完成",
            "",
            self._done,
            link_button("继续导入", self.presenter.start_over),
            link_button("撤销这次导入", self.presenter.undo),
        )
        return self._outcome

    def _name_tabs(self, problems: Sequence[Problem]) -> None:
        for place, (action, words) in enumerate(_ACTIONS):
            count = len(self._tables[action].model_of_rows.rows())
            self._tabs.setTabText(place, f"{words}　{count}")
            self._tabs.setTabVisible(place, count > 0)
        last = len(_ACTIONS)
        self._tabs.setTabText(last, f"问题　{len(problems)}")
        self._tabs.setTabVisible(last, bool(problems))
        shown = [place for place in range(last + 1) if self._tabs.isTabVisible(place)]
        self._tabs.setCurrentIndex(shown[0] if shown else 0)

    def _explain(self, problem: Problem) -> None:
        parts = (problem.file, problem.sheet, problem.cell, problem.value)
        where = "　".join(part for part in parts if part)
        said = "。".join(words.rstrip("。") for words in (problem.reason, problem.remedy) if words)
        self._explained.setText(f"{where}\n{said}。")

    def _close_and_forget(self) -> None:
        self.presenter.start_over()
        self._close()
