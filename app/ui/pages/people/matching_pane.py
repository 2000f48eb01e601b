"""How saying what the columns are looks: sheets on the left, the columns of one on the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.services.import_matching import (
    HEADER_WITHIN,
    FoundColumn,
    Matching,
    Survey,
    column_choices,
)
from app.services.import_people import Book
from app.ui.pages.people.key_picker import KeyPicker
from app.ui.pages.people.matching_presenter import MatchingPresenter
from app.ui.ports import Context
from app.ui.widgets.page import GAP, link_button, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable


@dataclass(frozen=True)
class SheetLine:
    """One sheet in the list."""

    place: int
    sheet: Matching


@dataclass(frozen=True)
class ColumnLine:
    """One column of the sheet, and what it is read as."""

    column: FoundColumn
    label: str
    amount: str


_STATE_TONES = {"请核对": "late", "缺列": "late", "不读": "quiet", "可以读": "done"}
_SHEETS = (
    Column[SheetLine]("读", lambda line: "☑" if line.sheet.wanted else "☐", 36),
    Column[SheetLine]("工作表", lambda line: line.sheet.found.sheet, 90, stretch=True),
    Column[SheetLine]("行数", lambda line: str(line.sheet.found.rows), 52, right=True),
    Column[SheetLine](
        "情况",
        lambda line: line.sheet.state,
        72,
        tone=lambda line: _STATE_TONES.get(line.sheet.state, ""),
    ),
    Column[SheetLine]("文件", lambda line: line.sheet.found.path.name, 110),
)
_COLUMNS = (
    Column[ColumnLine]("列", lambda line: line.column.letters, 40),
    Column[ColumnLine]("表头", lambda line: line.column.header or "（空）", 150),
    Column[ColumnLine]("前几个值", lambda line: "　".join(line.column.samples), 220, stretch=True),
    Column[ColumnLine]("读成", lambda line: line.label, 170, tone=lambda line: _tone(line.label)),
    Column[ColumnLine]("打钩记元/月", lambda line: line.amount, 110, right=True),
    Column[ColumnLine]("依据", lambda line: line.column.why, 84, tone=lambda line: "quiet"),
)


def _tone(label: str) -> str:
    return "quiet" if label == "不读" else ""


class _SheetsTable(RowsTable[SheetLine]):
    """Space ticks a sheet."""

    def __init__(self, turn: Callable[[int], None]) -> None:
        super().__init__(_SHEETS, sortable=False)
        self._turn = turn
        self.clicked.connect(lambda index: self._click(index.row(), index.column()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current()
        if event.key() == Qt.Key.Key_Space and row is not None:
            self._turn(row.place)
        else:
            super().keyPressEvent(event)

    def _click(self, row: int, column: int) -> None:
        if column == 0:
            self._turn(self.row_at(row).place)


class MatchingPane(QWidget):
    """Enter on a column goes to the picker, Enter there to the next column."""

    def __init__(
        self,
        context: Context,
        done: Callable[[tuple[Matching, ...]], None],
        other: Callable[[], None],
    ) -> None:
        super().__init__()
        self.presenter = MatchingPresenter(context, self)
        self._done = done
        self._loading = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(self._top(other))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(GAP)
        self.sheets = _SheetsTable(self.presenter.want)
        self.sheets.setAccessibleName("工作表")
        self.sheets.moved.connect(self._open_sheet)
        split.addWidget(self.sheets)
        split.addWidget(self._sheet_face())
        split.setSizes([372, 790])
        layout.addWidget(split, 1)

    def start(self, books: tuple[Book, ...], survey: Survey) -> None:
        with QSignalBlocker(self._village):
            self._village.clear()
            self._village.addItem("按表里写的", "")
            for name in survey.villages:
                self._village.addItem(name, name)
        self.presenter.start(books, survey)
        self.focus_first()

    def focus_first(self) -> None:
        self.columns.setFocus()

    # --- what the presenter says -------------------------------------------------------------
    def show_sheets(self, sheets: tuple[Matching, ...], current: int) -> None:
        self._loading = True
        self.sheets.show_rows([SheetLine(place, each) for place, each in enumerate(sheets)])
        self.sheets.select_place(current)
        self._loading = False
        unclear = sum(each.wanted and not each.found.clear for each in sheets)
        self._head.setText(
            f"有 {unclear} 张工作表要您说明各列是什么" if unclear else "核对各列是什么"
        )

    def show_sheet(self, sheet: Matching) -> None:
        found = sheet.found
        self._loading = True
        self._subject.setCurrentIndex(self._subject.findData(found.subject))
        self._first.setValue(found.header[0])
        self._last.setValue(found.header[1])
        place = self._village.findData(sheet.village)
        self._village.setCurrentIndex(max(place, 0))
        self._category.setCurrentIndex(max(self._category.findData(sheet.category), 0))
        self._hidden.setText(f"隐藏的 {found.hidden_rows} 行一并导入")
        self._hidden.setVisible(found.hidden_rows > 0)
        self._hidden.setChecked(sheet.hidden_rows)
        self._fill.setText(f"有 {found.blank_heads} 行没写户主，照上面一户填入")
        self._fill.setVisible(found.blank_heads > 0)
        self._fill.setChecked(sheet.fill_down)
        self._asks.setText("\n".join(found.asks))
        self._asks.setVisible(bool(found.asks))
        amounts = sheet.amounts or {}
        lines = [
            ColumnLine(
                column,
                self.presenter.label(column.number),
                str(amounts.get(column.number, "")),
            )
            for column in found.columns
        ]
        self.columns.show_rows(lines)
        self._loading = False
        self._show_column(self.columns.current())

    def show_problem(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.setVisible(bool(words))

    def go_on(self, sheets: tuple[Matching, ...]) -> None:
        self._done(sheets)

    # --- how it is built ---------------------------------------------------------------------
    def _top(self, other: Callable[[], None]) -> QHBoxLayout:
        self._head = plain_label("", role="heading")
        self._profiles = QPushButton("读表方案")
        self._profiles.setAutoDefault(False)
        self._menu = QMenu(self._profiles)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._profiles.setMenu(self._menu)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._head, 1)
        top.addWidget(self._profiles)
        top.addWidget(make_button("换别的表格", other))
        top.addWidget(make_button("下一步：预览", self.presenter.finish, primary=True))
        return top

    def _sheet_face(self) -> QWidget:
        face = QWidget()
        layout = QVBoxLayout(face)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._first_line())
        layout.addLayout(self._second_line())
        self._asks = plain_label("", role="note", wrap=True)
        layout.addWidget(self._asks)
        self.columns: RowsTable[ColumnLine] = RowsTable(_COLUMNS, sortable=False)
        self.columns.setAccessibleName("各列")
        self.columns.moved.connect(self._show_column)
        self.columns.opened.connect(lambda _: self.picker.begin())
        layout.addWidget(self.columns, 1)
        layout.addLayout(self._picker_line())
        self._problem = plain_label("", role="problem", wrap=True)
        layout.addWidget(self._problem)
        return face

    def _first_line(self) -> QHBoxLayout:
        self._subject = QComboBox()
        self._subject.addItem("人员表（一人一行）", "person")
        self._subject.addItem("家庭表（一户一行）", "household")
        self._subject.activated.connect(
            lambda *_: self.presenter.set_subject(str(self._subject.currentData()))
        )
        self._first, self._last = self._row_box("表头第一行"), self._row_box("表头最后一行")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(plain_label("这是"))
        line.addWidget(self._subject)
        line.addSpacing(12)
        line.addWidget(plain_label("表头在第"))
        line.addWidget(self._first)
        line.addWidget(plain_label("行到第"))
        line.addWidget(self._last)
        line.addWidget(plain_label("行"))
        line.addStretch(1)
        return line

    def _second_line(self) -> QHBoxLayout:
        self._village, self._category = QComboBox(), QComboBox()
        self._category.addItem("按表里写的", "")
        for code, name in self.presenter.categories():
            self._category.addItem(name, code)
        for box in (self._village, self._category):
            box.setMaxVisibleItems(16)
            box.setFixedWidth(168)
        self._village.activated.connect(
            lambda *_: self.presenter.set_rows(village=str(self._village.currentData()))
        )
        self._category.activated.connect(
            lambda *_: self.presenter.set_rows(category=str(self._category.currentData()))
        )
        self._hidden, self._fill = QCheckBox(), QCheckBox()
        self._hidden.clicked.connect(lambda on: self.presenter.set_rows(hidden_rows=on))
        self._fill.clicked.connect(lambda on: self.presenter.set_rows(fill_down=on))
        line = QHBoxLayout()
        line.setSpacing(8)
        for words, widget in (("村（社区）", self._village), ("类别", self._category)):
            line.addWidget(plain_label(words))
            line.addWidget(widget)
        line.addSpacing(12)
        line.addWidget(self._hidden)
        line.addWidget(self._fill)
        line.addStretch(1)
        return line

    def _picker_line(self) -> QHBoxLayout:
        self.picker = KeyPicker()
        self.picker.picked.connect(self._pick)
        self.picker.left.connect(self.columns.setFocus)
        self._amount = QLineEdit()
        self._amount.setPlaceholderText("元/月")
        self._amount.setMaximumWidth(90)
        self._amount.editingFinished.connect(self._take_amount)
        self._amount_words = plain_label("打钩的每月记")
        self._this = plain_label("", role="quiet")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._this)
        line.addWidget(self.picker)
        line.addWidget(self._amount_words)
        line.addWidget(self._amount)
        line.addStretch(1)
        line.addWidget(link_button("保存为读表方案…", self.presenter.save_profile))
        return line

    def _row_box(self, name: str) -> QSpinBox:
        box = QSpinBox()
        box.setRange(1, HEADER_WITHIN + 2)
        box.setAccessibleName(name)
        box.setKeyboardTracking(False)
        box.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        box.setFixedWidth(48)
        box.valueChanged.connect(lambda _: self._move_header())
        return box

    def _fill_menu(self) -> None:
        self._menu.clear()
        self._menu.addAction("把这张表的读法保存为方案…", self.presenter.save_profile)
        self._menu.addAction("载入别处的方案…", self.presenter.load_profile)
        if self.presenter.profiles:
            self._menu.addSeparator()
        for name in self.presenter.profiles:
            sub = self._menu.addMenu(name)
            sub.addAction("存成文件带走…", lambda n=name: self.presenter.carry_profile(n))
            sub.addAction("删除", lambda n=name: self.presenter.drop_profile(n))

    # --- what the clerk does -----------------------------------------------------------------
    def _open_sheet(self, line: SheetLine) -> None:
        if not self._loading:
            self.presenter.open_sheet(line.place)

    def _show_column(self, line: ColumnLine | None) -> None:
        if line is None or self._loading:
            return
        sheet = self.presenter.sheet
        key = sheet.keys.get(line.column.number, "")
        own = (key, key.removeprefix("benefit.")) if key.startswith("benefit.") else None
        with QSignalBlocker(self.picker):
            choices = column_choices(sheet.found.subject)
            known = own is not None and any(choice.key == key for choice in choices)
            self.picker.offer(choices, None if known else own)
            self.picker.show_key(key)
        self._this.setText(f"{line.column.letters} 列“{line.column.header[:10]}”是")
        self._amount.setText(line.amount)
        for widget in (self._amount, self._amount_words):
            widget.setVisible(own is not None)

    def _pick(self, key: str) -> None:
        line = self.columns.current()
        if line is None:
            return
        place = self.columns.currentIndex().row()
        self.presenter.set_key(line.column.number, key)
        self.columns.select_place(min(place + 1, len(self.columns.model_of_rows.rows()) - 1))
        self.columns.setFocus()

    def _take_amount(self) -> None:
        line = self.columns.current()
        if line is not None and self._amount.text() != line.amount:
            self.presenter.set_amount(line.column.number, self._amount.text())

    def _move_header(self) -> None:
        if not self._loading:
            self.presenter.set_header(self._first.value(), self._last.value())
