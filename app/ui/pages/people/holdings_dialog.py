"""The categories of one person: many at once, each with its days, basis and who confirmed it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.services.holdings import HoldingRow
from app.ui.pages.people.holding_forms import EndForm, HoldingForm
from app.ui.pages.people.holdings_presenter import HoldingsPresenter, HoldingsView
from app.ui.ports import Context
from app.ui.widgets.keys import add_key
from app.ui.widgets.page import fitting_size, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

_LEVELS = {"person": "个人", "household": "家庭"}


def _tone(row: HoldingRow) -> str:
    return "" if row.now else "quiet"


_HOLDINGS = (
    Column[HoldingRow]("类别", lambda row: row.name, 170, tone=_tone),
    Column[HoldingRow]("级别", lambda row: _LEVELS.get(row.level, row.level), 56, tone=_tone),
    Column[HoldingRow]("从", lambda row: row.start.isoformat(), 96, tone=_tone),
    Column[HoldingRow](
        "到",
        lambda row: row.end.isoformat() if row.end else "现在",
        96,
        key=lambda row: row.end,
        tone=_tone,
    ),
    Column[HoldingRow]("依据", lambda row: row.basis or "—", 150, stretch=True, tone=_tone),
    Column[HoldingRow]("确认人", lambda row: row.confirmed_by or "—", 90, tone=_tone),
)


class HoldingsDialog(QDialog):
    """``HoldingsDialog(context, person_id, name, parent).open()``; it tells ``context.changed``
    itself."""

    def __init__(self, context: Context, person_id: int, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"类别　{name}")
        self.resize(fitting_size(parent, 900, 540))
        self._view: HoldingsView | None = None
        self.table: RowsTable[HoldingRow] = RowsTable(
            _HOLDINGS, sortable=False, empty="还没有类别。按“登记类别…”（Ctrl+N）添加。"
        )
        self.table.opened.connect(self._correct)
        self.table.moved.connect(self._enable)
        self._proposed = plain_label("", role="warning", wrap=True)
        self._proposed.hide()
        self.presenter = HoldingsPresenter(context, self, person_id)
        self._lay_out()
        self.presenter.refresh()

    def show_holdings(self, view: HoldingsView) -> None:
        if not isValid(self):  # closed while it was read
            return
        self._view = view
        self.table.show_rows(view.rows)
        self._proposed.setText(
            "\n".join(f"建议：{each.words}。{each.remedy}。" for each in view.proposed)
        )
        self._proposed.setVisible(bool(view.proposed))
        self._add.setEnabled(True)
        self._enable(self.table.current())

    def _lay_out(self) -> None:
        self._add = make_button("登记类别…", self._press_add, primary=True, tip="Ctrl+N")
        add_key(self, "登记类别", ("Ctrl+N",), self._press_add)
        self._add.setEnabled(False)
        self._correct_button = make_button("更正…", self._press_correct, tip="F2")
        add_key(self, "更正", ("F2",), self._press_correct)
        self._end = make_button("结束…", self._press_end)
        buttons = QHBoxLayout()
        buttons.addWidget(self._add)
        buttons.addWidget(self._correct_button)
        buttons.addWidget(self._end)
        buttons.addStretch(1)
        buttons.addWidget(make_button("关闭", self.reject))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(
            plain_label(
                "一个人可以同时有几个类别。结束的类别保留在下面，不会删掉；登记错的请更正，"
                "或到 设置 → 操作记录 撤销。",
                role="quiet",
                wrap=True,
            )
        )
        layout.addWidget(self._proposed)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)
        self._enable(None)

    def _enable(self, row: HoldingRow | None) -> None:
        self._correct_button.setEnabled(row is not None)
        self._end.setEnabled(row is not None and row.end is None)

    def _press_add(self) -> None:
        if self._view is not None:
            HoldingForm(self, self.presenter, self._view, None).open()

    def _press_correct(self) -> None:
        row = self.table.current()
        if row is not None:
            self._correct(row)

    def _correct(self, row: HoldingRow) -> None:
        if self._view is not None:
            HoldingForm(self, self.presenter, self._view, row).open()

    def _press_end(self) -> None:
        row = self.table.current()
        if row is not None:
            EndForm(self, self.presenter, row).open()
