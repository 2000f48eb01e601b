"""How the tab 责任人 looks: questions above, left the cadres, right whom the current one has."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.services.cadre_board import CadreRow, ObjectRow, level_choices
from app.services.cadre_questions import CadreQuestion, Wrong
from app.services.pairing import Given
from app.ui.pages.visits.cadres.columns import CADRES, OBJECTS
from app.ui.pages.visits.cadres.giving_dialog import GivingDialog
from app.ui.pages.visits.cadres.presenter import CadreFilter, CadresPresenter
from app.ui.pages.visits.cadres.rates_dialog import RatesDialog
from app.ui.ports import Context
from app.ui.tasks import Task
from app.ui.widgets.filter_bar import FilterBar
from app.ui.widgets.keys import add_key
from app.ui.widgets.page import GAP, make_button, side_by_side
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.tab_pane import TabPane
from app.ui.widgets.table import RowsTable
from app.ui.widgets.task_dialog import TaskDialog

_NO_CADRES = "名单是空的。按 Ctrl+N 登记责任人；以前登记过的，点上面的“整理”。"
_NO_OBJECTS = "还没有包保对象。按 Ctrl+G 把人交给他。"
_A_LINE = 3  # questions side by side


class CadresPane(TabPane):
    """↑↓ among the cadres; Tab to the people. Every button has its key."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.presenter = CadresPresenter(context, self)
        self._questions = QVBoxLayout()
        self._questions.setSpacing(4)
        self.question_buttons: list[QPushButton] = []
        self._asked: list[CadreQuestion] = []
        self.filters = FilterBar("姓名、单位、职务、电话")
        self.filters.add_pick("village", "全部村（社区）")
        self.filters.add_pick("level", "全部层级")
        self.filters.set_choices("level", [one for one in level_choices() if one[0]])
        self.filters.changed.connect(self.presenter.show_filtered)
        self.cadres: RowsTable[CadreRow] = RowsTable(CADRES, empty=_NO_CADRES)
        self.cadres.setAccessibleName("责任人名单")
        self.cadres.restore_looks(context.memory.recall("visits.cadres"))
        self.cadres.opened.connect(self.presenter.edit)
        self.cadres.moved.connect(lambda _: self._turn_to_current())
        self.filters.down.connect(self.cadres.setFocus)
        self.objects: RowsTable[ObjectRow] = RowsTable(OBJECTS, empty=_NO_OBJECTS)
        self.objects.setAccessibleName("包保对象")
        self.objects.restore_looks(context.memory.recall("visits.objects"))
        self.objects.opened.connect(self.presenter.open_person)
        self._count = plain_label("", role="strong")
        self._words = plain_label("", role="strong", wrap=True)
        self._said = plain_label("", role="done", wrap=True)
        self._said.hide()
        self._lay_out()
        self._add_keys()

    # --- what the page calls -----------------------------------------------------------------
    def refresh(self) -> None:
        self.presenter.refresh()

    def open_place(self, place: str) -> None:
        """``nobody``, ``left`` …: the question of this kind."""
        if place in {kind.value for kind in Wrong}:
            self.presenter.want(Wrong(place))
            self.presenter.refresh()

    def go_back(self) -> bool:
        if self.presenter.chosen_question() is None:
            return False
        self._ask(None)
        self.focus_first()
        return True

    def search(self) -> bool:
        self.filters.search.setFocus()
        self.filters.search.selectAll()
        return True

    def print_out(self) -> bool:
        self.presenter.print_out()
        return True

    def new(self) -> bool:
        self.presenter.add()
        return True

    def edit(self) -> bool:
        self.presenter.edit()
        return True

    def focus_first(self) -> None:
        self.cadres.setFocus()

    def keep_looks(self) -> None:
        self._context.memory.keep("visits.cadres", self.cadres.looks())
        self._context.memory.keep("visits.objects", self.objects.looks())

    # --- what the presenter says -------------------------------------------------------------
    def show_questions(self, questions: tuple[CadreQuestion, ...]) -> None:
        while self._questions.count():
            _drop(self._questions.takeAt(0).layout())
        self.question_buttons, self._asked = [], []
        for first in range(0, len(questions), _A_LINE):
            line = QHBoxLayout()
            line.setSpacing(8)
            for question in questions[first : first + _A_LINE]:
                line.addWidget(self._question_button(question))
            line.addStretch(1)
            self._questions.addLayout(line)

    def show_cadres(self, rows: tuple[CadreRow, ...], words: str) -> None:
        villages = dict.fromkeys(row.village for row in rows if row.village)
        if not self.filters.value("village"):
            self.filters.set_choices("village", [(name, name) for name in villages])
        self.cadres.show_rows(rows)
        self._count.setText(words)

    def show_objects(self, rows: tuple[ObjectRow, ...], words: str) -> None:
        self.objects.show_rows(rows)
        self._words.setText(words)

    def filter(self) -> CadreFilter:
        return CadreFilter(
            text=self.filters.search.text().strip(),
            village=self.filters.value("village"),
            level=self.filters.value("level"),
        )

    def current(self) -> CadreRow | None:
        return self.cadres.current()

    def chosen(self) -> tuple[CadreRow, ...]:
        return self.cadres.chosen()

    def chosen_objects(self) -> tuple[ObjectRow, ...]:
        return self.objects.chosen()

    def open_task(self, task: Task) -> None:
        today = self._context.desk.clock.today()
        TaskDialog(self, task, today, self.presenter.perform).open()

    def open_giving(self, cadre_id: int, people: tuple[int, ...]) -> None:
        row = self.cadres.current()
        if row is not None and row.id == cadre_id:
            GivingDialog(self._context, row, people, parent=self, done=self._given).open()

    def say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))

    # --- how it is built ---------------------------------------------------------------------
    def _lay_out(self) -> None:
        left = _column(self.cadres, self._buttons(self._cadre_buttons()), self._count)
        right = _column(self.objects, self._buttons(self._object_buttons()), self._words)
        both = side_by_side(left, right, (520, 650))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(self._questions)
        layout.addWidget(self.filters)
        layout.addWidget(both, 1)
        layout.addWidget(self._said)

    def _cadre_buttons(self) -> tuple[tuple[str, Callable[[], None], str], ...]:
        do = self.presenter
        return (
            ("新增", do.add, "Ctrl+N"),
            ("修改", do.edit, "F2、Enter"),
            ("外出、返岗", do.away, "Ctrl+L"),
            ("离任", do.leave, "Ctrl+E"),
            ("合并", do.unite, "两条是同一个人时用"),
            ("打印", do.print_out, "Ctrl+P：联络卡、结对名单"),
            ("履职情况", self._open_rates, "到期的任务完成了多少"),
        )

    def _object_buttons(self) -> tuple[tuple[str, Callable[[], None], str], ...]:
        do = self.presenter
        return (
            ("交给他", do.give, "Ctrl+G"),
            ("移交", do.hand_over, "Ctrl+H"),
            ("结束", do.end, "Del"),
            ("按村落实", do.give_to_defaults, "没有责任人的，交给本村默认责任人"),
            ("整理", do.gather, "以前登记的责任人归进名单"),
        )

    def _buttons(self, buttons: tuple[tuple[str, Callable[[], None], str], ...]) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        for words, press, tip in buttons:
            line.addWidget(make_button(words, press, tip=tip))
        line.addStretch(1)
        return line

    def _add_keys(self) -> None:
        do = self.presenter
        add_key(self, "外出、返岗", ("Ctrl+L",), do.away)
        add_key(self, "离任", ("Ctrl+E",), do.leave)
        add_key(self, "交给他", ("Ctrl+G",), do.give)
        add_key(self, "移交", ("Ctrl+H",), do.hand_over)
        add_key(self.objects, "结束", ("Del",), do.end)
        add_key(self, "撤销上一步", ("Ctrl+Z",), do.undo.undo_last)

    def _question_button(self, question: CadreQuestion) -> QPushButton:
        button = make_button(question.words, partial(self._ask, question))
        button.setCheckable(True)
        button.setChecked(question == self.presenter.chosen_question())
        button.setProperty("role", "box_bad" if question.urgent else "box")
        cite = self._context.desk.policy.cite_words(question.cite) if question.cite else ""
        button.setToolTip(f"点一下只看这些，再点一下看全部。{cite}")
        self.question_buttons.append(button)
        self._asked.append(question)
        return button

    def _ask(self, question: CadreQuestion | None) -> None:
        """Press a question to see whom it is about, again to see everybody."""
        same = question is not None and question == self.presenter.chosen_question()
        self.presenter.ask(None if same else question)
        for button, asked in zip(self.question_buttons, self._asked, strict=True):
            button.setChecked(asked == self.presenter.chosen_question())

    def _turn_to_current(self) -> None:
        question = self.presenter.chosen_question()
        if question is None or not question.people:
            self.presenter.show_current()

    def _given(self, given: Given) -> None:
        self.say(given.words)

    def _open_rates(self) -> None:
        RatesDialog(self._context, self).open()


def _column(table: QWidget, buttons: QHBoxLayout, words: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    layout.addLayout(buttons)
    layout.addWidget(words)
    layout.addWidget(table, 1)
    return column


def _drop(line: object) -> None:
    assert isinstance(line, QHBoxLayout)
    while line.count():
        widget = line.takeAt(0).widget()
        if widget is not None:
            widget.deleteLater()
    line.deleteLater()
