"""Conflicts: the list left; right the claims of one of them side by side, and the answers."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.services.county_conflicts import Answer, BatchPreview, ConflictRow, ConflictSide
from app.ui.pages.county.batch_dialog import BatchDialog
from app.ui.pages.county.columns import CONFLICTS
from app.ui.pages.county.conflict_presenter import ConflictPresenter
from app.ui.pages.county.verdict_card import VerdictCard
from app.ui.ports import Context
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.keys import add_key
from app.ui.widgets.page import GAP, card, side_by_side
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable

_SHOWN = 12  # sides; a conflict of more is decided by its offices, not by looking at each
_DIGITS = range(1, 10)


class ConflictPane(QStackedWidget):
    """↑↓ in the list changes what stands on the right; a digit chooses an answer."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.presenter = ConflictPresenter(context, self)
        self._rows: tuple[ConflictRow, ...] = ()
        self.addWidget(
            EmptyState("没有发现重复或冲突", "接收台账以后，这里会列出需要核实的人和户。")
        )
        self.verdict = VerdictCard(
            decide=self.presenter.decide,
            decide_alike=self.presenter.decide_alike,
            withdraw=self.presenter.withdraw,
        )
        split = side_by_side(self._left_side(), self._right_side(), (500, 640))
        self.addWidget(split)

    # --- what the presenter says -------------------------------------------------------------
    def show_conflicts(self, rows: tuple[ConflictRow, ...]) -> None:
        """Other rows, or other decisions on the same: the place in the list is kept."""
        self._rows = rows
        self.setCurrentIndex(1 if rows else 0)
        current = self.list.current()
        shown = [row for row in rows if row.decision is None or not self.only_open.isChecked()]
        self.list.show_rows(shown)
        ids = [row.id for row in self.list.model_of_rows.rows()]
        if current is not None and current.id in ids:
            self.list.select_place(ids.index(current.id))
        row = self.list.current()
        self._right.setVisible(row is not None)
        if row is not None:
            self._show(row)
        open_ones = sum(row.decision is None for row in rows)
        self._words.setText(f"共 {len(rows)} 处，未处理 {open_ones} 处")

    def ask_batch(self, preview: BatchPreview, answer: Answer) -> None:
        BatchDialog(
            self, preview, answer, lambda: self.presenter.confirm_batch(preview, answer)
        ).open()

    def go_on(self) -> None:
        """To the next one that nobody has decided."""
        rows = self.list.model_of_rows.rows()
        start = max(self.list.currentIndex().row(), 0)
        order = [*range(start, len(rows)), *range(start)]
        following = next((place for place in order if rows[place].decision is None), None)
        if following is not None:
            self.list.select_place(following)
        self.list.setFocus()

    # --- how it is built ---------------------------------------------------------------------
    def _left_side(self) -> QWidget:
        self.list: RowsTable[ConflictRow] = RowsTable(CONFLICTS)
        self.list.setAccessibleName("重复与冲突")
        self.list.moved.connect(self._show)
        self.list.opened.connect(lambda _: self.verdict.choose(1))
        for digit in _DIGITS:
            add_key(self.list, "", (str(digit),), partial(self.verdict.choose, digit))
        self._words = plain_label("", role="quiet")
        self.only_open = QCheckBox("只看未处理")
        self.only_open.toggled.connect(lambda _: self.show_conflicts(self._rows))
        line = QHBoxLayout()
        line.addWidget(self._words)
        line.addStretch(1)
        line.addWidget(self.only_open)
        left = QWidget()
        layout = QVBoxLayout(left)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(line)
        layout.addWidget(self.list, 1)
        return left

    def _right_side(self) -> QWidget:
        self._sides = QScrollArea()
        self._sides.setWidgetResizable(True)
        self._sides.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._right = QWidget()
        layout = QVBoxLayout(self._right)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self._sides, 1)
        layout.addWidget(self.verdict.frame)
        return self._right

    def _show(self, row: ConflictRow) -> None:
        face = QWidget()
        layout = QVBoxLayout(face)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(plain_label(row.kind_name, role="heading"))
        sides = QHBoxLayout()
        sides.setSpacing(GAP)
        for side in row.sides[:_SHOWN]:
            sides.addWidget(_side(side), 1)
        layout.addLayout(sides)
        if len(row.sides) > _SHOWN:
            layout.addWidget(plain_label(f"等共 {len(row.sides)} 处", role="quiet"))
        layout.addStretch(1)
        self._sides.setWidget(face)
        self.verdict.show_row(row)


def _side(side: ConflictSide) -> QFrame:
    frame, inside = card()
    inside.addWidget(plain_label(side.office, role="heading", wrap=True))
    form = QFormLayout()
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(8)
    for label, value in (
        ("姓名", side.name),
        ("身份证号", side.key_masked or "—"),
        ("村（社区）", side.village or "—"),
        ("台账位置", f"《{side.sheet}》第 {side.row} 行"),
        ("内容", side.detail or "—"),
    ):
        form.addRow(plain_label(label, role="quiet"), plain_label(value, wrap=True))
    inside.addLayout(form)
    inside.addStretch(1)
    return frame
