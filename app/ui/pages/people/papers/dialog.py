"""How the papers look: list and checklist left, preview right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.services.papers import ChecklistRow, PaperRow, PaperView
from app.ui.pages.people.papers.form import PaperForm
from app.ui.pages.people.papers.presenter import PapersPresenter
from app.ui.ports import Context
from app.ui.widgets.dropped import files_of, pasted
from app.ui.widgets.keys import add_key
from app.ui.widgets.page import GAP, fitting_size, link_button, make_button
from app.ui.widgets.picture import FittedPicture
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

PAPERS = (
    Column[PaperRow]("种类", lambda row: row.kind_name, 180),
    Column[PaperRow]("名称", lambda row: row.title, 120, stretch=True),
    Column[PaperRow]("归属", lambda row: row.owner, 56),
    Column[PaperRow]("添加", lambda row: f"{row.added_on:%Y-%m-%d}", 100),
    Column[PaperRow](
        "核对原件",
        lambda row: f"{row.original_seen:%Y-%m-%d}" if row.original_seen else "",
        100,
        tone=lambda row: "done",
    ),
)


def _state(row: ChecklistRow) -> str:
    if row.there:
        return "已核对原件" if row.original_seen else f"{row.there} 份，未核对原件"
    return "缺" if row.required else "可补充"


def _tone(row: ChecklistRow) -> str:
    if row.there:
        return "done" if row.original_seen else ""
    return "late" if row.required else ""


CHECKLIST = (
    Column[ChecklistRow]("应有的材料", lambda row: row.name, 170, stretch=True),
    Column[ChecklistRow]("情况", _state, 164, tone=_tone),
    Column[ChecklistRow](
        "依据", lambda row: row.source if row.sure else f"{row.source}，以本县文件为准", 190
    ),
)


class PapersDialog(QDialog):
    """The papers of one person: added by button, by dropping files here, by pasting a picture."""

    def __init__(self, context: Context, person_id: int, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"{name}的材料")
        self.resize(fitting_size(parent, 1080, 640))
        self.presenter = PapersPresenter(context, self)
        self.setAcceptDrops(True)
        self.table: RowsTable[PaperRow] = RowsTable(PAPERS)
        self.table.setAccessibleName("材料")
        self.table.moved.connect(self._moved)
        self.table.opened.connect(self.presenter.open)
        self.checklist: RowsTable[ChecklistRow] = RowsTable(CHECKLIST)
        self.checklist.setAccessibleName("应有的材料")
        self._picture = FittedPicture()
        self._picture.setFixedWidth(200)
        self._full = QCheckBox("含完整号码")
        self._full.setToolTip("一户一档里写完整的身份证号和账号，会留下记录")
        middle = QHBoxLayout()
        middle.setSpacing(GAP)
        middle.addWidget(self.table, 1)
        middle.addWidget(self._picture)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(8)
        layout.addLayout(self._top())
        layout.addLayout(middle, 3)
        layout.addLayout(self._row_buttons())
        layout.addWidget(self.checklist, 2)
        self._set_buttons()
        self.presenter.show(person_id)

    # --- what the presenter says -------------------------------------------------------------
    def show_papers(self, view: PaperView) -> None:
        self.table.show_rows(view.papers)
        self.checklist.show_rows(view.checklist)
        self._below.setText(
            f"{len(view.papers)} 份材料。可以把文件拖到这里，也可以按 Ctrl+V 粘贴图片。"
            if view.papers
            else "还没有材料。按“添加材料”，或把照片、扫描件拖到这里，或按 Ctrl+V 粘贴图片。"
        )
        if not view.papers:
            self._picture.show_png(b"")
        self._set_buttons()

    def show_thumbnail(self, paper_id: int, jpeg: bytes) -> None:
        row = self.table.current()
        if row is not None and row.id == paper_id:
            self._picture.show_png(jpeg)

    def ask_about(self, files: tuple[Path, ...], picture: bytes | None) -> None:
        PaperForm(self.presenter, files, picture, self).open()

    def open_outside(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    # --- what the clerk does -----------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = files_of(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.ask_about(files, None)

    def paste(self) -> None:
        """A picture from the clipboard, or files copied in the file manager."""
        files, picture = pasted()
        if files or picture is not None:
            self.ask_about(files, picture)
        else:
            self._below.setText("剪贴板里没有图片。请先截图或复制图片，再按 Ctrl+V。")

    def _top(self) -> QHBoxLayout:
        self._below = plain_label("", role="quiet", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._below, 1)
        line.addWidget(self._full)
        line.addWidget(link_button("一户一档…", self._press_archive))
        line.addWidget(make_button("添加材料…", self.presenter.choose, primary=True))
        add_key(self, "粘贴图片", ("Ctrl+V",), self.paste)
        return line

    def _row_buttons(self) -> QHBoxLayout:
        self._open = link_button("打开", self._on_row(self.presenter.open))
        self._confirm = link_button("核对原件", self._on_row(self.presenter.confirm))
        self._remove = link_button("移除…", self._on_row(self.presenter.remove))
        self._hand_out = link_button("导出全部副本…", self._press_hand_out)
        line = QHBoxLayout()
        line.setSpacing(16)
        for button in (self._open, self._confirm, self._remove):
            line.addWidget(button)
        line.addStretch(1)
        line.addWidget(self._hand_out)
        return line

    def _moved(self, row: PaperRow | None) -> None:
        self._set_buttons()
        if row is not None:
            self.presenter.preview(row)

    def _set_buttons(self) -> None:
        row = self.table.current()
        for button in (self._open, self._confirm, self._remove):
            button.setEnabled(row is not None)
        self._hand_out.setEnabled(bool(self.table.model_of_rows.rows()))
        seen = row is not None and row.original_seen is not None
        self._confirm.setText("取消核对原件" if seen else "核对原件")

    def _on_row(self, act: Callable[[PaperRow], None]) -> Callable[[], None]:
        def press() -> None:
            row = self.table.current()
            if row is not None:
                act(row)

        return press

    def _press_hand_out(self) -> None:
        self.presenter.hand_out(self.table.model_of_rows.rows())

    def _press_archive(self) -> None:
        self.presenter.print_archive(full=self._full.isChecked())
        self._full.setChecked(False)
