"""How 表样 looks: every form that can be printed, and what can be done with its layout."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.forms import FORM_KIND_NAMES, SUBJECT_NAMES
from app.services.form_layouts import LayoutRow
from app.ui.pages.settings.forms_presenter import FormsPresenter
from app.ui.ports import Context
from app.ui.widgets.page import GAP, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable


def _origin(row: LayoutRow) -> str:
    return f"{row.source}（{row.added_on}，{row.added_by}）" if row.source else "随程序"


_LAYOUTS = (
    Column[LayoutRow]("表样", lambda row: row.title, 280, stretch=True),
    Column[LayoutRow]("种类", lambda row: FORM_KIND_NAMES[row.kind], 120),
    Column[LayoutRow]("印给", lambda row: SUBJECT_NAMES[row.subject], 110),
    Column[LayoutRow]("版式", lambda row: str(row.version), 56),
    Column[LayoutRow]("来自", _origin, 240, tone=lambda row: "" if row.source else "quiet"),
)


class FormsPane(QWidget):
    """A tab of 设置."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.presenter = FormsPresenter(context, self)
        self.table: RowsTable[LayoutRow] = RowsTable(_LAYOUTS, empty="没有表样。")
        self.table.opened.connect(lambda _: self.preview())
        self.table.moved.connect(self._set_buttons)
        self._back = make_button("恢复随程序的表样", self._go_back)
        self._back.setEnabled(False)
        self._words = plain_label("", role="small", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        head = plain_label(
            "打印的表、协议和责任书都按这里的表样排版。导出后可用记事本修改再导入；写错的地方会指出在第几行。",
            role="quiet",
            wrap=True,
        )
        layout.addWidget(head)
        layout.addWidget(self.table, 1)
        line = QHBoxLayout()
        line.addWidget(self._words, 1)
        for button in (
            make_button("看样张", self.preview),
            make_button("导出…", self._hand_out),
            self._back,
            make_button("导入表样…", self.presenter.take_in, primary=True),
        ):
            line.addWidget(button)
        layout.addLayout(line)

    def refresh(self) -> None:
        self.presenter.refresh()

    def preview(self) -> None:
        """Show a specimen of the form under the cursor."""
        row = self.table.current()
        if row is not None:
            self.presenter.preview(row)

    # --- what the presenter says -------------------------------------------------------------
    def show_layouts(self, rows: tuple[LayoutRow, ...]) -> None:
        before = self.table.current()
        self.table.show_rows(rows)
        keys = [row.key for row in rows]
        if rows:
            self.table.select_place(keys.index(before.key) if before and before.key in keys else 0)

    def say(self, words: str) -> None:
        self._words.setText(words)

    def words(self) -> str:
        """What was said last."""
        return self._words.text()

    # --- inside ------------------------------------------------------------------------------
    def _set_buttons(self, row: LayoutRow) -> None:
        self._back.setEnabled(bool(row.source))

    def _hand_out(self) -> None:
        row = self.table.current()
        if row is not None:
            self.presenter.hand_out(row)

    def _go_back(self) -> None:
        row = self.table.current()
        if row is not None:
            self.presenter.go_back(row)
