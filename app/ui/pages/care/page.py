"""The page 帮扶: a tab each for carers and for what is given; a tab is built when it is opened."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.ui.pages.care.pane import CarePane, PaneEntry
from app.ui.ports import Context
from app.ui.widgets.keys import add_key
from app.ui.widgets.page import GAP, Page


def _carers(context: Context) -> CarePane:
    from app.ui.pages.care.carers.pane import CarersPane

    return CarersPane(context)


def _wishes(context: Context) -> CarePane:
    from app.ui.pages.care.giving.wish_pane import WishPane

    return WishPane(context)


def _stock(context: Context) -> CarePane:
    from app.ui.pages.care.giving.stock_pane import StockPane

    return StockPane(context)


def _festivals(context: Context) -> CarePane:
    from app.ui.pages.care.giving.festival_pane import FestivalPane

    return FestivalPane(context)


def _donations(context: Context) -> CarePane:
    from app.ui.pages.care.giving.donation_pane import DonationPane

    return DonationPane(context)


def _register(context: Context) -> CarePane:
    from app.ui.pages.care.giving.register_pane import RegisterPane

    return RegisterPane(context)


def _calls(context: Context) -> CarePane:
    from app.ui.pages.care.giving.call_pane import CallPane

    return CallPane(context)


PANES = (
    PaneEntry("carers", "护理人", _carers),
    PaneEntry("wishes", "微心愿", _wishes),
    PaneEntry("stock", "物资", _stock),
    PaneEntry("festivals", "节日慰问", _festivals),
    PaneEntry("donations", "捐赠与活动", _donations),
    PaneEntry("register", "发放登记", _register),
    PaneEntry("calls", "电话记录", _calls),
)


class CarePage(Page):
    """Ctrl+Tab changes the tab; every other key goes to the tab in front."""

    def __init__(self, context: Context) -> None:
        super().__init__("帮扶")
        self._context = context
        self._panes: dict[str, CarePane] = {}
        self._stale: set[str] = set()
        self.tabs = QTabWidget()
        self.tabs.tabBar().setDrawBase(False)
        for entry in PANES:
            self.tabs.addTab(_empty_tab(), entry.title)
        self.tabs.currentChanged.connect(lambda _: self._turned())
        self.body.addWidget(self.tabs, 1)
        add_key(self, "换标签", ("Ctrl+Tab",), self._next_tab)

    def pane(self) -> CarePane:
        """The tab in front; building it reads nothing yet."""
        entry = PANES[self.tabs.currentIndex()]
        if entry.key not in self._panes:
            pane = entry.build(self._context)
            self._panes[entry.key] = pane
            self._stale.add(entry.key)
            tab = self.tabs.currentWidget().layout()
            if tab is not None:
                tab.addWidget(pane)
        return self._panes[entry.key]

    # --- what the shell calls ----------------------------------------------------------------
    def refresh(self) -> None:
        self._stale.update(self._panes)
        self._read()

    def open_place(self, place: str) -> None:
        key, _, rest = place.partition(":")
        keys = [entry.key for entry in PANES]
        if key in keys:
            self.tabs.setCurrentIndex(keys.index(key))
            if rest:
                self.pane().open_place(rest)

    def go_back(self) -> bool:
        return self.pane().go_back()

    def new(self) -> None:
        self.pane().new()

    def edit(self) -> None:
        self.pane().edit()

    def search(self) -> None:
        self.pane().search()

    def print_out(self) -> None:
        self.pane().print_out()

    def settle(self) -> None:
        self.pane().settle()

    def focus_first(self) -> None:
        self.tabs.tabBar().setFocus()
        self.pane().focus_first()

    def keep_looks(self) -> None:
        for pane in self._panes.values():
            pane.keep_looks()

    def keep_drafts(self) -> None:
        for pane in self._panes.values():
            pane.keep_drafts()

    # --- inside ------------------------------------------------------------------------------
    def _turned(self) -> None:
        self._read()
        self.focus_first()

    def _read(self) -> None:
        pane = self.pane()
        key = PANES[self.tabs.currentIndex()].key
        if key in self._stale:
            self._stale.discard(key)
            pane.refresh()

    def _next_tab(self) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + 1) % self.tabs.count())


def _empty_tab() -> QWidget:
    tab = QWidget()
    layout = QVBoxLayout(tab)
    layout.setContentsMargins(0, GAP, 0, 0)
    return tab
