"""Conflicts: the list left, the claims of one of them side by side on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.services.county_conflicts import ConflictRow, ConflictSide
from app.ui.pages.county.columns import CONFLICTS
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.page import GAP, card
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable


class ConflictPane(QStackedWidget):
    """↑↓ in the list changes what stands on the right."""

    def __init__(self) -> None:
        super().__init__()
        self.addWidget(
            EmptyState("没有发现重复或冲突", "接收台账以后，这里会列出需要核实的人和户。")
        )
        self._list: RowsTable[ConflictRow] = RowsTable(CONFLICTS)
        self._list.setAccessibleName("重复与冲突")
        self._list.moved.connect(self._show)
        self._right = QScrollArea()
        self._right.setWidgetResizable(True)
        self._right.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(GAP)
        split.addWidget(self._list)
        split.addWidget(self._right)
        split.setSizes([520, 620])
        self.addWidget(split)

    def show_conflicts(self, rows: tuple[ConflictRow, ...]) -> None:
        self.setCurrentIndex(1 if rows else 0)
        self._list.show_rows(rows)

    def _show(self, row: ConflictRow) -> None:
        face = QWidget()
        layout = QVBoxLayout(face)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(plain_label(row.kind_name, role="heading"))
        sides = QHBoxLayout()
        sides.setSpacing(GAP)
        for side in row.sides:
            sides.addWidget(_side(side), 1)
        layout.addLayout(sides)
        layout.addWidget(
            plain_label(
                "请与相关乡镇核实。处理意见随回执发回，由乡镇在下期台账中更正或说明。",
                role="quiet",
                wrap=True,
            )
        )
        layout.addStretch(1)
        self._right.setWidget(face)


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
