"""How importing looks: choose files, say what columns are, look at what would happen, confirm."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.services.import_matching import Survey
from app.services.import_people import (
    Action,
    Book,
    ImportPreview,
    ImportResult,
    PreviewRow,
    Problem,
)
from app.ui.pages.people.columns import PREVIEW
from app.ui.pages.people.import_presenter import ImportPresenter
from app.ui.pages.people.import_tabs import ChangesTab, MissingTab, ProblemsTab, RefusedTab
from app.ui.pages.people.matching_pane import MatchingPane
from app.ui.ports import Context
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.page import GAP, link_button, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable

_CHOOSE, _MATCHING, _PREVIEW, _RESULT = range(4)


class ImportPane(QStackedWidget):
    """Four faces in one place."""

    def __init__(self, context: Context, close: Callable[[], None]) -> None:
        super().__init__()
        self.presenter = ImportPresenter(context, self)
        self._close = close
        self._pick = make_button("选择表格…", self.presenter.choose, primary=True)
        self._choose = EmptyState(
            "导入名单",
            "省里系统导出的表，防返贫、残疾人、儿童、留守等名单，或村里自己做的表，一次可以选多个。\n"
            "也可以把文件拖到这里。认不出的列会问您。导入之前会先预览，不确认就什么也不写。",
            self._pick,
            link_button("用示例数据试一试", self.presenter.take_sample),
            link_button("返回名单（Esc）", close),
        )
        self.setAcceptDrops(True)
        self.matching = MatchingPane(
            context, self.presenter.take_matching, self.presenter.start_over
        )
        for face in (self._choose, self.matching, self._preview_face(), self._result_face()):
            self.addWidget(face)

    def focus_first(self) -> None:
        firsts = (self._pick, self.matching.columns, self._confirm, self._done)
        firsts[self.currentIndex()].setFocus()

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

    def show_matching(self, books: tuple[Book, ...], survey: Survey) -> None:
        self.setCurrentIndex(_MATCHING)
        self.matching.start(books, survey)

    def show_preview(self, preview: ImportPreview, files: str) -> None:
        counts, brake = preview.counts, preview.plan.brake
        self._files.setText(files)
        writes = counts.new + counts.changed + counts.households_new + counts.households_changed
        self._summary.setText(
            f"新增 {counts.new} 人，变更 {counts.changed} 人，无变化 {counts.unchanged} 人，"
            f"拒绝 {counts.refused} 行；新增 {counts.households_new} 户，"
            f"变更 {counts.households_changed} 户。{'' if writes else '没有要写入的内容。'}"
        )
        self._brake.setText(f"请先停一下：{brake.reason}。" if brake else "")
        self._brake.setVisible(brake is not None)
        for action, table in self._tables.items():
            table.show_rows([row for row in preview.rows if row.action is action])
        self._refused.show_rows([row for row in preview.rows if row.action is Action.REFUSED])
        self._changes.start()
        self._missing.show_rows(preview.missing)
        self._problems.show_problems(preview.problems)
        self._name_tabs(preview)
        self._may_write = writes > 0
        self._confirm.setEnabled(self._may_write)
        self.setCurrentIndex(_PREVIEW)
        self.focus_first()

    def show_changes(self) -> None:
        self._changes.look()
        self._missing.look()
        self._confirm.setEnabled(self._may_write or bool(self.presenter.choices.ends))

    def show_result(self, result: ImportResult) -> None:
        counts = result.counts
        words = [f"新增 {counts.new} 人，变更 {counts.changed} 人，拒绝 {counts.refused} 行。"]
        if result.kept:
            words.append(f"有 {result.kept} 项照您的选择保留了登记的内容。")
        if result.ended:
            words.append(f"停止了 {result.ended} 人的类别。")
        self._outcome.say("导入完成", "\n".join(words))
        self.setCurrentIndex(_RESULT)
        self.focus_first()

    # --- how it is built ---------------------------------------------------------------------
    def _preview_face(self) -> QWidget:
        self._files = plain_label("", role="quiet", wrap=True)
        self._summary = plain_label("", role="heading", wrap=True)
        self._brake = plain_label("", role="problem", wrap=True)
        self._may_write = False
        self._tables: dict[Action, RowsTable[PreviewRow]] = {
            action: RowsTable(PREVIEW) for action in (Action.NEW, Action.UNCHANGED)
        }
        self._changes: ChangesTab = ChangesTab(self.presenter)
        self._refused: RefusedTab = RefusedTab(self.presenter)
        self._missing: MissingTab = MissingTab(self.presenter)
        self._problems: ProblemsTab = ProblemsTab(self.presenter, self._go_to_row)
        self._tabs = QTabWidget()
        self._tabs.tabBar().setDrawBase(False)
        for widget, words in self._all_tabs():
            self._tabs.addTab(widget, words)
        self._confirm: QPushButton = make_button("确认导入", self.presenter.confirm, primary=True)
        said = QVBoxLayout()
        said.setSpacing(2)
        for label in (self._summary, self._files, self._brake):
            said.addWidget(label)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addLayout(said, 1)
        top.addWidget(make_button("核对列…", self.presenter.match))
        top.addWidget(make_button("换别的表格", self.presenter.start_over))
        top.addWidget(self._confirm)
        face = QWidget()
        layout = QVBoxLayout(face)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(top)
        layout.addWidget(self._tabs, 1)
        return face

    def _all_tabs(self) -> tuple[tuple[QWidget, str], ...]:
        return (
            (self._tables[Action.NEW], "新增"),
            (self._changes, "改动"),
            (self._tables[Action.UNCHANGED], "无变化"),
            (self._refused, "拒绝"),
            (self._missing, "不在新名单上"),
            (self._problems, "问题"),
        )

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

    def _name_tabs(self, preview: ImportPreview) -> None:
        counts = preview.counts
        numbers = (
            counts.new,
            len(preview.changes),
            counts.unchanged,
            counts.refused,
            len(preview.missing),
            len(preview.problems),
        )
        for place, ((_, words), count) in enumerate(zip(self._all_tabs(), numbers, strict=True)):
            self._tabs.setTabText(place, f"{words}　{count}")
            self._tabs.setTabVisible(place, count > 0)
        shown = [place for place, count in enumerate(numbers) if count]
        self._tabs.setCurrentIndex(shown[0] if shown else 0)

    def _go_to_row(self, problem: Problem) -> None:
        """Show the row that a problem is about, in the tab in which it stands."""
        here = (problem.file, problem.sheet, problem.row)
        tables = (*self._tables.values(), self._refused.table)
        for table in tables:
            for place, row in enumerate(table.model_of_rows.rows()):
                if (row.file, row.sheet, row.row) == here:
                    holder = self._refused if table is self._refused.table else table
                    self._tabs.setCurrentWidget(holder)
                    table.select_place(place)
                    table.scrollTo(table.currentIndex())
                    table.setFocus()
                    return
        for place, change in enumerate(self._changes.table.model_of_rows.rows()):
            if (change.place.file, change.place.sheet, change.place.row) == here:
                self._tabs.setCurrentWidget(self._changes)
                self._changes.table.select_place(place)
                self._changes.table.setFocus()
                return

    def _close_and_forget(self) -> None:
        self.presenter.start_over()
        self._close()
