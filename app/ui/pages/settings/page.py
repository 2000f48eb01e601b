"""How the page 设置 looks: six tabs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.services.acts import ActRow
from app.ui.pages.settings.about import NOTICE, versions
from app.ui.pages.settings.codes_pane import CodesPane
from app.ui.pages.settings.forms_pane import FormsPane
from app.ui.pages.settings.office_dialog import OfficeDialog
from app.ui.pages.settings.presenter import OfficeLine, SettingsPresenter
from app.ui.pages.settings.readers_card import ReadersCard
from app.ui.ports import Context
from app.ui.widgets.page import GAP, Page, card, link_button, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

_TABS = ("office", "codes", "forms", "acts", "data", "about")


def _undo_words(act: ActRow) -> str:
    if act.undone:
        return "已撤销"
    if act.sent_with:
        return f"已随 {act.sent_with} 上报"
    return "可撤销" if act.undoable else "—"


_ACTS = (
    Column[ActRow]("时间", lambda act: f"{act.at:%Y-%m-%d %H:%M}", 140, key=lambda act: act.at),
    Column[ActRow]("操作人", lambda act: act.actor, 100),
    Column[ActRow]("做了什么", lambda act: act.words, 320, stretch=True),
    Column[ActRow]("撤销", _undo_words, 132, tone=lambda act: "" if act.undoable else "quiet"),
)


class SettingsPage(Page):
    """Who we are, what was done, where the data lie."""

    def __init__(self, context: Context) -> None:
        super().__init__("设置")
        self._context = context
        self.presenter = SettingsPresenter(context, self)
        self.tabs = QTabWidget()
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self._office_tab(), "单位")
        self.codes = CodesPane(context)
        self.tabs.addTab(self.codes, "类别与代码")
        self.forms = FormsPane(context)
        self.tabs.addTab(self.forms, "表样")
        self.tabs.addTab(self._acts_tab(), "操作记录")
        self.tabs.addTab(self._data_tab(context.desk.folder), "数据")
        self.tabs.addTab(self._about_tab(), "关于")
        self.body.addWidget(self.tabs, 1)

    def refresh(self) -> None:
        self.presenter.refresh()
        self.readers.refresh()
        self.codes.refresh()
        self.forms.refresh()

    def open_place(self, place: str) -> None:
        if place in _TABS:
            self.tabs.setCurrentIndex(_TABS.index(place))

    def focus_first(self) -> None:
        self.tabs.tabBar().setFocus()

    def edit(self) -> None:
        if _TABS[self.tabs.currentIndex()] == "office":
            self._change_office()
        elif _TABS[self.tabs.currentIndex()] == "codes":
            self.codes.edit()

    # --- what the presenter says -------------------------------------------------------------
    def show_office(self, lines: tuple[OfficeLine, ...], villages: tuple[str, ...]) -> None:
        while self._facts.rowCount():
            self._facts.removeRow(0)
        for line in lines:
            label = plain_label(line.value, selectable=True)
            self._facts.addRow(plain_label(line.label, role="quiet"), label)
        self._villages.clear()
        self._villages.addItems(villages)
        self._village_title.setText(f"村（社区）　{len(villages)} 个")

    def show_acts(self, acts: tuple[ActRow, ...]) -> None:
        self.acts.show_rows(acts)

    # --- how it is built ---------------------------------------------------------------------
    def _office_tab(self) -> QWidget:
        left, facts = card()
        head = QHBoxLayout()
        head.addWidget(plain_label("本单位", role="heading"), 1)
        head.addWidget(make_button("修改…", self._change_office, tip="F2"))
        facts.addLayout(head)
        self._facts = QFormLayout()
        self._facts.setHorizontalSpacing(24)
        self._facts.setVerticalSpacing(10)
        facts.addLayout(self._facts)
        facts.addWidget(
            link_button(
                "本单位执行哪些帮扶方案：见“政策”页", lambda: self._context.go("policy", "packs")
            )
        )
        self.readers = ReadersCard(self._context)
        facts.addWidget(self.readers)
        facts.addStretch(1)
        right, villages = card()
        self._village_title = plain_label("村（社区）", role="heading")
        self._villages = QListWidget()
        self._villages.setProperty("role", "pick")
        self._new_village = QLineEdit()
        self._new_village.setPlaceholderText("新的村（社区）名称")
        self._new_village.returnPressed.connect(self._press_add)
        add = QHBoxLayout()
        add.addWidget(self._new_village, 1)
        add.addWidget(make_button("添加", self._press_add))
        villages.addWidget(self._village_title)
        villages.addWidget(self._villages, 1)
        villages.addLayout(add)
        return _side_by_side(left, right)

    def _acts_tab(self) -> QWidget:
        self.acts: RowsTable[ActRow] = RowsTable(_ACTS, empty="还没有做过什么。")
        self._undo = make_button("撤销所选的操作", self._press_undo)
        self._undo.setEnabled(False)
        self.acts.moved.connect(lambda act: self._undo.setEnabled(act.undoable))
        top = QWidget()
        line = QHBoxLayout(top)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(plain_label("做过的事都有记录。能撤销的，会整个退回去。", role="quiet"), 1)
        looks = QCheckBox("也列出查看记录")
        looks.toggled.connect(self.presenter.show_looks)
        many = QCheckBox("只列导入、批量和合并")
        many.toggled.connect(self.presenter.show_many)
        line.addWidget(many)
        line.addWidget(looks)
        line.addWidget(self._undo)
        return _stacked(top, self.acts)

    def _data_tab(self, folder: Path) -> QWidget:
        frame, inside = card()
        inside.addWidget(plain_label("数据文件夹", role="heading"))
        inside.addWidget(plain_label(str(folder), role="mono", wrap=True, selectable=True))
        inside.addWidget(
            plain_label(
                "登记的内容、走访表、台账副本和密钥都在这里。不要在程序开着的时候复制或移动这个文件夹。",
                role="quiet",
                wrap=True,
            )
        )
        buttons = QHBoxLayout()
        buttons.addWidget(make_button("打开文件夹", lambda: _open(folder)))
        buttons.addWidget(make_button("打开出错报告", lambda: _open(folder / "logs")))
        buttons.addStretch(1)
        inside.addLayout(buttons)
        inside.addStretch(1)
        return _side_by_side(frame)

    def _about_tab(self) -> QWidget:
        left, facts = card()
        facts.addWidget(plain_label("版本", role="heading"))
        form = QFormLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(8)
        for what, which in versions():
            form.addRow(plain_label(what, role="quiet"), plain_label(which, selectable=True))
        facts.addLayout(form)
        facts.addStretch(1)
        right, words = card()
        words.addWidget(plain_label("许可", role="heading"))
        words.addWidget(plain_label(NOTICE, wrap=True, selectable=True))
        words.addStretch(1)
        return _side_by_side(left, right)

    def _press_add(self) -> None:
        name = self._new_village.text().strip()
        if name:
            self._new_village.clear()
            self.presenter.add_village(name)

    def _press_undo(self) -> None:
        act = self.acts.current()
        if act is not None and act.undoable:
            self.presenter.undo(act)

    def _change_office(self) -> None:
        office = self.presenter.office
        if office is not None:
            OfficeDialog(self, office, self.presenter.code_fixed, self.presenter).open()


def _open(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _side_by_side(*frames: QFrame) -> QWidget:
    tab = QWidget()
    layout = QHBoxLayout(tab)
    layout.setContentsMargins(0, GAP, 0, 0)
    layout.setSpacing(GAP)
    for frame in frames:
        layout.addWidget(frame, 1)
    return tab


def _stacked(*widgets: QWidget) -> QWidget:
    tab = QWidget()
    layout = QVBoxLayout(tab)
    layout.setContentsMargins(0, GAP, 0, 0)
    layout.setSpacing(GAP)
    for widget in widgets:
        layout.addWidget(widget)
    layout.setStretch(layout.count() - 1, 1)
    return tab
