"""How 核验文件 looks: the files above, what holds of the chosen one below. Files can be dropped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app.services.verify import BAD, GOOD, VerifyResult
from app.ui.pages.verify_presenter import VerifyPresenter
from app.ui.ports import Context
from app.ui.widgets.keys import add_key
from app.ui.widgets.page import GAP, fitting_size, make_button, side_by_side
from app.ui.widgets.plain_label import plain_label, set_role
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

_INVITATION = "选择文件，或者把文件拖到这里。核验不等于接收，什么也不会存下来。"
Check = tuple[str, str, bool | None]
_MARKS = {True: "✓ 通过", False: "✗ 不通过", None: "— 未检查"}
_TONES = {True: "done", False: "late", None: "quiet"}


def _fact(title: str) -> Column[VerifyResult]:
    return Column[VerifyResult](title, lambda row: dict(row.lines).get(title, ""), 150)


_FILES = (
    Column[VerifyResult](
        "结论", lambda row: GOOD if row.ok else BAD, 76, tone=lambda row: _TONES[row.ok]
    ),
    Column[VerifyResult]("文件", lambda row: Path(row.file).name, 260, stretch=True),
    _fact("单位"),
    Column[VerifyResult]("月份", lambda row: dict(row.lines).get("月份", ""), 80),
    Column[VerifyResult]("批次", lambda row: dict(row.lines).get("批次", ""), 76),
    _fact("签名人"),
)
_CHECKS = (
    Column[Check]("逐项核验", lambda check: check[1], 200, stretch=True),
    Column[Check]("结果", lambda check: _MARKS[check[2]], 86, tone=lambda check: _TONES[check[2]]),
)


class VerifyDialog(QDialog):
    """Opened from 台账 and 县级汇总; ``presenter.verify`` takes files at once."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("核验文件")
        self.setAcceptDrops(True)
        self.presenter = presenter = VerifyPresenter(context, self)
        self._trust = plain_label(_INVITATION, role="quiet", wrap=True)
        self._choose = make_button("选择文件…", presenter.choose_files, primary=True, tip="Ctrl+O")
        add_key(self, "选择文件", ("Ctrl+O",), presenter.choose_files)
        add_key(self, "打印报告", ("Ctrl+P",), presenter.print_out)
        top = QHBoxLayout()
        top.addWidget(self._trust, 1)
        top.addWidget(make_button("别的根证书…", presenter.choose_root))
        top.addWidget(make_button("选择文件夹…", presenter.choose_folder))
        top.addWidget(self._choose)
        self.files: RowsTable[VerifyResult] = RowsTable(
            _FILES, empty="还没有选文件。台账、回执、资料包、政策包都可以核验。"
        )
        self.files.setAccessibleName("核验的文件")
        self.files.moved.connect(lambda _: self._show_current())
        self._verdict = plain_label("", role="heading", wrap=True, selectable=True)
        self._remedy = plain_label("", wrap=True, selectable=True)
        bottom = QHBoxLayout()
        bottom.addStretch(1)
        self._print = make_button("打印报告…", presenter.print_out, tip="Ctrl+P")
        self._print.setEnabled(False)
        self._compare = make_button(
            "哪里变了…", self._press_compare, tip="与留存的原文件，或文件里隐藏的《清单》比较"
        )
        self._compare.setEnabled(False)
        bottom.addWidget(self._compare)
        bottom.addWidget(self._print)
        bottom.addWidget(make_button("关闭", self.reject))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(GAP)
        layout.addLayout(top)
        layout.addWidget(self.files, 2)
        for words in (self._verdict, self._remedy):
            layout.addWidget(words)
            words.hide()  # an empty line would stand between the lists
        layout.addWidget(self._below(), 5)
        layout.addLayout(bottom)
        self.resize(fitting_size(parent, 1080, 660))
        self._choose.setFocus()

    def show_results(self, results: tuple[VerifyResult, ...], trust: str) -> None:
        """The files, those that do not hold first; ``trust`` says what they were judged by."""
        if not isValid(self):
            return
        self._trust.setText(f"按{trust}核验。也可以把文件拖到这里。")
        self.files.show_rows(sorted(results, key=lambda row: row.ok))
        self.files.select_place(0)
        self._print.setEnabled(True)
        self._show_current()
        self.files.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.presenter.verify(dropped_paths(event))

    def _below(self) -> QSplitter:
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnStretch(1, 1)
        ground = QWidget()
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(0, 0, 8, 0)
        self._claimed = plain_label("文件自称（未经核实，不能作为依据）", role="late")
        self._claimed.hide()
        inside.addWidget(self._claimed)
        inside.addLayout(self._facts)
        inside.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(ground)
        self.checks: RowsTable[Check] = RowsTable(_CHECKS, sortable=False)
        self.checks.setAccessibleName("逐项核验")
        return side_by_side(scroll, self.checks, (560, 460))

    def _press_compare(self) -> None:
        result = self.files.current()
        if result is not None:
            self.presenter.compare(Path(result.file))

    def _show_current(self) -> None:
        result = self.files.current()
        if result is None:
            return
        self._verdict.setText(result.verdict)
        self._verdict.show()
        set_role(self._verdict, "verdict_good" if result.ok else "verdict_bad")
        self._compare.setEnabled(not result.ok)
        remedy = "" if result.ok else "".join(result.words[1:])
        self._remedy.setText(remedy)
        self._remedy.setVisible(bool(remedy))
        self._claimed.setVisible(not result.ok and bool(result.lines))
        self.checks.show_rows(result.checks)
        self.checks.select_place(next((n for n, c in enumerate(result.checks) if c[2] is False), 0))
        while item := self._facts.takeAt(0):
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, (title, text) in enumerate(result.lines):
            self._facts.addWidget(
                plain_label(title, role="quiet"), place, 0, Qt.AlignmentFlag.AlignTop
            )
            self._facts.addWidget(plain_label(text, selectable=True), place, 1)


def dropped_paths(event: QDropEvent) -> list[Path]:
    """The files of this PC that are being dropped."""
    urls = event.mimeData().urls()
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
