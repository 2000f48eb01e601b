"""试算: the facts that the programmes ask for, to be changed, and what would come of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.dictionary import Kind
from app.core.terms import UNKNOWN
from app.services.trials import TrialFact, TrialLine, TrialView
from app.ui.pages.entitlements.columns import TRIAL
from app.ui.widgets.fields import DateField, mark_bad
from app.ui.widgets.page import GAP, link_button
from app.ui.widgets.plain_label import plain_label, set_role
from app.ui.widgets.table import RowsTable
from app.ui.widgets.upright_scroll import UprightScroll

_REST_MS = 300  # a trial is made when the clerk rests this long
_FORM_WIDE = 316
TryOut = Callable[[Mapping[str, str], date], None]


class TrialPane(QWidget):
    """Asks ``try_out`` whenever a field rests; nothing of it is kept."""

    def __init__(self, try_out: TryOut, today: date) -> None:
        super().__init__()
        self._try_out = try_out
        self._today = today
        self._facts: dict[str, TrialFact] = {}
        self._edits: dict[str, QComboBox | QLineEdit] = {}
        self._filling = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.try_now)
        self.day = DateField(today)
        self.day.setAccessibleName("试算日")
        self.day.set_day(today)
        self.day.textChanged.connect(lambda *_: self._changed())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(GAP)
        layout.addWidget(self._left())
        layout.addLayout(self._right(), 1)

    # --- what the page calls -------------------------------------------------------------------
    def start(self, day: date) -> None:
        """Another person, or the same one as registered: nothing is changed yet."""
        self._facts, self._edits = {}, {}
        self._fill_day(day)
        self.try_now()

    def try_now(self) -> None:
        """Ask at once, without waiting for a rest."""
        self._rest.stop()
        day = self.day.day()
        if day is not None:
            self._try_out(self.changes(), day)

    def changes(self) -> dict[str, str]:
        """What stands otherwise in the fields than in the register."""
        return {
            key: _text(edit)
            for key, edit in self._edits.items()
            if _text(edit) != self._facts[key].known
        }

    def edit(self, key: str) -> QComboBox | QLineEdit:
        """The field of a fact."""
        return self._edits[key]

    def problem(self) -> str:
        """What is said about a value that cannot be read."""
        return self._problem.text()

    def show_trial(self, view: TrialView) -> None:
        if list(self._facts) != [fact.key for fact in view.facts]:
            self._build(view)
        self._facts = {fact.key: fact for fact in view.facts}
        self._problem.clear()
        self._problem.hide()
        for edit in self._edits.values():
            _mark(edit, False)
        self.table.show_rows(view.lines)
        self._told.setText(told(view))
        set_role(self._told, "" if view.changes or view.day != view.today else "quiet")

    def show_problem(self, key: str, words: str) -> None:
        """A value that cannot be read; the last answer stays."""
        self._problem.setText(words)
        self._problem.show()
        if key in self._edits:
            _mark(self._edits[key], True)

    # --- how it is built -----------------------------------------------------------------------
    def _left(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(_FORM_WIDE)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.addWidget(plain_label("改一改，看结果有什么不同", role="quiet"), 1)
        head.addWidget(link_button("恢复原样", self._restore))
        layout.addLayout(head)
        self._scroll = UprightScroll()
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        day = QFormLayout()
        day.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        day.addRow("试算日", self.day)
        layout.addLayout(day)
        layout.addWidget(self._scroll, 1)
        self._problem = plain_label("", role="problem", wrap=True)
        self._problem.hide()
        layout.addWidget(self._problem)
        return side

    def _right(self) -> QVBoxLayout:
        self.table: RowsTable[TrialLine] = RowsTable(
            TRIAL, sortable=False, inside=True, empty="没有适用的待遇。"
        )
        self.table.setAccessibleName("试算结果")
        self._told = plain_label("", wrap=True, selectable=True)
        self._told.setAlignment(Qt.AlignmentFlag.AlignTop)
        told_in = QScrollArea()
        told_in.setWidgetResizable(True)
        told_in.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        told_in.setWidget(self._told)
        right = QVBoxLayout()
        right.addWidget(self.table, 1)
        right.addWidget(told_in, 1)
        right.addWidget(
            plain_label("试算什么都不保存；登记请到“人员”页。", role="small", wrap=True)
        )
        return right

    def _build(self, view: TrialView) -> None:
        """Another list of facts: the fields anew, what was typed and the cursor stay."""
        at = next((key for key, edit in self._edits.items() if edit.hasFocus()), "")
        self._edits = {}
        form_in = QWidget()
        form = QFormLayout(form_in)
        form.setContentsMargins(0, 4, 8, 4)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(7)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for fact in view.facts:
            edit = self._edit_of(fact)
            self._edits[fact.key] = edit
            label = plain_label(fact.label, wrap=True)
            label.setMinimumWidth(118)
            label.setToolTip(fact.question)
            form.addRow(label, edit)
        self._scroll.setWidget(form_in)
        if at in self._edits:
            self._edits[at].setFocus()

    def _edit_of(self, fact: TrialFact) -> QComboBox | QLineEdit:
        if fact.choices:
            pick = QComboBox()
            pick.addItem(UNKNOWN, "")
            for choice in fact.choices:
                pick.addItem(choice, choice)
            pick.setCurrentIndex(max(pick.findData(fact.tried), 0))
            pick.currentIndexChanged.connect(lambda *_: self._changed())
            edit: QComboBox | QLineEdit = pick
        else:
            line = DateField(self._today) if fact.kind is Kind.DATE else QLineEdit()
            line.setText(fact.tried)
            line.setPlaceholderText(UNKNOWN)
            line.textChanged.connect(lambda *_: self._changed())
            edit = line
        edit.setAccessibleName(fact.label)
        edit.setToolTip(fact.question)
        return edit

    def _fill_day(self, day: date) -> None:
        self._filling = True
        self.day.set_day(day)
        self._filling = False

    def _restore(self) -> None:
        self.start(self._today)

    def _changed(self) -> None:
        if not self._filling:
            self._rest.start()


def told(view: TrialView) -> str:
    """What was changed and what came of it, line by line."""
    parts = [f"假设 {change}" for change in view.changes]
    if view.day != view.today:
        parts.append(f"假设 {view.day.isoformat()} 核算（现在是 {view.today.isoformat()}）")
    if not parts:
        return "还没有改动：左边改一项，这里说明结果有什么不同。"
    changed = [line for line in view.lines if line.changed]
    parts += [f"{line.title}：{line.words()}" for line in changed]
    for line in view.lines:
        if line.after is not None and line.before is not None:
            new = [q for q in line.after.to_find_out if q not in line.before.to_find_out]
            parts += [f"{line.title} 还要核实：{question}" for question in new]
    return "\n".join(parts if changed else (*parts, "各项待遇的结论都不变。"))


def _text(edit: QComboBox | QLineEdit) -> str:
    if isinstance(edit, QComboBox):
        return str(edit.currentData())
    if isinstance(edit, DateField):
        day = edit.day()
        return day.isoformat() if day else edit.text().strip()
    return edit.text().strip()


def _mark(edit: QComboBox | QLineEdit, bad: bool) -> None:
    if isinstance(edit, QLineEdit):
        mark_bad(edit, bad)
