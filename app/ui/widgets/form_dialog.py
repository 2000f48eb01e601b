"""A small form over a page: what every one of them has in common."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.page import make_button
from app.ui.widgets.plain_label import plain_label

BAD_DAY = "日期不对，请写成 2026-05-20。"


class FormDialog(QDialog):
    """Labelled fields, what is wrong, 取消 and ``save``; open until what was typed is right."""

    def __init__(self, parent: QWidget, title: str, note: str = "", *, save: str = "保存") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(10)
        self.problem = plain_label("", role="problem", wrap=True)
        self.problem.hide()
        self.save = make_button(save, self.press, primary=True, tip="Ctrl+Enter")
        add_key(self, save, SAVE_KEYS, self.press)
        self.buttons = QHBoxLayout()
        self.buttons.addStretch(1)
        self.buttons.addWidget(make_button("取消", self.reject))
        self.buttons.addWidget(self.save)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(24, 20, 24, 16)
        self.body.setSpacing(12)
        if note:
            self.body.addWidget(plain_label(note, role="quiet", wrap=True))
        self.body.addLayout(self.form)
        self.body.addWidget(self.problem)
        self.body.addLayout(self.buttons)

    @abstractmethod
    def press(self) -> None:
        """Save what stands in the fields; each form says how."""

    def close_saved(self) -> None:
        """What was typed is kept. Who pressed Esc meanwhile has no form any more."""
        if isValid(self):
            self.accept()

    def tell(self, words: str) -> None:
        """Say what is wrong."""
        if not isValid(self):
            return
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
