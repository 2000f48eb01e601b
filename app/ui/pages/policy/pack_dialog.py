"""When a programme is carried out."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.services.office import PackView
from app.ui.pages.policy.presenter import PolicyPresenter
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.fields import DateField
from app.ui.widgets.page import make_button
from app.ui.widgets.plain_label import plain_label


class PackDialog(QDialog):
    """First and last day; an empty last day is without end."""

    def __init__(
        self, parent: QWidget, pack: PackView, today: date, presenter: PolicyPresenter
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("帮扶方案")
        self.setMinimumWidth(480)
        self._pack = pack
        self._presenter = presenter
        self._first = DateField(today)
        self._first.set_day(pack.first)
        self._last = DateField(today)
        self._last.set_day(pack.last)
        self._last.setPlaceholderText("空着就是长期")
        self._problem = plain_label("", role="problem")
        save = make_button("保存" if pack.adopted else "开始执行", self._press, primary=True)
        stop = make_button("停止执行", self._stop)
        stop.setVisible(pack.adopted)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow("从", self._first)
        form.addRow("到", self._last)
        buttons = QHBoxLayout()
        buttons.addWidget(stop)
        buttons.addStretch(1)
        buttons.addWidget(make_button("取消", self.reject))
        buttons.addWidget(save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(plain_label(pack.title, role="heading", wrap=True))
        layout.addWidget(plain_label(pack.document, role="quiet", wrap=True))
        layout.addLayout(form)
        layout.addWidget(self._problem)
        layout.addLayout(buttons)
        EnterMoves([self._first, self._last], save, self)

    def _press(self) -> None:
        if not (self._first.is_good() and self._last.is_good()):
            self._problem.setText("日期不对，请写成 2026-05-20。")
            return
        self._presenter.adopt(self._pack, self._first.day(), self._last.day())
        self.accept()

    def _stop(self) -> None:
        self.accept()
        self._presenter.drop(self._pack)
