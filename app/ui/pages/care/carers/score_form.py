"""The score sheet on the screen: points by item, vetoes, what else the paper asks; by keyboard."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.services.care.score_month import MonthLine, ScoreMonth, total_words
from app.services.care.scores import SATISFACTION, TOLD_HOW, ScoreTyped
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.fields import DateField, IdField, mark_bad
from app.ui.widgets.plain_label import plain_label

_NOT_TOLD = "还没有告知"


class _Veto(QCheckBox):
    """A blank ticks it, Enter goes on."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.focusNextChild()
        else:
            super().keyPressEvent(event)


class ScoreForm(QWidget):
    """Built for one agreement in one month."""

    def __init__(self, line: MonthLine, month: ScoreMonth, today: date) -> None:
        super().__init__()
        self._line, self._month = line, month
        self.points: dict[str, IdField] = {}
        self.vetoes: dict[str, _Veto] = {}
        self.total = plain_label("", role="heading")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(6)
        column.addLayout(self._items())
        column.addLayout(self._rest(today))
        for words in line.before:
            column.addWidget(plain_label(words, role="quiet", wrap=True))
        column.addStretch(1)
        self._scroll = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.total)
        self._fill(today)
        self._add_up()

    def lead_to(self, save: QPushButton) -> None:
        """Enter goes from field to field and from the last to ``save``, in the same window."""
        order: list[QWidget] = [
            *self.points.values(), *self.vetoes.values(), self.satisfaction, self.opinion,
            self.scored_on, self.scored_by, self.told_how, self.told_on,
            *([self.why] if self._line.score else []),
        ]  # fmt: skip
        EnterMoves(order, save, self)
        for edit in order:
            edit.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field with the cursor is always in view."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._scroll.ensureWidgetVisible(watched, 0, 40)
        return False

    def focus_first(self) -> None:
        """Into the first item that has no points yet."""
        fields = list(self.points.values())
        first = next((field for field in fields if not field.text()), fields[0] if fields else None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def mark(self, key: str) -> None:
        """Show which field is wrong, and go there."""
        edits: dict[str, QWidget] = {
            **self.points, "scored_on": self.scored_on, "told_on": self.told_on,
            "told_how": self.told_how, "why": self.why,
        }  # fmt: skip
        for name, edit in edits.items():
            if isinstance(edit, QLineEdit):
                mark_bad(edit, name == key)
        if key in edits:
            edits[key].setFocus(Qt.FocusReason.TabFocusReason)

    def bad_day(self) -> str:
        """The key of a date that is none; empty when both are good."""
        days = {"scored_on": self.scored_on, "told_on": self.told_on}
        return next((key for key, field in days.items() if not field.is_good()), "")

    def typed(self) -> ScoreTyped:
        """What stands in the form."""
        how = self.told_how.currentText()
        told = how != _NOT_TOLD
        return ScoreTyped(
            agreement_id=self._line.agreement_id,
            month=self._month.month,
            points={name: field.text() for name, field in self.points.items()},
            vetoes=tuple(name for name, box in self.vetoes.items() if box.isChecked()),
            satisfaction=str(self.satisfaction.currentData()),
            opinion=self.opinion.text(),
            scored_on=self.scored_on.day(),
            scored_by=self.scored_by.text(),
            told_on=self.told_on.day() if told else None,
            told_how=how if told else "",
            why=self.why.text(),
        )

    def _items(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        for row, (name, worth) in enumerate(self._month.sheet.items):
            field = IdField()
            field.setFixedWidth(64)
            field.setAccessibleName(f"{name}，满分{worth}分")
            field.textChanged.connect(lambda *_: self._add_up())
            self.points[name] = field
            grid.addWidget(plain_label(name, wrap=True), row, 0)
            grid.addWidget(field, row, 1)
            grid.addWidget(plain_label(f"/ {worth}", role="quiet"), row, 2)
        for name in self._month.sheet.vetoes:
            box = _Veto(f"一票否决：{name}")
            box.toggled.connect(lambda *_: self._add_up())
            self.vetoes[name] = box
            grid.addWidget(box, grid.rowCount(), 0, 1, 3)
        return grid

    def _rest(self, today: date) -> QGridLayout:
        self.satisfaction = QComboBox()
        self.satisfaction.addItem("没有问", "")
        for words in SATISFACTION:
            self.satisfaction.addItem(words, words)
        self.opinion, self.scored_by, self.why = QLineEdit(), QLineEdit(), QLineEdit()
        self.scored_by.setPlaceholderText("不填：当前经办人")
        self.scored_on, self.told_on = DateField(today, past=True), DateField(today, past=True)
        self.told_how = QComboBox()
        self.told_how.addItems([_NOT_TOLD, *TOLD_HOW])
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        for place, (label, edit) in enumerate((
            ("满意度", self.satisfaction), ("考核意见", self.opinion), ("考核日期", self.scored_on),
            ("考核人", self.scored_by), ("告知", self.told_how), ("告知日期", self.told_on),
        )):  # fmt: skip
            edit.setAccessibleName(label)
            grid.addWidget(plain_label(label), place // 2, place % 2 * 2)
            grid.addWidget(edit, place // 2, place % 2 * 2 + 1)
        if self._line.score is not None:
            self.why.setAccessibleName("更正原因")
            self.why.setPlaceholderText("改已经保存的分数，要写明原因")
            grid.addWidget(plain_label("更正原因"), grid.rowCount(), 0)
            grid.addWidget(self.why, grid.rowCount() - 1, 1, 1, 3)
        return grid

    def _fill(self, today: date) -> None:
        score = self._line.score
        self.scored_on.set_day(score.scored_on if score else today)
        self.told_on.set_day(score.told_on if score and score.told_on else today)
        if score is None:
            return
        for name, field in self.points.items():
            field.setText(self._line.points.get(name, ""))
        for name, box in self.vetoes.items():
            box.setChecked(name in score.vetoes)
        self.satisfaction.setCurrentIndex(max(self.satisfaction.findData(score.satisfaction), 0))
        self.opinion.setText(score.opinion)
        self.scored_by.setText(score.scored_by)
        if score.told_how and self.told_how.findText(score.told_how) < 0:
            self.told_how.addItem(score.told_how)
        self.told_how.setCurrentText(score.told_how or _NOT_TOLD)

    def _add_up(self) -> None:
        points = {name: field.text() for name, field in self.points.items()}
        ticked = tuple(name for name, box in self.vetoes.items() if box.isChecked())
        self.total.setText(total_words(self._month.sheet, points, ticked))
