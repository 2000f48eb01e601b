"""打印文书: the forms that make sense for the chosen people, one of them is printed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app.core.forms import FORM_KIND_NAMES, SUBJECT_NAMES, Subject
from app.services.documents import FormChoice
from app.ui.ports import Context
from app.ui.printing.choice_presenter import ChoicePresenter
from app.ui.widgets.page import fitting_size, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

_FORMS = (
    Column[FormChoice]("文书", lambda one: one.title, 260, stretch=True),
    Column[FormChoice]("种类", lambda one: FORM_KIND_NAMES[one.kind], 110),
    Column[FormChoice]("印给", lambda one: SUBJECT_NAMES[one.subject], 100),
    Column[FormChoice]("适用", lambda one: f"{one.fits} 人" if one.fits else "—", 70),
)


class ChoiceDialog(QDialog):
    """``ChoiceDialog(context, people, words, parent).open()``; ``words`` say who they are."""

    def __init__(
        self, context: Context, people: Sequence[int], words: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("打印文书")
        self.resize(fitting_size(parent, 720, 560))
        self.presenter = ChoicePresenter(context, self, people)
        self.table: RowsTable[FormChoice] = RowsTable(_FORMS, empty="没有适用的文书。")
        self.table.opened.connect(lambda _: self.print())
        self.table.moved.connect(self._chosen)
        self._masked = QCheckBox("身份证号和账号只印前后几位")
        self._masked.setChecked(True)
        self.every = QCheckBox("列出全部文书，不属于适用类别的人也印")
        self.every.toggled.connect(lambda on: self.presenter.start(every=on))
        self._blanks = QSpinBox()
        self._blanks.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self._blanks.setRange(1, 500)
        self._blanks.setSuffix(" 份")
        self._blanks.setAccessibleName("空白表份数")
        self.print_button = make_button("生成并打印", self.print, primary=True)
        self._lay_out(words)
        self.presenter.start()

    def show_forms(self, forms: tuple[FormChoice, ...]) -> None:
        if not isValid(self):  # closed while it was read
            return
        self.table.show_rows(forms)
        self.print_button.setEnabled(bool(forms))
        if forms:
            self.table.select_place(0)
        self.table.setFocus()

    def print(self) -> None:
        """Write the form under the cursor."""
        form = self.table.current()
        if form is not None:
            blanks = self._blanks.value() if form.subject is Subject.NONE else 0
            self.presenter.print(form, masked=self._masked.isChecked(), blanks=blanks)

    def _chosen(self, form: FormChoice) -> None:
        self._blanks.setVisible(form.subject is Subject.NONE)
        self._masked.setVisible(form.subject is not Subject.NONE)

    def _lay_out(self, words: str) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(plain_label(words, role="heading", wrap=True))
        layout.addWidget(
            plain_label(
                "登记里有的内容印好，没有的留空手填；签字栏一律空着。", role="quiet", wrap=True
            )
        )
        layout.addWidget(self.table, 1)
        layout.addWidget(self.every)
        below = QHBoxLayout()
        below.addWidget(self._masked)
        below.addWidget(self._blanks)
        below.addStretch(1)
        below.addWidget(make_button("取消", self.reject))
        below.addWidget(self.print_button)
        layout.addLayout(below)
