"""The answers to one conflict: a digit chooses, the reason is typed, Enter saves."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
)

from app.services.county_conflicts import Answer, ConflictRow
from app.ui.widgets.page import card, make_button
from app.ui.widgets.plain_label import plain_label

Give = Callable[[ConflictRow, Answer], None]


class VerdictCard:
    """Shows the choices of one conflict and hands over what the clerk answers."""

    def __init__(
        self, *, decide: Give, decide_alike: Give, withdraw: Callable[[ConflictRow], None]
    ) -> None:
        self._row: ConflictRow | None = None
        self._give = {"one": decide, "alike": decide_alike}
        self._withdraw = withdraw
        self.frame: QFrame
        self.frame, inside = card()
        inside.addWidget(plain_label("处理（按数字键选择）", role="heading"))
        self._done = plain_label("", role="done", wrap=True)
        inside.addWidget(self._done)
        self._radios = QVBoxLayout()
        inside.addLayout(self._radios)
        self._group = QButtonGroup(self.frame)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("理由，例如：户籍在本镇，已电话核实")
        self.reason.returnPressed.connect(lambda: self._press("one"))
        inside.addWidget(self.reason)
        self._problem = plain_label("", role="problem", wrap=True)
        inside.addWidget(self._problem)
        self._take_back = make_button("撤回处理", self._press_withdraw)
        buttons = QHBoxLayout()
        buttons.addWidget(
            make_button("保存", lambda: self._press("one"), primary=True, tip="Enter")
        )
        buttons.addWidget(make_button("同类一起处理…", lambda: self._press("alike")))
        buttons.addWidget(self._take_back)
        buttons.addStretch(1)
        inside.addLayout(buttons)

    def show_row(self, row: ConflictRow) -> None:
        """The choices of ``row``, with what was decided on it before."""
        self._row = row
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._radios.removeWidget(button)
            button.deleteLater()
        decision = row.decision
        for number, choice in enumerate(row.choices, start=1):
            button = QRadioButton(f"{number}　{choice.words}".replace("&", "&&"))
            self._radios.addWidget(button)
            self._group.addButton(button, number)
            same = decision and (choice.verdict, choice.kept) == (decision.verdict, decision.kept)
            button.setChecked(bool(same))
        self.reason.setText(decision.reason if decision else "")
        self._problem.setText("")
        self._done.setVisible(decision is not None)
        self._take_back.setVisible(decision is not None)
        if decision:
            by = f"{decision.decided_by} {decision.decided_on:%Y-%m-%d}"
            self._done.setText(f"已处理：{decision.words}（{by}）")

    def choose(self, number: int) -> None:
        """Take the choice of this number and go to the reason."""
        button = self._group.button(number)
        if button is not None:
            button.setChecked(True)
            self.reason.setFocus()

    def _press(self, which: str) -> None:
        number = self._group.checkedId()
        if self._row is None:
            return
        if number < 1:
            self._problem.setText("请先选择怎样处理。")
        elif not self.reason.text().strip():
            self._problem.setText("请写明理由，它会随回执发给报送单位。")
            self.reason.setFocus()
        else:
            answer = Answer(self._row.choices[number - 1], self.reason.text().strip())
            self._give[which](self._row, answer)

    def _press_withdraw(self) -> None:
        if self._row is not None:
            self._withdraw(self._row)
