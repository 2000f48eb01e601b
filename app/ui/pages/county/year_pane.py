"""Townships × months at a glance, and the letters to those who have not reported."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.county_year import MonthCell, Standing, YearBoard, YearRow
from app.ui.widgets.page import GAP, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

_TONES = {
    Standing.ON_TIME: "done",
    Standing.LATE: "late",
    Standing.MISSING: "late",
    Standing.WAITING: "late",
}


class YearPane(QWidget):
    """One column a month; the table is built anew when the months move on."""

    def __init__(self, remind: Callable[[], None]) -> None:
        super().__init__()
        self._months: tuple[str, ...] = ()
        self._words = plain_label("", role="quiet", wrap=True)
        line = QHBoxLayout()
        line.addWidget(self._words, 1)
        self.remind = make_button("打印催报函…", remind)
        line.addWidget(self.remind)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, GAP, 0, 0)
        self._layout.setSpacing(GAP)
        self._layout.addLayout(line)
        self.table: RowsTable[YearRow] = RowsTable(())
        self._layout.addWidget(self.table, 1)

    def show_board(self, board: YearBoard | None) -> None:
        """The months up to the one that the page shows."""
        rows = board.rows if board else ()
        if board is not None and board.months != self._months:
            self._months = board.months
            self._layout.removeWidget(self.table)
            self.table.deleteLater()
            self.table = RowsTable(_columns(board.months))
            self.table.setAccessibleName("各月报送情况")
            self._layout.addWidget(self.table, 1)
        self.table.show_rows(rows)
        lacking = [row.office for row in rows if row.cells[-1].standing not in _HERE]
        self.remind.setEnabled(bool(lacking))
        words = f"本月未报：{'、'.join(lacking)}。" if lacking else ""
        self._words.setText(f"{words}过了截止日才收到的记为迟报；“更正”是同月后来的批次。")


_HERE = frozenset({Standing.ON_TIME, Standing.LATE, Standing.NOT_EXPECTED})


def _columns(months: tuple[str, ...]) -> tuple[Column[YearRow], ...]:
    return (
        Column[YearRow]("单位", lambda row: row.office, 130, stretch=True),
        *(
            Column[YearRow](
                f"{month[2:4]}-{month[5:]}",
                partial(_text, place=place),
                83,
                tone=partial(_tone, place=place),
            )
            for place, month in enumerate(months)
        ),
    )


def _text(row: YearRow, place: int) -> str:
    cell: MonthCell = row.cells[place]
    return f"{cell.standing} 更正" if cell.corrections else cell.standing.value


def _tone(row: YearRow, place: int) -> str:
    return _TONES.get(row.cells[place].standing, "quiet")
