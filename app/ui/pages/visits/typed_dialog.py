"""How a form that was typed in looks: the answers in the order of the paper."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.services.typed_forms import TypedForm
from app.ui.pages.visits.evidence_dialog import EvidenceDialog
from app.ui.pages.visits.typed_presenter import TypedPresenter
from app.ui.ports import Context
from app.ui.widgets.keys import add_key
from app.ui.widgets.page import fitting_size, make_button
from app.ui.widgets.plain_label import plain_label

_LABEL_WIDTH = 170
_EMPTY = "（空）"


class TypedDialog(QDialog):
    """Answers above, what can be done with them below."""

    def __init__(self, context: Context, parent: QWidget, contact_id: int) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(fitting_size(parent, 900, 640))
        self._context, self._contact_id = context, contact_id
        self.presenter = TypedPresenter(context, self, contact_id)
        self._who = plain_label("", role="heading")
        self._when = plain_label("", role="quiet", wrap=True)
        self._words = plain_label("", role="done", wrap=True)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName("录入的内容")
        self._masked = QCheckBox("证件号码打码")
        self._masked.setChecked(True)
        self._mend = make_button("重新录入…", self._press_mend, tip="改正录错的内容")
        self._print = make_button("打印…", self.print_out, primary=True, tip="Ctrl+P")
        self._lay_out()
        add_key(self, "打印", ("Ctrl+P",), self.print_out)
        add_key(self, "佐证", ("F10",), self.open_evidence)

    def start(self) -> None:
        """Read the form and show it."""
        self.open()
        self.presenter.start()

    # --- what the presenter says -------------------------------------------------------------
    def show_form(self, form: TypedForm) -> None:
        self.setWindowTitle(form.title)
        self._who.setText(f"{form.name}　{form.day}")
        parts = (
            f"编号 {form.sheet_no}" if form.sheet_no else "",
            f"版式 {form.version}",
            f"{form.entered_by} {form.entered_at:%Y-%m-%d %H:%M} 录入",
            f"补录原因：{form.late_reason}" if form.late_reason else "",
        )
        self._when.setText("　".join(filter(None, parts)))
        self._mend.setEnabled(bool(form.sheet_no))
        self._scroll.setWidget(_answers(form))
        self._scroll.setFocus()

    def say(self, words: str) -> None:
        self._words.setText(words)

    # --- what the clerk does -----------------------------------------------------------------
    def print_out(self) -> None:
        """The filled form on paper."""
        self.presenter.print(masked=self._masked.isChecked())

    def open_evidence(self) -> None:
        """Photos and scans of this contact."""
        contact = (self._contact_id, self._who.text())
        EvidenceDialog(self._context, self.window(), contact).open()

    def _press_mend(self) -> None:
        if self.presenter.mend():
            self.accept()

    # --- how it is built ---------------------------------------------------------------------
    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self._masked)
        buttons.addStretch(1)
        buttons.addWidget(make_button("佐证… F10", self.open_evidence))
        buttons.addWidget(self._mend)
        buttons.addWidget(make_button("关闭", self.reject, tip="Esc"))
        buttons.addWidget(self._print)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(8)
        for widget in (self._who, self._when, self._words):
            layout.addWidget(widget)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(buttons)


def _answers(form: TypedForm) -> QWidget:
    """Every answer beside its label, section by section."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 12, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
    grid.setColumnStretch(1, 1)
    top = Qt.AlignmentFlag.AlignTop
    for title, lines in form.sections:
        grid.addWidget(plain_label(title, role="heading"), grid.rowCount(), 0, 1, 2)
        for line in lines:
            row = grid.rowCount()
            grid.addWidget(plain_label(line.label, role="quiet"), row, 0, top)
            role = "" if line.words else "quiet"
            words = plain_label(line.words or _EMPTY, role=role, wrap=True, selectable=True)
            grid.addWidget(words, row, 1, top)
    grid.setRowStretch(grid.rowCount(), 1)
    return holder
