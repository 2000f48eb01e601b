"""A line in which somebody is found while typing; Enter or ↓ goes into what was found."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.services.people import PersonRow

Found = Callable[[tuple[PersonRow, ...]], None]
_REST_MS = 150
_SHOWN = 4


class PersonPicker(QWidget):
    """Asks ``find`` what the typed text may mean; the chosen person stands in the line, or goes to
    ``take`` with the words of the line, which is free for the next one then."""

    def __init__(
        self,
        find: Callable[[str, Found], None],
        take: Callable[[int, str], None] | None = None,
    ) -> None:
        super().__init__()
        self._find, self._take = find, take
        self._chosen: int | None = None
        self.line = _Line(self._into_hits)
        self.line.setPlaceholderText("姓名、拼音首字母、身份证号或电话；可以不填")
        self.line.setClearButtonEnabled(True)
        self.line.textEdited.connect(self._typed)
        self.line.textChanged.connect(self._cleared)
        self.hits = _Hits(self._choose)
        self.hits.setFixedHeight(_SHOWN * 26 + 6)
        self.hits.hide()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.search)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.line)
        layout.addWidget(self.hits)
        self.setFocusProxy(self.line)

    def person_id(self) -> int | None:
        """Who was chosen; None for nobody."""
        return self._chosen

    def is_open(self) -> bool:
        """Something was typed and nobody chosen yet."""
        return self._chosen is None and bool(self.line.text().strip())

    def search(self) -> None:
        """Look for what stands in the line, now."""
        self._rest.stop()
        self._find(self.line.text().strip(), self._show)

    def _typed(self, text: str) -> None:
        self._chosen = None
        self._rest.start()

    def _cleared(self, text: str) -> None:
        if not text:
            self._chosen = None
            self.hits.hide()

    def _show(self, rows: tuple[PersonRow, ...]) -> None:
        self.hits.clear()
        for row in rows:
            age = "" if row.age is None else f"{row.age} 岁"
            parts = (row.name, row.sex, age, row.village, row.group)
            item = QListWidgetItem("　".join(part for part in parts if part))
            item.setData(Qt.ItemDataRole.UserRole, row.id)
            self.hits.addItem(item)
        self.hits.setVisible(bool(rows) and self._chosen is None)

    def _into_hits(self) -> None:
        """Into the list; when the clerk was faster than the search, as soon as it has come."""
        if self.hits.isVisible():
            self.hits.setCurrentRow(0)
            self.hits.setFocus()
        elif self.is_open():
            self.search()
        else:
            self.focusNextChild()

    def _choose(self, item: QListWidgetItem) -> None:
        self._chosen = item.data(Qt.ItemDataRole.UserRole)
        self.line.setText(item.text())
        self.hits.hide()
        self.line.setFocus()
        if self._take is not None and self._chosen is not None:
            self._take(self._chosen, item.text())
            self.line.clear()


class _Line(QLineEdit):
    def __init__(self, leave: Callable[[], None]) -> None:
        super().__init__()
        self._leave = leave

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down} and not held:
            self._leave()
        else:
            super().keyPressEvent(event)


class _Hits(QListWidget):
    def __init__(self, choose: Callable[[QListWidgetItem], None]) -> None:
        super().__init__()
        self._choose = choose
        self.setAccessibleName("找到的人")
        self.itemClicked.connect(choose)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and item is not None:
            self._choose(item)
        else:
            super().keyPressEvent(event)
