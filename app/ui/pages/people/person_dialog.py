"""Registering somebody new, or changing a record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.dictionary import PERSON, Kind
from app.ui.pages.people.person_editor import PersonDraft, PersonEditor
from app.ui.ports import Context
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.fields import DateField, IdField
from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.page import fitting_size, make_button
from app.ui.widgets.plain_label import plain_label

# What is asked, in the order a clerk has it at hand; the rest of the dictionary comes from imports.
SECTIONS = (
    (
        "身份",
        ("name", "id_no", "no_id_reason", "sex", "birth_date", "ethnicity", "former_name"),
    ),
    ("联系", ("phone", "address", "hukou_address", "carer_name", "carer_phone")),
    (
        "状况",
        (
            "self_care",
            "health",
            "illness",
            "seriously_ill",
            "disability_no",
            "disability_kind",
            "disability_grade",
            "labour",
            "in_school",
            "school",
            "annual_income",
        ),
    ),
    ("发放", ("bank", "account_name", "account_no", "card_no")),
    ("其他", ("note",)),
)
_NUMBERS = {"id_no", "phone", "carer_phone", "disability_no", "account_no", "card_no"}
_PICKS = {"sex": ("男", "女")}


class PersonDialog(QDialog):
    """Fields left, categories right; what is wrong is said above the buttons."""

    def __init__(
        self,
        context: Context,
        person_id: int | None,
        parent: QWidget,
        saved: Callable[[int], None],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("登记新人" if person_id is None else "编辑人员")
        self.resize(fitting_size(parent, 820, 600))
        self._today = context.desk.clock.today()
        self._edits: dict[str, QWidget] = {}
        self._village = QComboBox()
        self._village.setEditable(True)
        self._group = QLineEdit()
        self._kinds = QListWidget()
        self._kinds.setProperty("role", "pick")
        self._problem = plain_label("", role="warning", wrap=True)
        self._problem.hide()
        self._save = make_button("保存", self._press_save, primary=True, tip="Ctrl+Enter、Ctrl+S")
        self._lay_out()
        self._saved = saved
        self.editor = PersonEditor(context, self, person_id)
        self.editor.start()

    # --- what the editor says ----------------------------------------------------------------
    def show_choices(self, villages: tuple[str, ...], kinds: tuple[tuple[str, str], ...]) -> None:
        self._village.addItem("")
        self._village.addItems(villages)
        for code, name in kinds:
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setCheckState(Qt.CheckState.Unchecked)
            self._kinds.addItem(item)

    def show_draft(self, draft: PersonDraft) -> None:
        for key, widget in self._edits.items():
            _set_text(widget, draft.values.get(key, ""))
        self._village.setCurrentText(draft.village)
        self._group.setText(draft.group)
        for place in range(self._kinds.count()):
            item = self._kinds.item(place)
            held = item.data(Qt.ItemDataRole.UserRole) in draft.categories
            item.setCheckState(Qt.CheckState.Checked if held else Qt.CheckState.Unchecked)
        self._edits["name"].setFocus()

    def show_problem(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.setVisible(bool(words))

    def close_saved(self, person_id: int) -> None:
        self.accept()
        self._saved(person_id)

    # --- how it is built ---------------------------------------------------------------------
    def draft(self) -> PersonDraft:
        """What stands in the fields."""
        items = [self._kinds.item(place) for place in range(self._kinds.count())]
        return PersonDraft(
            values={key: _text_of(widget) for key, widget in self._edits.items()},
            village=self._village.currentText().strip(),
            group=self._group.text().strip(),
            categories=tuple(
                item.data(Qt.ItemDataRole.UserRole)
                for item in items
                if item.checkState() is Qt.CheckState.Checked
            ),
        )

    def _lay_out(self) -> None:
        fields = QWidget()
        form = QFormLayout(fields)
        form.setContentsMargins(0, 0, 12, 0)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        for title, keys in SECTIONS:
            form.addRow(plain_label(title, role="heading"))
            for key in keys:
                self._edits[key] = _edit_for(key, self._today)
                label = PERSON[key].label + ("　*" if key == "name" else "")
                form.addRow(label, self._edits[key])
            if title == "身份":
                form.addRow("村（社区）", self._village)
                form.addRow("组", self._group)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(fields)
        right = QVBoxLayout()
        right.addWidget(plain_label("对象类别", role="heading"))
        right.addWidget(self._kinds, 1)
        columns = QHBoxLayout()
        columns.setSpacing(20)
        columns.addWidget(scroll, 3)
        columns.addLayout(right, 2)
        buttons = QHBoxLayout()
        buttons.addWidget(plain_label("Enter 下一项，Ctrl+Enter 保存", role="small"), 1)
        buttons.addWidget(make_button("取消", self.reject))
        buttons.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(columns, 1)
        layout.addWidget(self._problem)
        layout.addLayout(buttons)
        self._set_keys()

    def _set_keys(self) -> None:
        order = list(self._edits.values())
        last_of_identity = SECTIONS[0][1][-1]
        at = list(self._edits).index(last_of_identity) + 1
        EnterMoves([*order[:at], self._village, self._group, *order[at:]], self._kinds, self)
        add_key(self, "保存", SAVE_KEYS, self._press_save)

    def _press_save(self) -> None:
        self.editor.save(self.draft())


def _edit_for(key: str, today: date) -> QWidget:
    if key in _PICKS:
        return _pick(_PICKS[key])
    if PERSON[key].kind is Kind.YES_NO:
        return _pick(("是", "否"))
    if PERSON[key].kind is Kind.DATE:
        return DateField(today, past=True)
    return IdField() if key in _NUMBERS or PERSON[key].kind is Kind.MONEY else QLineEdit()


def _pick(words: tuple[str, ...]) -> QComboBox:
    pick = QComboBox()
    pick.addItems(["", *words])
    return pick


def _set_text(widget: QWidget, text: str) -> None:
    if isinstance(widget, QComboBox):
        widget.setCurrentText(text)
    elif isinstance(widget, QLineEdit):
        widget.setText(text)


def _text_of(widget: QWidget) -> str:
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return widget.text() if isinstance(widget, QLineEdit) else ""
