"""How the tab 护理人 looks: the list and one carer; scoring and the pay sheet in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.services.care.agreements import Offer
from app.services.care.views import AgreementRow, CarerRow, CarerView
from app.ui.pages.care.carers.agreement_dialog import AgreementDialog
from app.ui.pages.care.carers.columns import CARERS
from app.ui.pages.care.carers.detail import CarerDetail
from app.ui.pages.care.carers.pay_pane import PayPane
from app.ui.pages.care.carers.presenter import STATES, CarerFilter, CarersPresenter
from app.ui.pages.care.carers.score_pane import ScorePane
from app.ui.pages.care.carers.tasks import agreement_asks
from app.ui.pages.care.pane import CarePane
from app.ui.ports import Context
from app.ui.tasks import Task
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.filter_bar import FilterBar
from app.ui.widgets.keys import add_key
from app.ui.widgets.page import GAP, link_button, make_button, side_by_side
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable
from app.ui.widgets.task_dialog import TaskDialog

_REST_MS = 150  # a carer is read when the cursor rests this long
_LIST, _SCORES, _PAY = range(3)
_NONE_YET = ("还没有护理人", "登记护理人，签订护理协议，以后每月在这里打分、做发放表。")
_NONE_LEFT = ("没有符合条件的护理人", "换个条件，或去掉条件再看。")


class CarersPane(CarePane):
    """Who cares for whom, and how well."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.presenter = CarersPresenter(context, self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._open_current)
        self.scoring, self.pay = ScorePane(context), PayPane(context)
        self._stack = QStackedWidget()
        for face in (self._list_face(), self.scoring, self.pay):
            self._stack.addWidget(face)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        add_key(self, "考核打分", ("Ctrl+R",), self.show_scores)
        add_key(self, "护理费", ("Ctrl+E",), self.show_pay)

    # --- what the page calls -----------------------------------------------------------------
    def refresh(self) -> None:
        face = self._stack.currentIndex()
        if face == _LIST:
            self.presenter.refresh()
        else:
            (self.scoring if face == _SCORES else self.pay).refresh()

    def open_place(self, place: str) -> None:
        kind, _, rest = place.partition(":")
        if kind == "score":
            if rest:
                self.scoring.months.set_month(rest)
            self.show_scores()
        elif kind == "pay":
            self.show_pay()
        elif kind == "carer":
            self._show_list()
            self.filters.clear()
            self.presenter.want(int(rest))
            self.presenter.refresh()

    def go_back(self) -> bool:
        if self._stack.currentIndex() != _LIST:
            self._show_list()
            return True
        if self.filters.search.text():
            self.filters.search.clear()
            return True
        return False

    def new(self) -> None:
        self._show_list()
        self.presenter.add()

    def edit(self) -> None:
        if self._stack.currentIndex() == _LIST:
            self.presenter.change()

    def search(self) -> None:
        self._show_list()
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def print_out(self) -> None:
        face = self._stack.currentIndex()
        acts = {_LIST: self.presenter.print_out, _SCORES: self.scoring.print_out}
        acts.get(face, self.pay.print_out)()

    def focus_first(self) -> None:
        face = self._stack.currentIndex()
        if face == _LIST:
            self.table.setFocus()
        else:
            (self.scoring if face == _SCORES else self.pay).focus_first()

    def settle(self) -> None:
        self._rest.stop()
        self._open_current()

    def keep_looks(self) -> None:
        self._context.memory.keep("carers.table", self.table.looks())

    def show_scores(self) -> None:
        """The month's scores, in the place of the list."""
        self._turn_to(_SCORES)

    def show_pay(self) -> None:
        """The month's pay sheet, in the place of the list."""
        self._turn_to(_PAY)

    # --- what the presenter says -------------------------------------------------------------
    def show_carers(self, rows: tuple[CarerRow, ...], words: str) -> None:
        self.table.show_rows(rows)
        self._count.setText(words)
        self._left.setCurrentIndex(0 if rows else 1)
        if rows:
            self._rest.start()
        else:
            everything = self.filter() == CarerFilter()
            self._nothing.say(*(_NONE_YET if everything else _NONE_LEFT))
            self._add.setVisible(everything)
            self._everything.setVisible(not everything)

    def show_villages(self, villages: Sequence[str]) -> None:
        self.filters.set_choices("village", [(name, name) for name in villages])

    def show_carer(self, view: CarerView) -> None:
        self.detail.show_carer(view)
        lost = view.row.disqualified_on is not None
        self._qualification.setText("重新取得资格" if lost else "取消资格 F9")

    def show_nothing(self) -> None:
        self.detail.show_nothing()

    def select_carer(self, carer_id: int) -> None:
        for place, row in enumerate(self.table.model_of_rows.rows()):
            if row.id == carer_id:
                self.table.select_place(place)
                self.table.scrollTo(self.table.currentIndex())

    def start_task(self, task: Task) -> None:
        TaskDialog(self, task, self._context.desk.clock.today(), self.presenter.perform).open()

    def start_agreement(self, carer: CarerRow, offer: Offer) -> None:
        offered = {
            "number": offer.number,
            "start": offer.start.isoformat(),
            "end": offer.end.isoformat(),
        }
        AgreementDialog(
            self,
            (f"签订护理协议：{carer.name}", agreement_asks(offered)),
            self._context.desk.clock.today(),
            find=self.presenter.find_people,
            sign=lambda people: self.presenter.signing(carer, people),
            perform=self.presenter.perform,
        ).open()

    def say(self, words: str, *, undo: bool = False) -> None:
        self._said.setText(words)
        self._undo.setVisible(undo)

    def words(self) -> str:
        """What is said below the list about the last act."""
        return self._said.text()

    def filter(self) -> CarerFilter:
        return CarerFilter(
            text=self.filters.search.text().strip(),
            village=self.filters.value("village"),
            state=self.filters.value("state"),
        )

    # --- how it is built ---------------------------------------------------------------------
    def _list_face(self) -> QWidget:
        self.filters = FilterBar("护理人、特困人员、电话")
        self.filters.add_pick("village", "全部村（社区）")
        self.filters.add_pick("state", "全部状态")
        self.filters.set_choices("state", STATES)
        self.filters.changed.connect(self.presenter.show_filtered)
        self.table: RowsTable[CarerRow] = RowsTable(CARERS)
        self.table.setAccessibleName("护理人")
        self.table.restore_looks(self._context.memory.recall("carers.table"))
        self.table.moved.connect(lambda _: self._rest.start())
        self.filters.down.connect(self.table.setFocus)
        self._add = make_button("登记护理人", self.presenter.add, primary=True)
        self._everything = make_button("去掉条件", self.filters.clear, primary=True)
        self._nothing = EmptyState(*_NONE_YET, self._add, self._everything)
        self._left = QStackedWidget()
        self._left.addWidget(self.table)
        self._left.addWidget(self._nothing)
        self.detail: CarerDetail = self._make_detail()
        self.table.opened.connect(lambda _: self.detail.agreements.setFocus())
        split = side_by_side(self._left, self.detail, (738, 436))
        face = QWidget()
        layout = QVBoxLayout(face)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(self._head())
        layout.addWidget(split, 1)
        layout.addLayout(self._foot())
        return face

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.filters, 1)
        line.addWidget(make_button("登记护理人", self.new, primary=True, tip="Ctrl+N"))
        line.addWidget(make_button("考核打分 Ctrl+R", self.show_scores))
        line.addWidget(make_button("护理费 Ctrl+E", self.show_pay))
        return line

    def _make_detail(self) -> CarerDetail:
        do = self.presenter
        self._qualification = make_button("取消资格 F9", do.end_or_renew_qualification)
        carer = (
            make_button("修改 F2", do.change),
            self._qualification,
            make_button("告知书 Ctrl+P", do.print_out),
        )
        agreements: tuple[tuple[str, str, Callable[[AgreementRow], None]], ...] = (
            ("续签", "F7", do.renew),
            ("结束", "F8", do.end),
            ("修改", "F4", do.change_agreement),
        )
        paper = self._on_agreement(do.print_agreement)
        add_key(self, "打印协议", ("F11",), self._if_listed(paper))
        buttons = [link_button("打印协议 F11", paper), make_button("新协议 F6", do.sign)]
        add_key(self, "新协议", ("F6",), self._if_listed(do.sign))
        add_key(self, "取消资格", ("F9",), self._if_listed(do.end_or_renew_qualification))
        for words, key, act in agreements:
            press = self._on_agreement(act)
            buttons.append(make_button(f"{words} {key}", press))
            add_key(self, f"协议：{words}", (key,), self._if_listed(press))
        return CarerDetail(carer, buttons, open_person=do.go_to_person)

    def _foot(self) -> QHBoxLayout:
        self._count = plain_label("", role="small")
        self._said = plain_label("", role="small")
        self._undo = link_button("撤销", self.presenter.undo)
        self._undo.hide()
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._count, 1)
        line.addWidget(self._said)
        line.addWidget(self._undo)
        return line

    # --- what the buttons do -----------------------------------------------------------------
    def _on_agreement(self, act: Callable[[AgreementRow], None]) -> Callable[[], None]:
        def press() -> None:
            row = self.detail.agreement()
            if row is not None and self.presenter.shown is not None:
                act(row)

        return press

    def _if_listed(self, press: Callable[[], None]) -> Callable[[], None]:
        """A key of the list means nothing while another face is in front."""
        return lambda: press() if self._stack.currentIndex() == _LIST else None

    def _show_list(self) -> None:
        if self._stack.currentIndex() != _LIST:
            self._turn_to(_LIST)

    def _turn_to(self, face: int) -> None:
        self._stack.setCurrentIndex(face)
        self.refresh()
        self.focus_first()

    def _open_current(self) -> None:
        row = self.table.current()
        if row is not None and self._left.currentIndex() == 0:
            self.presenter.open(row.id)
