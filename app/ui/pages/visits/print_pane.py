"""How printing looks: villages left, the paper right."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QWidget,
)

from app.services.documents import FormChoice, PrintedDocuments
from app.services.printing import PreviewPage
from app.services.sheets import PrintedBatch
from app.ui.pages.visits.print_presenter import PrintPresenter, VillageSheets
from app.ui.ports import Context
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.page import GAP, card, make_button
from app.ui.widgets.picture import FittedPicture
from app.ui.widgets.plain_label import plain_label

_NAME = Qt.ItemDataRole.UserRole
_COUNT = Qt.ItemDataRole.UserRole + 1


class PrintPane(QWidget):
    """Choose, print, turn the pages."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.presenter = PrintPresenter(context, self)
        self._page, self._pages = 1, 0
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self._options())
        layout.addWidget(self._paper(), 1)

    def start(self, month: str, people: Collection[int] = ()) -> None:
        """Offer the villages of ``month``; of ``people`` only when some are given."""
        self.presenter.start(month, people)

    def focus_first(self) -> None:
        self._villages.setFocus()

    def where(self) -> str:
        """Which page is shown, as it stands below it."""
        return self._where.text()

    def pages(self) -> int:
        """How many pages the file has."""
        return self._pages

    # --- what the presenter says -------------------------------------------------------------
    def show_villages(self, villages: tuple[VillageSheets, ...], title: str) -> None:
        self._title.setText(title)
        self._villages.clear()
        for village in villages:
            item = QListWidgetItem(f"{village.name or '（未分村）'}　{village.count} 张")
            item.setData(_NAME, village.name)
            item.setData(_COUNT, village.count)
            item.setCheckState(Qt.CheckState.Checked)
            self._villages.addItem(item)
        if villages:
            self._villages.setCurrentRow(0)
        self._count()

    def show_forms(self, forms: tuple[FormChoice, ...]) -> None:
        chosen = self.form.currentData()
        self.form.blockSignals(True)
        while self.form.count() > 1:
            self.form.removeItem(1)
        for one in forms:
            self.form.addItem(one.title, one.key)
        self.form.setCurrentIndex(max(0, self.form.findData(chosen)))
        self.form.blockSignals(False)

    def show_documents(self, done: PrintedDocuments, words: str) -> None:
        """What was printed of another form than the visit sheet."""
        self._outcome.setText(
            f"已生成 {done.count} 份{done.title}，编号 {done.first_no} 至 {done.last_no}。\n{words}"
        )
        self._outcome.show()
        self._open.setEnabled(True)

    def show_printed(self, batch: PrintedBatch) -> None:
        self._outcome.setText(
            f"已生成 {batch.count} 张，批次 {batch.batch_no}，"
            f"编号 {batch.first_no} 至 {batch.last_no}。"
        )
        self._outcome.show()
        self._open.setEnabled(True)

    def show_page(self, page: PreviewPage) -> None:
        self._picture.show_png(page.png)
        self._page, self._pages = page.page, page.pages
        self._where.setText(f"第 {page.page} / {page.pages} 页")
        self._previous.setEnabled(page.page > 1)
        self._next.setEnabled(page.page < page.pages)
        self._right.setCurrentIndex(1)

    # --- how it is built ---------------------------------------------------------------------
    def _options(self) -> QWidget:
        frame, inside = card()
        frame.setFixedWidth(300)
        self._title = plain_label("", role="heading", wrap=True)
        self._villages = QListWidget()
        self._villages.setProperty("role", "pick")
        self._villages.setAccessibleName("要打印的村")
        self._villages.itemChanged.connect(lambda *_: self._count())
        self._masked = QCheckBox("身份证号只印前后几位")
        self._masked.setChecked(True)
        self._total = plain_label("", role="quiet")
        self.form = QComboBox()
        self.form.setAccessibleName("打印哪种表")
        self.form.addItem("入户走访记录表", "")
        self.form.currentIndexChanged.connect(
            lambda _: self.presenter.choose(self.form.currentData())
        )
        self.print_button = make_button("生成走访表…", self._press_print, primary=True)
        self._outcome = plain_label("", role="note", wrap=True)
        self._outcome.hide()
        self._open = make_button("打印…", self.presenter.print_out)
        self._open.setEnabled(False)
        inside.addWidget(self._title)
        inside.addWidget(self.form)
        inside.addWidget(
            plain_label(
                "本月还没有走访到的对象，一人一张，按村、组、户排列。", role="quiet", wrap=True
            )
        )
        inside.addWidget(self._villages, 1)
        for widget in (self._masked, self._total, self.print_button, self._outcome, self._open):
            inside.addWidget(widget)
        return frame

    def _paper(self) -> QWidget:
        self._picture = FittedPicture()
        self._where = plain_label("", role="quiet")
        self._previous = make_button("上一页", lambda: self.presenter.turn_to(self._page - 1))
        self._next = make_button("下一页", lambda: self.presenter.turn_to(self._page + 1))
        turn = QHBoxLayout()
        turn.addStretch(1)
        for widget in (self._previous, self._where, self._next):
            turn.addWidget(widget)
        turn.addStretch(1)
        preview, inside = card()
        inside.addWidget(self._picture, 1)
        inside.addLayout(turn)
        self._right = QStackedWidget()
        self._right.addWidget(
            EmptyState(
                "这里预览走访表", "在左边选好村，按“生成走访表”。走访表存成 PDF 文件，再打印。"
            )
        )
        self._right.addWidget(preview)
        return self._right

    def _chosen(self) -> list[QListWidgetItem]:
        items = [self._villages.item(place) for place in range(self._villages.count())]
        return [item for item in items if item.checkState() is Qt.CheckState.Checked]

    def _count(self) -> None:
        total = sum(item.data(_COUNT) for item in self._chosen())
        self._total.setText(f"共 {total} 张")
        self.print_button.setEnabled(total > 0)

    def _press_print(self) -> None:
        names = [str(item.data(_NAME)) for item in self._chosen()]
        self.presenter.print(names, masked=self._masked.isChecked())
