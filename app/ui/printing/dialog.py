"""The print dialog: the pages as they will come out left, printer and number of copies right."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app.services.printing import PreviewPage
from app.ui.ports import Context
from app.ui.printing.presenter import Order, PaperPresenter, Printer
from app.ui.printing.printer import PrinterChoice, QtPrinter, printers
from app.ui.widgets.keys import add_key
from app.ui.widgets.page import fitting_size, link_button, make_button
from app.ui.widgets.picture import FittedPicture
from app.ui.widgets.plain_label import plain_label

_NO_PRINTER = "这台电脑没有安装打印机。可以另存为 PDF，到别的电脑打印。"
_SIZES = (("适合宽度", 1.0), ("放大一半", 1.5), ("放大一倍", 2.0))
_SIDES = (("单面", ""), ("双面，长边翻", "long"), ("双面，短边翻", "short"))


class PrintDialog(QDialog):
    """Shows what was written and prints it. ``printer`` replaces this machine's, as tests do."""

    def __init__(
        self,
        context: Context,
        path: Path,
        title: str,
        parent: QWidget,
        *,
        printer: Printer | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"打印 — {title}")
        self.resize(fitting_size(parent, 1040, 700))
        self.presenter = PaperPresenter(
            context, self, printer or QtPrinter(), path=path, title=title
        )
        self._found = printers()
        self._page, self._pages = 1, 1
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addWidget(self._paper(), 1)
        layout.addWidget(self._options())
        for name, keys, act in (
            ("下一页", ("PgDown",), lambda: self.turn(1)),
            ("上一页", ("PgUp",), lambda: self.turn(-1)),
            ("打印", ("Ctrl+P",), self.print),
        ):
            add_key(self, name, keys, act)
        self.presenter.turn_to(1)

    def turn(self, by: int) -> None:
        """Forward or back by so many pages."""
        self.presenter.turn_to(min(max(self._page + by, 1), self._pages))

    def print(self) -> None:
        """Send what is chosen to the printer."""
        self._words.hide()
        self.presenter.print(self.order())

    def order(self) -> Order:
        """What is chosen."""
        return Order(
            printer=self.printer.currentData() or "",
            pages=self.pages.text(),
            copies=self.copies.value(),
            two_sided=self.sides.currentData() if self.sides.isEnabled() else "",
        )

    def words(self) -> str:
        """What was said last."""
        return self._words.text()

    # --- what the presenter says -------------------------------------------------------------
    def show_page(self, page: PreviewPage) -> None:
        if not isValid(self):  # closed while it was drawn
            return
        self._picture.show_png(page.png)
        self._page, self._pages = page.page, page.pages
        self._where.setText(f"第 {page.page} / {page.pages} 页")
        self._previous.setEnabled(page.page > 1)
        self._next.setEnabled(page.page < page.pages)

    def show_problem(self, words: str) -> None:
        self._say(words, "problem")

    def say(self, words: str) -> None:
        self._say(words, "note")

    # --- how it is built ---------------------------------------------------------------------
    def _paper(self) -> QWidget:
        whole = QWidget()
        inside = QVBoxLayout(whole)
        inside.setContentsMargins(0, 0, 0, 0)
        self._picture = FittedPicture()
        self._where = plain_label("", role="quiet")
        self._previous = make_button("上一页", lambda: self.turn(-1), tip="PgUp")
        self._next = make_button("下一页", lambda: self.turn(1), tip="PgDown")
        size = QComboBox()
        size.setAccessibleName("显示大小")
        for words, times in _SIZES:
            size.addItem(words, times)
        size.currentIndexChanged.connect(lambda at: self._picture.enlarge(_SIZES[at][1]))
        line = QHBoxLayout()
        line.addWidget(size)
        line.addStretch(1)
        for widget in (self._previous, self._where, self._next):
            line.addWidget(widget)
        line.addStretch(1)
        inside.addWidget(self._picture, 1)
        inside.addLayout(line)
        return whole

    def _options(self) -> QWidget:
        whole = QWidget()
        whole.setFixedWidth(300)
        inside = QVBoxLayout(whole)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(self._choices())
        self._words = plain_label("", role="note", wrap=True)
        self._words.hide()
        self.print_button = make_button("打印", self.print, primary=True, tip="Ctrl+P")
        self.print_button.setEnabled(bool(self._found))
        for widget in (
            self.print_button,
            make_button("另存为 PDF…", self.presenter.save_as),
            link_button("打开所在文件夹", self._open_folder),
            link_button("用其他程序打开", self._open_file),
        ):
            inside.addWidget(widget)
        inside.addWidget(self._words)
        inside.addStretch(1)
        inside.addWidget(make_button("关闭", self.reject))
        if not self._found:
            self._say(_NO_PRINTER, "note")
        return whole

    def _choices(self) -> QFormLayout:
        self.printer = QComboBox()
        self.printer.setMinimumWidth(180)
        for one in self._found:
            self.printer.addItem(one.words, one.name)
        self.pages = QLineEdit()
        self.pages.setPlaceholderText("全部，或如 1-3,5")
        self.copies = QSpinBox()
        self.copies.setRange(1, 99)
        self.copies.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.sides = QComboBox()
        for words, key in _SIDES:
            self.sides.addItem(words, key)
        self.printer.currentIndexChanged.connect(self._offer_sides)
        self._offer_sides()
        form = QFormLayout()
        for label, widget in (
            ("打印机", self.printer),
            ("页码", self.pages),
            ("份数", self.copies),
            ("单双面", self.sides),
        ):
            widget.setAccessibleName(label)
            form.addRow(label, widget)
        return form

    def _offer_sides(self) -> None:
        chosen = self._chosen()
        self.sides.setEnabled(chosen is not None and chosen.two_sided)

    def _chosen(self) -> PrinterChoice | None:
        at = self.printer.currentIndex()
        return self._found[at] if 0 <= at < len(self._found) else None

    def _say(self, words: str, role: str) -> None:
        if not isValid(self):
            return
        self._words.setProperty("role", role)
        self._words.style().unpolish(self._words)
        self._words.style().polish(self._words)
        self._words.setText(words)
        self._words.show()

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.presenter.path.parent)))

    def _open_file(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.presenter.path)))
