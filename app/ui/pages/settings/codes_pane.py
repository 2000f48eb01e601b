"""The tab 类别与代码 of the page 设置: categories, words, code lists, villages."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget

from app.ui.pages.settings.categories_pane import CategoriesPane
from app.ui.pages.settings.lists_pane import ListsPane
from app.ui.pages.settings.villages_pane import VillagesPane
from app.ui.pages.settings.words_pane import WordsPane
from app.ui.pages.settings.words_presenter import WordsPresenter, WordsView
from app.ui.ports import Context

_WORDS_AT = 1


class CodesPane(QTabWidget):
    """Four views, each with its own presenter; read when the tab is shown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.tabBar().setDrawBase(False)
        self.setDocumentMode(True)
        self._words_presenter = WordsPresenter(context, self)
        self.categories = CategoriesPane(context)
        self.words = WordsPane(self._words_presenter)
        self.lists = ListsPane()
        self.villages = VillagesPane(context)
        self.addTab(self.categories, "类别")
        self.addTab(self.words, "待映射")
        self.addTab(self.lists, "代码表")
        self.addTab(self.villages, "村组与区划")

    def refresh(self) -> None:
        """Read everything again."""
        self.categories.presenter.refresh()
        self._words_presenter.refresh()
        self.villages.presenter.refresh()

    def edit(self) -> None:
        """F2: the name of what is chosen."""
        if self.currentWidget() is self.categories:
            self.categories.press_rename()
        elif self.currentWidget() is self.villages:
            self.villages.press_rename()

    def show_words(self, view: WordsView) -> None:
        waiting = len(view.waiting)
        self.setTabText(_WORDS_AT, f"待映射 {waiting}" if waiting else "待映射")
        self.words.show_words(view)
        self.lists.show_lists(view.lists)

    def say(self, words: str) -> None:
        self.words.say(words)
