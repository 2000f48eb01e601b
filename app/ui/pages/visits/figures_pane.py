"""How 统计与抽查 looks: the month's bars, the year's bars, what to look at again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.periods import parse_month
from app.services.visit_figures import BASIS, FlagRow, MonthFigures, Tally
from app.ui.pages.recheck.card import RecheckCard
from app.ui.pages.visits.figures_presenter import FiguresPresenter
from app.ui.ports import Context
from app.ui.widgets.bars import Bar, Bars
from app.ui.widgets.page import GAP, card, make_button
from app.ui.widgets.plain_label import plain_label, set_role
from app.ui.widgets.rows import Column
from app.ui.widgets.tab_pane import TabPane
from app.ui.widgets.table import RowsTable

_WIDE = 340
_WITH_YEAR = 1000  # narrower than this, the year is one of the choices only
_GROUPS = ("按村（社区）", "按方式", "按责任人", "近 12 个月定期探访", "近 12 个月全部")
_FLAGS = (
    Column[FlagRow]("姓名", lambda row: row.name, 80),
    Column[FlagRow]("为什么", lambda row: row.flag, 130),
    Column[FlagRow]("情况", lambda row: row.words, 200, stretch=True),
    Column[FlagRow]("村（社区）", lambda row: row.village or "—", 90),
    Column[FlagRow]("日期", lambda row: row.day.isoformat(), 98),
    Column[FlagRow]("走访人", lambda row: row.visitors or "—", 110),
    Column[FlagRow]("记录编号", lambda row: row.contact_no, 84),
)


class FiguresPane(TabPane):
    """The figures of ``month``, and samples of what they consist of."""

    def __init__(self, context: Context, month: Callable[[], str]) -> None:
        super().__init__()
        self._month = month
        self._figures: MonthFigures | None = None
        self._year: tuple[MonthFigures, ...] = ()
        self.presenter = FiguresPresenter(context, self)
        self.rechecks = RecheckCard(context)
        self.group = QComboBox()
        self.group.addItems(list(_GROUPS))
        self.group.setAccessibleName("按什么分")
        self.group.currentIndexChanged.connect(lambda _: self._show_group())
        self.bars, self.trend, self.trend_visits = Bars(), Bars(), Bars()
        self.flags: RowsTable[FlagRow] = RowsTable(
            _FLAGS, inside=True, empty="没有值得一看的：没有人同时在两个村，没有日期可疑的记录。"
        )
        self.flags.setAccessibleName("值得一看")
        self.flags.opened.connect(lambda row: context.go("people", f"person:{row.person_id}"))
        self._lay_out()

    # --- what the page calls -----------------------------------------------------------------
    def refresh(self) -> None:
        self.presenter.refresh()
        self.rechecks.refresh()

    def focus_first(self) -> None:
        self.group.setFocus()

    def open_place(self, place: str) -> None:
        if place == "recheck":
            self._looks.setCurrentWidget(self.rechecks)
            self.rechecks.draw()

    def print_out(self) -> bool:
        self.presenter.print()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._trend.setVisible(self.width() >= _WITH_YEAR)

    # --- what the presenter says -------------------------------------------------------------
    def month(self) -> str:
        return self._month()

    def show_month(self, figures: MonthFigures, flags: tuple[FlagRow, ...]) -> None:
        self._figures = figures
        self._rate.setText(f"定期探访率 {_share(figures.visits)}")
        missed = figures.visits.done < figures.visits.due
        set_role(self._rate, "late" if missed and _is_over(figures) else "heading")
        self._rest.setText(
            f"目标 100%　·　全部走访联系 {_share(figures.whole)}"
            f"　·　以前逾期未补 {figures.whole.late} 人次"
        )
        self._basis.setText(f"截至 {figures.day}。{BASIS}")
        self._looks.setTabText(0, f"值得一看　{len(flags)}" if flags else "值得一看")
        self.flags.show_rows(flags)
        self._show_group()

    def show_year(self, year: tuple[MonthFigures, ...]) -> None:
        self._year = year
        self.trend_visits.show_bars(_months(year, regular=True))
        self.trend.show_bars(_months(year, regular=False))
        self._waiting.setVisible(not year)
        self._show_group()

    def say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def said(self) -> str:
        """What is said about the last act."""
        return self._said.text()

    # --- how it is built ---------------------------------------------------------------------
    def _lay_out(self) -> None:
        self._rate = plain_label("", role="heading")
        self._rest = plain_label("", role="quiet", wrap=True)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._rate)
        top.addWidget(self._rest, 1)
        top.addWidget(make_button("存为表格…", self.presenter.save))
        top.addWidget(make_button("打印统计表…", self.presenter.print, tip="Ctrl+P"))
        self._looks = QTabWidget()
        self._looks.tabBar().setDrawBase(False)
        self._looks.addTab(self._flags_card(), "值得一看")
        self._looks.addTab(self.rechecks, "抽查")
        middle = QHBoxLayout()
        middle.setSpacing(GAP)
        middle.addWidget(self._group_card())
        self._trend = self._trend_card()
        middle.addWidget(self._trend)
        middle.addWidget(self._looks, 1)
        self._basis = plain_label("", role="small", wrap=True)
        self._said = plain_label("", role="small")
        self._said.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(top)
        layout.addLayout(middle, 1)
        layout.addWidget(self._basis)
        layout.addWidget(self._said)

    def _group_card(self) -> QFrame:
        frame, inside = card()
        frame.setFixedWidth(_WIDE)
        inside.addWidget(self.group)
        inside.addWidget(_scrolled(self.bars), 1)
        return frame

    def _trend_card(self) -> QFrame:
        frame, inside = card()
        frame.setFixedWidth(_WIDE)
        self._waiting = plain_label("正在计算各月…", role="quiet")
        both = QWidget()
        stacked = QVBoxLayout(both)
        stacked.setContentsMargins(0, 0, 0, 0)
        stacked.addWidget(self.trend_visits)
        stacked.addWidget(plain_label("近 12 个月　全部走访联系", role="heading"))
        stacked.addWidget(self.trend)
        stacked.addStretch(1)
        inside.addWidget(plain_label("近 12 个月　定期探访", role="heading"))
        inside.addWidget(self._waiting)
        inside.addWidget(_scrolled(both), 1)
        return frame

    def _flags_card(self) -> QFrame:
        frame, inside = card()
        inside.addWidget(plain_label("不一定有错，看一看就行；双击看这个人", role="quiet"))
        inside.addWidget(self.flags, 1)
        return frame

    def _show_group(self) -> None:
        figures = self._figures
        if figures is None:
            return
        groups = (figures.villages, figures.kinds, figures.responsible)
        chosen = self.group.currentIndex()
        if chosen < len(groups):
            self.bars.show_bars(tuple(_bar(figures, one, one.name) for one in groups[chosen]))
        else:
            self.bars.show_bars(_months(self._year, regular=chosen == len(groups)))


def _months(year: tuple[MonthFigures, ...], *, regular: bool) -> tuple[Bar, ...]:
    return tuple(_bar(one, one.visits if regular else one.whole, one.month) for one in year)


def _share(tally: Tally) -> str:
    return f"{tally.rate}（{tally.done} / {tally.due}）"


def _is_over(figures: MonthFigures) -> bool:
    return figures.day == parse_month(figures.month).last


def _bar(figures: MonthFigures, tally: Tally, name: str) -> Bar:
    """What a month that is over has missed is red; of one that runs it may still be done."""
    missed = tally.due - tally.done if _is_over(figures) else 0
    return Bar(name, tally.due, tally.done, missed, rate=tally.rate, late_name="缺")


def _scrolled(widget: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(widget)
    return scroll
