"""How the tab 护理人 looks."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from app.ui.pages.care.pane import CarePane
from app.ui.ports import Context
from app.ui.widgets.empty_state import EmptyState


class CarersPane(CarePane):
    """Who cares for whom, and how well."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            EmptyState("还没有护理人", "护理人和护理协议登记在人员的“家庭成员和联系人”里。")
        )
