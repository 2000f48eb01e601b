"""How the three questions of the first start look."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.terms import Role
from app.services.office import OfficeView
from app.ui.ports import Context
from app.ui.shell.first_start.presenter import (
    DATA_STEP,
    OFFICE_STEP,
    ROLE_STEP,
    FirstStartPresenter,
    OfficeAnswers,
)
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.fields import IdField
from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.page import make_button
from app.ui.widgets.plain_label import plain_label, set_role

_STEPS = ("1　用途", "2　单位", "3　数据")


class FirstStartPage(QWidget):
    """A card in the middle of the window, one step at a time."""

    def __init__(self, context: Context, finish: Callable[[OfficeView, str, str], None]) -> None:
        super().__init__()
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.presenter = FirstStartPresenter(context, self, finish)
        self._step_labels = [plain_label(words, role="quiet") for words in _STEPS]
        self._stack = QStackedWidget()
        self._stack.addWidget(self._role_step())
        self._stack.addWidget(self._office_step())
        self._data = QWidget()
        self._data_layout = QVBoxLayout(self._data)
        self._data_layout.setContentsMargins(0, 0, 0, 0)
        self._data_layout.setSpacing(12)
        self._stack.addWidget(self._data)
        self._lay_out()
        self.show_step(ROLE_STEP, Role.TOWNSHIP)

    # --- what the presenter says -------------------------------------------------------------
    def show_step(self, step: int, role: Role) -> None:
        for place, label in enumerate(self._step_labels):
            set_role(label, "strong" if place == step else "quiet")
        self._stack.setCurrentIndex(step)
        if step == OFFICE_STEP:
            self._fit_office_to(role)
        elif step == DATA_STEP:
            self._fill_data(role)
        self.focus_first()

    def show_problem(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.setVisible(bool(words))

    def problem(self) -> str:
        """What is wrong with the answers, as it stands below the fields."""
        return self._problem.text()

    def focus_first(self) -> None:
        step = self._stack.currentIndex()
        if step == ROLE_STEP:
            self._roles[Role.TOWNSHIP].setFocus(Qt.FocusReason.TabFocusReason)
        elif step == OFFICE_STEP:
            self._name.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._first_choice.setFocus(Qt.FocusReason.TabFocusReason)

    # --- how it is built ---------------------------------------------------------------------
    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("role", "card")
        card.setFixedWidth(640)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(36, 28, 36, 28)
        inside.setSpacing(14)
        inside.addWidget(plain_label("欢迎使用帮扶台账", role="title"))
        steps = QHBoxLayout()
        steps.setSpacing(28)
        for label in self._step_labels:
            steps.addWidget(label)
        steps.addStretch(1)
        inside.addLayout(steps)
        rule = QFrame()
        rule.setProperty("role", "rule")
        rule.setFixedHeight(1)
        inside.addWidget(rule)
        inside.addWidget(self._stack)
        ground = QWidget()
        outside = QVBoxLayout(ground)
        outside.addStretch(1)
        outside.addWidget(card, alignment=Qt.AlignmentFlag.AlignHCenter)
        outside.addStretch(2)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(ground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def _role_step(self) -> QWidget:
        step, layout = _step()
        layout.addWidget(plain_label("这台电脑给谁用？", role="heading"))
        self._group = QButtonGroup(self)
        self._roles: dict[Role, QRadioButton] = {}
        for role, words, hint in (
            (Role.TOWNSHIP, "乡镇（街道）", "登记困难群众，安排走访，每月向县里报台账。"),
            (
                Role.COUNTY,
                "县（市、区），市（州）",
                "接收下级报来的台账，核对、汇总，发回回执；是县级还是市级，程序按单位代码认。",
            ),
        ):
            button = QRadioButton(words)
            button.setChecked(role is Role.TOWNSHIP)
            self._group.addButton(button)
            self._roles[role] = button
            layout.addWidget(button)
            hint_label = plain_label(hint, role="quiet")
            hint_label.setIndent(24)
            layout.addWidget(hint_label)
        layout.addStretch(1)
        go_on = make_button("下一步", self._give_role, primary=True)
        layout.addWidget(go_on, alignment=Qt.AlignmentFlag.AlignRight)
        for button in self._roles.values():
            add_key(button, "下一步", ("Return", "Enter"), self._give_role)
        return step

    def _office_step(self) -> QWidget:
        step, layout = _step()
        self._name, self._code, self._county, self._clerk = (
            QLineEdit(),
            IdField(),
            QLineEdit(),
            QLineEdit(),
        )
        self._code.setMaxLength(12)
        self._villages = QPlainTextEdit()
        self._villages.setTabChangesFocus(True)
        self._villages.setFixedHeight(120)
        self._villages.setPlaceholderText("每行一个，也可以从表格里复制一列粘贴进来")
        self._villages_label = plain_label("村（社区）")
        self._form = QFormLayout()
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(10)
        self._form.addRow("单位名称", self._name)
        self._form.addRow("单位代码", self._code)
        self._form.addRow("所属县", self._county)
        self._form.addRow("经办人", self._clerk)
        self._form.addRow(self._villages_label, self._villages)
        self._code.setPlaceholderText("12 位统计用区划代码")
        layout.addLayout(self._form)
        self._problem = plain_label("", role="warning", wrap=True)
        self._problem.hide()
        layout.addWidget(self._problem)
        layout.addStretch(1)
        back = make_button("上一步", self.presenter.back_to_role)
        go_on = make_button("下一步", self._give_office, primary=True, tip="Ctrl+Enter")
        add_key(step, "下一步", SAVE_KEYS, self._give_office)
        buttons = QHBoxLayout()
        buttons.addWidget(back)
        buttons.addStretch(1)
        buttons.addWidget(go_on)
        layout.addLayout(buttons)
        EnterMoves([self._name, self._code, self._county, self._clerk], self._villages, step)
        QWidget.setTabOrder(self._villages, go_on)
        return step

    def _fit_office_to(self, role: Role) -> None:
        county = role is Role.COUNTY
        self._form.setRowVisible(self._villages, not county)
        self._form.setRowVisible(self._county, not county)
        self._name.setPlaceholderText(
            "如 某某县民政局、某某市民政局" if county else "如 某某镇人民政府"
        )
        self.show_problem("")

    def _fill_data(self, role: Role) -> None:
        while self._data_layout.count():
            item = self._data_layout.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        words = {
            Role.TOWNSHIP: "单位已经建好。现在就导入名单吗？",
            Role.COUNTY: "单位已经建好。接下来登记应报台账的单位，并制作根证书。",
        }
        self._data_layout.addWidget(plain_label(words[role], role="heading", wrap=True))
        choices = [("进入程序", "", self.presenter.finish_empty)]
        if role is Role.TOWNSHIP:
            choices = [
                (
                    "导入名单",
                    "从省里系统导出的或村里报来的表格（.xlsx .xls .et .csv）",
                    self.presenter.finish_with_import,
                ),
                (
                    "用示例数据试一试",
                    "虚构的三百人，看看程序怎么用",
                    self.presenter.finish_with_sample,
                ),
                ("以后再说", "先看看，随时可以在“人员”里导入", self.presenter.finish_empty),
            ]
        buttons = []
        for place, (title, hint, press) in enumerate(choices):
            button = make_button(title, press, primary=place == 0)
            button.setMinimumWidth(180)
            buttons.append(button)
            self._data_layout.addWidget(_with_hint(button, hint))
        self._first_choice = buttons[0]
        self._data_layout.addStretch(1)

    def _give_role(self) -> None:
        county = self._roles[Role.COUNTY].isChecked()
        self.presenter.choose_role(Role.COUNTY if county else Role.TOWNSHIP)

    def _give_office(self) -> None:
        self.show_problem("")
        name = self._name.text()
        self.presenter.give_office(
            OfficeAnswers(
                name=name,
                code=self._code.text(),
                county=self._county.text() if self._county.isVisible() else name,
                clerk=self._clerk.text(),
                villages=self._villages.toPlainText(),
            )
        )


def _step() -> tuple[QWidget, QVBoxLayout]:
    step = QWidget()
    layout = QVBoxLayout(step)
    layout.setContentsMargins(0, 4, 0, 0)
    layout.setSpacing(12)
    return step, layout


def _with_hint(button: QPushButton, hint: str) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(16)
    layout.addWidget(button)
    layout.addWidget(plain_label(hint, role="quiet", wrap=True), 1)
    return row
