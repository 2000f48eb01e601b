"""How typing a sheet in looks: the number, then the paper from top to bottom, no mouse needed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import UserError
from app.core.form_answers import Problem, is_asked, is_required
from app.core.forms import Area, FieldKind, FormField
from app.services.drafts import DraftRow
from app.services.visits import SheetEntry
from app.ui.draft_keeper import DraftKeeper
from app.ui.drafts import Unsaved
from app.ui.pages.visits.answer_fields import AnswerField, TypedField, field_for
from app.ui.pages.visits.entry_presenter import EntryPresenter
from app.ui.ports import Context
from app.ui.widgets.draft_bar import DraftBar
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.fields import IdField
from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.page import GAP, card, make_button
from app.ui.widgets.plain_label import plain_label, set_role
from app.ui.widgets.tab_pane import TabPane

_NOWHERE = Area(row=1, span=24)
_LABEL_WIDTH = 150


class EntryPane(TabPane):
    """Number above, form in the middle, what can be pressed below."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.presenter = EntryPresenter(context, self)
        self._today = context.desk.clock.today()
        self._fields: dict[str, AnswerField] = {}
        self._labels: dict[str, QWidget] = {}
        self._number = IdField()
        self._number.setFixedWidth(200)
        self._number.setPlaceholderText("输入或扫描 12 位编号")
        self._number.setAccessibleName("走访表编号")
        self._number.returnPressed.connect(lambda: self.open_sheet(self._number.text()))
        self._kept = plain_label("", role="small")
        self.bar = DraftBar(self.presenter.discard)
        self._stored: dict[str, object] = {}  # what the fields held when the sheet was opened
        self.keeper = DraftKeeper(context, self._unsaved, self)
        self.keeper.told.connect(self._kept.setText)
        self._words = plain_label("", role="quiet", wrap=True)
        self._who = plain_label("", role="heading")
        self._where = plain_label("", role="quiet")
        self._save = make_button("保存", self._press_save, primary=True, tip="Ctrl+Enter")
        self._save.setEnabled(False)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(_no_sheet())
        self._lay_out()
        add_key(self, "保存", SAVE_KEYS, self._press_save)
        add_key(self, "同上次", ("F4",), self._repeat)

    def focus_first(self) -> None:
        if self.presenter.entry is None:
            self._number.setFocus()
            self._number.selectAll()
        elif self._fields:
            next(iter(self._fields.values())).setFocus(Qt.FocusReason.TabFocusReason)

    def keep_drafts(self) -> None:
        self.keeper.write_now()

    def open_sheet(self, typed: str) -> None:
        """Open the sheet of a number; what stands on the one before stays a draft."""
        self.keeper.write()
        self.presenter.open(typed)

    def words(self) -> str:
        """What is said above the form."""
        return self._words.text()

    def field_keys(self) -> tuple[str, ...]:
        """The fields in the order of the paper."""
        return tuple(self._fields)

    def edit_of(self, key: str) -> QWidget:
        """The widget that a field is typed into."""
        return _focus_of(self._fields[key])

    def is_asked(self, key: str) -> bool:
        """Whether earlier answers leave this field to be asked."""
        return self._fields[key].isEnabled()

    def current_key(self) -> str:
        """The field that has the cursor, empty when none has."""
        return next((k for k, w in self._fields.items() if _focus_of(w).hasFocus()), "")

    def answers(self) -> dict[str, object]:
        """What stands in the fields; what cannot be read is left out."""
        return self._answers(strict=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field with the cursor is always in view."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._scroll.ensureWidgetVisible(watched, 0, 60)
        return False

    # --- what the presenter says -------------------------------------------------------------
    def show_sheet(self, entry: SheetEntry) -> None:
        self._number.setText(entry.sheet_no)
        self._who.setText(f"{entry.name}　{entry.village}")
        again = "　已录入过，保存会替换" if entry.recorded else ""
        self._where.setText(f"批次 {entry.batch_no}　第 {entry.position} / {entry.size} 张{again}")
        if not entry.recorded and not self._words.text().startswith("已保存"):
            self._say("")
        self._build_form(entry)
        self._save.setEnabled(True)
        self._follow()
        self._stored = self._typed()
        self.focus_first()

    def show_restored(self, words: str, found: DraftRow | None) -> None:
        self.bar.say(words)
        self._kept.setText("")
        if found is None:
            return
        for key, typed in found.typed.items():
            if key in self._fields:
                self._fields[key].show_typed(typed)
        self._follow()
        self.keeper.found(found.place, found.typed)

    def show_number_problem(self, words: str) -> None:
        self._say(words, "problem")
        self._number.setFocus()
        self._number.selectAll()

    def show_problems(self, problems: tuple[Problem, ...], words: str) -> None:
        self._say(words, "problem")
        bad = {problem.field for problem in problems}
        for key, field in self._fields.items():
            field.mark(key in bad)
        first = next((f for key, f in self._fields.items() if key in bad), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)
        self.keeper.touch()

    def show_saved(self, words: str, place: str) -> None:
        self.keeper.forget(place)
        self.bar.say("")
        self._kept.setText("")
        self._say(words, "done")

    def show_no_sheet(self) -> None:
        self._who.setText("")
        self._where.setText("")
        self._fields = {}
        self.bar.say("")
        self._scroll.setWidget(_no_sheet())
        self._save.setEnabled(False)
        self._number.clear()
        self._number.setFocus()

    # --- how it is built ---------------------------------------------------------------------
    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(plain_label("走访表编号"))
        top.addWidget(self._number)
        top.addWidget(self._who)
        top.addStretch(1)
        top.addWidget(self._where)
        frame, inside = card()
        inside.addWidget(self._scroll)
        bottom = QHBoxLayout()
        bottom.addWidget(
            plain_label(
                "Enter 下一项　数字键勾选　退格清空　F4 同上次　Ctrl+Enter 保存　Esc 返回计划",
                role="small",
            ),
            1,
        )
        bottom.addWidget(self._kept)
        bottom.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(top)
        layout.addWidget(self.bar)
        layout.addWidget(self._words)
        layout.addWidget(frame, 1)
        layout.addLayout(bottom)

    def _build_form(self, entry: SheetEntry) -> None:
        self._fields, self._labels = {}, {}
        paper = QWidget()
        grid = QGridLayout(paper)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(7)
        grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        if entry.questions:
            self._heading(grid, "待核实")
            for key, words in entry.questions:
                self._row(grid, FormField(key, words, FieldKind.YES_NO, _NOWHERE), entry)
        for section in entry.form.sections:
            if section.fields:
                self._heading(grid, section.title)
            for field in section.fields:
                self._row(grid, field, entry)
        grid.setRowStretch(grid.rowCount(), 1)
        self._scroll.setWidget(paper)
        order = [_focus_of(field) for field in self._fields.values()]
        EnterMoves(order, self._save, paper)
        for widget in order:
            widget.installEventFilter(self)

    def _heading(self, grid: QGridLayout, words: str) -> None:
        row = grid.rowCount()
        label = plain_label(words, role="heading")
        label.setContentsMargins(0, 8 if row > 1 else 0, 0, 2)
        grid.addWidget(label, row, 0, 1, 2)

    def _row(self, grid: QGridLayout, field: FormField, entry: SheetEntry) -> None:
        row = grid.rowCount()
        required = is_required(field, {}, entry.categories)
        label = plain_label(field.label + ("　*" if required else ""))
        label.setContentsMargins(0, 5, 0, 0)
        widget = field_for(field, self._today)
        widget.show_answer(entry.answers.get(field.key))
        widget.changed.connect(self._follow)
        widget.changed.connect(self.keeper.touch)
        widget.edited.connect(self.keeper.touch)
        self._fields[field.key] = widget
        self._labels[field.key] = label
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(widget, row, 1)

    def _follow(self) -> None:
        """Fields that earlier answers leave out are greyed and skipped."""
        answers = self._answers(strict=False)
        for key, widget in self._fields.items():
            asked = is_asked(widget.field, answers)
            if not asked and widget.isEnabled():
                widget.show_answer(None)
            widget.setEnabled(asked)
            self._labels[key].setEnabled(asked)

    def _answers(self, *, strict: bool) -> dict[str, object]:
        """What stands in the fields; with ``strict`` what cannot be read is an error."""
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

    def _press_save(self) -> None:
        if self.presenter.entry is None:
            return
        try:
            answers = self._answers(strict=True)
        except UserError as error:
            self._say("".join(error.sentences()), "problem")
            return
        self.keeper.stop()
        if not self.presenter.save(answers):
            self.keeper.touch()

    def _typed(self) -> dict[str, object]:
        """What stands in the fields as it is typed."""
        return {key: field.typed() for key, field in self._fields.items()}

    def _unsaved(self) -> Unsaved | None:
        changed = {
            key: typed for key, typed in self._typed().items() if typed != self._stored.get(key)
        }
        return self.presenter.unsaved(changed)

    def _repeat(self) -> None:
        key = self.current_key()
        if key:
            self._fields[key].show_answer(self.presenter.last_value(key))
            self._follow()
            self.keeper.touch()

    def _say(self, words: str, role: str = "quiet") -> None:
        self._words.setText(words)
        self._words.setVisible(bool(words))
        set_role(self._words, role)


def _no_sheet() -> EmptyState:
    return EmptyState(
        "还没有打开走访表",
        "扫描走访表右上角的条码，或输入条码下面的 12 位编号，按 Enter。\n"
        "保存一张以后，同一批的下一张自动打开。",
    )


def _focus_of(field: AnswerField) -> QWidget:
    """The widget within a field that has the cursor."""
    return field.edit if isinstance(field, TypedField) else field
