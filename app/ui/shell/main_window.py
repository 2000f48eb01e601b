"""The main window: navigation left, pages right, a line of words below."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QStackedWidget,
    QWidget,
)

from app.core.levels import COUNTY
from app.services.clock_check import clock_doubt
from app.services.desk import Actor, Desk
from app.services.office import OfficeView, show_office
from app.ui.jobs import Jobs
from app.ui.memory import Memory
from app.ui.ports import Ask, Context
from app.ui.shell.navigation import PAGE_KEYS, Navigation
from app.ui.shell.pages import PageEntry, pages_for
from app.ui.widgets.keys import HINTS, add_key
from app.ui.widgets.page import Page
from app.ui.widgets.plain_label import plain_label

_FOLD_BELOW = 1120


class MainWindow(QMainWindow):
    """Opens pages when they are asked for and reads them anew when the store has changed."""

    def __init__(self, desk: Desk, ask: Ask, jobs: Jobs, memory: Memory | None = None) -> None:
        super().__init__()
        self.setWindowTitle("帮扶台账")
        self.setMinimumSize(860, 500)
        self.jobs = jobs
        self.memory = memory or Memory()
        self.context = Context(
            desk, ask, jobs, self.go, self._data_changed, self.memory, self.print_out
        )
        self._entries: tuple[PageEntry, ...] = ()
        self._pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._navigation: Navigation | None = None
        self._office: OfficeView | None = None
        self._stack = QStackedWidget()
        self._who = QLabel()
        self._who.setTextFormat(Qt.TextFormat.PlainText)
        self.statusBar().addWidget(self._who)
        self.statusBar().addPermanentWidget(plain_label(HINTS))
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().hide()
        self._add_keys()

    def start(self) -> None:
        """Find out who sits here: the first start asks, every other one opens the workbench."""
        desk = self.context.desk
        self.context.jobs.run(lambda _: (show_office(desk), clock_doubt(desk)), self._open_office)

    def go(self, key: str, place: str = "") -> None:
        """Open a page, at a place within it."""
        if key not in [entry.key for entry in self._entries]:
            return
        page = self._page(key)
        self._stack.setCurrentWidget(page)
        if self._navigation is not None:
            self._navigation.show_chosen(key)
        if key in self._stale:
            self._stale.discard(key)
            page.refresh()
        if place:
            page.open_place(place)
        page.focus_first()

    def print_out(self, path: Path, title: str) -> None:
        """Show a written PDF and offer to print it."""
        from app.ui.printing.dialog import PrintDialog  # pdfium is loaded when paper is wanted

        PrintDialog(self.context, path, title, QApplication.activeModalWidget() or self).open()

    def current_page(self) -> Page | None:
        widget = self._stack.currentWidget()
        return widget if isinstance(widget, Page) else None

    def page_keys(self) -> tuple[str, ...]:
        """The pages that this office sees, in order."""
        return tuple(entry.key for entry in self._entries)

    def show_office(self, office: OfficeView) -> None:
        """Say below who works here; when the office has another clerk, acts are theirs from now."""
        before, self._office = self._office, office
        desk = self.context.desk
        if before is not None and before.clerk == desk.actor.name:
            self.context.desk = replace(desk, actor=Actor(office.clerk))
        self._who.setText(f"{office.name}　·　经办人 {self.context.desk.actor.name}")
        self.setWindowTitle(f"帮扶台账 — {office.name}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.jobs.is_idle() and not self.context.ask.confirm(
            "还有工作没有做完，要停下来并退出吗？", "已经保存的内容不受影响。", yes="退出"
        ):
            event.ignore()
            return
        self._keep_looks()
        self.jobs.close()
        for page in self._pages.values():
            page.keep_drafts()
        event.accept()

    def _keep_looks(self) -> None:
        for page in self._pages.values():
            page.keep_looks()
        size = self.normalGeometry().size()
        window = {"wide": size.width(), "high": size.height(), "full": self.isMaximized()}
        self.memory.keep("window", window)
        self.memory.save()

    def _open_office(self, found: tuple[OfficeView | None, str]) -> None:
        office, doubt = found
        if doubt and not self.context.ask.confirm(
            "电脑的日期可能不对。",
            f"{doubt}期限、年龄和台账都按电脑的日期算。",
            yes="日期没有错，继续",
        ):
            self.context.ask.tell("请改正电脑的日期，再打开程序。")
            self.close()
        elif office is None:
            self._ask_first_start()
        else:
            self._build(office)
            self.go("workbench")

    def _ask_first_start(self) -> None:
        from app.ui.shell.first_start.page import FirstStartPage

        page = FirstStartPage(self.context, self._finish_first_start)
        self.setCentralWidget(page)
        page.focus_first()

    def _finish_first_start(self, office: OfficeView, page: str, place: str) -> None:
        self.context.desk = replace(self.context.desk, actor=Actor(office.clerk))
        self._build(office)
        self.go("workbench")
        if page:
            self.go(page, place)

    def _build(self, office: OfficeView) -> None:
        self.context.level = office.level
        self._entries = pages_for(office)
        self._navigation = Navigation(self._entries)
        self._navigation.chosen.connect(self.go)
        ground = QWidget()
        ground.setObjectName("ground")
        layout = QHBoxLayout(ground)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._navigation)
        layout.addWidget(self._stack, 1)
        self.setCentralWidget(ground)
        self.show_office(office)
        self.statusBar().show()
        self._fold()

    def _page(self, key: str) -> Page:
        if key not in self._pages:
            entry = next(entry for entry in self._entries if entry.key == key)
            page = entry.build(self.context)
            self._pages[key] = page
            self._stack.addWidget(page)
            self._stale.add(key)
        return self._pages[key]

    def _data_changed(self) -> None:
        """The page in front reads at once, the others when they are opened."""
        self._stale = set(self._pages)
        page = self.current_page()
        if page is not None:
            self._refresh()
        self.context.jobs.run(
            lambda _: show_office(self.context.desk),
            lambda office: self.show_office(office) if office else None,
            latest="shell.office",
        )

    def _refresh(self) -> None:
        page = self.current_page()
        for key, known in self._pages.items():
            if known is page:
                self._stale.discard(key)
                known.refresh()

    def _fold(self) -> None:
        if self._navigation is not None:
            self._navigation.fold(self.width() < _FOLD_BELOW)

    def _add_keys(self) -> None:
        for place, key in enumerate(PAGE_KEYS):
            add_key(self, "", (key,), partial(self._go_nth, place))
        add_key(self, "找人", ("Ctrl+K",), self._find_person)
        add_key(self, "帮助", ("F1",), self._help)
        add_key(self, "刷新", ("F5",), self._refresh)
        add_key(self, "新建", ("Ctrl+N",), lambda: self._front().new())
        add_key(self, "编辑", ("F2",), lambda: self._front().edit())
        add_key(self, "查找", ("F3", "Ctrl+F"), lambda: self._front().search())
        add_key(self, "打印", ("Ctrl+P",), lambda: self._front().print_out())
        add_key(self, "返回", ("Esc",), self._back)

    def _go_nth(self, place: int) -> None:
        if place < len(self._entries):
            self.go(self._entries[place].key)

    def _front(self) -> Page:
        """The page in front; before there is one, a page that answers to nothing."""
        return self.current_page() or Page("")

    def _find_person(self) -> None:
        from app.ui.shell.quick_find import QuickFind

        if "people" in self.page_keys() and not self.findChildren(QuickFind):
            QuickFind(self.context, self).open()

    def _back(self) -> None:
        page = self.current_page()
        if page is not None and not page.go_back():
            page.focus_first()

    def _help(self) -> None:
        from app.ui.shell.manual import open_manual

        page = self.current_page()
        chapter = next((key for key, known in self._pages.items() if known is page), "card")
        if chapter == "ledger" and self.context.level == COUNTY:
            chapter = "county"  # a section there: what goes one level up
        open_manual(self, chapter)
