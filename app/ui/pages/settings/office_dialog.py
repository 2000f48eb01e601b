"""Another clerk, a new name: what the office says of itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.services.office import OfficeView, area_label
from app.services.office_change import ChangeOffice
from app.ui.pages.settings.presenter import SettingsPresenter
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.fields import IdField
from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.page import make_button
from app.ui.widgets.plain_label import plain_label


class OfficeDialog(QDialog):
    """Four lines, the clerk first: that is what changes. A fixed code says why it is fixed."""

    def __init__(
        self, parent: QWidget, office: OfficeView, code_fixed: str, presenter: SettingsPresenter
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("修改单位信息")
        self.setMinimumWidth(500)
        self._presenter = presenter
        self._clerk = QLineEdit(office.clerk)
        self._name = QLineEdit(office.name)
        self._county = QLineEdit(office.county)
        self._code = IdField()
        self._code.setText(office.code)
        self._code.setEnabled(not code_fixed)
        self._problem = plain_label("", role="warning", wrap=True)
        self._problem.hide()
        self._save = make_button("保存", self._press, primary=True, tip="Ctrl+Enter")
        add_key(self, "保存", SAVE_KEYS, self._press)
        self._lay_out(area_label(office.code), code_fixed)
        EnterMoves([self._clerk, self._name, self._county, self._code], self._save, self)
        self._clerk.setFocus()
        self._clerk.selectAll()

    def _lay_out(self, area: str, code_fixed: str) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow("经办人姓名", self._clerk)
        form.addRow("单位名称", self._name)
        form.addRow(area, self._county)
        form.addRow("单位代码", self._code)
        if code_fixed:
            form.addRow("", plain_label(f"代码不能再改：{code_fixed}", role="quiet", wrap=True))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(make_button("取消", self.reject))
        buttons.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(14)
        layout.addWidget(
            plain_label("经办人换了，从现在起的操作记在新的经办人名下。", role="quiet", wrap=True)
        )
        layout.addLayout(form)
        layout.addWidget(self._problem)
        layout.addLayout(buttons)

    def _press(self) -> None:
        command = ChangeOffice(
            name=self._name.text(),
            code=self._code.text(),
            county=self._county.text(),
            clerk=self._clerk.text(),
        )
        self._presenter.change_office(command, self.accept, self._show_problem)

    def _show_problem(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.setVisible(bool(words))
