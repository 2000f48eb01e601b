"""Who is affected by a change, before anybody confirms it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.change_list import change_words
from app.services.standard_change import MOVE_NAMES, Affected, ChangePreview
from app.ui.pages.policy.columns import AFFECTED
from app.ui.widgets.filter_bar import FilterBar
from app.ui.widgets.page import make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable

_NOBODY = "登记的人里没有受影响的。"
_HOW = "金额按元。“待核实”的还缺情况，不计入合计；补发只算录入前已过去的整月。"


class ChangePane(QWidget):
    """The sums in words, the people in a table to narrow; ``save`` writes those shown."""

    def __init__(self, save: Callable[[ChangePreview, Sequence[Affected]], None]) -> None:
        super().__init__()
        self._write = save
        self._preview: ChangePreview | None = None
        self._words = plain_label("", role="note", wrap=True, selectable=True)
        self.filters = FilterBar("姓名、项目")
        self.filters.add_pick("village", "全部村（社区）")
        self.filters.add_pick("move", "全部变化")
        self.filters.set_choices("move", [(move.value, name) for move, name in MOVE_NAMES.items()])
        self.filters.changed.connect(self._narrow)
        self.table: RowsTable[Affected] = RowsTable(AFFECTED, empty=_NOBODY)
        self.table.setAccessibleName("受影响的人")
        self.filters.down.connect(self.table.setFocus)
        self._count = plain_label("", role="small")
        below = QHBoxLayout()
        below.addWidget(self._count)
        below.addWidget(plain_label(_HOW, role="small"), 1)
        below.addWidget(make_button("名单存为表格…", self.save))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._words)
        layout.addWidget(self.filters)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)

    def show_change(self, preview: ChangePreview) -> None:
        self._preview = preview
        self._words.setText(change_words(preview) + "。")
        villages = sorted({one.village for one in preview.affected if one.village})
        self.filters.clear()
        self.filters.set_choices("village", [(name, name) for name in villages])
        self._narrow()

    def words(self) -> str:
        """The sums as they are said."""
        return self._words.text()

    def shown(self) -> tuple[Affected, ...]:
        """The people that the filters leave."""
        return self.table.model_of_rows.rows()

    def _narrow(self) -> None:
        if self._preview is None:
            return
        text = self.filters.search.text().strip()
        village, move = self.filters.value("village"), self.filters.value("move")
        rows = [
            one
            for one in self._preview.affected
            if text in f"{one.name} {one.programme}"
            and village in {"", one.village}
            and move in {"", one.move.value}
        ]
        self.table.show_rows(rows)
        self._count.setText(f"列出 {len(rows)} 条")

    def save(self) -> None:
        """Write those shown into a workbook."""
        if self._preview is not None:
            self._write(self._preview, self.shown())
