"""How a month is scored: the agreements left, the sheet of one right, Ctrl+Enter to the next."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.care.score_month import MonthLine, ScoreMonth
from app.ui.acting import run_act
from app.ui.pages.care.carers.columns import MONTH
from app.ui.pages.care.carers.score_form import ScoreForm
from app.ui.pages.care.carers.score_presenter import ScorePresenter
from app.ui.ports import Context
from app.ui.tasks import Task, Values
from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.month_picker import MonthPicker
from app.ui.widgets.page import GAP, card, link_button, make_button, side_by_side
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable
from app.ui.widgets.task_dialog import TaskDialog


class ScorePane(QWidget):
    """The month above, its agreements left, the form right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.presenter = ScorePresenter(context, self)
        self.months = MonthPicker(f"{context.desk.clock.today():%Y-%m}")
        self.months.changed.connect(lambda _: self.refresh())
        self.table: RowsTable[MonthLine] = RowsTable(MONTH, empty="这个月没有护理协议。")
        self.table.setAccessibleName("本月考核")
        self.table.moved.connect(self.presenter.open)
        self.table.opened.connect(lambda _: self._into_form())
        self.form: ScoreForm | None = None
        self._wanted: int | None = None
        self._who = plain_label("", role="heading", wrap=True)
        self._problem = plain_label("", role="problem", wrap=True)
        self._problem.hide()
        self._save = make_button("保存", self.press, primary=True, tip="Ctrl+Enter")
        self._words = plain_label("", role="small")
        self._said = plain_label("", role="small")
        self._undo = link_button("撤销", self.presenter.undo)
        self._undo.hide()
        self._lay_out()
        add_key(self, "保存", SAVE_KEYS, self.press)
        add_key(self, "登记已告知", ("Ctrl+T",), self._tell)

    def refresh(self) -> None:
        self.presenter.read(self.months.month())

    def focus_first(self) -> None:
        self.table.setFocus()

    def print_out(self) -> None:
        self.presenter.print_notices(self.table.chosen())

    def press(self) -> None:
        """Keep what stands in the form."""
        if self.form is None:
            return
        bad = self.form.bad_day()
        if bad:
            self.show_problem(bad, "日期不对，请写成 2026-05-20 或 5.20。")
            return
        self._problem.hide()
        self.form.mark("")
        self.presenter.save(self.form.typed())

    def words(self) -> str:
        """What is said below about the last act."""
        return self._said.text()

    def problem(self) -> str:
        """What is said to be wrong with the sheet."""
        return self._problem.text() if self._problem.isVisibleTo(self) else ""

    # --- what the presenter says -------------------------------------------------------------
    def show_month(self, month: ScoreMonth, words: str) -> None:
        self._words.setText(words)
        current = self.table.current()
        wanted = self._wanted or (current.agreement_id if current else None)
        self._wanted = None
        self.table.show_rows(month.lines)
        places = {line.agreement_id: at for at, line in enumerate(self.table.model_of_rows.rows())}
        if wanted in places:
            self.table.select_place(places[wanted])
        line = self.table.current()
        if line is None:
            self._drop_form()
            self._who.setText("")
        else:
            self.presenter.open(line)

    def show_line(self, line: MonthLine, month: ScoreMonth) -> None:
        inside = self.form is not None and self.form.isAncestorOf(self.focusWidget() or self)
        self._drop_form()
        self._problem.hide()
        place = f"（{line.village}）" if line.village else ""
        self._who.setText(f"{line.carer}　护理　{line.person}{place}")
        self.form = ScoreForm(line, month, self._context.desk.clock.today())
        self._room.addWidget(self.form, 1)
        self.form.lead_to(self._save)
        self._save.setEnabled(True)
        if inside:
            self._into_form()

    def show_problem(self, key: str, words: str) -> None:
        self._problem.setText(words)
        self._problem.setVisible(bool(words))
        if self.form is not None:
            self.form.mark(key)

    def show_saved(self, line: MonthLine | None, words: str) -> None:
        self._wanted = line.agreement_id if line else None
        self.say(f"已保存：{words}。", undo=True)

    def start_task(self, task: Task) -> None:
        def perform(task: Task, values: Values, done: object, tell: object) -> None:
            assert callable(done)
            assert callable(tell)
            run_act(
                self._context,
                lambda desk: task.do(desk, values),
                lambda _: done(),
                lambda words: tell("", words),
            )

        TaskDialog(self, task, self._context.desk.clock.today(), perform).open()

    def say(self, words: str, *, undo: bool = False) -> None:
        self._said.setText(words)
        self._undo.setVisible(undo)

    # --- how it is built ---------------------------------------------------------------------
    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.months)
        line.addStretch(1)
        sheets = make_button("打印考核表", self._print_sheets)
        sheets.setToolTip("选中几份的印几份，没有多选的印全月")
        line.addWidget(sheets)
        line.addWidget(make_button("登记已告知 Ctrl+T", self._tell))
        line.addWidget(make_button("打印告知书", self.print_out, tip="Ctrl+P"))
        frame, self._room = card()
        self._room.addWidget(self._who)
        side = QWidget()
        below = QVBoxLayout(side)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(8)
        below.addWidget(frame, 1)
        below.addWidget(self._problem)
        foot = QHBoxLayout()
        foot.addWidget(plain_label("Enter 下一项，Ctrl+Enter 保存并到下一份", role="small"), 1)
        foot.addWidget(self._save)
        below.addLayout(foot)
        split = side_by_side(self.table, side, (620, 560))
        said = QHBoxLayout()
        said.setSpacing(12)
        said.addWidget(self._words, 1)
        said.addWidget(self._said)
        said.addWidget(self._undo)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(line)
        layout.addWidget(split, 1)
        layout.addLayout(said)

    def _drop_form(self) -> None:
        if self.form is not None:
            self._room.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = None
        self._save.setEnabled(False)

    def _into_form(self) -> None:
        if self.form is not None:
            self.form.focus_first()

    def _print_sheets(self) -> None:
        self.presenter.print_sheets(self.table.chosen())

    def _tell(self) -> None:
        self.presenter.tell(self.table.chosen())
