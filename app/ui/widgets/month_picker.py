"""◀ 2026年5月 ▶: the month a page speaks of."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from app.core.periods import add_months, parse_month
from app.ui.icons import icon
from app.ui.widgets.plain_label import plain_label
from app.ui.words import month_words


class MonthPicker(QWidget):
    """Emits ``changed`` with the month (``2026-05``) when the clerk steps to another one."""

    changed = Signal(str)

    def __init__(self, month: str) -> None:
        super().__init__()
        self._month = month
        self._label = plain_label(month_words(month), role="heading")
        whole = QSizePolicy.Policy.Fixed  # a crowded header does not cut the month
        self._label.setSizePolicy(whole, whole)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._button("left", "上个月", -1))
        layout.addWidget(self._label)
        layout.addWidget(self._button("right", "下个月", 1))

    def month(self) -> str:
        return self._month

    def set_month(self, month: str) -> None:
        """Go to ``month`` without telling anybody."""
        self._month = month
        self._label.setText(month_words(month))

    def _button(self, drawing: str, words: str, step: int) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(drawing))
        button.setIconSize(QSize(16, 16))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(lambda: self._step(step))
        return button

    def _step(self, months: int) -> None:
        first = add_months(parse_month(self._month).first, months)
        self.set_month(f"{first:%Y-%m}")
        self.changed.emit(self._month)
