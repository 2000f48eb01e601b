"""On every page, words are whole: on a common office screen, and on the same one enlarged."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHeaderView,
    QLabel,
    QTableView,
    QTabWidget,
    QWidget,
)

from app.services.desk import Desk
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenWindow

COMMON = (1366, 768)
ENLARGED = (911, 512)  # the same screen at 150 %


def cut_words(page: QWidget) -> Iterator[str]:
    """What a label, a button or the head of a column cannot show whole."""
    for widget in page.findChildren(QWidget):
        if not widget.isVisible():
            continue
        if isinstance(widget, QLabel) and widget.text() and _is_cut(widget):
            yield widget.text()
        elif isinstance(widget, QAbstractButton) and widget.text():
            if widget.width() < widget.sizeHint().width():
                yield widget.text()
        elif isinstance(widget, QTableView):
            yield from _cut_heads(widget)


def _is_cut(label: QLabel) -> bool:
    if label.wordWrap():
        return label.height() < label.heightForWidth(label.width()) - label.fontMetrics().descent()
    return label.width() < label.sizeHint().width()


def _cut_heads(table: QTableView) -> Iterator[str]:
    head = table.horizontalHeader()
    if head.sectionResizeMode(0) is QHeaderView.ResizeMode.Stretch or not head.isVisible():
        return
    for column in range(table.model().columnCount()):
        title = str(table.model().headerData(column, Qt.Orientation.Horizontal) or "")
        shown = not table.isColumnHidden(column)
        if shown and table.columnWidth(column) < head.fontMetrics().horizontalAdvance(title) + 20:
            yield title


def faces(clerk: Clerk) -> Iterator[tuple[str, QWidget]]:
    """Every page and every tab of it, one after another."""
    for key in clerk.window.page_keys():
        clerk.window.go(key)
        clerk.rest()
        page = clerk.page()
        yield key, page
        for tabs in page.findChildren(QTabWidget):
            for place in range(tabs.count()):
                if tabs.isVisible():
                    tabs.setCurrentIndex(place)
                    clerk.rest()
                    yield f"{key}：{tabs.tabText(place)}", page


@pytest.mark.parametrize("size", [COMMON, ENLARGED], ids=["common", "enlarged"])
def test_no_word_is_cut(township: Desk, sit_down: OpenWindow, size: tuple[int, int]) -> None:
    clerk = sit_down(township)
    clerk.window.resize(*size)
    QApplication.processEvents()
    cut = {where: sorted(set(cut_words(page))) for where, page in faces(clerk)}
    assert {where: words for where, words in cut.items() if words} == {}
