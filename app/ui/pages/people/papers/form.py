"""What kind of paper it is, what it is called, whose it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.ui.pages.people.papers.presenter import NewPapers, PapersPresenter, kind_choices
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.page import make_button
from app.ui.widgets.plain_label import plain_label


class PaperForm(QDialog):
    """Asked once for all files that are added together."""

    def __init__(
        self,
        presenter: PapersPresenter,
        files: tuple[Path, ...],
        picture: bytes | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("添加材料")
        self.setMinimumWidth(520)
        self._presenter, self._files, self._picture = presenter, files, picture
        self.kind = QComboBox()
        self.kind.addItem("（请选择）", "")
        for key, name in kind_choices():
            self.kind.addItem(name, key)
        self.title = QLineEdit()
        self.title.setPlaceholderText("空着就用文件名")
        self.of_household = QCheckBox("全家共用（如户口簿），每个家庭成员都能看到")
        self.problem = plain_label("", role="problem")
        names = "、".join(path.name for path in files) or "剪贴板里的图片"
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow("文件", plain_label(names, wrap=True))
        form.addRow("种类", self.kind)
        form.addRow("名称", self.title)
        form.addRow("", self.of_household)
        add = make_button("添加", self._press, primary=True, tip="Ctrl+Enter")
        add_key(self, "添加", SAVE_KEYS, self._press)
        buttons = QHBoxLayout()
        buttons.addWidget(self.problem, 1)
        buttons.addWidget(make_button("取消", self.reject))
        buttons.addWidget(add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(14)
        layout.addLayout(form)
        layout.addLayout(buttons)
        EnterMoves([self.kind, self.title, self.of_household], add, self)

    def _press(self) -> None:
        kind = str(self.kind.currentData())
        if not kind:
            self.problem.setText("请选择种类。")
            self.kind.setFocus()
            return
        self.accept()
        self._presenter.add(
            NewPapers(
                self._files,
                self._picture,
                kind,
                self.title.text().strip(),
                self.of_household.isChecked(),
            )
        )
