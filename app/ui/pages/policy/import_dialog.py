"""A policy pack from the county: what it holds and whom it affects, before it is taken over."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.services.policy_packs import PackLineView, PackPreview
from app.ui.pages.policy.change_pane import ChangePane
from app.ui.pages.policy.columns import PACK_LINES
from app.ui.pages.policy.presenter import PolicyPresenter
from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.page import fitting_size, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable


class ImportDialog(QDialog):
    """Stays open until the pack at ``path`` is taken over."""

    def __init__(
        self,
        presenter: PolicyPresenter,
        path: Path,
        preview: PackPreview,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("导入政策包")
        self.resize(fitting_size(parent, 1160, 660))
        self._presenter = presenter
        self._path = path
        pack = preview.pack
        title = f"{pack.office}　{pack.made_at:%Y-%m-%d}　编号 {pack.number}"
        self.lines: RowsTable[PackLineView] = RowsTable(PACK_LINES, sortable=False)
        self.lines.setAccessibleName("政策包里的参数")
        self.lines.setMinimumHeight(150)
        self.lines.show_rows(pack.lines)
        self.change = ChangePane(presenter.save_list)
        self.change.show_change(preview.change)
        self._problem = plain_label("", role="problem", wrap=True)
        take = make_button("导入", self._press, primary=True, tip="Ctrl+Enter")
        add_key(self, "导入", SAVE_KEYS, self._press)
        buttons = QHBoxLayout()
        buttons.addWidget(plain_label("签名已核对，由本县签发。", role="done"), 1)
        buttons.addWidget(make_button("取消", self.reject))
        buttons.addWidget(take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(plain_label(title, role="heading", wrap=True))
        layout.addWidget(self.lines, 2)
        layout.addWidget(self.change, 5)
        layout.addWidget(self._problem)
        layout.addLayout(buttons)
        take.setFocus()

    def show_problem(self, words: str) -> None:
        self._problem.setText(words)

    def problem(self) -> str:
        """What is said to be wrong."""
        return self._problem.text()

    def close_kept(self) -> None:
        self.accept()

    def _press(self) -> None:
        self._presenter.apply_pack(self._path, self)
