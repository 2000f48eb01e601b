"""Letters that ask offices for the ledger they have not sent (S3.218), one page an office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from app.exporters.letter_page import begin, closing, paragraph, table
from app.exporters.page import long_date, new_canvas
from app.exporters.safe_file import replacing
from app.exporters.visit_sheet import month_words

_MOST_MONTHS = 12


@dataclass(frozen=True)
class MissingMonth:
    """A month whose ledger is not there; ``words`` say what is known of it."""

    month: str
    deadline: date
    words: str


@dataclass(frozen=True)
class Reminder:
    """A letter to one office about ``months``, oldest first; written by ``office`` on ``day``."""

    to_office: str
    months: tuple[MissingMonth, ...]
    office: str
    clerk: str
    day: date

    @property
    def overdue(self) -> bool:
        """Whether the day has passed for one of them."""
        return any(missing.deadline < self.day for missing in self.months)


def write_reminders(path: Path, reminders: Sequence[Reminder]) -> None:
    """All letters in one PDF. Raises FileError when it cannot be written."""
    first = reminders[0]
    with replacing(path) as draft:
        canvas = new_canvas(draft, title="台账催报函", author=first.office)
        for reminder in reminders:
            _draw(canvas, reminder)
            canvas.showPage()
        canvas.save()


def _draw(canvas: Canvas, reminder: Reminder) -> None:
    newest = reminder.months[-1]
    kind = "催报函" if reminder.overdue else "提醒函"
    pen = begin(canvas, f"关于报送{month_words(newest.month)}救助服务数据台账的{kind}")
    pen = paragraph(pen, f"{reminder.to_office}：", indent=False)
    pen = paragraph(
        pen,
        f"按照规定，救助服务数据台账按月报送，{month_words(newest.month)}台账应于"
        f"{long_date(newest.deadline)}前报送。截至{long_date(reminder.day)}，"
        "下列月份的台账尚未收到或尚不能采用：",
    )
    rows = [("月份", "报送截止", "情况")]
    rows += [
        (month_words(missing.month), long_date(missing.deadline), missing.words)
        for missing in reminder.months[-_MOST_MONTHS:]
    ]
    pen = table(pen, (3, 4, 7), rows)
    pen = paragraph(
        pen.down(6),
        "请用帮扶台账程序核对、导出并签名后，用 U 盘原样报送，导出后不要用表格软件打开保存。"
        "已经报送的，请告知报送时间和批次号；确有困难的，请说明原因。",
    )
    pen = paragraph(pen, f"联系人：{reminder.clerk}")
    closing(pen, reminder.office, reminder.day)
