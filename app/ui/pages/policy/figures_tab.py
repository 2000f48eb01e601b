"""The tab 参数: every figure, and the one under the cursor with its history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFormLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.services.figures import (
    FIGURE_STATE_NAMES,
    FigureRow,
    FigureState,
    FigureVersion,
    FigureView,
)
from app.ui.pages.policy.columns import FIGURES, VERSIONS
from app.ui.pages.policy.presenter import FigureQuery
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.filter_bar import FilterBar
from app.ui.widgets.page import GAP, card, side_by_side
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.step_chart import Step, StepChart
from app.ui.widgets.table import RowsTable

_REST_MS = 150
_FOUR_VERSIONS = 172  # the header, four rows and a scroll bar


class FiguresTab(QWidget):
    """``search`` when a filter changes, ``look`` when the cursor rests on a figure, ``enter`` when
    one is opened."""

    def __init__(
        self,
        *,
        search: Callable[[], None],
        look: Callable[[str], None],
        enter: Callable[[FigureRow], None],
    ) -> None:
        super().__init__()
        self._look = look
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.look_now)
        self.filters = FilterBar("参数、值、文号")
        self.filters.add_pick("state", "全部状态", 168)
        self.filters.set_choices(
            "state", [(state.value, FIGURE_STATE_NAMES[state]) for state in FigureState]
        )
        self.filters.changed.connect(search)
        self.table: RowsTable[FigureRow] = RowsTable(FIGURES, empty="没有符合条件的参数。")
        self.table.setAccessibleName("参数")
        self.table.moved.connect(lambda _: self._rest.start())
        self.table.opened.connect(enter)
        self.filters.down.connect(self.table.setFocus)
        self._wanted = plain_label("", role="strong", wrap=True)
        self.pane = _FigurePane()
        split = side_by_side(self.table, self.pane, (580, 590))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self._wanted)
        layout.addWidget(self.filters)
        layout.addWidget(split, 1)

    def look_now(self) -> None:
        """Show the figure under the cursor without waiting for the rest."""
        self._rest.stop()
        row = self.table.current()
        if row is not None:
            self._look(row.key)

    def query(self) -> FigureQuery:
        return FigureQuery(self.filters.search.text().strip(), self.filters.value("state"))

    def show_wanted(self, words: str) -> None:
        self._wanted.setText(words)

    def wanted(self) -> str:
        """What is said above the list."""
        return self._wanted.text()

    def show_rows(self, rows: Sequence[FigureRow]) -> None:
        self.table.show_rows(rows)
        if rows:
            self._rest.start()

    def select(self, key: str) -> None:
        """Put the cursor on a figure, whatever the filters were."""
        self.filters.clear()
        for place, row in enumerate(self.table.model_of_rows.rows()):
            if row.key == key:
                self.table.select_place(place)
                self.table.scrollTo(self.table.currentIndex())


class _FigurePane(QStackedWidget):
    """One figure: its value today, where it comes from, what it was."""

    def __init__(self) -> None:
        super().__init__()
        self.addWidget(EmptyState("没有选中的参数", "在左边选一项，就能看到它的依据和历年的值。"))
        frame, inside = card()
        self._title = plain_label("", role="heading", wrap=True)
        self._value = plain_label("", role="title", wrap=True, selectable=True)
        self._facts = QFormLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(6)
        self.chart = StepChart("历年的值")
        self.versions: RowsTable[FigureVersion] = RowsTable(
            VERSIONS, inside=True, empty="还没有过任何值。"
        )
        self.versions.setAccessibleName("历年的值和文件")
        self.versions.setFixedHeight(_FOUR_VERSIONS)
        facts = QWidget()
        above = QVBoxLayout(facts)
        above.setContentsMargins(0, 0, 0, 0)
        for widget in (self._title, self._value):
            above.addWidget(widget)
        above.addLayout(self._facts)
        above.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(facts)
        inside.addWidget(scroll, 1)
        inside.addWidget(self.chart)
        inside.addWidget(self.versions)
        self.addWidget(frame)

    def show_nothing(self) -> None:
        self.setCurrentIndex(0)

    def show_figure(self, view: FigureView, today: date) -> None:
        row = view.row
        self._title.setText(row.title)
        self._value.setText(row.words or "还没有值")
        while self._facts.rowCount():
            self._facts.removeRow(0)
        for label, text in _facts(view):
            words = plain_label(text, wrap=True, selectable=True)
            self._facts.addRow(plain_label(label, role="quiet"), words)
        steps = [Step(step.first, step.amount, step.words) for step in view.steps]
        self.chart.show_steps(steps, today)
        self.versions.show_rows(view.versions)
        self.setCurrentIndex(1)


def _facts(view: FigureView) -> list[tuple[str, str]]:
    """What there is to say of a figure, without empty lines."""
    row = view.row
    facts = [
        ("状态", FIGURE_STATE_NAMES[row.state]),
        ("单位", "" if row.words else row.unit),
        ("依据", view.clause),
        ("默认值的理由" if row.words else "为什么没有", row.reason),
        ("适用范围", (row.region or "全国") if row.words else ""),
        ("怎么写", row.hint),
    ]
    return [(label, text) for label, text in facts if text]
