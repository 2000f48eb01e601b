"""How the page 事项 looks: filters, list and matter side by side; indicators in their place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.terms import MATTER_STATE_NAMES, MatterState
from app.services.indicators import IndicatorBoard, IndicatorRow
from app.services.matters import (
    ALL,
    ESCALATED,
    LATE,
    UNDONE,
    MatterQuery,
    MatterRow,
    MatterView,
    ids_of,
    kind_choices,
)
from app.ui.pages.matters.columns import INDICATORS, MATTERS
from app.ui.pages.matters.detail_pane import DetailPane
from app.ui.pages.matters.dialogs import AddDialog, AnswerDialog, AssignDialog, CloseDialog
from app.ui.pages.matters.presenter import MattersPresenter
from app.ui.ports import Context
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.filter_bar import FilterBar
from app.ui.widgets.keys import add_key
from app.ui.widgets.page import GAP, Page, link_button, make_button, side_by_side
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable

_REST_MS = 150  # a matter is read (and the look recorded) when the cursor rests this long
_LIST, _INDICATORS = range(2)
_UNDONE_STATES = frozenset(MatterState) - {MatterState.CLOSED}
_STATES = ((LATE, "逾期"), (ESCALATED, "逾期要上报的"), *MATTER_STATE_NAMES.items(), (ALL, "全部"))
_NONE_YET = (
    "还没有事项",
    "按“重新核对”，程序会查看全部登记和走访记录，把要核实、要办理的列在这里。",
)
_NONE_LEFT = ("没有符合条件的事项", "换个条件，或去掉条件再看。")


class MattersPage(Page):
    """What the office still has to look into, decide or answer."""

    def __init__(self, context: Context) -> None:
        super().__init__("事项")
        self._context = context
        self.presenter = MattersPresenter(context, self)
        self.add_button("指标", self.show_board)
        self.add_button("重新核对 Ctrl+R", self.presenter.find)
        self.add_button("登记诉求", self.new, primary=True, tip="Ctrl+N")
        add_key(self, "重新核对", ("Ctrl+R",), self.presenter.find)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._open_current)
        self.pane = DetailPane(self._buttons(), go_to_person=self.presenter.go_to_person)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list_face())
        self._stack.addWidget(self._indicator_face())
        self.body.addWidget(self._stack, 1)

    # --- what the shell calls ----------------------------------------------------------------
    def refresh(self) -> None:
        self.presenter.refresh()
        if self._stack.currentIndex() == _INDICATORS:
            self.presenter.read_indicators()

    def open_place(self, place: str) -> None:
        kind, _, rest = place.partition(":")
        self._stack.setCurrentIndex(_LIST)
        if kind in {"state", "kind", "village"}:
            self.filters.clear()
            self.filters.set_value(kind, rest)
        elif kind == "matter":
            self.presenter.want(int(rest))
            self.filters.clear()
        elif kind == "person":
            self.filters.clear()
            self.filters.set_extra(rest, "只看这个人的")
        elif kind == "indicators":
            self.show_board()

    def go_back(self) -> bool:
        if self._stack.currentIndex() == _INDICATORS:
            self._stack.setCurrentIndex(_LIST)
            self.focus_first()
            return True
        if self.filters.search.text():
            self.filters.search.clear()
            return True
        return False

    def new(self) -> None:
        today = self._context.desk.clock.today()
        AddDialog(
            self, today=today, find=self.presenter.find_people, keep=self.presenter.add
        ).open()

    def search(self) -> None:
        self._stack.setCurrentIndex(_LIST)
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def print_out(self) -> None:
        self.presenter.print_letters(ids_of(self._chosen()))

    def focus_first(self) -> None:
        (self.board if self._stack.currentIndex() else self.table).setFocus()

    def settle(self) -> None:
        self._rest.stop()
        self._open_current()

    def keep_looks(self) -> None:
        self._context.memory.keep("matters.filter", self.filters.picked())
        self._context.memory.keep("matters.table", self.table.looks())

    def show_board(self) -> None:
        """The indicators, in the place of the list."""
        self._stack.setCurrentIndex(_INDICATORS)
        self.presenter.read_indicators()
        self.focus_first()

    # --- what the presenter says -------------------------------------------------------------
    def show_list(self, rows: tuple[MatterRow, ...], words: str) -> None:
        self.table.show_rows(rows)
        self._count.setText(words)
        self._left.setCurrentIndex(0 if rows else 1)
        if rows:
            self._rest.start()
        else:
            everything = self.query() == MatterQuery()
            self._nothing.say(*(_NONE_YET if everything else _NONE_LEFT))
            self._find.setVisible(everything)
            self._everything.setVisible(not everything)

    def show_villages(self, villages: Sequence[tuple[str, str]]) -> None:
        self.filters.set_choices("village", villages)

    def show_matter(self, view: MatterView) -> None:
        self.pane.show_matter(view)

    def show_nothing(self) -> None:
        self.pane.show_nothing()

    def show_indicators(self, board: IndicatorBoard) -> None:
        self.board.show_rows(board.rows)

    def select_matter(self, matter_id: int) -> None:
        for place, row in enumerate(self.table.model_of_rows.rows()):
            if row.id == matter_id:
                self.table.select_place(place)
                self.table.scrollTo(self.table.currentIndex())

    def say(self, words: str, *, undo: bool = False) -> None:
        self._said.setText(words)
        self._undo.setVisible(undo)

    def words(self) -> str:
        """What is said below the list about the last act."""
        return self._said.text()

    def query(self) -> MatterQuery:
        person = self.filters.extra()
        return MatterQuery(
            text=self.filters.search.text().strip(),
            kind=self.filters.value("kind"),
            village=self.filters.value("village"),
            state=self.filters.value("state") or UNDONE,
            person_id=int(person) if person else None,
        )

    # --- how it is built ---------------------------------------------------------------------
    def _buttons(self) -> tuple[tuple[frozenset[MatterState], QPushButton], ...]:
        """What can be done, in which states; the keys work from the list too."""
        acts: tuple[tuple[str, str, Callable[[], None], frozenset[MatterState]], ...] = (
            ("交办", "F6", self._assign, _UNDONE_STATES),
            ("答复", "F7", self._answer, _UNDONE_STATES),
            ("已告知", "F8", self._tell, _UNDONE_STATES),
            ("办结", "F9", self._close, _UNDONE_STATES),
            ("转办单", "Ctrl+P", self.print_out, _UNDONE_STATES),
            ("重新打开", "F6", self._reopen, frozenset({MatterState.CLOSED})),
        )
        for words, key in (("交办", "F6"), ("答复", "F7"), ("已告知", "F8"), ("办结", "F9")):
            press = next(act for name, _, act, _ in acts if name == words)
            add_key(self, words, (key,), press)
        return tuple(
            (states, make_button(f"{words} {key}" if states == _UNDONE_STATES else words, press))
            for words, key, press, states in acts
        )

    def _list_face(self) -> QWidget:
        self.filters = FilterBar("姓名、内容、部门")
        self.filters.add_pick("kind", "全部种类", 168)
        self.filters.add_pick("village", "全部村（社区）")
        self.filters.add_pick("state", "没有办结的")
        self.filters.set_choices("kind", kind_choices())
        self.filters.set_choices("state", [(str(code), words) for code, words in _STATES])
        self.filters.restore(self._context.memory.recall("matters.filter"))
        self.filters.changed.connect(self.presenter.search)
        self.table: RowsTable[MatterRow] = RowsTable(MATTERS)
        self.table.setAccessibleName("事项")
        self.table.restore_looks(self._context.memory.recall("matters.table"))
        self.table.moved.connect(lambda _: self._rest.start())
        self.table.opened.connect(lambda _: self.presenter.go_to_person())
        self.filters.down.connect(self.table.setFocus)
        self._find = make_button("重新核对", self.presenter.find, primary=True)
        self._everything = make_button("去掉条件", self.filters.clear, primary=True)
        self._nothing = EmptyState(*_NONE_YET, self._find, self._everything)
        self._left = QStackedWidget()
        self._left.addWidget(self.table)
        self._left.addWidget(self._nothing)
        split = side_by_side(self._left, self.pane, (760, 420))
        face = QWidget()
        layout = QVBoxLayout(face)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.filters)
        layout.addWidget(split, 1)
        layout.addLayout(self._foot())
        return face

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

    def _indicator_face(self) -> QWidget:
        self.board: RowsTable[IndicatorRow] = RowsTable(
            INDICATORS, empty="执行的方案里没有指标。在“政策”看帮扶方案。"
        )
        self.board.setAccessibleName("指标")
        face = QWidget()
        layout = QVBoxLayout(face)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.board, 1)
        layout.addWidget(plain_label("只列本单位执行的方案。Esc 回到事项。", role="small"))
        return face

    # --- what the buttons do -----------------------------------------------------------------
    def _chosen(self) -> tuple[MatterRow, ...]:
        return self.table.chosen() if self._stack.currentIndex() == _LIST else ()

    def _assign(self) -> None:
        rows = self._chosen()
        if rows:
            AssignDialog(
                self,
                about_words(rows),
                department=rows[0].department,
                today=self._context.desk.clock.today(),
                keep=lambda to, due, form: self.presenter.assign(ids_of(rows), to, due, form),
            ).open()

    def _answer(self) -> None:
        row, shown = self.table.current(), self.presenter.shown
        if row is not None and self._chosen():
            before = shown.answer if shown is not None and shown.row.id == row.id else ""
            AnswerDialog(
                self,
                about_words((row,)),
                before,
                lambda words, form: self.presenter.answer(row.id, words, form),
            ).open()

    def _tell(self) -> None:
        if self._chosen():
            self.presenter.tell(ids_of(self._chosen()))

    def _close(self) -> None:
        rows = self._chosen()
        if rows:
            CloseDialog(
                self,
                about_words(rows),
                lambda outcome, why, form: self.presenter.close(ids_of(rows), outcome, why, form),
            ).open()

    def _reopen(self) -> None:
        row = self.table.current()
        if row is not None:
            self.presenter.reopen(row.id)

    def _open_current(self) -> None:
        row = self.table.current()
        if row is not None and self._left.currentIndex() == 0:
            self.presenter.open(row.id)


def about_words(rows: Sequence[MatterRow]) -> str:
    """What a dialog is about: one matter, or how many."""
    if len(rows) > 1:
        return f"选中的 {len(rows)} 件事项"
    row = rows[0]
    return "　".join(part for part in (row.kind_name, row.who, row.village) if part)
