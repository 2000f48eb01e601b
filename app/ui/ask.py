"""The one mouth of the program: message boxes, file dialogs, the passphrase prompt."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import UserError
from app.ui.widgets.plain_label import plain_label

PROGRAM = "帮扶台账"
SHORTEST_PASSPHRASE = 8


class QtAsk:
    """Asks with Qt's own windows, above whichever window is in front."""

    def __init__(self) -> None:
        self._last_folder = Path(
            QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        )

    def error(self, error: UserError) -> None:
        detail = "\n".join(part for part in (error.why, error.what_to_do) if part)
        self._box(QMessageBox.Icon.Warning, error.what, detail).exec()

    def tell(self, what: str, detail: str = "") -> None:
        self._box(QMessageBox.Icon.Information, what, detail).exec()

    def confirm(self, question: str, detail: str = "", *, yes: str = "确定") -> bool:
        box = self._box(QMessageBox.Icon.Question, question, detail)
        box.setStandardButtons(QMessageBox.StandardButton.NoButton)
        agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        refuse = box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(agree)
        box.setEscapeButton(refuse)
        box.exec()
        return box.clickedButton() is agree

    def files(self, title: str, kinds: str) -> tuple[Path, ...]:
        names, _ = QFileDialog.getOpenFileNames(_above(), title, str(self._last_folder), kinds)
        return tuple(self._remember(Path(name)) for name in names)

    def file(self, title: str, kinds: str) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(_above(), title, str(self._last_folder), kinds)
        return self._remember(Path(name)) if name else None

    def folder(self, title: str) -> Path | None:
        name = QFileDialog.getExistingDirectory(_above(), title, str(self._last_folder))
        if not name:
            return None
        self._last_folder = Path(name)
        return self._last_folder

    def save_as(self, title: str, suggested: Path, kinds: str) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(_above(), title, str(suggested), kinds)
        return Path(name) if name else None

    def passphrase(self, title: str, words: str, *, new: bool = False) -> str | None:
        dialog = PromptDialog(title, words, secret=True, twice=new)
        return dialog.text() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def line(self, title: str, words: str, *, text: str = "") -> str | None:
        dialog = PromptDialog(title, words, text=text)
        return dialog.text() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def _remember(self, path: Path) -> Path:
        self._last_folder = path.parent
        return path

    @staticmethod
    def _box(icon: QMessageBox.Icon, what: str, detail: str) -> QMessageBox:
        box = QMessageBox(_above())
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIcon(icon)
        box.setWindowTitle(PROGRAM)
        box.setText(what)
        box.setInformativeText(detail)
        return box


class PromptDialog(QDialog):
    """One line to type; a new passphrase is typed twice and must not be short."""

    def __init__(
        self, title: str, words: str, *, text: str = "", secret: bool = False, twice: bool = False
    ) -> None:
        super().__init__(_above())
        self.setWindowTitle(title)
        self.setMinimumWidth(440)
        self._first = QLineEdit(text)
        self._second = QLineEdit()
        self._twice = twice
        self._problem = plain_label("", role="problem", wrap=True)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._buttons.accepted.connect(self._accept_if_good)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(10)
        layout.addWidget(plain_label(words, wrap=True))
        layout.addWidget(self._first)
        if twice:
            layout.addWidget(plain_label(f"再输入一次（不少于 {SHORTEST_PASSPHRASE} 位）："))
            layout.addWidget(self._second)
        layout.addWidget(self._problem)
        layout.addWidget(self._buttons)
        if secret:
            for edit in (self._first, self._second):
                edit.setEchoMode(QLineEdit.EchoMode.Password)

    def text(self) -> str:
        return self._first.text()

    def _accept_if_good(self) -> None:
        problem = self._what_is_wrong()
        self._problem.setText(problem)
        if not problem:
            self.accept()

    def _what_is_wrong(self) -> str:
        if not self._first.text():
            return "还没有填写。"
        if self._twice and len(self._first.text()) < SHORTEST_PASSPHRASE:
            return f"口令太短，请至少用 {SHORTEST_PASSPHRASE} 位。"
        if self._twice and self._first.text() != self._second.text():
            return "两次输入的口令不一样，请重新输入。"
        return ""


def _above() -> QWidget | None:
    return QApplication.activeWindow()
