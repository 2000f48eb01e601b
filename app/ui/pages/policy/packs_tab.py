"""The tab 方案: what the office carries out, what is out of date, which packs were imported."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.office import PackView
from app.services.policy_packs import ImportedPack
from app.services.stale_figures import StaleFigure
from app.ui.pages.policy.columns import IMPORTED, PACKS, STALE
from app.ui.widgets.page import GAP, card
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable

_HOW = "走访和联系的任务来自本单位执行的方案。双击或按 Enter 修改起止日期，或停止执行。"


class PacksTab(QWidget):
    """``change`` opens a programme, ``go_to`` a figure."""

    def __init__(self, *, change: Callable[[PackView], None], go_to: Callable[[str], None]) -> None:
        super().__init__()
        self.packs: RowsTable[PackView] = RowsTable(PACKS, sortable=False)
        self.packs.setAccessibleName("帮扶方案")
        self.packs.opened.connect(change)
        self.stale: RowsTable[StaleFigure] = RowsTable(
            STALE, inside=True, empty="没有超过两年没更新的金额，也没有到期的。"
        )
        self.stale.setAccessibleName("需要更新的")
        self.stale.opened.connect(lambda row: go_to(row.key))
        self.imported: RowsTable[ImportedPack] = RowsTable(
            IMPORTED, inside=True, sortable=False, empty="还没有导入过政策包。"
        )
        self.imported.setAccessibleName("导入过的政策包")
        self._stale_title = plain_label("", role="heading")
        left, stale = card()
        stale.addWidget(self._stale_title)
        stale.addWidget(self.stale, 1)
        self._right, imported = card()
        imported.addWidget(plain_label("导入过的政策包", role="heading"))
        imported.addWidget(self.imported, 1)
        below = QHBoxLayout()
        below.setSpacing(GAP)
        below.addWidget(left, 3)
        below.addWidget(self._right, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(plain_label(_HOW, role="quiet", wrap=True))
        layout.addWidget(self.packs, 3)
        layout.addLayout(below, 2)

    def show_packs(self, packs: Sequence[PackView]) -> None:
        self.packs.show_rows(packs)

    def show_stale(self, rows: Sequence[StaleFigure]) -> None:
        self._stale_title.setText(f"需要更新的　{len(rows)} 项" if rows else "需要更新的")
        self.stale.show_rows(rows)

    def show_imported(self, rows: Sequence[ImportedPack]) -> None:
        self.imported.show_rows(rows)

    def hide_imported(self, hidden: bool) -> None:
        """The county imports none."""
        self._right.setHidden(hidden)
