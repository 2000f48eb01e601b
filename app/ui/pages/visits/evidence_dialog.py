"""How bringing evidence in looks: a list of what would go where, and one button."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.services.evidence import Evidence, EvidenceState
from app.ui.pages.visits.evidence_presenter import STATE_NAMES, EvidencePresenter
from app.ui.ports import Context
from app.ui.widgets.dropped import files_of, pasted
from app.ui.widgets.folder_watch import FolderWatch
from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.month_picker import MonthPicker
from app.ui.widgets.page import fitting_size, link_button, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

_HOW = (
    "把照片、扫描件拖到这里，按 Ctrl+V 粘贴图片，或监视扫描仪存文件的文件夹。"
    "读得出条码的，程序自己放到那次走访。"
)


def _who(row: Evidence) -> str:
    if row.visit is None:
        return ""
    return f"{row.visit.name}　{row.visit.day:%m-%d}" + ("（未成年）" if row.visit.minor else "")


def _tone(row: Evidence) -> str:
    tones = {EvidenceState.READY: "done", EvidenceState.BAD: "late"}
    return tones.get(row.state, "")


COLUMNS = (
    Column[Evidence]("文件", lambda row: row.name, 210),
    Column[Evidence]("编号", lambda row: row.number, 134),
    Column[Evidence]("对象和日期", _who, 190),
    Column[Evidence]("村（社区）", lambda row: row.visit.village if row.visit else "", 100),
    Column[Evidence]("情况", lambda row: STATE_NAMES[row.state], 112, tone=_tone),
    Column[Evidence]("说明", lambda row: row.words, 160, stretch=True),
)


class EvidenceDialog(QDialog):
    """Photos and scans of visits; with ``contact`` (id and words) of this one visit."""

    def __init__(
        self, context: Context, parent: QWidget, contact: tuple[int, str] | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"走访佐证：{contact[1]}" if contact else "走访佐证")
        self.resize(fitting_size(parent, 1080, 600))
        self.setAcceptDrops(True)
        self.presenter = EvidencePresenter(context, self, contact[0] if contact else None)
        self._context = context
        self._watch = FolderWatch(self)
        self._watch.settled.connect(self.presenter.bring)
        self.table: RowsTable[Evidence] = RowsTable(COLUMNS)
        self.table.setAccessibleName("走访佐证")
        self.table.opened.connect(self.presenter.lay)
        self._below = plain_label("", role="quiet", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(8)
        layout.addLayout(self._top())
        layout.addWidget(self.table, 1)
        layout.addLayout(self._row_buttons())
        layout.addLayout(self._bottom())
        add_key(self, "粘贴图片", ("Ctrl+V",), self.paste)
        add_key(self, "添加", SAVE_KEYS, self._press_add)
        add_key(self, "重新读取", ("F5",), self.presenter.again)
        self.show_evidence((), "")

    # --- what the presenter says -------------------------------------------------------------
    def show_evidence(self, rows: tuple[Evidence, ...], words: str) -> None:
        self.table.show_rows(rows)
        self._below.setText(words or _HOW)
        ready = sum(row.state is EvidenceState.READY for row in rows)
        self._add.setEnabled(ready > 0)
        self._add.setText(f"添加 {ready} 份" if ready else "添加")

    def open_outside(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    # --- what the clerk does -----------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.presenter.bring(files_of(event.mimeData()))

    def paste(self) -> None:
        """Files or a picture from the clipboard."""
        files, picture = pasted()
        if files:
            self.presenter.bring(files)
        elif picture is not None:
            self.presenter.paste(picture)
        else:
            self._below.setText("剪贴板里没有图片。请先截图或复制图片，再按 Ctrl+V。")

    def watch(self, folder: Path) -> None:
        """Take what comes into this folder."""
        self._watch.watch(folder)
        self._watched.setText(f"正在监视：{folder}")

    def _choose_folder(self) -> None:
        folder = self._context.ask.folder("监视哪个文件夹")
        if folder is not None:
            self.watch(folder)

    def _press_add(self) -> None:
        if self._add.isEnabled():
            self.presenter.add()

    def _on_row(self, lay: bool) -> None:
        row = self.table.current()
        if row is not None and lay:
            self.presenter.lay(row)
        elif row is not None:
            self.presenter.drop([row])

    # --- how it is built ---------------------------------------------------------------------
    def _top(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._below, 1)
        line.addWidget(make_button("监视文件夹…", self._choose_folder))
        line.addWidget(make_button("选文件…", self.presenter.choose))
        return line

    def _row_buttons(self) -> QHBoxLayout:
        self._watched = plain_label("", role="small")
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(link_button("指定走访表…（Enter）", lambda: self._on_row(True)))
        line.addWidget(link_button("从列表去掉", lambda: self._on_row(False)))
        line.addWidget(link_button("重新读取（F5）", self.presenter.again))
        line.addStretch(1)
        line.addWidget(self._watched)
        return line

    def _bottom(self) -> QHBoxLayout:
        self._months = MonthPicker(f"{self._context.desk.clock.today():%Y-%m}")
        self._minors = QCheckBox("含未成年人")
        self._add = make_button("添加", self._press_add, primary=True, tip="Ctrl+Enter")
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._months)
        line.addWidget(
            link_button(
                "打印这个月的佐证…",
                lambda: self.presenter.print_month(
                    self._months.month(), minors=self._minors.isChecked()
                ),
            )
        )
        line.addWidget(self._minors)
        line.addStretch(1)
        line.addWidget(make_button("关闭", self.reject))
        line.addWidget(self._add)
        return line
