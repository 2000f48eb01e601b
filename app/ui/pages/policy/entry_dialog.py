"""Entering a new standard: first what the document says, then whom it affects, then 确认."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.services.figures import FigureRow
from app.services.office import OfficeView
from app.services.standard_change import ChangePreview
from app.services.typed_figures import figure_hint
from app.ui.pages.policy.change_pane import ChangePane
from app.ui.pages.policy.columns import COLLECTED
from app.ui.pages.policy.entry_presenter import (
    Collected,
    EntryPresenter,
    TypedEntry,
    region_choices,
)
from app.ui.pages.policy.presenter import PolicyPresenter
from app.ui.ports import Context
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.fields import DateField
from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.page import card, fitting_size, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable

_FORM, _CHANGE = range(2)
_HOW = "同一个文件的几项标准可以一起录入：填好一项按“加入”，再填下一项。"


class EntryDialog(QDialog):
    """``page`` knows what can be entered; ``row`` is the figure to begin with."""

    def __init__(
        self,
        context: Context,
        page: PolicyPresenter,
        row: FigureRow | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("录入新标准")
        self.resize(fitting_size(parent, 1160, 640))
        self.presenter = EntryPresenter(context, self, page.say)
        self._rows = {one.key: one for one in page.figures}
        self.change = ChangePane(page.save_list)
        self._make_fields(context.desk.clock.today(), page.office)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._form_face())
        self._stack.addWidget(self.change)
        self._problem = plain_label("", role="problem", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._problem)
        layout.addLayout(self._buttons())
        add_key(self, "下一步", SAVE_KEYS, self.press)
        EnterMoves([self.figure, *self._lines()], self._add, self)
        if row is not None:
            self.figure.setCurrentIndex(self.figure.findData(row.key))
        self._show_hint()
        self._show_step(_FORM)
        (self.value if row is not None else self.figure).setFocus()

    # --- what the presenter says -------------------------------------------------------------
    def show_collected(self, rows: Sequence[Collected]) -> None:
        self.collected.show_rows(rows)
        self._remove.setEnabled(bool(rows))

    def clear_value(self) -> None:
        self.value.clear()
        self.figure.setFocus()

    def show_change(self, preview: ChangePreview) -> None:
        self.change.show_change(preview)
        self._show_step(_CHANGE)
        self._next.setFocus()

    def show_problem(self, words: str) -> None:
        self._problem.setText(words)

    def problem(self) -> str:
        """What is said to be wrong."""
        return self._problem.text()

    def close_kept(self) -> None:
        self.accept()

    # --- what the keys do --------------------------------------------------------------------
    def press(self) -> None:
        """Go on: with what stands in the form to the preview, from the preview to the store."""
        if self._stack.currentIndex() == _CHANGE:
            self.presenter.confirm()
        elif not self.value.text().strip():
            self.presenter.preview()
        elif self._last_is_good():
            self.presenter.add(self.typed(), self.presenter.preview)

    def reject(self) -> None:
        """Esc: from the preview back to the form; from the form out."""
        if self._stack.currentIndex() == _CHANGE:
            self._show_step(_FORM)
            self.figure.setFocus()
        else:
            super().reject()

    def typed(self) -> TypedEntry:
        """What stands in the form."""
        return TypedEntry(
            row=self._rows[str(self.figure.currentData())],
            text=self.value.text(),
            first=self.first.day(),
            issued=self.issued.day(),
            citation=self.citation.text(),
            last=self.last.day(),
            region=str(self.region.currentData()),
        )

    def _press_add(self) -> None:
        if self._last_is_good():
            self.presenter.add(self.typed())

    def _last_is_good(self) -> bool:
        """Whether the last day is one, or empty; says so and goes there when not."""
        if not self.last.is_good():
            self.show_problem("“到期日”不是日期，请写成 2026-12-31，一直有效的不写。")
            self.last.setFocus()
        return self.last.is_good()

    # --- how it is built ---------------------------------------------------------------------
    def _make_fields(self, today: date, office: OfficeView | None) -> None:
        self.figure = QComboBox()
        self.figure.setMaxVisibleItems(16)
        for key, row in self._rows.items():
            self.figure.addItem(row.title, key)
        self.figure.currentIndexChanged.connect(lambda _: self._show_hint())
        self.value = QLineEdit()
        self._hint = plain_label("", role="small", wrap=True)
        self.first, self.issued, self.last = (DateField(today) for _ in range(3))
        self.last.setPlaceholderText("一直有效的不写")
        self.citation = QLineEdit()
        self.citation.setPlaceholderText("如：县民政局2026年第3号通知")
        self.region = QComboBox()
        for prefix, words in region_choices(office) if office else ():
            self.region.addItem(words, prefix)
        self.collected: RowsTable[Collected] = RowsTable(
            COLLECTED, inside=True, sortable=False, empty="还没有加入。只录一项的，直接看影响。"
        )
        self.collected.setAccessibleName("要录入的")

    def _lines(self) -> list[QWidget]:
        return [self.value, self.first, self.issued, self.citation, self.last, self.region]

    def _form_face(self) -> QWidget:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        value = QVBoxLayout()
        value.setSpacing(4)
        value.addWidget(self.value)
        value.addWidget(self._hint)
        form.addRow("参数", self.figure)
        form.addRow("值", value)
        labels = ("执行日期", "发文日期", "文件和文号", "到期日", "适用范围")
        for label, widget in zip(labels, self._lines()[1:], strict=True):
            form.addRow(label, widget)
        self._add = make_button("加入", self._press_add)
        self._add.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        form.addRow("", self._add)
        left, inside = card()
        inside.addWidget(plain_label(_HOW, role="quiet", wrap=True))
        inside.addLayout(form)
        inside.addStretch(1)
        right, waiting = card()
        waiting.addWidget(plain_label("要录入的", role="heading"))
        waiting.addWidget(self.collected, 1)
        self._remove = make_button(
            "去掉所选的", lambda: self.presenter.remove(self.collected.chosen())
        )
        self._remove.setEnabled(False)
        waiting.addWidget(self._remove, alignment=Qt.AlignmentFlag.AlignRight)
        face = QWidget()
        layout = QHBoxLayout(face)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(left, 3)
        layout.addWidget(right, 2)
        return face

    def _buttons(self) -> QHBoxLayout:
        self._back = make_button("返回", self.reject, tip="Esc")
        self._next = make_button("", self.press, primary=True, tip="Ctrl+Enter")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._back)
        buttons.addWidget(self._next)
        return buttons

    def _show_step(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        self._next.setText("看看影响谁" if step == _FORM else "确认录入")
        self._back.setText("取消" if step == _FORM else "返回修改")
        self.show_problem("")

    def _show_hint(self) -> None:
        row = self._rows.get(str(self.figure.currentData()))
        if row is not None:
            now = f"　现在：{row.words}" if row.words else ""
            self._hint.setText(f"{figure_hint(row)}{now}")
