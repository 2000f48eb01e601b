"""How the page 核查 looks: two tabs, what is doubtful and who stands there twice."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.services.duplicates import LikelyRow
from app.services.quality import QualityReport
from app.ui.pages.check.doubts_pane import DoubtsPane
from app.ui.pages.check.pairs_pane import PairsPane
from app.ui.pages.check.presenter import CheckPresenter
from app.ui.ports import Context
from app.ui.widgets.keys import add_key
from app.ui.widgets.page import GAP, Page

_TABS = ("doubts", "pairs")
_TITLES = ("登记疑点", "疑似重复")


class CheckPage(Page):
    """F5 goes through the register again; Ctrl+Tab changes the tab."""

    def __init__(self, context: Context) -> None:
        super().__init__("核查")
        self.presenter = CheckPresenter(context, self)
        self.add_button("重新核查", lambda: self.presenter.refresh(again=True), tip="F5")
        self.doubts = DoubtsPane(self.presenter)
        self.pairs = PairsPane(context, self._settled)
        self.tabs = QTabWidget()
        self.tabs.tabBar().setDrawBase(False)
        for pane, title in zip((self.doubts, self.pairs), _TITLES, strict=True):
            self.tabs.addTab(_padded(pane), title)
        self.tabs.currentChanged.connect(lambda _: self.focus_first())
        self.body.addWidget(self.tabs, 1)
        add_key(self, "换标签", ("Ctrl+Tab",), self._turn)

    # --- what the shell calls ----------------------------------------------------------------
    def refresh(self) -> None:
        self.presenter.refresh()

    def open_place(self, place: str) -> None:
        if place in _TABS:
            self.tabs.setCurrentIndex(_TABS.index(place))

    def go_back(self) -> bool:
        return self._pane().go_back()

    def focus_first(self) -> None:
        self.tabs.tabBar().setFocus()
        self._pane().focus_first()

    def settle(self) -> None:
        self.pairs.settle()

    # --- what the presenter says -------------------------------------------------------------
    def show_doubts(self, report: QualityReport) -> None:
        self.doubts.show_report(report)
        self._count(0, len(report.open))

    def show_pairs(self, pairs: tuple[LikelyRow, ...]) -> None:
        self.pairs.presenter.show(pairs)
        self._count(1, len(pairs))

    def say(self, words: str) -> None:
        self.doubts.say(words)

    # --- how it is built ---------------------------------------------------------------------
    def _pane(self) -> DoubtsPane | PairsPane:
        return self.pairs if self.tabs.currentIndex() else self.doubts

    def _turn(self) -> None:
        self.tabs.setCurrentIndex(1 - self.tabs.currentIndex())

    def _count(self, tab: int, number: int) -> None:
        self.tabs.setTabText(tab, f"{_TITLES[tab]}　{number}" if number else _TITLES[tab])

    def _settled(self, edition: int, gone: int | None) -> None:
        self.presenter.keep_edition(edition, gone=gone)
        self._count(1, len(self.pairs.list.model_of_rows.rows()))


def _padded(pane: QWidget) -> QWidget:
    tab = QWidget()
    layout = QVBoxLayout(tab)
    layout.setContentsMargins(0, GAP, 0, 0)
    layout.addWidget(pane)
    return tab
