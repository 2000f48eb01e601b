"""How registering many looks: a grid as in a spreadsheet, below it what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.services.drafts import DraftRow
from app.services.grid import USUAL_KEYS, GridCheck, GridMark, GridSheet, grid_titles
from app.ui.draft_keeper import DraftKeeper
from app.ui.drafts import Unsaved
from app.ui.pages.people.grid_cells import Cells
from app.ui.pages.people.grid_presenter import GridPresenter
from app.ui.pages.people.grid_table import GridTable
from app.ui.ports import Context
from app.ui.widgets.draft_bar import DraftBar
from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.page import GAP, link_button, make_button
from app.ui.widgets.plain_label import plain_label, set_role
from app.ui.widgets.rows import Column, Index
from app.ui.widgets.table import RowsTable

_REST_MS = 350  # a check begins when the typing rests this long
_WITH_LIST = 460
_HINT = (
    "Ctrl+V 粘贴从表格复制的内容（有没有表头都行）　Enter 下一格　Del 清空　Ctrl+Z 撤销　"
    "Ctrl+Enter 登记　Esc 返回"
)


class GridPane(QWidget):
    """The grid above, the list of problems below."""

    def __init__(self, context: Context, close: Callable[[], None]) -> None:
        super().__init__()
        self._context = context
        self._check: GridCheck | None = None
        self._opened = False
        self._titles = grid_titles()
        self.table = GridTable(Cells(USUAL_KEYS), self._titles)
        self.presenter = GridPresenter(context, self)
        self.keeper = DraftKeeper(context, self._unsaved, self)
        self.bar = DraftBar(self._press_clear)
        self._words = plain_label("", role="heading", wrap=True)
        self._kept = plain_label("", role="small")
        self.keeper.told.connect(self._kept.setText)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.check_now)
        self.table.grid.edited.connect(self._edited)
        self.table.pasted.connect(self._paste)
        self.problems: RowsTable[GridMark] = RowsTable(self._columns(), empty="没有问题。")
        self.problems.setAccessibleName("问题")
        self.problems.opened.connect(self._go_to)
        self._explained = plain_label("", role="note", wrap=True, selectable=True)
        self._explained.hide()
        self.problems.moved.connect(lambda mark: self._explained.setText(mark.words))
        self.table.selectionModel().currentChanged.connect(lambda at, _: self._explain(at))
        self._save = make_button("登记", self.press_register, primary=True, tip="Ctrl+Enter")
        self._undo = link_button("撤销刚才的登记", self.presenter.undo)
        self._undo.hide()
        self._lay_out(close)
        add_key(self, "登记", SAVE_KEYS, self.press_register)

    def open(self) -> None:
        """Come here: read the register, and what was typed before."""
        self.presenter.open()

    def focus_first(self) -> None:
        self.table.setFocus()

    def sheet(self) -> GridSheet:
        """What stands in the grid."""
        cells = self.table.grid.cells
        return GridSheet(cells.keys, cells.rows)

    def words(self) -> str:
        """What is said above the grid."""
        return self._words.text()

    def check_now(self) -> None:
        """Judge what stands in the grid."""
        self._rest.stop()
        self.presenter.check(self.sheet())

    # --- what the presenter says -------------------------------------------------------------
    def show_sheet(self, sheet: GridSheet) -> None:
        self._opened = True
        self.table.grid.start(sheet.keys, sheet.rows)
        self.table.fit_columns()
        self.table.go_to(0, 0)

    def show_restored(self, words: str, found: DraftRow | None) -> None:
        self.bar.say(words)
        if found is not None:
            self.keeper.found(found.place, found.typed)

    def show_check(self, check: GridCheck) -> None:
        self._check = check
        self.table.grid.show_marks(_by_cell(check.marks))
        self._explained.setVisible(bool(check.marks))
        self.problems.show_rows(check.marks)
        writes = check.new + check.changed
        more = f"，更新 {check.changed} 人" if check.changed else ""
        self._save.setText(f"登记 {check.new} 人{more}" if writes else "登记")
        self._save.setEnabled(bool(writes) and not check.errors)
        self._say_check(check)

    def show_registered(self, words: str) -> None:
        self.keeper.forget(self.presenter.unsaved(self.sheet()).place)
        self._undo.show()
        self._kept.setText(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low window has no room for the list: there the words stand below, cell by cell."""
        super().resizeEvent(event)
        self.problems.setVisible(self.height() >= _WITH_LIST)

    # --- what the clerk does -----------------------------------------------------------------
    def press_register(self) -> None:
        """All rows, or the first error."""
        if self._rest.isActive():
            self.check_now()
        errors = [mark for mark in self._check.marks if mark.error] if self._check else []
        if errors:
            self._go_to(errors[0])
        elif self.sheet().rows:
            self.keeper.stop()
            self.presenter.register(self.sheet())

    def _paste(self, text: str) -> None:
        try:
            pasted = self.presenter.read_pasted(text)
        except UserError as error:
            self._context.ask.error(error)
            return
        if not pasted.keys:
            self.table.put_block(pasted.rows)
            return
        grid = self.table.grid
        for key in pasted.keys:
            grid.add_column(key)
        self.table.fit_columns()
        at = max(self.table.currentIndex().row(), 0)
        block = tuple(_under(grid.cells.keys, pasted.keys, row) for row in pasted.rows)
        grid.change(partial(grid.cells.put, at, 0, block))
        self.table.go_to(at, 0)
        if pasted.unknown:
            self._context.ask.tell(
                f"有 {len(pasted.unknown)} 列不认识，没有粘贴。", "、".join(pasted.unknown)
            )

    def _edited(self) -> None:
        self._rest.start()
        self.keeper.touch()
        self._kept.setText("")

    def _press_clear(self) -> None:
        if self.presenter.discard():
            self.keeper.forget(self.presenter.unsaved(self.sheet()).place)

    def _press_column(self, place: int) -> None:
        key = str(self._more.itemData(place) or "")
        if key:
            self.table.grid.add_column(key)
            self.table.fit_columns()
        self._more.setCurrentIndex(0)

    def _explain(self, at: Index) -> None:
        """What is said about the cell with the cursor."""
        said = at.data(Qt.ItemDataRole.AccessibleDescriptionRole)
        if said:
            self._explained.setText(str(said))

    def _go_to(self, mark: GridMark) -> None:
        self.table.go_to(mark.row, mark.column or 0)

    def _unsaved(self) -> Unsaved | None:
        return self.presenter.unsaved(self.sheet()) if self._opened else None

    def _say_check(self, check: GridCheck) -> None:
        doubts = len(check.marks) - check.errors
        parts = []
        if check.errors:
            parts.append(f"有 {check.errors} 处错误，改好才能登记")
        if doubts:
            parts.append(f"{doubts} 处提醒")
        if check.unchanged:
            parts.append(f"{check.unchanged} 人已登记且没有变化")
        if not parts and not check.new:
            parts.append("把名单粘贴到下面，或直接填写")
        self._words.setText("；".join(parts) or f"{check.new} 人都可以登记")
        set_role(self._words, "problem" if check.errors else "heading")

    # --- how it is built ---------------------------------------------------------------------
    def _lay_out(self, close: Callable[[], None]) -> None:
        self._more = QComboBox()
        self._more.addItem("添加列…", "")
        for key, title in self._titles.items():
            if key not in USUAL_KEYS:
                self._more.addItem(title, key)
        self._more.setMaxVisibleItems(16)
        self._more.activated.connect(self._press_column)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._words, 1)
        top.addWidget(self._more)
        top.addWidget(make_button("删除所选行", self.table.drop_rows))
        top.addWidget(make_button("清空", self._press_clear))
        top.addWidget(make_button("返回", close, tip="Esc，没有登记的内容留作草稿"))
        top.addWidget(self._save)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(GAP)
        split.addWidget(self.table)
        split.addWidget(self.problems)
        split.setSizes([400, 150])
        split.setStretchFactor(0, 1)
        bottom = QHBoxLayout()
        bottom.addWidget(plain_label(_HINT, role="small", wrap=True), 1)
        bottom.addWidget(self._undo)
        bottom.addWidget(self._kept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.bar)
        layout.addLayout(top)
        layout.addWidget(split, 1)
        layout.addWidget(self._explained)
        layout.addLayout(bottom)

    def _columns(self) -> tuple[Column[GridMark], ...]:
        return (
            Column[GridMark]("行", lambda mark: str(mark.row + 1), 48, key=lambda mark: mark.row),
            Column[GridMark]("列", self._column_title, 110),
            Column[GridMark](
                "程度",
                lambda mark: "错误" if mark.error else "提醒",
                56,
                tone=lambda mark: "late" if mark.error else "",
            ),
            Column[GridMark]("问题", lambda mark: mark.words, 300, stretch=True),
        )

    def _column_title(self, mark: GridMark) -> str:
        keys = self.table.grid.cells.keys
        return "整行" if mark.column is None else self._titles[keys[mark.column]]


def _by_cell(marks: tuple[GridMark, ...]) -> dict[tuple[int, int], tuple[str, bool]]:
    """What is said about each cell; of a whole row it is said at its number and its first cell."""
    found: dict[tuple[int, int], tuple[str, bool]] = {}
    for mark in marks:
        for column in (-1, 0) if mark.column is None else (mark.column,):
            words, error = found.get((mark.row, column), ("", False))
            joined = f"{words}\n{mark.words}" if words else mark.words
            found[mark.row, column] = (joined, error or mark.error)
    return found


def _under(keys: tuple[str, ...], own: tuple[str, ...], row: tuple[str, ...]) -> tuple[str, ...]:
    """The texts of a pasted row in the order of the grid's columns."""
    texts = dict(zip(own, row, strict=True))
    return tuple(texts.get(key, "") for key in keys)
