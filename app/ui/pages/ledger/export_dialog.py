"""Where to, by whom, and the passphrase: what an export asks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.ui.pages.ledger.presenter import ExportOrder
from app.ui.ports import Ask
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.page import make_button
from app.ui.widgets.plain_label import plain_label


class ExportDialog(QDialog):
    """Four lines; nothing is written before 导出 is pressed."""

    def __init__(
        self,
        parent: QWidget,
        ask: Ask,
        *,
        month_words: str,
        clerk: str,
        export: Callable[[ExportOrder], None],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"导出{month_words}台账")
        self.setMinimumWidth(560)
        self._ask = ask
        self._export = export
        self.folder = QLineEdit()
        self.folder.setPlaceholderText("U盘或文件夹")
        self.filled_by = QLineEdit(clerk)
        self.checked_by = QLineEdit()
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._problem = plain_label("", role="problem", wrap=True)
        self._go = make_button("签名并导出", self._press, primary=True, tip="Ctrl+Enter")
        self._go.setShortcut("Ctrl+Return")
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(make_button("选择…", self._choose))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow("存到", place)
        form.addRow("填报人", self.filled_by)
        form.addRow("审核人", self.checked_by)
        form.addRow("签名口令", self.passphrase)
        buttons = QHBoxLayout()
        buttons.addWidget(self._problem, 1)
        buttons.addWidget(make_button("取消", self.reject))
        buttons.addWidget(self._go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(14)
        layout.addLayout(form)
        layout.addLayout(buttons)
        EnterMoves([self.folder, self.filled_by, self.checked_by, self.passphrase], self._go, self)

    def _choose(self) -> None:
        folder = self._ask.folder("台账存到哪里（U盘）")
        if folder is not None:
            self.folder.setText(str(folder))
            self.filled_by.setFocus()

    def _press(self) -> None:
        for edit, words in (
            (self.folder, "请选择存到哪里。"),
            (self.filled_by, "请填写填报人。"),
            (self.checked_by, "请填写审核人。"),
            (self.passphrase, "请输入签名口令。"),
        ):
            if not edit.text().strip():
                self._problem.setText(words)
                edit.setFocus()
                return
        self.accept()
        self._export(
            ExportOrder(
                folder=Path(self.folder.text().strip()),
                filled_by=self.filled_by.text().strip(),
                checked_by=self.checked_by.text().strip(),
                passphrase=self.passphrase.text(),
            )
        )
