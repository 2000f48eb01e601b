"""How 设置 → 类别与代码 → 村组与区划 looks."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.services.region_file import PlacePreview
from app.services.villages import GroupRow, VillageRow
from app.ui.acting import Done, Tell
from app.ui.pages.settings.name_form import NameAsked, NameForm
from app.ui.pages.settings.places_dialog import PlacesDialog
from app.ui.pages.settings.villages_presenter import VillagesPresenter
from app.ui.ports import Context
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.fields import DateField
from app.ui.widgets.form_dialog import BAD_DAY, FormDialog
from app.ui.widgets.page import GAP, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable


def former_words(row: VillageRow) -> str:
    """The names that a village had, with their last days."""
    return "、".join(f"{old.name}（至 {old.last}）" if old.last else old.name for old in row.former)


_VILLAGES = (
    Column[VillageRow]("村（社区）", lambda row: row.name, 130),
    Column[VillageRow]("代码", lambda row: row.code or "—", 124),
    Column[VillageRow](
        "人数", lambda row: str(row.people), 60, right=True, key=lambda row: row.people
    ),
    Column[VillageRow](
        "组", lambda row: str(len(row.groups)), 48, right=True, key=lambda row: len(row.groups)
    ),
    Column[VillageRow]("曾用名、并入的村", former_words, 180, stretch=True),
)
_GROUPS = (
    Column[GroupRow]("组", lambda row: row.name, 100, stretch=True),
    Column[GroupRow]("人数", lambda row: str(row.people), 60, right=True),
    Column[GroupRow](
        "名单", lambda row: "" if row.listed else "未列入", 70, tone=lambda row: "quiet"
    ),
)


class VillagesPane(QWidget):
    """Left the villages, right the groups of the chosen one."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.presenter = VillagesPresenter(context, self)
        self._rows: tuple[VillageRow, ...] = ()
        self.villages: RowsTable[VillageRow] = RowsTable(
            _VILLAGES, empty="还没有村（社区）。在“单位”里添加，或导入区划名单。"
        )
        self.villages.opened.connect(self._rename_village)
        self.villages.moved.connect(self._show_groups)
        self.groups: RowsTable[GroupRow] = RowsTable(
            _GROUPS, sortable=False, empty="这个村还没有组。"
        )
        self.groups.opened.connect(self._rename_group)
        self._said = plain_label("", role="done", wrap=True)
        self._said.hide()
        self._lay_out()

    # --- what the presenter says -------------------------------------------------------------
    def show_villages(self, rows: tuple[VillageRow, ...]) -> None:
        self._rows = rows
        self.villages.show_rows(rows)
        row = self.villages.current()
        if row is not None:
            self._show_groups(row)

    def show_preview(self, preview: PlacePreview) -> None:
        PlacesDialog(self, preview, self.presenter).open()

    def say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))

    # --- how it is built ---------------------------------------------------------------------
    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(
            plain_label(
                "村改名、合并以后，用旧名称仍能找到人，旧名册也能导入。", role="quiet", wrap=True
            ),
            1,
        )
        for words, press in (
            ("改名…", self.press_rename),
            ("合并…", self._press_merge),
            ("添加组…", self._press_add_group),
            ("组改名…", self._press_rename_group),
            ("导入区划名单…", self.presenter.choose),
        ):
            top.addWidget(make_button(words, press))
        both = QSplitter()
        both.addWidget(self.villages)
        both.addWidget(self.groups)
        both.setStretchFactor(0, 5)
        both.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(top)
        layout.addWidget(both, 1)
        layout.addWidget(self._said)

    def press_rename(self) -> None:
        row = self.villages.current()
        if row is not None:
            self._rename_village(row)

    def _rename_village(self, row: VillageRow) -> None:
        def save(name: str, first: date, *, done: Done, tell: Tell) -> None:
            self.presenter.rename(row, name, first, done=done, tell=tell)

        note = "人员和家庭跟着改；旧名称保留为曾用名。"
        asked = NameAsked("村（社区）改名", note, row.name)
        NameForm(self, asked, self.presenter.today, save=save).open()

    def _press_merge(self) -> None:
        row = self.villages.current()
        if row is not None:
            others = tuple(other.name for other in self._rows if other.name != row.name)
            MergeForm(self, row, others, presenter=self.presenter).open()

    def _press_add_group(self) -> None:
        row = self.villages.current()
        if row is not None:
            self.presenter.add_group(row)

    def _press_rename_group(self) -> None:
        group = self.groups.current()
        if group is not None:
            self._rename_group(group)

    def _rename_group(self, group: GroupRow) -> None:
        row = self.villages.current()
        if row is not None:
            self.presenter.rename_group(row, group.name)

    def _show_groups(self, row: VillageRow) -> None:
        self.groups.show_rows(row.groups)


class MergeForm(FormDialog):
    """Into which village, from which day."""

    def __init__(
        self,
        parent: QWidget,
        row: VillageRow,
        others: tuple[str, ...],
        *,
        presenter: VillagesPresenter,
    ) -> None:
        note = (
            f"{row.name}的 {row.people} 人和他们的家庭转入另一个村；"
            f"那边已有同名的组时，转入的组前面加上“{row.name}”。"
        )
        super().__init__(parent, f"合并　{row.name}", note)
        self._row, self._presenter = row, presenter
        self.into = QComboBox()
        self.into.addItems(["", *others])
        self.first = DateField(presenter.today, past=True)
        self.first.set_day(presenter.today)
        self.form.addRow("并入", self.into)
        self.form.addRow("从哪天起", self.first)
        EnterMoves([self.into, self.first], self.save, self)
        self.into.setFocus()

    def press(self) -> None:
        first, into = self.first.day(), self.into.currentText()
        if not into:
            self.tell("还没有选并入哪个村。")
        elif first is None:
            self.tell(BAD_DAY)
        else:
            self._presenter.merge(self._row, into, first, done=self.close_saved, tell=self.tell)
