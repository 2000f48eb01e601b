"""What the lists of the page 政策 show."""

from __future__ import annotations

from decimal import Decimal

from app.core.money import yuan
from app.services.figures import FIGURE_STATE_NAMES, FigureRow, FigureState, FigureVersion
from app.services.office import PackView
from app.services.policy_packs import STANDING_NAMES, ImportedPack, PackLineView, Standing
from app.services.stale_figures import StaleFigure
from app.services.standard_change import MOVE_NAMES, Affected, Move
from app.ui.pages.policy.entry_presenter import Collected
from app.ui.widgets.rows import Column

_STATE_TONES = {FigureState.OPEN: "late", FigureState.ENTERED: "done", FigureState.DOCUMENT: ""}

FIGURES = (
    Column[FigureRow](
        "状态",
        lambda row: FIGURE_STATE_NAMES[row.state],
        128,
        tone=lambda row: _STATE_TONES.get(row.state, ""),
    ),
    Column[FigureRow]("参数", lambda row: row.title, 180, stretch=True),
    Column[FigureRow]("现在的值", lambda row: row.words or "—", 140),
    Column[FigureRow](
        "从",
        lambda row: row.since.isoformat() if row.since else "—",
        100,
        key=lambda row: row.since,
    ),
)
VERSIONS = (
    Column[FigureVersion]("起", lambda one: one.first.isoformat(), 96),
    Column[FigureVersion]("值", lambda one: one.words, 132),
    Column[FigureVersion]("发文", lambda one: one.issued.isoformat(), 96),
    Column[FigureVersion](
        "文件和文号", lambda one: "默认值" if one.default else one.source, 110, stretch=True
    ),
    Column[FigureVersion]("止", lambda one: one.until.isoformat() if one.until else "—", 96),
)
PACKS = (
    Column[PackView](
        "执行",
        lambda pack: "执行中" if pack.adopted else "未执行",
        76,
        tone=lambda pack: "done" if pack.adopted else "quiet",
    ),
    Column[PackView]("方案", lambda pack: pack.title, 220),
    Column[PackView]("文件", lambda pack: pack.document, 260, stretch=True),
    Column[PackView]("发文地区", lambda pack: pack.region, 120),
    Column[PackView]("从", lambda pack: pack.first.isoformat() if pack.first else "—", 104),
    Column[PackView]("到", lambda pack: pack.last.isoformat() if pack.last else "长期", 104),
)
STALE = (
    Column[StaleFigure]("参数", lambda row: row.title, 190, stretch=True),
    Column[StaleFigure]("值", lambda row: row.words, 150),
    Column[StaleFigure]("从", lambda row: row.since.isoformat() if row.since else "—", 96),
    Column[StaleFigure]("为什么", lambda row: row.why, 176),
)
IMPORTED = (
    Column[ImportedPack]("导入", lambda row: f"{row.imported_at:%Y-%m-%d}", 96),
    Column[ImportedPack]("编号", lambda row: row.number, 190, stretch=True),
    Column[ImportedPack]("发出单位", lambda row: row.signer, 120),
)
COLLECTED = (
    Column[Collected]("参数", lambda one: one.title, 150, stretch=True),
    Column[Collected]("值", lambda one: one.text, 96),
    Column[Collected]("执行", lambda one: one.entry.first.isoformat(), 96),
)
PACK_LINES = (
    Column[PackLineView](
        "怎么办",
        lambda line: STANDING_NAMES[line.standing],
        136,
        tone=lambda line: "done" if line.standing is Standing.NEW else "quiet",
    ),
    Column[PackLineView]("参数", lambda line: line.title, 170),
    Column[PackLineView]("值", lambda line: line.words, 130),
    Column[PackLineView]("起", lambda line: line.first.isoformat(), 96),
    Column[PackLineView]("止", lambda line: line.last.isoformat() if line.last else "—", 96),
    Column[PackLineView]("发文", lambda line: line.issued.isoformat(), 96),
    Column[PackLineView]("文件和文号", lambda line: line.citation, 150, stretch=True),
    Column[PackLineView]("范围", lambda line: line.region or "全国", 110),
)
_MOVE_TONES = {Move.DOWN: "late", Move.OUT: "late", Move.UP: "done", Move.IN: "done"}


def amount_words(amount: Decimal | None) -> str:
    """``705.00``; an amount that is open is a dash, never a zero."""
    return "—" if amount is None else yuan(amount)


AFFECTED = (
    Column[Affected](
        "变化", lambda one: MOVE_NAMES[one.move], 84, tone=lambda one: _MOVE_TONES.get(one.move, "")
    ),
    Column[Affected]("村（社区）", lambda one: one.village or "—", 110),
    Column[Affected]("姓名", lambda one: one.name, 116),
    Column[Affected]("项目", lambda one: one.programme, 190, stretch=True),
    Column[Affected](
        "现在", lambda one: amount_words(one.before), 92, right=True, key=lambda one: one.before
    ),
    Column[Affected](
        "以后", lambda one: amount_words(one.after), 92, right=True, key=lambda one: one.after
    ),
    Column[Affected](
        "相差",
        lambda one: amount_words(one.difference),
        92,
        right=True,
        key=lambda one: one.difference,
    ),
    Column[Affected]("单位", lambda one: one.unit, 84),
    Column[Affected](
        "补发",
        lambda one: f"{amount_words(one.arrears)}（{one.months}个月）" if one.months else "—",
        130,
        right=True,
        key=lambda one: one.arrears,
    ),
)
