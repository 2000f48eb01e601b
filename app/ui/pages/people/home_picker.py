"""Choosing the household: none, a new one, or one that is found by the name of its head."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QVBoxLayout, QWidget

from app.services.households import HomeRow
from app.ui.pages.people.fact_row import Pick
from app.ui.pages.people.person_draft import FOUND, JOIN, NO_HOME, HomeDraft, home_words
from app.ui.widgets.plain_label import plain_label

_CHOICES = (
    (NO_HOME, "没有登记家庭"),
    (FOUND, "本人是户主，新立一户"),
    (JOIN, "属于已有的家庭"),
)
_MOST_SHOWN = 5
_LINE_PX = 28
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class HomePicker(QWidget):
    """``wanted`` asks for households by name; ``changed`` when the choice does."""

    changed = Signal()
    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._homes: tuple[HomeRow, ...] = ()
        self._home_id: int | None = None
        self.choice = Pick()
        self.choice.clear()
        for key, words in _CHOICES:
            self.choice.addItem(words, key)
        self.choice.setAccessibleName("家庭")
        self.search = QLineEdit()
        self.search.setPlaceholderText("户主或家人的姓名、拼音首字母")
        self.search.setAccessibleName("查找家庭")
        self.results = QListWidget()
        self.results.setProperty("role", "pick")
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.itemClicked.connect(lambda _: self._take_current())
        self.relation = Pick(free=True)
        self.relation.setAccessibleName("与户主关系")
        self._hint = plain_label("", role="small", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for widget in (self.choice, self.search, self.results, self._hint):
            layout.addWidget(widget)
        self.choice.currentIndexChanged.connect(self._follow)
        self.search.textEdited.connect(self._look)
        self.relation.currentTextChanged.connect(lambda _: self.changed.emit())
        self._follow()

    def home(self) -> HomeDraft:
        """What is chosen."""
        choice = str(self.choice.currentData())
        if choice != JOIN:
            return HomeDraft(choice)
        words = self.search.text() if self._home_id is not None else ""
        return HomeDraft(JOIN, self._home_id, words, self.relation.currentText().strip())

    def show_home(self, home: HomeDraft) -> None:
        """Show what was chosen before."""
        with QSignalBlocker(self):
            self._homes, self._home_id = (), home.household_id
            self.search.setText(home.words)
            self.relation.put(home.relation)
            self.choice.setCurrentIndex([key for key, _ in _CHOICES].index(home.choice))
            self._follow()

    def show_homes(self, homes: Sequence[HomeRow]) -> None:
        """The households that were found."""
        if self._home_id is not None:
            return
        self._homes = tuple(homes)
        self.results.clear()
        self.results.addItems([home_words(home) for home in homes])
        self.results.setCurrentRow(0)
        lines = min(len(homes), _MOST_SHOWN)
        self.results.setFixedHeight(lines * _LINE_PX + 6)
        self._show_results()

    def listen_first(self) -> None:
        """Hear the keys of the search before whoever listens there already."""
        self.search.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list below the search; Enter takes what they stand on."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._homes:
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._take_current()
                return False
            if event.key() in _STEPS:
                row = self.results.currentRow() + _STEPS[Qt.Key(event.key())]
                self.results.setCurrentRow(min(max(row, 0), len(self._homes) - 1))
                return True
        return False

    def _look(self, text: str) -> None:
        self._home_id = None
        self.wanted.emit(text)
        self._show_results()
        self.changed.emit()

    def _take_current(self) -> None:
        home = self._homes[self.results.currentRow()]
        self._homes, self._home_id = (), home.id
        self.search.setText(home_words(home))
        self._show_results()
        self.changed.emit()

    def _follow(self) -> None:
        joins = self.choice.currentData() == JOIN
        self.search.setVisible(joins)
        self.relation.setEnabled(joins)
        self._show_results()
        self.changed.emit()

    def _show_results(self) -> None:
        joins = self.choice.currentData() == JOIN
        self.results.setVisible(joins and bool(self._homes))
        nothing = self._home_id is None and not self._homes and bool(self.search.text().strip())
        hint = "没有找到这样的家庭" if nothing else "↑↓ 选择，Enter 选定" if self._homes else ""
        self._hint.setText(hint)
        self._hint.setVisible(joins and bool(hint))
