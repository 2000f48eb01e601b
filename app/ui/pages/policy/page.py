"""How the page 政策 looks: the tabs 参数 and 方案, and the dialogs that are opened from them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QTabWidget

from app.core.terms import Role
from app.services.figures import FigureRow, FigureView
from app.services.office import PackView
from app.services.policy_packs import ImportedPack, PackPreview
from app.services.stale_figures import StaleFigure
from app.ui.pages.policy.entry_dialog import EntryDialog
from app.ui.pages.policy.figures_tab import FiguresTab
from app.ui.pages.policy.import_dialog import ImportDialog
from app.ui.pages.policy.pack_dialog import PackDialog
from app.ui.pages.policy.packs_tab import PacksTab
from app.ui.pages.policy.presenter import FigureQuery, PolicyPresenter
from app.ui.ports import Context
from app.ui.widgets.page import Page
from app.ui.widgets.plain_label import plain_label

_TABS = ("figures", "packs")


class PolicyPage(Page):
    """What the law is here, and how it changes."""

    def __init__(self, context: Context) -> None:
        super().__init__("政策")
        self._context = context
        self.presenter = PolicyPresenter(context, self)
        self._write = self.add_button("写政策包…", self.presenter.write_pack)
        self._import = self.add_button("导入政策包…", self.presenter.open_pack)
        self._write.hide()
        self._import.hide()
        self.add_button("录入新标准…", self.new, primary=True, tip="Ctrl+N")
        self.figures = FiguresTab(
            search=self.presenter.search, look=self.presenter.open, enter=self._enter
        )
        self.packs = PacksTab(change=self._change, go_to=self._go_to)
        self.tabs = QTabWidget()
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.figures, "参数")
        self.tabs.addTab(self.packs, "方案")
        self.body.addWidget(self.tabs, 1)
        self._said = plain_label("", role="small")
        self.body.addWidget(self._said)

    # --- what the shell calls ----------------------------------------------------------------
    def refresh(self) -> None:
        self.presenter.refresh()

    def open_place(self, place: str) -> None:
        if place in _TABS:
            self.tabs.setCurrentIndex(_TABS.index(place))

    def go_back(self) -> bool:
        if self.figures.filters.search.text():
            self.figures.filters.search.clear()
            return True
        return False

    def new(self) -> None:
        self._enter(self.figures.table.current())

    def edit(self) -> None:
        pack = self.packs.packs.current()
        if self.tabs.currentWidget() is self.packs and pack is not None:
            self._change(pack)
        elif self.tabs.currentWidget() is self.figures:
            self.new()

    def search(self) -> None:
        self.tabs.setCurrentWidget(self.figures)
        self.figures.filters.search.setFocus()
        self.figures.filters.search.selectAll()

    def focus_first(self) -> None:
        on_figures = self.tabs.currentWidget() is self.figures
        (self.figures.table if on_figures else self.packs.packs).setFocus()

    def settle(self) -> None:
        self.figures.look_now()

    # --- what the presenter says -------------------------------------------------------------
    def show_role(self, role: Role) -> None:
        self._write.setVisible(role is Role.COUNTY)
        self._import.setVisible(role is Role.TOWNSHIP)
        self.packs.hide_imported(role is Role.COUNTY)

    def show_wanted(self, words: str) -> None:
        self.figures.show_wanted(words)

    def show_figures(self, rows: Sequence[FigureRow]) -> None:
        self.figures.show_rows(rows)

    def show_figure(self, view: FigureView) -> None:
        self.figures.pane.show_figure(view, self._context.desk.clock.today())

    def show_nothing(self) -> None:
        self.figures.pane.show_nothing()

    def show_packs(self, packs: Sequence[PackView]) -> None:
        self.packs.show_packs(packs)

    def show_stale(self, rows: Sequence[StaleFigure]) -> None:
        self.packs.show_stale(rows)

    def show_imported(self, rows: Sequence[ImportedPack]) -> None:
        self.packs.show_imported(rows)

    def show_pack(self, path: Path, preview: PackPreview) -> None:
        ImportDialog(self.presenter, path, preview, self).open()

    def query(self) -> FigureQuery:
        return self.figures.query()

    def say(self, words: str) -> None:
        self._said.setText(words)

    def words(self) -> str:
        """What is said below about the last act."""
        return self._said.text()

    # --- what is opened ----------------------------------------------------------------------
    def _enter(self, row: FigureRow | None) -> None:
        if self.presenter.office is not None:
            EntryDialog(self._context, self.presenter, row, self).open()

    def _change(self, pack: PackView) -> None:
        PackDialog(self, pack, self._context.desk.clock.today(), self.presenter).open()

    def _go_to(self, key: str) -> None:
        self.tabs.setCurrentWidget(self.figures)
        self.figures.select(key)
        self.figures.table.setFocus()
