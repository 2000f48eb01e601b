"""The printers of this machine, through Qt. Pages are painted in the worker: Qt allows a painter on
a printer there, and the window stays alive while five hundred sheets go out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from app.core.errors import Cancelled, UserError
from app.core.progress import Progress
from app.services.printing import Raster
from app.ui.printing.presenter import Order

# Fine enough for six-point characters and barcodes; more only makes the printer's queue heavy.
_FINEST = 300
_TWO_SIDED = {
    "": QPrinter.DuplexMode.DuplexNone,
    "long": QPrinter.DuplexMode.DuplexLongSide,
    "short": QPrinter.DuplexMode.DuplexShortSide,
}


@dataclass(frozen=True)
class PrinterChoice:
    """A printer of this machine, and whether it prints both sides by itself."""

    name: str
    words: str
    two_sided: bool
    usual: bool


def printers() -> tuple[PrinterChoice, ...]:
    """The printers that the system knows, the usual one first."""
    found = [
        PrinterChoice(
            name=info.printerName(),
            words=info.description() or info.printerName(),
            two_sided=QPrinter.DuplexMode.DuplexLongSide in info.supportedDuplexModes(),
            usual=info.isDefault(),
        )
        for info in QPrinterInfo.availablePrinters()
    ]
    return tuple(sorted(found, key=lambda one: not one.usual))


class QtPrinter:
    """Prints through Qt. With ``file`` everything goes into a PDF there instead, as tests do."""

    def __init__(self, file: str = "") -> None:
        self._file = file

    def dpi(self, order: Order) -> int:
        """See ``Printer.dpi``."""
        return min(self._ready(order).resolution(), _FINEST)

    def print_pages(
        self, order: Order, rasters: Iterator[Raster], *, count: int, title: str, progress: Progress
    ) -> None:
        """See ``Printer.print_pages``."""
        printer = self._ready(order)
        printer.setDocName(title)
        printer.setDuplex(_TWO_SIDED[order.two_sided])
        rounds = 1
        if printer.supportsMultipleCopies():
            printer.setCopyCount(order.copies)
            printer.setCollateCopies(True)
        else:
            rounds = order.copies
        pages = list(rasters) if rounds > 1 else rasters
        painter = QPainter()
        try:
            for done, raster in enumerate(_repeated(pages, rounds)):
                progress(done, count * rounds, f"正在打印第 {done + 1} 页")
                _lay(printer, raster)
                if not (printer.newPage() if painter.isActive() else painter.begin(printer)):
                    raise _refused(printer)
                _paint(painter, printer, raster)
        except Cancelled:
            printer.abort()
            raise
        finally:
            painter.end()

    def _ready(self, order: Order) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if self._file:
            printer.setOutputFileName(self._file)
            return printer
        printer.setPrinterName(order.printer)
        if not order.printer or not printer.isValid():
            raise UserError(
                "没有可用的打印机。",
                f"找不到“{order.printer}”。" if order.printer else "这台电脑没有安装打印机。",
                "请接好打印机再试，或另存为 PDF 后到别的电脑打印。",
            )
        return printer


def _repeated(pages: Iterator[Raster] | list[Raster], rounds: int) -> Iterator[Raster]:
    for _ in range(rounds):
        yield from pages


def _lay(printer: QPrinter, raster: Raster) -> None:
    """The paper of one page: its own size, whichever way it lies, from edge to edge."""
    wide, high = raster.size
    lying = wide > high
    size = QSizeF(min(wide, high), max(wide, high))
    paper = QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    way = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(paper, way, QMarginsF()))
    printer.setFullPage(True)


def _paint(painter: QPainter, printer: QPrinter, raster: Raster) -> None:
    image = QImage(
        raster.data, raster.width, raster.height, raster.stride, QImage.Format.Format_RGB888
    )
    paper = printer.paperRect(QPrinter.Unit.DevicePixel)
    painter.drawImage(QRectF(0, 0, paper.width(), paper.height()), image)


def _refused(printer: QPrinter) -> UserError:
    return UserError(
        "打印没有完成。",
        f"打印机“{printer.printerName()}”没有接收。",
        "请检查打印机是否开机、有纸，再试一次；或另存为 PDF。",
    )
