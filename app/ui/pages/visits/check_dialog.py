"""How the second keying looks: what waits on the left, a few blind fields on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import UserError
from app.services.second_keying import (
    ID_NO,
    CheckList,
    CheckSheet,
    Difference,
    UncheckedRow,
)
from app.ui.pages.visits.answer_fields import AnswerField, TypedField, field_for
from app.ui.pages.visits.check_presenter import CheckPresenter
from app.ui.pages.visits.entry_form import edit_of
from app.ui.ports import Context
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.fields import IdField
from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.page import fitting_size, make_button
from app.ui.widgets.plain_label import plain_label, set_role
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

COLUMNS = (
    Column[UncheckedRow]("走访表", lambda row: row.sheet_no, 120),
    Column[UncheckedRow]("姓名", lambda row: row.name, 90),
    Column[UncheckedRow]("村（社区）", lambda row: row.village, 100, stretch=True),
    Column[UncheckedRow]("走访日期", lambda row: f"{row.day}", 100),
    Column[UncheckedRow]("第一次录入", lambda row: row.entered_by, 110),
)


class CheckDialog(QDialog):
    """A number, its few fields, what differs."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("二次录入")
        self.resize(fitting_size(parent, 1040, 560))
        self._today = context.desk.clock.today()
        self.presenter = CheckPresenter(context, self)
        self._fields: dict[str, AnswerField] = {}
        self._picks: dict[str, QComboBox] = {}
        self.table: RowsTable[UncheckedRow] = RowsTable(COLUMNS)
        self.table.setAccessibleName("还没有二次录入的走访表")
        self.table.opened.connect(lambda row: self.presenter.open(row.sheet_no))
        self._count = plain_label("", role="quiet", wrap=True)
        self._number = IdField()
        self._number.setPlaceholderText("输入或扫描编号")
        self._number.setAccessibleName("表上的编号")
        self._number.returnPressed.connect(lambda: self.presenter.open(self._number.text()))
        self._who = plain_label("", role="heading")
        self._words = plain_label("", role="quiet", wrap=True)
        self._body = QVBoxLayout()
        self._paper: QWidget | None = None
        self._save = make_button("核对", self._press, primary=True, tip="Ctrl+Enter")
        add_key(self, "核对", SAVE_KEYS, self._press)
        self._lay_out()
        self.show_sheet(None)
        self.presenter.refresh()
        self._number.setFocus()

    # --- what the presenter says -------------------------------------------------------------
    def show_list(self, listed: CheckList) -> None:
        self.table.show_rows(listed.rows)
        rule = "" if listed.wanted else "本单位没有要求二次录入，可以抽着录。"
        self._count.setText(f"已二次录入 {listed.checked} 张，还有 {len(listed.rows)} 张。{rule}")

    def show_sheet(self, sheet: CheckSheet | None) -> None:
        self._fields, self._picks = {}, {}
        form = self._fresh()
        self._save.setEnabled(sheet is not None)
        self._save.setText("核对")
        if sheet is None:
            self._who.setText("")
            return
        same = "　（第一次也是您录的）" if sheet.same else ""
        self._number.setText(sheet.sheet_no)
        self._who.setText(f"{sheet.name}　{sheet.village}{same}")
        for field in sheet.fields:
            widget = field_for(field, self._today)
            if field.key == ID_NO and isinstance(widget, TypedField):
                widget.edit.setPlaceholderText("表上印的是全号时填")
            self._fields[field.key] = widget
            form.addRow(plain_label(field.label), widget)
        edits = [edit_of(field) for field in self._fields.values()]
        EnterMoves(edits, self._save, self._paper or self)
        edits[0].setFocus(Qt.FocusReason.TabFocusReason)

    def show_differences(self, differences: tuple[Difference, ...]) -> None:
        self._fields = {}
        form = self._fresh()
        for one in differences:
            pick = QComboBox()
            pick.addItem(f"第一次：{one.first}", False)
            if one.takeable:
                pick.addItem(f"第二次：{one.second}", True)
            else:
                pick.setToolTip("证件号码到“人员”页核对后更正")
            self._picks[one.key] = pick
            form.addRow(plain_label(one.label), pick)
            if not one.takeable:
                form.addRow("", plain_label(f"第二次：{one.second}。请到“人员”页核对。", wrap=True))
        picks: list[QWidget] = list(self._picks.values())
        EnterMoves(picks, self._save, self._paper or self)
        self._save.setText("按所选保存")
        picks[0].setFocus(Qt.FocusReason.TabFocusReason)

    def say(self, words: str, role: str) -> None:
        self._words.setText(words)
        set_role(self._words, role)

    # --- what the clerk does -----------------------------------------------------------------
    def edit_of(self, key: str) -> QWidget:
        """The widget that a field is typed into."""
        return edit_of(self._fields[key])

    def pick(self, key: str) -> QComboBox:
        """Which of the two keyings of a field holds."""
        return self._picks[key]

    def _press(self) -> None:
        if not self._save.isEnabled():
            return
        if self._picks:
            self.presenter.decide(
                frozenset(key for key, pick in self._picks.items() if pick.currentData())
            )
            return
        typed: dict[str, object] = {}
        for key, field in self._fields.items():
            try:
                value = field.answer()
            except UserError as error:
                field.mark(True)
                self.say("".join(error.sentences()), "problem")
                return
            if value is not None:
                typed[key] = value
        self.presenter.compare(typed)

    # --- how it is built ---------------------------------------------------------------------
    def _fresh(self) -> QFormLayout:
        """An empty place for the fields."""
        if self._paper is not None:
            self._paper.deleteLater()
        self._paper = QWidget()
        form = QFormLayout(self._paper)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        self._body.insertWidget(0, self._paper)
        return form

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self._count)
        left.addWidget(self.table, 1)
        self._body.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(make_button("关闭", self.reject))
        buttons.addWidget(self._save)
        right = QVBoxLayout()
        right.setSpacing(10)
        for widget in (self._number, self._who, self._words):
            right.addWidget(widget)
        right.addLayout(self._body, 1)
        right.addLayout(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(20)
        layout.addLayout(left, 3)
        layout.addLayout(right, 2)
