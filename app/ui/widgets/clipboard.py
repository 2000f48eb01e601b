"""Tables on the clipboard, so that a spreadsheet program takes long numbers as text."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from app.ui.widgets.rows import one_line

# Excel and WPS paste a cell marked like this as text; from bare text they make 18 digits a number
# and lose the last three.
_AS_TEXT = "mso-number-format:'\\@'"


def put_table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Titles and rows to the clipboard, as HTML for spreadsheets and as plain text for the rest."""
    data = QMimeData()
    data.setText(as_text([titles, *rows]))
    data.setHtml(as_html([titles, *rows]))
    QGuiApplication.clipboard().setMimeData(data)


def as_text(rows: Sequence[Sequence[str]]) -> str:
    """One line a row, cells parted by tabs."""
    return "\n".join("\t".join(one_line(cell) for cell in row) for row in rows)


def as_html(rows: Sequence[Sequence[str]]) -> str:
    """A bare table of text cells."""
    lines = [
        "".join(f'<td style="{_AS_TEXT}">{escape(one_line(cell))}</td>' for cell in row)
        for row in rows
    ]
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"
