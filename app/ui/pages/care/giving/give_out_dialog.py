"""A signature sheet typed back: everything is given, but for those who were not at home."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QWidget

from app.services.festival_lines import GiveOut
from app.services.festivals import FestivalRow, ListLine
from app.services.person.typed import FieldError
from app.ui.pages.care.giving.asks import read_places
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.fields import DateField
from app.ui.widgets.form_dialog import BAD_DAY, FormDialog
from app.ui.widgets.page import fitting_size
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

Keep = Callable[[GiveOut, Callable[[], None], Callable[[str, str], None]], None]
_ALL = "全部村（社区）"
_WIDE, _HIGH = 760, 620


class GiveOutDialog(FormDialog):
    """Numbers are those of the sheet: each village has its own. Space in the list says that
    somebody was not at home, or was after all."""

    def __init__(
        self,
        parent: QWidget,
        festival: FestivalRow,
        lines: Sequence[ListLine],
        *,
        today: date,
        keep: Keep,
    ) -> None:
        super().__init__(
            parent,
            f"登记发放：{festival.name}",
            "名单上的人都算发到了；没有见到的，在下面写签字表上的序号，或在表里按空格。",
            save="登记发放",
        )
        self._festival, self._keep = festival, keep
        self._lines = tuple(lines)
        self.absent: set[int] = set()
        self._place: dict[int, int] = {}
        self._make_fields(today)
        self.table: RowsTable[ListLine] = RowsTable(
            (
                Column("序号", lambda row: str(self._place[row.id]), 52, right=True),
                Column(
                    "这次", self._said, 84,
                    tone=lambda row: "late" if row.id in self.absent else "done",
                ),
                Column("组", lambda row: row.group or "—", 64),
                Column("姓名", lambda row: row.name, 110),
                Column("发放内容", lambda row: row.what, 160, stretch=True),
            ),
            sortable=False,
        )  # fmt: skip
        self.table.setAccessibleName("等待发放的人")
        self.table.keyPressEvent = self._table_key  # type: ignore[method-assign]
        self._sum = plain_label("", role="quiet")
        at = self.body.indexOf(self.problem)
        self.body.insertWidget(at, self.table, 1)
        self.body.insertWidget(at + 1, self._sum)
        self.resize(fitting_size(parent, _WIDE, _HIGH))
        self._show_village()
        self.day.setFocus()

    def _make_fields(self, today: date) -> None:
        self.village = QComboBox()
        names = list(dict.fromkeys(line.village or "—" for line in self._lines))
        self.village.addItems(names if len(names) == 1 else [*names, _ALL])
        self.village.currentIndexChanged.connect(lambda _: self._show_village())
        self.day = DateField(today, past=True)
        self.day.set_day(today)
        self.given_by = QLineEdit()
        self.given_by.setPlaceholderText("不填：经办人")
        self.visited = QCheckBox("送到家里的，同时记一次走访")
        self.visited.setChecked(True)
        self.numbers = QLineEdit()
        self.numbers.setPlaceholderText("没有见到的序号，例如：3 8 12-15；都发到了就空着")
        self.numbers.textEdited.connect(lambda _: self._read_numbers())
        first = QHBoxLayout()
        first.addWidget(self.day)
        first.addWidget(plain_label("发放人"))
        first.addWidget(self.given_by, 1)
        line = QWidget()
        line.setLayout(first)
        first.setContentsMargins(0, 0, 0, 0)
        self.form.addRow("村（社区）", self.village)
        self.form.addRow("发放日期", line)
        self.form.addRow("没有见到", self.numbers)
        self.form.addRow("", self.visited)
        EnterMoves([self.village, self.day, self.given_by, self.numbers], self.save, self)

    def shown(self) -> tuple[ListLine, ...]:
        """The lines of the chosen village, in the order of its sheet."""
        name = self.village.currentText()
        return tuple(line for line in self._lines if name in {_ALL, line.village or "—"})

    def press(self) -> None:
        day = self.day.day()
        if day is None:
            self.tell(BAD_DAY)
            self.day.setFocus()
            return
        if not self._read_numbers():
            self.numbers.setFocus()
            return
        lines = frozenset(line.id for line in self.shown())
        command = GiveOut(
            festival_id=self._festival.id,
            day=day,
            absent=frozenset(self.absent) & lines,
            only=lines,
            given_by=self.given_by.text(),
            visited=self.visited.isChecked(),
        )
        self._keep(command, self.close_saved, lambda _, words: self.tell(words))

    # --- who was not at home -----------------------------------------------------------------
    def _show_village(self) -> None:
        self.absent.clear()
        self.numbers.clear()
        self._place = {line.id: place for place, line in enumerate(self.shown(), start=1)}
        self.table.show_rows(self.shown())
        self._show_sum()

    def _read_numbers(self) -> bool:
        """The numbers as far as they are good; False when one is not."""
        lines = self.shown()
        try:
            places = read_places(self.numbers.text(), len(lines))
        except FieldError as error:
            self.tell("".join(error.sentences()))
            return False
        self.tell("")
        self.absent = {lines[place - 1].id for place in places}
        self._show_sum()
        return True

    def _turn(self, line: ListLine) -> None:
        self.absent ^= {line.id}
        places = sorted(self._place[one] for one in self.absent)
        self.numbers.setText(" ".join(map(str, places)))
        self._show_sum()

    def _table_key(self, event: QKeyEvent) -> None:
        line = self.table.current()
        if event.key() == Qt.Key.Key_Space and line is not None:
            self._turn(line)
        else:
            RowsTable.keyPressEvent(self.table, event)

    def _said(self, line: ListLine) -> str:
        return "没有见到" if line.id in self.absent else "发到"

    def _show_sum(self) -> None:
        count = len(self.shown())
        self._sum.setText(f"发到 {count - len(self.absent)} 人，没有见到 {len(self.absent)} 人")
        self.table.viewport().update()
