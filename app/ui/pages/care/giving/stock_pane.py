"""How the tab 物资 looks: what is in the store room, and the moves of one kind of goods."""

from __future__ import annotations

from app.services.stock import MoveRow, StockRow
from app.ui.pages.care.giving.columns import MOVES, STOCK
from app.ui.pages.care.giving.frame import GivingPane, on_current
from app.ui.pages.care.giving.presenters import StockPresenter
from app.ui.ports import Context
from app.ui.widgets.page import side_by_side
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable


class StockPane(GivingPane):
    """The moves follow the cursor."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.presenter = do = StockPresenter(context, self)
        self.table: RowsTable[StockRow] = RowsTable(
            STOCK, empty="还没有物资。按 Ctrl+N 登记品名，再入库。"
        )
        self.table.setAccessibleName("物资")
        self.table.restore_looks(context.memory.recall("care.stock"))
        self.table.moved.connect(do.show)
        self.table.opened.connect(do.change)
        self.moves: RowsTable[MoveRow] = RowsTable(MOVES, sortable=False, empty="没有出入库。")
        self.moves.setAccessibleName("出入库")
        on = self.table
        hint = plain_label("库存是出入库的合计；名单要发的多于库存时写明缺多少。", role="quiet")
        self.add_buttons(
            hint,
            (
                ("登记品名", "Ctrl+N", do.add),
                ("修改", "F2", on_current(on, do.change)),
                ("入库", "F6", on_current(on, do.bring_in)),
                ("发放", "F7", on_current(on, do.give)),
                ("盘点", "F8", on_current(on, do.count)),
            ),
        )
        split = side_by_side(self.table, self.moves, (700, 440))
        self.middle.addWidget(split)

    def doing(self) -> StockPresenter:
        return self.presenter

    # --- what the page calls -----------------------------------------------------------------
    def refresh(self) -> None:
        self.presenter.refresh()

    def new(self) -> None:
        self.presenter.add()

    def edit(self) -> None:
        on_current(self.table, self.presenter.change)()

    def focus_first(self) -> None:
        self.table.setFocus()

    def keep_looks(self) -> None:
        self.context.memory.keep("care.stock", self.table.looks())

    # --- what the presenter says -------------------------------------------------------------
    def show_stock(self, rows: tuple[StockRow, ...]) -> None:
        self.moves.show_rows(())
        self.table.show_rows(rows)
        current = self.table.current()
        if current is not None:
            self.presenter.show(current)
        short = "、".join(row.name for row in rows if row.short)
        self.count(f"共 {len(rows)} 种" + (f"，名单要发而库存不够：{short}" if short else ""))

    def show_moves(self, rows: tuple[MoveRow, ...]) -> None:
        self.moves.show_rows(rows)
