"""How the page 走访 looks: its tabs, and printing, which takes the place of them all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from app.core.terms import ContactKind
from app.services.plan_days import DayRow
from app.ui.pages.visits.cadres.pane import CadresPane
from app.ui.pages.visits.entry_pane import EntryPane
from app.ui.pages.visits.figures_pane import FiguresPane
from app.ui.pages.visits.plan_pane import PlanPane
from app.ui.pages.visits.print_pane import PrintPane
from app.ui.ports import Context
from app.ui.widgets.keys import add_key
from app.ui.widgets.month_picker import MonthPicker
from app.ui.widgets.page import Page
from app.ui.widgets.tab_pane import TabPane

_KEYS = (
    ("F6", "电话", ContactKind.CALL),
    ("F7", "心愿", ContactKind.WISH),
    ("F8", "物资", ContactKind.AID),
)


class VisitsPage(Page):
    """Who is to be seen this month, what came of it, and how far the office is."""

    def __init__(self, context: Context) -> None:
        super().__init__("走访")
        self._panes: dict[str, TabPane] = {}
        self._stale: set[TabPane] = set()
        self.months = MonthPicker(f"{context.desk.clock.today():%Y-%m}")
        self.months.changed.connect(lambda _: self.refresh())
        self.add_beside_title(self.months)
        self.plan = PlanPane(context, self.months.month, self._print_people)
        self.entry = EntryPane(context)
        self.figures = FiguresPane(context, self.months.month)
        self._contact_buttons: list[QWidget] = []
        for key, words, kind in _KEYS:
            record = partial(self._record, kind)
            self._contact_buttons.append(self.add_button(f"{words} {key}", record))
            add_key(self, words, (key,), record)
        self.add_button("打印走访表", self.print_sheets)
        self.add_button("录入走访表", self.enter_sheets, primary=True, tip="Ctrl+N")
        self.tabs = QTabWidget()
        self.tabs.tabBar().setDrawBase(False)
        self._add_pane("plan", "计划", self.plan)
        self._add_pane("entry", "录入", self.entry)
        self._add_pane("cadres", "责任人", CadresPane(context))
        self._add_pane("figures", "统计与抽查", self.figures)
        self.tabs.currentChanged.connect(lambda _: self._show_pane())
        self.printing = PrintPane(context)
        self._faces = QStackedWidget()
        self._faces.addWidget(self.tabs)
        self._faces.addWidget(self.printing)
        self._faces.currentChanged.connect(lambda _: self._fit_header())
        self.body.addWidget(self._faces, 1)

    # --- what the shell calls ----------------------------------------------------------------
    def refresh(self) -> None:
        self._stale = set(self._panes.values())
        self._show_pane()

    def open_place(self, place: str) -> None:
        """``entry``, ``sheet:…``, ``state:…``, ``village:…``, or a pane and a place within it."""
        kind, _, rest = place.partition(":")
        if kind == "sheet":
            self._go("entry")
            self.entry.open_sheet(rest)
        elif kind in self._panes:
            self._go(kind)
            self._panes[kind].open_place(rest)
            self._panes[kind].focus_first()
        else:
            self._go("plan")
            self.plan.open_place(place)

    def go_back(self) -> bool:
        if self._faces.currentWidget() is self.tabs and self._pane().go_back():
            return True
        if self._is_planning():
            return False
        self._go("plan")
        self.focus_first()
        return True

    def new(self) -> None:
        if self._faces.currentWidget() is not self.tabs or not self._pane().new():
            self.enter_sheets()

    def edit(self) -> None:
        if self._faces.currentWidget() is self.tabs:
            self._pane().edit()

    def enter_sheets(self) -> None:
        """Type in what was written on the sheets."""
        self._go("entry")
        self.entry.focus_first()

    def print_out(self) -> None:
        if self._faces.currentWidget() is self.printing or not self._pane().print_out():
            self.print_sheets()

    def print_sheets(self) -> None:
        """The visit sheets of the month, in place of the tabs."""
        self.printing.start(self.months.month())
        self._faces.setCurrentWidget(self.printing)
        self.printing.focus_first()

    def _print_people(self, rows: Sequence[DayRow]) -> None:
        """The sheets of some people only."""
        if not rows:
            return
        self.printing.start(self.months.month(), frozenset(row.person_id for row in rows))
        self._faces.setCurrentWidget(self.printing)
        self.printing.focus_first()

    def search(self) -> None:
        if not self._pane().search():
            self._go("plan")
            self.plan.search()

    def focus_first(self) -> None:
        self._pane().focus_first()

    def keep_looks(self) -> None:
        for pane in self._panes.values():
            pane.keep_looks()

    def keep_drafts(self) -> None:
        for pane in self._panes.values():
            pane.keep_drafts()

    # --- how it is built ---------------------------------------------------------------------
    def _add_pane(self, key: str, title: str, pane: TabPane) -> None:
        """One line a tab; ``key`` is how other pages name it (``open_place``)."""
        self._panes[key] = pane
        self.tabs.addTab(pane, title)

    def _pane(self) -> TabPane:
        pane = self.tabs.currentWidget()
        assert isinstance(pane, TabPane)
        return pane

    def _go(self, key: str) -> None:
        self._faces.setCurrentWidget(self.tabs)
        self.tabs.setCurrentWidget(self._panes[key])

    def _show_pane(self) -> None:
        """A pane reads when it is seen, not before."""
        self._fit_header()
        pane = self._pane()
        if pane in self._stale:
            self._stale.discard(pane)
            pane.refresh()

    def _fit_header(self) -> None:
        """A call is kept from the plan; the other faces have their own buttons."""
        for button in self._contact_buttons:
            button.setVisible(self._is_planning())

    def _is_planning(self) -> bool:
        return self._faces.currentWidget() is self.tabs and self._pane() is self.plan

    def _record(self, kind: ContactKind) -> None:
        if self._is_planning():
            self.plan.record(kind)
