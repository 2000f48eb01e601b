"""Where to (two sticks if wanted), by whom, and the passphrase: what an export asks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.services.sticks import StickView
from app.ui.pages.ledger.presenter import ExportOrder
from app.ui.pages.ledger.stick_field import StickField
from app.ui.ports import Ask
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.page import make_button
from app.ui.widgets.plain_label import plain_label

_LOOK_AGAIN_MS = 2000

Show = Callable[[tuple[StickView, ...], Path | None], None]


class ExportDialog(QDialog):
    """Five lines; nothing is written before 导出 is pressed. A stick that is plugged in meanwhile
    appears by itself: ``look`` finds the sticks and the one to begin with."""

    def __init__(
        self,
        parent: QWidget,
        ask: Ask,
        *,
        month_words: str,
        clerk: str,
        export: Callable[[ExportOrder], None],
        look: Callable[[Show], None],
        two_sign: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"导出{month_words}台账")
        self.setMinimumWidth(620)
        self._export = export
        self._look = look
        self.place = StickField(ask, title="台账存到哪里（U盘）", hint="U盘或文件夹")
        self.copy = StickField(ask, title="第二份存到哪里", hint="可不填：另一个U盘", optional=True)
        self.folder = self.place.edit
        self.filled_by = QLineEdit(clerk)
        self.checked_by = QLineEdit()
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.second = QLineEdit()
        self.second.setEchoMode(QLineEdit.EchoMode.Password)
        self._two_sign = two_sign
        self._problem = plain_label("", role="problem", wrap=True)
        self._go = make_button("签名并导出", self._press, primary=True, tip="Ctrl+Enter")
        add_key(self, "签名并导出", SAVE_KEYS, self._press)
        self._lay_out()
        fields = [self.folder, self.filled_by, self.checked_by, self.passphrase]
        EnterMoves([*fields, *([self.second] if two_sign else [])], self._go, self)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._find)
        self._timer.start(_LOOK_AGAIN_MS)
        self._find()

    def show_sticks(self, sticks: tuple[StickView, ...], chosen: Path | None) -> None:
        """The sticks that are in; the second copy goes onto another one than the first."""
        if isValid(self):
            self.place.offer(sticks, chosen)
            self.copy.offer(sticks if len(sticks) > 1 else ())

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow("存到", self.place)
        form.addRow("再存一份", self.copy)
        form.addRow("填报人", self.filled_by)
        form.addRow("审核人", self.checked_by)
        form.addRow("负责人口令" if self._two_sign else "签名口令", self.passphrase)
        if self._two_sign:
            form.addRow("填报人口令", self.second)
        buttons = QHBoxLayout()
        buttons.addWidget(self._problem, 1)
        buttons.addWidget(make_button("取消", self.reject))
        buttons.addWidget(self._go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(14)
        layout.addLayout(form)
        layout.addLayout(buttons)

    def _find(self) -> None:
        self._look(self.show_sticks)

    def _press(self) -> None:
        for edit, words in (
            (self.folder, "请选择存到哪里。"),
            (self.filled_by, "请填写填报人。"),
            (self.checked_by, "请填写审核人。"),
            (self.passphrase, "请输入签名口令。"),
            *([(self.second, "请填报人输入自己的口令。")] if self._two_sign else []),
        ):
            if not edit.text().strip():
                self._problem.setText(words)
                edit.setFocus()
                return
        copy_to = self.copy.place()
        if copy_to is not None and copy_to == self.place.place():
            self._problem.setText("第二份要存到另一个 U 盘或文件夹。")
            self.copy.setFocus()
            return
        self.accept()
        self._export(
            ExportOrder(
                folder=Path(self.folder.text().strip()),
                filled_by=self.filled_by.text().strip(),
                checked_by=self.checked_by.text().strip(),
                passphrase=self.passphrase.text(),
                copy_to=copy_to,
                second_passphrase=self.second.text(),
            )
        )
