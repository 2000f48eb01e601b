"""The columns of the page 台账: what was sent month by month, and what to mend before."""

from __future__ import annotations

from app.core.money import yuan
from app.services.ledger_preview import LedgerFault
from app.services.sent_ledgers import STATE_SENT, ExportRow
from app.ui.widgets.rows import Column
from app.ui.words import month_words


def _batch(row: ExportRow) -> str:
    """``更正第 1 批``, ``已由第 3 批更正``; the first and only one of its month needs no words."""
    if row.corrected_by:
        return f"已由第 {row.corrected_by} 批更正"
    return f"更正第 {row.corrects} 批" if row.corrects else ""


def _refused(row: ExportRow) -> str:
    return "" if row.refused is None else f"{row.refused} 行" if row.refused else "无"


def _state_tone(row: ExportRow) -> str:
    if row.corrected_by:
        return "quiet"
    return "" if row.state == STATE_SENT else "done"


EXPORTS = (
    Column[ExportRow]("月份", lambda row: month_words(row.month), 100, key=lambda row: row.month),
    Column[ExportRow]("批次", lambda row: str(row.batch_no), 56, key=lambda row: row.batch_no),
    Column[ExportRow]("更正", _batch, 124),
    Column[ExportRow]("导出时间", lambda row: f"{row.exported_at:%Y-%m-%d %H:%M}", 136),
    Column[ExportRow]("状态", lambda row: row.state, 96, tone=_state_tone),
    Column[ExportRow](
        "回执导入",
        lambda row: f"{row.received_at:%Y-%m-%d}" if row.received_at else "",
        96,
    ),
    Column[ExportRow](
        "退回",
        _refused,
        64,
        right=True,
        key=lambda row: row.refused or 0,
        tone=lambda row: "late" if row.refused and not row.corrected_by else "",
    ),
    Column[ExportRow]("人数", lambda row: str(row.people), 60, right=True),
    Column[ExportRow]("走访联系", lambda row: str(row.visits), 76, right=True),
    Column[ExportRow]("合计（元）", lambda row: yuan(row.amount), 112, right=True),
    Column[ExportRow]("文件", lambda row: row.file_name, 200, stretch=True),
)
FAULTS = (Column[LedgerFault]("导出前要改的地方", lambda fault: fault.words, 300, stretch=True),)
