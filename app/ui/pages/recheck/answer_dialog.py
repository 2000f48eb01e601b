"""The lines of a sample and what came back for each: keys 1, 2, 3 say it and go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.core.terms import RECHECK_NAMES, RecheckResult
from app.services.recheck_answers import LineAnswer
from app.services.rechecks import LineView, RecheckView
from app.ui.pages.recheck.presenter import RecheckPresenter
from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.page import fitting_size, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

_KEYS = {
    Qt.Key.Key_1: RecheckResult.TRUE,
    Qt.Key.Key_2: RecheckResult.PARTLY,
    Qt.Key.Key_3: RecheckResult.UNTRUE,
    Qt.Key.Key_Backspace: None,
}
_TONES = {RecheckResult.TRUE: "done", RecheckResult.UNTRUE: "late"}


def _result(line: LineView) -> str:
    return RECHECK_NAMES[line.result] if line.result else "—"


def _tone(line: LineView) -> str:
    return _TONES.get(line.result, "") if line.result else ""


_LINES = (
    Column[LineView]("序号", lambda line: str(line.position), 56, key=lambda line: line.position),
    Column[LineView]("结果", _result, 80, tone=_tone),
    Column[LineView]("记录编号", lambda line: line.contact_no, 90),
    Column[LineView]("日期", lambda line: line.day.isoformat(), 100),
    Column[LineView](
        "村（社区）", lambda line: " ".join(filter(None, (line.office, line.village))), 120
    ),
    Column[LineView]("组", lambda line: line.group, 60),
    Column[LineView]("姓名", lambda line: line.name, 90),
    Column[LineView]("方式", lambda line: line.kind_name, 84),
    Column[LineView]("走访人", lambda line: line.visitors or "—", 120),
    Column[LineView]("说明", lambda line: line.note, 140, stretch=True),
)


class _LinesTable(RowsTable[LineView]):
    """Tells its dialog of the keys that are results."""

    def __init__(self, dialog: AnswerDialog) -> None:
        super().__init__(_LINES)
        self._dialog = dialog

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _KEYS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._dialog.say_result(_KEYS[key])
        else:
            super().keyPressEvent(event)


class AnswerDialog(QDialog):
    """Nothing is kept before 保存, and then as one act."""

    def __init__(self, parent: QWidget, presenter: RecheckPresenter, view: RecheckView) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"抽查 {view.row.number}")
        self.resize(fitting_size(parent, 1000, 640))
        self._presenter = presenter
        self._view = view
        self.note = QLineEdit()
        self.note.setPlaceholderText("选中的一条的说明，如：本人说没有来过")
        self.note.setMaxLength(200)
        self.table = _LinesTable(self)
        self.table.setAccessibleName("抽查名单")
        self.table.show_rows(view.lines)
        self.table.moved.connect(self._show_note)
        self.note.textEdited.connect(self._note)
        self.note.returnPressed.connect(self.table.setFocus)
        self.masked = QCheckBox("纸上的姓名只印几个字")
        self.masked.setChecked(True)
        self._problem = plain_label("", role="note", wrap=True)
        self._problem.hide()
        self._lay_out()
        add_key(self, "保存", SAVE_KEYS, self._press_save)
        add_key(self, "说明", ("F2",), self.note.setFocus)
        self.table.setFocus()

    def say_result(self, result: RecheckResult | None) -> None:
        """The lines that are selected came out so; the cursor goes on to the next one."""
        chosen = {line.position for line in self.table.chosen()}
        self._change(chosen, lambda line: replace(line, result=result))
        place = self.table.currentIndex().row() + 1
        if len(chosen) == 1 and place < len(self.table.model_of_rows.rows()):
            self.table.select_place(place)

    def tell(self, words: str) -> None:
        if isValid(self):
            self._problem.setText(words)
            self._problem.setVisible(bool(words))

    def close_saved(self) -> None:
        if isValid(self):
            self.accept()

    def _lay_out(self) -> None:
        view = self._view
        head = plain_label(
            f"{view.row.scope}。共 {view.population} 条，抽 {view.row.drawn} 条。"
            f"随机数 {view.seed}，名单摘要 {view.digest[:16]}…",
            role="quiet",
            wrap=True,
            selectable=True,
        )
        bottom = QHBoxLayout()
        bottom.addWidget(make_button("打印名单…", self._press_print))
        bottom.addWidget(self.masked)
        bottom.addWidget(make_button("重抽核对", self._press_again))
        bottom.addStretch(1)
        bottom.addWidget(make_button("取消", self.reject))
        bottom.addWidget(make_button("保存", self._press_save, primary=True, tip="Ctrl+Enter"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(head)
        layout.addWidget(self.table, 1)
        layout.addWidget(
            plain_label(
                "1 属实　2 部分属实　3 不属实　退格 清除　F2 说明　Ctrl+Enter 保存", role="small"
            )
        )
        layout.addWidget(self.note)
        layout.addWidget(self._problem)
        layout.addLayout(bottom)

    def _change(self, positions: set[int], change: Callable[[LineView], LineView]) -> None:
        rows = self.table.model_of_rows.rows()
        self.table.show_rows([change(row) if row.position in positions else row for row in rows])

    def _show_note(self, line: LineView) -> None:
        self.note.setText(line.note)

    def _note(self, text: str) -> None:
        line = self.table.current()
        if line is not None:
            self._change({line.position}, lambda one: replace(one, note=text))

    def _press_again(self) -> None:
        self._presenter.draw_again(self, self._view.row.id)

    def _press_print(self) -> None:
        self._presenter.print(self._view.row, masked=self.masked.isChecked())

    def _press_save(self) -> None:
        answers = [
            LineAnswer(line.position, line.result, line.note)
            for line in self.table.model_of_rows.rows()
        ]
        self._presenter.answer(self, self._view.row.id, answers)
