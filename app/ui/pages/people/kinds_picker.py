"""Ticking categories: found by name or initials among more than a hundred, or in their groups."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.core.pinyin import readings
from app.ui.pages.people.person_editor import KindGroup
from app.ui.theme import text_font
from app.ui.widgets.plain_label import plain_label

_LINE_PX, _LINES = 28, 6
_CODE, _INITIALS = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole.value + 1
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class KindsPicker(QWidget):
    """Emits ``changed`` when one is ticked or no longer. The keys are those of ``search``: arrows
    move in the list, Enter ticks what was searched for, the blank ticks while nothing is."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.search = QLineEdit()
        self.search.setAccessibleName("对象类别")
        self.search.setPlaceholderText("输入名称或拼音首字母查找，Enter 勾选；↑↓ 移动，空格勾选")
        self.list = QListWidget()
        self.list.setProperty("role", "pick")
        self.list.setAccessibleName("可选的类别")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFixedHeight(_LINES * _LINE_PX + 6)
        self._said = plain_label("", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for widget in (self._said, self.search, self.list):
            layout.addWidget(widget)
        self.search.textChanged.connect(self._filter)
        self.list.itemChanged.connect(self._tell)

    def listen_first(self) -> None:
        """Hear the keys of the search before whoever listens there already."""
        self.search.installEventFilter(self)

    def offer(self, groups: Sequence[KindGroup]) -> None:
        """The categories in their groups; one that stands in two is ticked in both."""
        chosen = self.chosen()
        with QSignalBlocker(self.list):
            self.list.clear()
            for group in groups:
                self.list.addItem(_heading(group.title))
                for code, name in group.kinds:
                    self.list.addItem(_line(code, name))
        self.choose(chosen)

    def choose(self, codes: Collection[str]) -> None:
        """Tick these and no others."""
        with QSignalBlocker(self.list):
            for item in self._lines():
                _tick(item, held=item.data(_CODE) in codes)
        self._say()
        self.changed.emit()

    def chosen(self) -> tuple[str, ...]:
        """The codes that are ticked, each once."""
        ticked = (str(item.data(_CODE)) for item in self._lines() if _is_ticked(item))
        return tuple(dict.fromkeys(ticked))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in _STEPS:
            self._move(_STEPS[Qt.Key(event.key())])
            return True
        searching = bool(self.search.text())
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        if searching and plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._press()
            self.search.clear()
            return True
        if not searching and event.key() == Qt.Key.Key_Space:
            self._press()
            return True
        return False

    def _lines(self) -> list[QListWidgetItem]:
        items = (self.list.item(place) for place in range(self.list.count()))
        return [item for item in items if item.data(_CODE)]

    def _filter(self, text: str) -> None:
        """Only what is looked for; the first of it can be ticked at once."""
        wanted = text.strip().lower()
        heading, first = None, None
        for place in range(self.list.count()):
            item = self.list.item(place)
            if not item.data(_CODE):
                heading = item
                item.setHidden(bool(wanted))
                continue
            matches = wanted in item.text() or f" {wanted}" in str(item.data(_INITIALS))
            item.setHidden(not matches)
            if matches and heading is not None:
                heading.setHidden(False)
            first = first or (item if matches else None)
        if wanted and first is not None:
            self.list.setCurrentItem(first)

    def _move(self, by: int) -> None:
        place = self.list.currentRow() + by
        while 0 <= place < self.list.count():
            item = self.list.item(place)
            if item.data(_CODE) and not item.isHidden():
                self.list.setCurrentItem(item)
                return
            place += by

    def _press(self) -> None:
        item = self.list.currentItem()
        if item is not None and item.data(_CODE) and not item.isHidden():
            _tick(item, held=not _is_ticked(item))

    def _tell(self, changed: QListWidgetItem) -> None:
        """The same category in another group follows."""
        with QSignalBlocker(self.list):
            for item in self._lines():
                if item.data(_CODE) == changed.data(_CODE):
                    _tick(item, held=_is_ticked(changed))
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        names = dict.fromkeys(item.text() for item in self._lines() if _is_ticked(item))
        self._said.setText(f"已选：{'、'.join(names)}" if names else "还没有选类别")


def _heading(title: str) -> QListWidgetItem:
    item = QListWidgetItem(title)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled)
    item.setFont(text_font(bold=True))
    item.setSizeHint(QSize(0, _LINE_PX))
    return item


def _line(code: str, name: str) -> QListWidgetItem:
    item = QListWidgetItem(name)
    item.setData(_CODE, code)
    item.setData(_INITIALS, _initials(name))
    item.setSizeHint(QSize(0, _LINE_PX))
    _tick(item, held=False)
    return item


@cache
def _initials(name: str) -> str:
    """Names of categories are few and asked for each time that the form opens."""
    return readings(name)[1]


def _tick(item: QListWidgetItem, *, held: bool) -> None:
    item.setCheckState(Qt.CheckState.Checked if held else Qt.CheckState.Unchecked)


def _is_ticked(item: QListWidgetItem) -> bool:
    return item.checkState() is Qt.CheckState.Checked
