"""How the tab 发放登记 looks: what was given to whom, and in its place how it is spread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QLabel, QStackedWidget, QWidget

from app.core.money import yuan
from app.core.periods import Period, Span, add_months, period_of
from app.core.terms import GIFT_SOURCE_NAMES
from app.services.gift_register import (
    Fairness,
    FairRow,
    GiftList,
    GiftQuery,
    GiftRow,
    Share,
)
from app.ui.pages.care.giving.columns import FAIR, GIFTS, SHARES
from app.ui.pages.care.giving.frame import GivingPane, on_current
from app.ui.pages.care.giving.presenters import RegisterPresenter
from app.ui.ports import Context
from app.ui.widgets.filter_bar import FilterBar
from app.ui.widgets.page import GAP, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable

_LIST, _FAIR = range(2)
_QUARTER, _MONTH, _LAST_YEAR = "quarter", "month", "last_year"
_DONATION = "donation"


class RegisterPane(GivingPane):
    """F9 turns between the register and its spread; Enter opens the person."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.presenter = do = RegisterPresenter(context, self)
        self._make_filters()
        self.table: RowsTable[GiftRow] = RowsTable(
            GIFTS, empty="没有符合条件的发放记录。按 Ctrl+N 登记发放。"
        )
        self.table.setAccessibleName("发放登记")
        self.table.restore_looks(context.memory.recall("care.register"))
        self.table.opened.connect(lambda row: do.go_to_person(row.person_id))
        self.filters.down.connect(self.table.setFocus)
        self.add_buttons(
            self.filters,
            (
                ("发放", "Ctrl+N", do.give),
                ("领取单", "Ctrl+P", self.print_out),
                ("公平", "F9", self._turn),
            ),
        )
        rows = self.table.model_of_rows.rows
        for words, tip, press in (
            ("登记表", "列出的全部，按村打印", lambda: do.print_register(rows())),
            ("存为表格…", "列出的全部和公平情况，存成表格", lambda: do.save(rows())),
            ("作废…", "登记有误又不能撤销的", on_current(self.table, do.withdraw)),
        ):
            self.acts.addWidget(make_button(words, press, tip=tip))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self._fair_face())
        self.middle.addWidget(self.stack)

    def _make_filters(self) -> None:
        self.filters = FilterBar("姓名、内容、编号")
        self.filters.add_pick("time", "今年", 92)
        self.filters.add_pick("village", "全部村（社区）")
        self.filters.add_pick("source", "全部方式", 104)
        times = ((_QUARTER, "本季度"), (_MONTH, "本月"), (_LAST_YEAR, "去年"))
        self.filters.set_choices("time", times)
        self.filters.set_choices(
            "source", [(str(source), name) for source, name in GIFT_SOURCE_NAMES.items()]
        )
        self.filters.changed.connect(self._read)

    def _fair_face(self) -> QWidget:
        self.villages: RowsTable[Share] = RowsTable(SHARES)
        self.categories: RowsTable[Share] = RowsTable(SHARES)
        self.nothing: RowsTable[FairRow] = RowsTable(FAIR, empty="每个对象都得到过。")
        self.most: RowsTable[FairRow] = RowsTable(FAIR, empty="还没有发放过。")
        self._nothing_title = plain_label("", role="strong")
        face = QWidget()
        grid = QGridLayout(face)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP)
        titled: tuple[tuple[QLabel, QWidget], ...] = (
            (plain_label("按村（社区）", role="strong"), self.villages),
            (plain_label("按类别", role="strong"), self.categories),
            (self._nothing_title, self.nothing),
            (plain_label("得到最多的", role="strong"), self.most),
        )
        for at, (title, table) in enumerate(titled):
            row, column = at // 2 * 2, at % 2
            grid.addWidget(title, row, column)
            grid.addWidget(table, row + 1, column)
            table.setAccessibleName(title.text() or "没有得到的")
        for people in (self.nothing, self.most):
            people.opened.connect(lambda row: self.presenter.go_to_person(row.person_id))
        grid.setRowStretch(1, 1)
        grid.setRowStretch(3, 1)
        return face

    def doing(self) -> RegisterPresenter:
        return self.presenter

    # --- what the page calls -----------------------------------------------------------------
    def refresh(self) -> None:
        self.presenter.refresh()
        if self.stack.currentIndex() == _FAIR:
            self.presenter.weigh()

    def open_place(self, place: str) -> None:
        kind, _, rest = place.partition(":")
        if kind == _DONATION:
            number, _, donor = rest.partition(":")
            self.stack.setCurrentIndex(_LIST)
            self.filters.clear()
            self.filters.set_extra(number, f"用的捐赠：{donor}")

    def new(self) -> None:
        self.presenter.give()

    def search(self) -> None:
        self.stack.setCurrentIndex(_LIST)
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def print_out(self) -> None:
        self.presenter.print_receipts(self.table.chosen())

    def go_back(self) -> bool:
        if self.stack.currentIndex() == _FAIR:
            self._turn()
            return True
        return False

    def focus_first(self) -> None:
        (self.villages if self.stack.currentIndex() else self.table).setFocus()

    def keep_looks(self) -> None:
        self.context.memory.keep("care.register", self.table.looks())

    # --- what the presenter says -------------------------------------------------------------
    def show_gifts(self, found: GiftList) -> None:
        self.table.show_rows(found.rows)
        words = f"共 {len(found.rows)} 笔，{found.people} 人，折价 {yuan(found.worth)} 元"
        self.count(words + (f"，另有 {found.unknown} 笔没有折价" if found.unknown else ""))

    def show_villages(self, villages: Sequence[str]) -> None:
        self.filters.set_choices("village", [(name, name) for name in villages])

    def show_fairness(self, found: Fairness) -> None:
        self.villages.show_rows(found.villages)
        self.categories.show_rows(found.categories)
        self.nothing.show_rows(found.nothing)
        self.most.show_rows(found.most)
        self._nothing_title.setText(f"没有得到的　{len(found.nothing)} 人")

    def chosen_time(self) -> Period:
        today = self.context.desk.clock.today()
        chosen = self.filters.value("time")
        if chosen == _LAST_YEAR:
            return period_of(add_months(today, -12), Span.YEAR)
        spans = {_QUARTER: Span.QUARTER, _MONTH: Span.MONTH}
        return period_of(today, spans.get(chosen, Span.YEAR))

    def query(self) -> GiftQuery:
        donation = self.filters.extra()
        window = self.chosen_time()
        return GiftQuery(
            first=None if donation else window.first,
            last=None if donation else window.last,
            village=self.filters.value("village"),
            source=self.filters.value("source"),
            text=self.filters.search.text().strip(),
            donation_id=int(donation) if donation else None,
        )

    # --- inside ------------------------------------------------------------------------------
    def _read(self) -> None:
        self.presenter.search()
        if self.stack.currentIndex() == _FAIR:
            self.presenter.weigh()

    def _turn(self) -> None:
        """The register, or in its place how it is spread over the chosen time."""
        fair = self.stack.currentIndex() == _LIST
        self.stack.setCurrentIndex(_FAIR if fair else _LIST)
        if fair:
            self.presenter.weigh()
        self.focus_first()
