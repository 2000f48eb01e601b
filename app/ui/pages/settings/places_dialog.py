"""What a county's list of places would do: shown first, then written whole."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget, QWidget

from app.services.region_file import Fault, PlaceChange, PlacePreview
from app.ui.pages.settings.villages_presenter import VillagesPresenter
from app.ui.widgets.form_dialog import FormDialog
from app.ui.widgets.page import fitting_size
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

_CHANGES = (
    Column[PlaceChange]("行", lambda change: str(change.row), 48, right=True),
    Column[PlaceChange]("变动", lambda change: change.kind.value, 80),
    Column[PlaceChange]("内容", lambda change: change.words, 360, stretch=True),
)
_FAULTS = (
    Column[Fault]("行", lambda fault: str(fault.row), 48, right=True),
    Column[Fault]("问题", lambda fault: fault.what, 320, stretch=True),
    Column[Fault]("怎么办", lambda fault: fault.remedy, 300),
)


class PlacesDialog(FormDialog):
    """Changes and faults side by side; a row with a fault is left out, the others can be taken."""

    def __init__(
        self, parent: QWidget, preview: PlacePreview, presenter: VillagesPresenter
    ) -> None:
        others = f"；其他乡镇的 {preview.others} 个村不导入" if preview.others else ""
        note = (
            f"{preview.path.name}：{len(preview.changes)} 处变动，{len(preview.faults)} 行有问题，"
            f"县乡名称 {preview.places} 条{others}。不确认就什么也不写；导入后可以整个撤销。"
        )
        super().__init__(parent, "导入区划名单", note, save="确认导入")
        self.resize(fitting_size(parent, 860, 480))
        self._preview, self._presenter = preview, presenter
        changes: RowsTable[PlaceChange] = RowsTable(
            _CHANGES, sortable=False, empty="名单与登记的村（社区）一致，没有要改的。"
        )
        faults: RowsTable[Fault] = RowsTable(_FAULTS, sortable=False, empty="没有问题。")
        changes.show_rows(preview.changes)
        faults.show_rows(preview.faults)
        tabs = QTabWidget()
        tabs.tabBar().setDrawBase(False)
        tabs.addTab(changes, f"变动 {len(preview.changes)}")
        tabs.addTab(faults, f"问题 {len(preview.faults)}")
        tabs.setCurrentIndex(1 if preview.faults and not preview.changes else 0)
        self.body.insertWidget(1, tabs, 1)
        self.save.setEnabled(bool(preview.changes or preview.places))

    def press(self) -> None:
        if self.save.isEnabled():
            self._presenter.commit(self._preview, self.close_saved, self.tell)
