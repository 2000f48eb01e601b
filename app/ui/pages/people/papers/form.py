"""What kind of paper it is, what it is called, whose it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from app.ui.pages.people.papers.presenter import NewPapers, PapersPresenter, kind_choices
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.form_dialog import FormDialog
from app.ui.widgets.plain_label import plain_label


class PaperForm(FormDialog):
    """Asked once for all files that are added together."""

    def __init__(
        self,
        presenter: PapersPresenter,
        files: tuple[Path, ...],
        picture: bytes | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent, "添加材料", save="添加")
        self._presenter, self._files, self._picture = presenter, files, picture
        self.kind = QComboBox()
        self.kind.addItem("（请选择）", "")
        for key, name in kind_choices():
            self.kind.addItem(name, key)
        self.title = QLineEdit()
        self.title.setPlaceholderText("空着就用文件名")
        self.of_household = QCheckBox("全家共用（如户口簿），每个家庭成员都能看到")
        names = "、".join(path.name for path in files) or "剪贴板里的图片"
        self.form.addRow("文件", plain_label(names, wrap=True))
        self.form.addRow("种类", self.kind)
        self.form.addRow("名称", self.title)
        self.form.addRow("", self.of_household)
        EnterMoves([self.kind, self.title, self.of_household], self.save, self)
        self.kind.setFocus()

    def press(self) -> None:
        kind = str(self.kind.currentData())
        if not kind:
            self.tell("请选择种类。")
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
