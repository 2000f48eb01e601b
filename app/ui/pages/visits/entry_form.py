"""The paper on the screen: every field in the order of the paper, reached with the keyboard."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.core.contact_answers import contact_part
from app.core.errors import UserError
from app.core.form_answers import is_asked, is_required
from app.core.forms import Area, FieldKind, FormField, Repeat
from app.services.register_updates import ADOPT, changes_said, words_of
from app.services.sheet_entry import SheetEntry
from app.services.visit_checks import LATE_REASON, is_late
from app.ui.pages.visits.answer_fields import (
    AnswerField,
    BoxesField,
    DecisionField,
    TypedField,
    field_for,
)
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.plain_label import plain_label

_NOWHERE = Area(row=1, span=24)
_LABEL_WIDTH = 150
_QUESTIONS = "待核实"
_LATE = FormField(LATE_REASON, "补录原因", FieldKind.TEXT, _NOWHERE, repeat=Repeat.BATCH)
_DECIDE = "改登记"


class EntryForm(QWidget):
    """The fields of one paper. ``changed``: an answer is another one; ``edited``: already while it
    is typed; ``told``: what is wrong with the digit that was pressed."""

    changed = Signal()
    edited = Signal()
    told = Signal(str)

    def __init__(self, entry: SheetEntry, today: date) -> None:
        super().__init__()
        self._entry, self._today = entry, today
        self._day = contact_part(entry.form).day
        self._fields: dict[str, AnswerField] = {}
        self._labels: dict[str, QWidget] = {}
        self._sections: dict[str, int] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 12, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._lay_out()
        self._last: QWidget | None = None
        self._moves: EnterMoves | None = None
        self.follow()

    def lead_to(self, last: QWidget) -> None:
        """Enter goes from field to field and then to ``last``, which stands in the same window."""
        self._last = last
        self._moves = EnterMoves([edit_of(field) for field in self._fields.values()], last, self)

    # --- what stands in it ---------------------------------------------------------------------
    def keys(self) -> tuple[str, ...]:
        """The fields in the order of the paper."""
        return tuple(self._fields)

    def field(self, key: str) -> AnswerField:
        """The field of this key."""
        return self._fields[key]

    def current_key(self) -> str:
        """The field that has the cursor, empty when none has."""
        return next((k for k, w in self._fields.items() if edit_of(w).hasFocus()), "")

    def answers(self, *, strict: bool = False) -> dict[str, object]:
        """What stands in the fields; what cannot be read is left out, with ``strict`` it is marked
        and raises ``UserError``."""
        found: dict[str, object] = {}
        for key, widget in self._fields.items():
            try:
                value = widget.answer()
            except UserError:
                if strict:
                    widget.mark(True)
                    widget.setFocus(Qt.FocusReason.TabFocusReason)
                    raise
                continue
            if value is not None:
                found[key] = value
        return found

    def typed(self) -> dict[str, object]:
        """What stands in the fields as it is typed."""
        return {key: field.typed() for key, field in self._fields.items()}

    def show_typed(self, typed: Mapping[str, object]) -> None:
        """Put what was typed before back into the fields."""
        for key, value in typed.items():
            if key in self._fields:
                self._fields[key].show_typed(value)
        self.follow()

    def mark(self, bad: Collection[str]) -> None:
        """Frame these fields red, no others, and put the cursor into the first."""
        for key, field in self._fields.items():
            field.mark(key in bad)
        self._go_to(key for key in self._fields if key in bad)

    # --- the same again ------------------------------------------------------------------------
    def repeat(self, key: str, value: object | None) -> None:
        """The key 同上次 in one field."""
        self._fields[key].show_answer(value)
        self.follow()

    def fill(self, keys: Iterable[str], values: Mapping[str, object]) -> int:
        """Put ``values`` into those of ``keys`` that are asked and still empty; how many."""
        filled = 0
        for key in keys:
            field = self._fields[key]
            if key in values and field.isEnabled() and not field.typed():
                field.show_answer(values[key])
                self.follow()
                filled += 1
        return filled

    def keys_of(self, repeat: Repeat) -> tuple[str, ...]:
        """The fields that take the same again from there."""
        return tuple(key for key, field in self._fields.items() if field.field.repeat is repeat)

    def section_of(self, key: str) -> tuple[str, ...]:
        """The fields of the strip of the paper on which ``key`` stands."""
        return tuple(k for k, place in self._sections.items() if place == self._sections[key])

    def rest_from(self, key: str) -> tuple[str, ...]:
        """``key`` and every field after it."""
        keys = self.keys()
        return keys[keys.index(key) :]

    # --- the cursor ----------------------------------------------------------------------------
    def focus_first_empty(self, usual: Collection[str] = ()) -> None:
        """The cursor goes to the first field that waits for an answer: one that must have it, a
        question of the rules, or one of the ``usual`` that the sheet before had answered too."""
        asked = {key for key, _ in self._entry.questions}
        waiting = {*self._missing(self.keys()), *self._empty(self.keys()) & {*usual, *asked}}
        self._go_to([*(key for key in self._fields if key in waiting), *self._fields])

    def go_on_after(self, keys: Collection[str]) -> None:
        """The cursor goes to what is still missing of ``keys``, else to what follows them."""
        order = self.keys()
        after = order[max(order.index(key) for key in keys) + 1 :]
        if not self._go_to([*self._missing(keys), *after]) and self._last is not None:
            self._last.setFocus(Qt.FocusReason.TabFocusReason)

    def go_to_section(self, step: int) -> None:
        """The cursor goes to the next (1) or the previous (-1) strip, to what is missing there."""
        here = self._sections.get(self.current_key(), 0)
        places = sorted(set(self._sections.values()))
        at = min(max(places.index(here) + step, 0), len(places) - 1) if here in places else 0
        keys = [key for key, place in self._sections.items() if place == places[at]]
        self._go_to([*self._missing(keys), *keys])

    def _empty(self, keys: Iterable[str]) -> set[str]:
        return {key for key in keys if not self._fields[key].typed()}

    def _missing(self, keys: Collection[str]) -> list[str]:
        """Those of ``keys`` that must be answered and are not."""
        answers, held = self.answers(), self._entry.categories
        empty = self._empty(keys)
        return [
            key
            for key in keys
            if key in empty and is_required(self._fields[key].field, answers, held)
        ]

    def _go_on(self, widget: QWidget) -> None:
        if self._moves is not None:
            self._moves.go_on(widget)

    def _go_to(self, keys: Iterable[str]) -> bool:
        for key in keys:
            if self._fields[key].isEnabled():
                self._fields[key].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False

    # --- how it is built -----------------------------------------------------------------------
    def _lay_out(self) -> None:
        entry = self._entry
        if entry.questions:
            self._heading(_QUESTIONS)
            for key, words in entry.questions:
                self._row(FormField(key, words, FieldKind.YES_NO, _NOWHERE), 0)
        for place, section in enumerate(entry.form.sections, start=1):
            if section.fields:
                self._heading(section.title)
            for field in section.fields:
                self._row(field, place)
                if field.key == self._day:
                    self._row(_LATE, place)
                if field.register in entry.known.register:
                    self._row(_decision(field), place)
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _heading(self, words: str) -> None:
        row = self._grid.rowCount()
        label = plain_label(words, role="heading")
        label.setContentsMargins(0, 8 if row > 1 else 0, 0, 2)
        self._grid.addWidget(label, row, 0, 1, 2)

    def _row(self, field: FormField, section: int) -> None:
        row = self._grid.rowCount()
        required = is_required(field, {}, self._entry.categories)
        label = plain_label(field.label + ("　*" if required else ""))
        label.setContentsMargins(0, 5, 0, 0)
        decides = field.key.startswith(ADOPT)
        widget = DecisionField(field) if decides else field_for(field, self._today)
        widget.show_answer(self._entry.answers.get(field.key))
        widget.changed.connect(self.follow)
        widget.changed.connect(self.changed)
        widget.edited.connect(self.edited)
        if field.key == self._day or field.register:
            widget.edited.connect(self.follow)  # the next field depends on it: before Enter goes on
        if isinstance(widget, BoxesField):
            widget.answered.connect(lambda: self._go_on(widget))
            widget.told.connect(self.told)
        self._fields[field.key], self._labels[field.key] = widget, label
        self._sections[field.key] = section
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(widget, row, 1)

    def follow(self) -> None:
        """Fields that earlier answers leave out are greyed and skipped; the reason of a late entry
        and what is to be decided of the register stand there only when they are asked."""
        answers = self.answers()
        extra = self._extra(answers)
        for key, widget in self._fields.items():
            asked = is_asked(widget.field, answers)
            if key == LATE_REASON or isinstance(widget, DecisionField):
                asked = key in extra
                widget.setVisible(asked)
                self._labels[key].setVisible(asked)
            if isinstance(widget, DecisionField) and asked:
                widget.ask(extra[key])
            if not asked and widget.isEnabled():
                widget.show_answer(None)
            widget.setEnabled(asked)
            self._labels[key].setEnabled(asked)

    def _extra(self, answers: Mapping[str, object]) -> dict[str, str]:
        """The fields beside those of the paper that are asked now, with their words."""
        entry = self._entry
        known = entry.known
        said = changes_said(entry.form, answers, known.register, newest=known.assessed_on)
        extra = {ADOPT + claim.register: words_of(claim, known.register) for claim in said}
        if is_late(answers.get(self._day), self._today, known.late_days):
            extra[LATE_REASON] = ""
        return extra


def _decision(field: FormField) -> FormField:
    """Whether what ``field`` says goes into the register."""
    return FormField(
        ADOPT + field.register,
        _DECIDE,
        FieldKind.YES_NO,
        _NOWHERE,
        required=True,
        repeat=Repeat.ALONE,
    )


def edit_of(field: AnswerField) -> QWidget:
    """The widget within a field that has the cursor."""
    return field.edit if isinstance(field, TypedField) else field
