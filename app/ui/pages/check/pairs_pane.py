"""The tab 疑似重复: pairs left; right both records side by side, a key for each field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.services.duplicates import Beside, FieldPair, LikelyRow
from app.ui.pages.check.pairs_presenter import LEFT, RIGHT, PairsPresenter
from app.ui.ports import Context
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.keys import add_key
from app.ui.widgets.page import card, make_button, side_by_side
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

_REST_MS = 150  # both are read (and the looks recorded) when the cursor rests this long
_ALWAYS = frozenset({"name", "id_no", "birth_date", "village"})


def _both(texts: tuple[str, str]) -> str:
    return texts[0] if texts[0] == texts[1] else "、".join(text or "—" for text in texts)


PAIRS = (
    Column[LikelyRow]("姓名", lambda row: _both(row.names), 130),
    Column[LikelyRow]("村（社区）", lambda row: _both(row.villages), 110),
    Column[LikelyRow]("为什么像", lambda row: "、".join(row.reasons), 200, stretch=True),
)


@dataclass(frozen=True)
class _Line:
    """One field in both records, and which of the two is taken (0: both say the same)."""

    field: FieldPair
    side: int


def _mark(line: _Line, side: int) -> str:
    text = line.field.left if side == LEFT else line.field.right
    return f"{'√ ' if line.side == side else '　 '}{text or '未采集'}"


def _tone(line: _Line, side: int) -> str:
    return "done" if line.side == side else "quiet" if line.side else ""


FIELDS = (
    Column[_Line]("项目", lambda line: line.field.label, 120, tone=lambda line: "quiet"),
    Column[_Line](
        "左（按 1）", partial(_mark, side=LEFT), 190, stretch=True, tone=partial(_tone, side=LEFT)
    ),
    Column[_Line]("右（按 2）", partial(_mark, side=RIGHT), 230, tone=partial(_tone, side=RIGHT)),
    Column[_Line]("", lambda line: "不同" if line.side else "", 56),
)


class PairsPane(QStackedWidget):
    """↑↓ among the pairs, Enter to the fields; 1 and 2 pick, Ctrl+Enter merges."""

    def __init__(self, context: Context, settled: Callable[[int, int | None], None]) -> None:
        super().__init__()
        self.presenter = PairsPresenter(context, self, settled)
        self._beside: Beside | None = None
        self._sides: Mapping[str, int] = {}
        self.addWidget(
            EmptyState("没有发现疑似重复的人", "姓名、出生、住处、号码相近的两份记录会列在这里。")
        )
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._open_current)
        split = side_by_side(self._left_side(), self._right_side(), (470, 690))
        self.addWidget(split)
        add_key(self, "同一人并合并", ("Ctrl+Return", "Ctrl+Enter"), self.presenter.merge)
        add_key(self, "不是同一人", ("Ctrl+D",), self.presenter.not_same)
        add_key(self, "以后再说", ("Ctrl+L",), self.presenter.later)

    # --- what the presenter says -------------------------------------------------------------
    def show_pairs(self, pairs: tuple[LikelyRow, ...]) -> None:
        inside = self.list.hasFocus() or self.fields.hasFocus()
        self.setCurrentIndex(1 if pairs else 0)
        self._right.setVisible(False)
        self.list.show_rows(pairs)
        self._words.setText(f"共 {len(pairs)} 对")
        if inside:
            self.list.setFocus()

    def show_beside(self, beside: Beside, sides: Mapping[str, int], *, unmasked: bool) -> None:
        self._beside, self._sides = beside, sides
        self._unmask.setEnabled(not unmasked)
        self._right.setVisible(True)
        row = self.list.current()
        against = f"　但是：{'、'.join(row.against)}" if row and row.against else ""
        self._reasons.setText(f"像：{'、'.join(row.reasons)}{against}" if row else "")
        for place, words in enumerate(beside.hangs):
            for column, text in enumerate(words):
                self._hangs[place][column].setText(text)
        self._show_fields()

    def show_sides(self, sides: Mapping[str, int]) -> None:
        self._sides = sides
        self._show_fields()

    def go_on(self) -> None:
        """To the next pair; after the last one the first."""
        rows = len(self.list.model_of_rows.rows())
        if rows:
            self.list.select_place((self.list.currentIndex().row() + 1) % rows)
            self.list.setFocus()

    def say(self, words: str) -> None:
        self._words.setText(words)

    # --- what the page calls -----------------------------------------------------------------
    def settle(self) -> None:
        """Read the pair under the cursor at once."""
        self._rest.stop()
        self._open_current()

    def focus_first(self) -> None:
        if self.currentIndex():
            self.list.setFocus()

    def go_back(self) -> bool:
        """From the fields back to the pairs."""
        inside = self.fields.hasFocus()
        if inside:
            self.list.setFocus()
        return inside

    # --- how it is built ---------------------------------------------------------------------
    def _left_side(self) -> QWidget:
        self.list: RowsTable[LikelyRow] = RowsTable(PAIRS)
        self.list.setAccessibleName("疑似重复")
        self.list.moved.connect(lambda _: self._rest.start())
        self.list.opened.connect(lambda _: self.fields.setFocus())
        self._words = plain_label("", role="quiet")
        left = QWidget()
        layout = QVBoxLayout(left)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._words)
        layout.addWidget(self.list, 1)
        return left

    def _right_side(self) -> QWidget:
        self._right, inside = card()
        self._reasons = plain_label("", role="strong", wrap=True)
        self._unmask = make_button("显示完整号码", self.presenter.unmask, tip="查看会留下记录")
        head = QHBoxLayout()
        head.addWidget(self._reasons, 1)
        head.addWidget(self._unmask)
        inside.addLayout(head)
        self.fields: RowsTable[_Line] = RowsTable(FIELDS, sortable=False, inside=True)
        self.fields.setAccessibleName("逐项比对")
        add_key(self.fields, "取左边", ("1", "Left"), partial(self._pick, LEFT))
        add_key(self.fields, "取右边", ("2", "Right"), partial(self._pick, RIGHT))
        inside.addWidget(self.fields, 1)
        inside.addLayout(self._belongings())
        inside.addLayout(self._buttons())
        return self._right

    def _belongings(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self._hangs = []
        for place in range(4):
            labels = [plain_label("", role="quiet"), *(plain_label("", wrap=True) for _ in "左右")]
            for column, label in enumerate(labels):
                grid.addWidget(label, place, column)
            self._hangs.append(labels)
        return grid

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addWidget(
            make_button("同一人并合并", self.presenter.merge, primary=True, tip="Ctrl+Enter")
        )
        line.addWidget(make_button("不是同一人…", self.presenter.not_same, tip="Ctrl+D"))
        line.addWidget(make_button("以后再说", self.presenter.later, tip="Ctrl+L"))
        line.addStretch(1)
        self._all = QCheckBox("也列出相同的")
        self._all.toggled.connect(lambda _: self._show_fields())
        line.addWidget(self._all)
        return line

    def _show_fields(self) -> None:
        if self._beside is None:
            return
        everything = self._all.isChecked()
        self.fields.show_rows([
            _Line(field, self._sides.get(field.key, 0))
            for field in self._beside.fields
            if everything or field.differs or field.key in _ALWAYS
        ])

    def _pick(self, side: int) -> None:
        line = self.fields.current()
        if line is not None:
            self.presenter.pick(line.field.key, side)

    def _open_current(self) -> None:
        row = self.list.current()
        if row is not None and self.isVisible():
            self.presenter.open(row)
