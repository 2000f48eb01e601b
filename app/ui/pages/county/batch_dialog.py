"""What one answer to many conflicts would do, before it is given."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.services.county_conflicts import Answer, BatchPreview, ConflictRow
from app.ui.pages.county.columns import BATCH
from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.page import make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable


class BatchDialog(QDialog):
    """Lists the conflicts; nothing is decided before the button is pressed."""

    def __init__(
        self, parent: QWidget, preview: BatchPreview, answer: Answer, confirm: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("同类一起处理")
        self.resize(820, 520)
        self._confirm = confirm
        rows: RowsTable[ConflictRow] = RowsTable(BATCH)
        rows.show_rows(preview.rows)
        go = make_button(
            f"处理这 {len(preview.rows)} 处", self._press, primary=True, tip="Ctrl+Enter"
        )
        go.setEnabled(bool(preview.rows))
        add_key(self, "处理", SAVE_KEYS, self._press)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(make_button("取消", self.reject))
        buttons.addWidget(go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        for words, role in batch_words(preview, answer):
            layout.addWidget(plain_label(words, role=role, wrap=True))
        layout.addWidget(rows, 1)
        layout.addLayout(buttons)

    def _press(self) -> None:
        self.accept()
        self._confirm()


def batch_words(preview: BatchPreview, answer: Answer) -> tuple[tuple[str, str], ...]:
    """What would happen, as (words, role) of each line."""
    lines = [
        (f"同样的单位之间、同一种情况、尚未处理的有 {len(preview.rows)} 处。", "heading"),
        (f"理由：{answer.reason}", ""),
    ]
    if preview.left_out:
        counts = "，".join(f"{office} {count} 人" for office, count in preview.left_out)
        lines.append((f"汇总时不计入：{counts}。处理以后可以撤销。", "note"))
    else:
        lines.append(("不影响汇总数字。处理以后可以撤销。", "quiet"))
    if preview.not_fitting:
        lines.append((f"另有 {preview.not_fitting} 处这样处理不适用，请单独处理。", "quiet"))
    return tuple(lines)
