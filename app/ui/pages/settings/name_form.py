"""A name that counts from a day on: of a category, of a village."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.acting import Done, Tell
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.fields import DateField
from app.ui.widgets.form_dialog import BAD_DAY, FormDialog


class SaveName(Protocol):
    def __call__(self, name: str, first: date, *, done: Done, tell: Tell) -> None: ...


@dataclass(frozen=True)
class NameAsked:
    """What the form says: its title, a note above the fields, the name to begin with."""

    title: str
    note: str
    name: str = ""


class NameForm(FormDialog):
    """The name and its first day; ``more`` are further fields with their labels."""

    def __init__(
        self,
        parent: QWidget,
        asked: NameAsked,
        today: date,
        *,
        save: SaveName,
        more: tuple[tuple[str, QLineEdit], ...] = (),
    ) -> None:
        super().__init__(parent, asked.title, asked.note)
        self._save_name = save
        self.name = QLineEdit(asked.name)
        self.first = DateField(today, past=True)
        self.first.set_day(today)
        self.form.addRow("名称", self.name)
        self.form.addRow("从哪天起", self.first)
        for label, edit in more:
            self.form.addRow(label, edit)
        EnterMoves([self.name, self.first, *(edit for _, edit in more)], self.save, self)
        self.name.setFocus()
        self.name.selectAll()

    def press(self) -> None:
        first = self.first.day()
        if first is None:
            self.tell(BAD_DAY)
        else:
            self._save_name(self.name.text(), first, done=self.close_saved, tell=self.tell)
