"""How the tab 微心愿 looks."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.terms import WISH_STATE_NAMES
from app.services.wishes import WishQuery, WishRow
from app.ui.pages.care.giving.columns import WISHES
from app.ui.pages.care.giving.frame import GivingPane, on_current
from app.ui.pages.care.giving.presenters import WishesPresenter
from app.ui.ports import Context
from app.ui.widgets.filter_bar import FilterBar
from app.ui.widgets.table import RowsTable


class WishPane(GivingPane):
    """Enter opens the person; the keys take a wish one step on."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.presenter = do = WishesPresenter(context, self)
        self.filters = FilterBar("姓名、心愿、认领人")
        self.filters.add_pick("village", "全部村（社区）")
        self.filters.add_pick("state", "没有办完的")
        states = [(str(state), name) for state, name in WISH_STATE_NAMES.items()]
        self.filters.set_choices("state", states)
        self.filters.changed.connect(do.search)
        self.table: RowsTable[WishRow] = RowsTable(
            WISHES, empty="没有符合条件的心愿。按 Ctrl+N 征集；问过没有心愿的，也在那里登记。"
        )
        self.table.setAccessibleName("微心愿")
        self.table.restore_looks(context.memory.recall("care.wishes"))
        self.table.opened.connect(lambda row: do.go_to_person(row.person_id))
        self.filters.down.connect(self.table.setFocus)
        on = self.table
        self.add_buttons(
            self.filters,
            (
                ("征集", "Ctrl+N", do.collect),
                ("认领", "F6", on_current(on, do.claim)),
                ("实现", "F7", on_current(on, do.fulfil)),
                ("反馈", "F8", on_current(on, do.tell)),
                ("不予办理", "F9", on_current(on, do.drop)),
            ),
        )
        self.middle.addWidget(self.table)

    def doing(self) -> WishesPresenter:
        return self.presenter

    # --- what the page calls -----------------------------------------------------------------
    def refresh(self) -> None:
        self.presenter.refresh()

    def new(self) -> None:
        self.presenter.collect()

    def search(self) -> None:
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def focus_first(self) -> None:
        self.table.setFocus()

    def keep_looks(self) -> None:
        self.context.memory.keep("care.wishes", self.table.looks())

    # --- what the presenter says -------------------------------------------------------------
    def show_wishes(self, rows: tuple[WishRow, ...]) -> None:
        self.table.show_rows(rows)
        late = sum(row.late for row in rows)
        self.count(f"共 {len(rows)} 个心愿" + (f"，超过季度的 {late} 个" if late else ""))

    def show_villages(self, villages: Sequence[str]) -> None:
        self.filters.set_choices("village", [(name, name) for name in villages])

    def query(self) -> WishQuery:
        return WishQuery(
            state=self.filters.value("state"),
            village=self.filters.value("village"),
            text=self.filters.search.text().strip(),
        )
