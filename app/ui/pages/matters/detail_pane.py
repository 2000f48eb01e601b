"""The right half of the page 事项: one matter, why it is one, and what has been done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.terms import MatterState
from app.services.matters import MatterView
from app.ui.pages.matters.columns import state_words
from app.ui.pages.matters.places import place_of
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.page import card, link_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.upright_scroll import UprightScroll


class DetailPane(QStackedWidget):
    """Shows a matter with the buttons for what can be done about it, or says that none is chosen.

    ``buttons`` are (what it is called, the states in which it makes sense, the button).
    """

    def __init__(
        self,
        buttons: tuple[tuple[frozenset[MatterState], QPushButton], ...],
        *,
        go_on: Callable[[], None],
    ) -> None:
        super().__init__()
        self._buttons = buttons
        self._go_on = go_on
        self.addWidget(
            EmptyState("没有选中的事项", "在左边选一件，就能看到它的依据、情况和办理经过。")
        )
        frame, inside = card()
        inside.setContentsMargins(0, 12, 0, 12)
        self._scroll = UprightScroll()
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside.addWidget(self._scroll, 1)
        inside.addLayout(self._acts())
        self.addWidget(frame)

    def show_nothing(self) -> None:
        self.setCurrentIndex(0)

    def show_matter(self, view: MatterView) -> None:
        for states, button in self._buttons:
            button.setVisible(view.row.state in states)
        face = QWidget()
        layout = QVBoxLayout(face)
        layout.setContentsMargins(16, 0, 16, 8)
        layout.setSpacing(10)
        layout.addLayout(self._head(view))
        layout.addWidget(plain_label(view.row.words, role="strong", wrap=True, selectable=True))
        layout.addLayout(_lines(view))
        if view.steps:
            layout.addWidget(plain_label("经过", role="heading"))
            steps = "\n".join(f"{s.at:%Y-%m-%d}　{s.actor}　{s.words}" for s in view.steps)
            layout.addWidget(plain_label(steps, role="quiet", wrap=True, selectable=True))
        layout.addStretch(1)
        self._scroll.setWidget(face)
        self.setCurrentIndex(1)

    def _head(self, view: MatterView) -> QVBoxLayout:
        row = view.row
        first = QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(plain_label(row.kind_name, role="title", wrap=True), 1)
        first.addWidget(plain_label(_state(view), role="late" if row.late else "quiet"))
        second = QHBoxLayout()
        second.setSpacing(10)
        place = "　".join(part for part in (row.who, row.village) if part)
        second.addWidget(plain_label(place or "不涉及具体的人", wrap=True), 1)
        there = place_of(view)
        if there is not None:
            second.addWidget(link_button(there.words, self._go_on))
        elif view.person_id is not None:
            second.addWidget(link_button("看这个人", self._go_on))
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addLayout(first)
        head.addLayout(second)
        return head

    def _acts(self) -> QVBoxLayout:
        """Two lines of buttons: one is too narrow for all."""
        acts = QVBoxLayout()
        acts.setContentsMargins(16, 0, 16, 0)
        acts.setSpacing(8)
        half = (len(self._buttons) + 1) // 2
        for part in (self._buttons[:half], self._buttons[half:]):
            line = QHBoxLayout()
            line.setSpacing(8)
            for _, button in part:
                line.addWidget(button, 1)
            acts.addLayout(line)
        return acts


def _state(view: MatterView) -> str:
    """``逾期``, of one that was begun ``已交办，逾期``."""
    row = view.row
    begun = row.late and row.state is not MatterState.OPEN
    return f"{row.state_name}，逾期" if begun else state_words(row)


def _lines(view: MatterView) -> QFormLayout:
    row = view.row
    form = QFormLayout()
    form.setHorizontalSpacing(14)
    form.setVerticalSpacing(7)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    lines = [
        ("期限", row.due.isoformat() if row.due else "没有规定"),
        ("怎么办", view.remedy),
        ("交给" if row.state is not MatterState.OPEN else "建议交给", row.department),
        *view.facts,
        ("答复", view.answer),
        ("答复日期", view.answered_on),
        ("告知本人", view.told_on),
        ("结果", row.outcome_name),
        ("理由", view.reason),
        ("办结", f"{view.closed_on}　{view.closed_by}" if view.closed_on else ""),
    ]
    lines += [("依据", clause) for clause in view.clauses]
    for label, value in lines:
        if value:
            form.addRow(
                plain_label(label, role="quiet"),
                plain_label(str(value), wrap=True, selectable=True),
            )
    return form
