"""How 设置 → 类别与代码 → 类别 looks: every category, searched by typing."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.services.codes import CategoryRow
from app.ui.acting import Done, Tell
from app.ui.icons import icon
from app.ui.pages.settings.categories_presenter import CategoriesPresenter
from app.ui.pages.settings.name_form import NameAsked, NameForm
from app.ui.ports import Context
from app.ui.widgets.page import GAP, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable


def state_words(row: CategoryRow) -> str:
    """Whether a clerk is offered it."""
    if row.level == "村":
        return "记在村上"
    if not row.offered:
        return "停用"
    return "使用" if row.shown else "不直接选"


def _tone(row: CategoryRow) -> str:
    return "" if row.offered and row.shown else "quiet"


_CATEGORIES = (
    Column[CategoryRow]("分组", lambda row: row.group, 130, tone=_tone),
    Column[CategoryRow]("类别", lambda row: row.name, 230, stretch=True, tone=_tone),
    Column[CategoryRow]("级别", lambda row: row.level, 60, tone=_tone),
    Column[CategoryRow](
        "现有人数",
        lambda row: str(row.holders) if row.holders else "",
        80,
        right=True,
        key=lambda row: row.holders,
        tone=_tone,
    ),
    Column[CategoryRow]("状态", state_words, 84, tone=_tone),
    Column[CategoryRow](
        "改名", lambda row: f"{row.since} 起" if row.since and row.shipped_name else "", 110
    ),
    Column[CategoryRow]("依据", lambda row: row.source, 200, tone=_tone),
)


class CategoriesPane(QWidget):
    """Choose one below, read who belongs to it, rename it or stop offering it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._rows: tuple[CategoryRow, ...] = ()
        self.presenter = CategoriesPresenter(context, self)
        self.search = QLineEdit()
        self.search.setPlaceholderText("类别名称、分组、依据编号")
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(lambda *_: self._filter())
        self.table: RowsTable[CategoryRow] = RowsTable(
            _CATEGORIES, empty="没有这样的类别。请换个词查找。"
        )
        self.table.opened.connect(self.rename)
        self.table.moved.connect(self._show)
        self._criteria = plain_label("", wrap=True, selectable=True)
        self._rename = make_button("改名…", self.press_rename, tip="F2")
        self._toggle = make_button("停用", self._press_toggle)
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(make_button("增加本单位的类别…", self._press_add))
        top.addWidget(self._rename)
        top.addWidget(self._toggle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._criteria)

    def show_categories(self, rows: tuple[CategoryRow, ...]) -> None:
        self._rows = rows
        self._filter()

    def press_rename(self) -> None:
        row = self.table.current()
        if row is not None:
            self.rename(row)

    def rename(self, row: CategoryRow) -> None:
        """Ask for another name."""
        shipped = f"程序里叫“{row.shipped_name}”，" if row.shipped_name else ""
        note = f"{shipped}新名称从所填的那天起使用，以前的日期仍显示原来的名称。"

        def save(name: str, first: date, *, done: Done, tell: Tell) -> None:
            self.presenter.rename(row, name, first, done=done, tell=tell)

        asked = NameAsked("类别改名", note, row.name)
        NameForm(self, asked, self.presenter.today, save=save).open()

    def _filter(self) -> None:
        wanted = self.search.text().strip().lower()
        self.table.show_rows([
            row
            for row in self._rows
            if wanted in " ".join((row.name, row.shipped_name, row.group, row.source)).lower()
        ])
        self._show(self.table.current())

    def _show(self, row: CategoryRow | None) -> None:
        self._rename.setEnabled(row is not None)
        self._toggle.setEnabled(row is not None and row.level != "村")
        self._toggle.setText("停用" if row is None or row.offered else "恢复使用")
        self._criteria.setText(f"{row.name}：{row.criteria}" if row is not None else "")

    def _press_toggle(self) -> None:
        row = self.table.current()
        if row is not None:
            self.presenter.toggle(row)

    def _press_add(self) -> None:
        basis = QLineEdit()
        basis.setPlaceholderText("文件名、文号、会议纪要")

        def save(name: str, first: date, *, done: Done, tell: Tell) -> None:
            self.presenter.add(name, basis.text(), first, done=done, tell=tell)

        note = "只在本单位使用，不随台账上报。个人可以持有，名单可以按它筛选。"
        asked = NameAsked("增加本单位的类别", note)
        more = (("设立依据", basis),)
        NameForm(self, asked, self.presenter.today, save=save, more=more).open()
