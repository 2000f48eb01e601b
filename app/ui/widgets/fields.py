"""Fields for identity numbers, amounts and dates: they forgive how a clerk types."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.widgets.typed import half_width, read_date

_LATIN = Qt.InputMethodHint.ImhPreferLatin | Qt.InputMethodHint.ImhNoPredictiveText

_DAY_WIDE = 112  # pixels for 2026-05-12


class IdField(QLineEdit):
    """For numbers of all kinds: full-width digits become plain ones, blanks go, x becomes X."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setInputMethodHints(_LATIN)
        self.textEdited.connect(self._tidy)

    def _tidy(self, text: str) -> None:
        plain = half_width(text).upper()
        if plain != text:
            place = self.cursorPosition() - (len(text) - len(plain))
            self.setText(plain)
            self.setCursorPosition(max(place, 0))


class DateField(QLineEdit):
    """A day typed in any of the ways of ``typed.read_date``, shown as 2026-05-12."""

    def __init__(self, today: date, *, past: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._past = past
        self.setInputMethodHints(_LATIN)
        self.setPlaceholderText("如 20260512 或 5.12")
        self.setMinimumWidth(_DAY_WIDE)
        self.editingFinished.connect(self._settle)

    def day(self) -> date | None:
        """The day that stands in the field, or None when it is empty or no day."""
        return read_date(self.text(), self._today, past=self._past)

    def set_day(self, day: date | None) -> None:
        self.setText(day.isoformat() if day else "")
        mark_bad(self, False)

    def is_good(self) -> bool:
        """Empty or a day."""
        return not self.text().strip() or self.day() is not None

    def _settle(self) -> None:
        day = self.day()
        if day:
            self.setText(day.isoformat())
        mark_bad(self, not self.is_good())


def mark_bad(edit: QLineEdit, bad: bool) -> None:
    """Draw the frame of ``edit`` red, or no longer."""
    if bool(edit.property("bad")) == bad:
        return
    edit.setProperty("bad", bad)
    edit.style().unpolish(edit)
    edit.style().polish(edit)
