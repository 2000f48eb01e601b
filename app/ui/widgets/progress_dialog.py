"""The dialog that long work shows: what is being done, a bar, 取消."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialog, QProgressBar, QPushButton, QVBoxLayout

from app.ui.widgets.plain_label import plain_label


class ProgressDialog(QDialog):
    """Stays until the job ends; 取消 and Esc only ask it to."""

    def __init__(self, cancel: Callable[[], None]) -> None:
        super().__init__(QApplication.activeWindow())
        self._cancel = cancel
        self.setWindowTitle("请稍候")
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setMinimumWidth(420)
        self._title = plain_label("", role="strong")
        self._text = plain_label("", role="quiet")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._button = QPushButton("取消")
        self._button.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        for widget in (self._title, self._bar, self._text):
            layout.addWidget(widget)
        layout.addWidget(self._button, alignment=Qt.AlignmentFlag.AlignRight)

    def show_progress(self, title: str, done: int, total: int, text: str) -> None:
        """Say where the work stands; a total of 0 means nobody knows."""
        self._title.setText(title)
        self._text.setText(f"{text}　{done} / {total}" if total else text)
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def words(self) -> str:
        """What stands in the dialog."""
        return f"{self._title.text()} {self._text.text()}"

    def reject(self) -> None:
        self._button.setEnabled(False)
        self._button.setText("正在停止…")
        self._cancel()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()

    def finish(self) -> None:
        """The job has ended: go away for good."""
        self.hide()
        self.deleteLater()
