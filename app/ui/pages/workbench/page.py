"""How the workbench looks: figures, a list of what is to be done, bars of the villages."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.core.terms import DutyState
from app.services.drafts import DraftRow
from app.services.plan import PlanRow, VillageProgress
from app.ui.pages.visits.bars import village_bars
from app.ui.pages.visits.columns import first_due, reason_words
from app.ui.pages.workbench.drafts_dialog import DraftsDialog
from app.ui.pages.workbench.lines import Figure, Todo
from app.ui.pages.workbench.presenter import WorkbenchPresenter
from app.ui.ports import Context
from app.ui.theme import ROW_PX
from app.ui.widgets.bars import Bars
from app.ui.widgets.page import GAP, Page, card
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable


def _tone(todo: Todo) -> str:
    return "late" if todo.late else ""


_COLUMNS = (
    Column[Todo]("事项", lambda todo: todo.words, 220, stretch=True, tone=_tone),
    Column[Todo]("数量", lambda todo: todo.count, 96, tone=_tone),
    Column[Todo]("期限", lambda todo: todo.when, 168, tone=_tone),
)


_URGENT = (
    Column[PlanRow](
        "到期",
        lambda row: f"{first_due(row)}{'　逾期' if row.state is DutyState.LATE else ''}",
        140,
        tone=lambda row: "late" if row.state is DutyState.LATE else "",
    ),
    Column[PlanRow]("姓名", lambda row: row.name, 88),
    Column[PlanRow]("村（社区）", lambda row: row.village or "—", 92),
    Column[PlanRow]("方式", lambda row: row.kind_name, 94),
    Column[PlanRow]("为什么", reason_words, 200, stretch=True),
)
_TODO_LINES = 6
_WITH_URGENT = 520


class WorkbenchPage(Page):
    """The first page of the day."""

    def __init__(self, context: Context) -> None:
        super().__init__("工作台")
        self.presenter = WorkbenchPresenter(context, self)
        self._day = plain_label("", role="quiet")
        self.header.addWidget(self._day)
        self._figures = QHBoxLayout()
        self._figures.setSpacing(GAP)
        self.body.addLayout(self._figures)
        below = QHBoxLayout()
        below.setSpacing(GAP)
        below.addWidget(self._todo_card(), 3)
        below.addWidget(self._village_card(), 2)
        self.body.addLayout(below, 1)

    def refresh(self) -> None:
        self.presenter.refresh()

    def focus_first(self) -> None:
        self.todos.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.presenter.look_for_drafts()

    # --- what the presenter says -------------------------------------------------------------
    def show_day(self, words: str) -> None:
        self._day.setText(words)

    def show_figures(self, figures: tuple[Figure, ...]) -> None:
        while self._figures.count():
            item = self._figures.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        for figure in figures:
            self._figures.addWidget(self._figure(figure), 1)

    def show_todos(self, todos: tuple[Todo, ...]) -> None:
        self.todos.show_rows(todos)
        lines = min(len(todos), _TODO_LINES)
        self.todos.setFixedHeight(self.todos.horizontalHeader().height() + lines * ROW_PX + 6)

    def show_urgent(self, rows: tuple[PlanRow, ...]) -> None:
        self.urgent.show_rows(rows)
        self._fit_urgent()

    def show_progress(self, title: str, villages: tuple[VillageProgress, ...]) -> None:
        self._villages_title.setText(title)
        self._bars.show_bars(village_bars(villages))
        self._no_villages.setVisible(not villages)

    def show_drafts(self, drafts: tuple[DraftRow, ...]) -> None:
        DraftsDialog(
            self, drafts, open_draft=self.presenter.open_draft, drop=self.presenter.drop_draft
        ).open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_urgent()

    def _fit_urgent(self) -> None:
        """A low window has no room for a second list."""
        shown = bool(self.urgent.model_of_rows.rows()) and self.height() >= _WITH_URGENT
        self._urgent_title.setVisible(shown)
        self.urgent.setVisible(shown)
        self._rest.setVisible(not shown)

    # --- how it is built ---------------------------------------------------------------------
    def _todo_card(self) -> QFrame:
        frame, inside = card()
        inside.addWidget(plain_label("要办的事", role="heading"))
        self.todos: RowsTable[Todo] = RowsTable(_COLUMNS, sortable=False)
        self.todos.setAccessibleName("要办的事")
        self.todos.opened.connect(self.presenter.open)
        self.todos.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside.addWidget(self.todos)
        self._urgent_title = plain_label("最急的联系", role="heading")
        inside.addWidget(self._urgent_title)
        self.urgent: RowsTable[PlanRow] = RowsTable(_URGENT, sortable=False, inside=True)
        self.urgent.setAccessibleName("最急的联系")
        self.urgent.opened.connect(self.presenter.open_person)
        inside.addWidget(self.urgent, 1)
        self._rest = QWidget()
        inside.addWidget(self._rest, 1)
        inside.addWidget(plain_label("双击或按 Enter 去办理", role="small"))
        return frame

    def _village_card(self) -> QFrame:
        frame, inside = card()
        self._villages_title = plain_label("各村进度", role="heading")
        inside.addWidget(self._villages_title)
        self._no_villages = plain_label("还没有要走访、联系的人。", role="quiet")
        inside.addWidget(self._no_villages)
        self._bars = Bars()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._bars)
        inside.addWidget(scroll, 1)
        inside.addWidget(plain_label("蓝：已完成　红：逾期", role="small"))
        return frame

    def _figure(self, figure: Figure) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "card")
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(2)
        button = QPushButton(figure.words)
        button.setProperty("role", "link")
        button.clicked.connect(lambda: self.presenter.open(figure))
        value = plain_label(figure.value, role="figure_late" if figure.late else "figure")
        layout.addWidget(value)
        layout.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        return frame
