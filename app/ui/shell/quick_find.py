"""The box that Ctrl+K opens over any page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from app.services.people import PersonRow
from app.ui.icons import icon
from app.ui.ports import Context
from app.ui.shell.quick_find_presenter import HINT, QuickFindPresenter
from app.ui.widgets.keys import add_key
from app.ui.widgets.page import fitting_size
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

_COLUMNS = (
    Column[PersonRow](
        "姓名",
        lambda row: f"{row.name}（已封存）" if row.closed_on else row.name,
        150,
        tone=lambda row: "quiet" if row.closed_on else "",
    ),
    Column[PersonRow]("性别", lambda row: row.sex, 50),
    Column[PersonRow]("年龄", lambda row: "—" if row.age is None else str(row.age), 50),
    Column[PersonRow]("村（社区）", lambda row: row.village or "—", 110),
    Column[PersonRow]("组", lambda row: row.group, 64),
    Column[PersonRow]("户主", lambda row: row.head_name or "—", 100),
    Column[PersonRow]("身份证号", lambda row: row.id_masked or "—", 170),
    Column[PersonRow]("类别", lambda row: "、".join(row.categories), 120, stretch=True),
)
_TO_LIST = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class QuickFind(QDialog):
    """Type, look, Enter. The cursor stays in the box; the arrows move through the people."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("找人")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.presenter = QuickFindPresenter(context, self)
        self.box = QLineEdit()
        self.box.setAccessibleName("找人")
        self.box.setPlaceholderText("输入姓名、拼音、号码或地方")
        self.box.setClearButtonEnabled(True)
        self.box.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.box.textChanged.connect(lambda *_: self.presenter.search())
        self.box.installEventFilter(self)
        self.people: RowsTable[PersonRow] = RowsTable(_COLUMNS, sortable=False)
        self.people.setAccessibleName("找到的人")
        self.people.opened.connect(self.presenter.open_person)
        self._words = plain_label(HINT, role="small")
        add_key(self, "列出", ("Ctrl+Return", "Ctrl+Enter"), self.presenter.open_list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(10)
        layout.addWidget(self.box)
        layout.addWidget(self.people, 1)
        layout.addWidget(self._words)
        self.resize(fitting_size(parent, 860, 460))
        self.box.setFocus()

    def show_people(self, rows: tuple[PersonRow, ...], words: str) -> None:
        self.people.show_rows(rows)
        if rows:
            self.people.select_place(0)
            self.people.scrollToTop()
        self._words.setText(words)

    def text(self) -> str:
        return self.box.text()

    def words(self) -> str:
        """What is said below the people."""
        return self._words.text()

    def leave(self) -> None:
        self.accept()

    def done(self, result: int) -> None:
        self.presenter.stop()
        super().done(result)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys that mean the people although the cursor is in the box."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            plain_enter = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if event.key() in _TO_LIST:
                self.people.keyPressEvent(event)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain_enter:
                self.presenter.open_person(self.people.current())
                return True
        return super().eventFilter(watched, event)
