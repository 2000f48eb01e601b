"""What goes into the office packages: always certificates, what else the county chooses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from app.core.levels import PREFECTURE
from app.services.form_layouts import LayoutRow
from app.ui.pages.county.key_presenter import PackageOrder
from app.ui.ports import WORKBOOKS, Context
from app.ui.widgets.form_dialog import FormDialog
from app.ui.widgets.page import make_button
from app.ui.widgets.plain_label import plain_label

_NOTE = (
    "每个持有证书的乡镇一个。证书（快到期的自动换新）、根证书和吊销名单总会写进去；"
    "下面的由县里选。乡镇导入前会先看到改了什么、影响多少人，应用后可以整个撤销。"
)
_ROWS = 7


class PackageDialog(FormDialog):
    """Layouts of the county's own are ticked; shipped ones are at hand for townships that have
    their own."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        layouts: tuple[LayoutRow, ...],
        write: Callable[[PackageOrder], None],
    ) -> None:
        super().__init__(parent, "写资料包", context.receiving(_NOTE), save="写出…")
        self.setMinimumWidth(640)
        self._ask, self._write = context.ask, write
        self.version = QLineEdit()
        self.version.setPlaceholderText("如 1.2.0；不填不作要求")
        self.regions = QLineEdit()
        self.regions.setPlaceholderText("如 区划名单.xlsx；不填不发")
        self.layouts = QListWidget()
        self.layouts.setAccessibleName("表样")
        for row in sorted(layouts, key=lambda row: not row.source):
            self.layouts.addItem(_item(row))
        self.layouts.setProperty("role", "pick")
        self.layouts.setFixedHeight(_ROWS * 28 + 6)
        place = QHBoxLayout()
        place.addWidget(self.regions, 1)
        place.addWidget(make_button("选择…", self._choose))
        self.form.addRow("程序版本不低于", self.version)
        self.form.addRow("村（社区）名单", place)
        self.form.setRowVisible(place, context.level != PREFECTURE)  # counties have no villages
        self.form.addRow("表样", self.layouts)
        self.version.setFocus()
        self.form.addRow(
            "", plain_label("空格勾选。带“本单位”的是本单位自己换过的。", role="quiet")
        )

    def order(self) -> PackageOrder:
        """What stands in the fields."""
        items = (self.layouts.item(place) for place in range(self.layouts.count()))
        regions = self.regions.text().strip()
        return PackageOrder(
            minimum_version=self.version.text().strip(),
            regions=Path(regions) if regions else None,
            layouts=tuple(
                item.data(Qt.ItemDataRole.UserRole)
                for item in items
                if item.checkState() is Qt.CheckState.Checked
            ),
        )

    def press(self) -> None:
        order = self.order()
        self.close_saved()
        self._write(order)

    def _choose(self) -> None:
        path = self._ask.file("选择村（社区）名单", WORKBOOKS)
        if path is not None:
            self.regions.setText(str(path))


def _item(row: LayoutRow) -> QListWidgetItem:
    own = f"（本单位，{row.source}）" if row.source else "（随程序）"
    item = QListWidgetItem(f"{row.title}　第 {row.version} 版{own}")
    item.setData(Qt.ItemDataRole.UserRole, row.key)
    item.setCheckState(Qt.CheckState.Checked if row.source else Qt.CheckState.Unchecked)
    return item
