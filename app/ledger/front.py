"""Pages that people read first: the cover with its signature places, and the explanations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.core.money import yuan
from app.ledger.content import LedgerContent
from app.ledger.styles import Style
from app.ledger.table import Column, Kind, Sheet, Table


@dataclass(frozen=True)
class Cell:
    """A text in a front page, over ``span`` columns."""

    text: str = ""
    style: Style = Style.VALUE
    span: int = 1


@dataclass(frozen=True)
class Line:
    """A row of a front page; ``height`` in points, ``tall`` rows are merged downwards."""

    cells: tuple[Cell, ...] = ()
    height: float = 20


@dataclass(frozen=True)
class Front:
    """A page laid out by hand: A4 portrait, one page wide, the cover also one page high."""

    title: str
    widths: tuple[float, ...]
    lines: tuple[Line, ...]
    one_page: bool = False


COVER_WIDTHS = (14.0, 27.0, 18.0, 27.0)
GAP = Line(height=12)


def title_lines(title: str, below: str) -> tuple[Line, ...]:
    """The big title and the line below it."""
    return (
        Line((Cell(title, Style.TITLE, 4),), 52),
        Line((Cell(below, Style.SUBTITLE, 4),), 28),
        GAP,
    )


def pair_lines(pairs: Sequence[tuple[str, str]]) -> tuple[Line, ...]:
    """Label and value, two pairs a row."""
    lines = []
    for place in range(0, len(pairs), 2):
        cells: list[Cell] = []
        for label, value in (*pairs[place : place + 2], ("", ""))[:2]:
            cells += [Cell(label, Style.LABEL), Cell(value, Style.VALUE)]
        lines.append(Line(tuple(cells), 26))
    return tuple(lines)


def count_lines(tables: Iterable[Table]) -> tuple[Line, ...]:
    """Rows and sums of each sheet, so that the paper can be held against the sheets."""
    head = ("表", "行数", "合计项目", "合计")
    lines = [Line(tuple(Cell(text, Style.LABEL) for text in head), 24)]
    for table in tables:
        name, rows = table.sheet.title, f"{len(table):,}"
        for title, total in sum_texts(table) or [("", "")]:
            cells = (
                Cell(name),
                Cell(rows, Style.CENTRED),
                Cell(title),
                Cell(total, Style.MONEY),
            )
            lines.append(Line(cells, 20))
            name, rows = "", ""
    return tuple(lines)


def sum_texts(table: Table) -> list[tuple[str, str]]:
    """The totals of a sheet as title and text."""
    texts = []
    for column, total in zip(table.sheet.columns, table.totals, strict=True):
        if total is None:
            continue
        if column.kind is Kind.RATE:
            texts.append((column.title, f"{total:.2%}"))
        elif column.kind is Kind.MONEY:
            texts.append((column.title, yuan(table.sums[column.key])))
        else:
            texts.append((column.title, f"{total:,}"))
    return texts


def signature_lines(names: Sequence[tuple[str, str]], office: str) -> tuple[Line, ...]:
    """Places to sign (the name is printed where it is known) and the place of the seal."""
    lines = []
    for place in range(0, len(names), 2):
        cells: list[Cell] = []
        for label, name in names[place : place + 2]:
            cells += [Cell(label, Style.LABEL), Cell(f"{name}\n\n签字：", Style.SIGN)]
        span = 1 if len(cells) > 2 else 3
        cells[-1] = Cell(cells[-1].text, Style.SIGN, span)
        lines.append(Line(tuple(cells), 54))
    seal = Line(
        (
            Cell("单位盖章", Style.LABEL),
            Cell(f"{office}\n\n（盖章）\n\n　　　　年　　月　　日", Style.SIGN, 3),
        ),
        96,
    )
    return (*lines, seal)


def ledger_cover(content: LedgerContent) -> Front:
    """封面 of a ledger."""
    head = content.head
    pairs = (
        ("填报单位", head.office_name),
        ("单位代码", head.office_code),
        ("报送单位", head.county_name),
        ("台账月份", head.month),
        ("数据期间", f"{head.period_first:%Y-%m-%d} 至 {head.period_last:%Y-%m-%d}"),
        ("批次号", f"第 {head.batch_no} 批"),
        ("生成时间", f"{head.made_at:%Y-%m-%d %H:%M}"),
        ("格式版本", str(content.version)),
    )
    names = (
        ("填报人", head.filled_by),
        ("审核人", head.checked_by),
        ("负责人", ""),
    )
    lines = (
        *title_lines("救助服务数据台账", f"{head.office_name}　{_month_words(head.month)}"),
        *pair_lines(pairs),
        *_joined_lines(content),
        GAP,
        *count_lines(content.tables.values()),
        GAP,
        *signature_lines(names, head.office_name),
        GAP,
        Line((Cell(SEALED_NOTE, Style.NOTE, 4),), 44),
    )
    return Front("封面", COVER_WIDTHS, lines, one_page=True)


def _joined_lines(content: LedgerContent) -> tuple[Line, ...]:
    """Of a ledger that joins those of other offices: how many, and who is missing."""
    head = content.head
    if not head.sources:
        return ()
    missing = "、".join(head.missing.values())
    pairs = (
        ("汇总单位", f"{len(head.sources)} 个单位", 26.0),
        ("未报单位", missing or "无", 26.0 + 16 * (len(missing) // 34)),
    )
    return tuple(
        Line((Cell(label, Style.LABEL), Cell(text, Style.VALUE, 3)), height)
        for label, text, height in pairs
    )


SEALED_NOTE = (
    "本台账带有电子签名。用表格软件打开查看、打印都可以，但不要保存：保存一次，签名就失效，"
    "上级会按“未签名”退回。需要改动时，请在帮扶台账程序中改正记录后重新生成。"
)


def _month_words(month: str) -> str:
    year, number = month.split("-")
    return f"{year} 年 {int(number)} 月"


def explanation(sheets: Iterable[Sheet], general: Sequence[str]) -> Front:
    """说明: what each sheet and column holds, two columns of the ledger a line."""
    lines = [Line((Cell("说明", Style.TITLE, 6),), 44)]
    lines += [_note(text, 6) for text in general]
    head = tuple(Cell(text, Style.LABEL) for text in ("列名", "类型", "代码") * 2)
    for sheet in sheets:
        lines.append(Line((Cell(f"《{sheet.title}》", Style.HEADING, 6),), 28))
        lines += [_note(sheet.about, 6)] if sheet.about else []
        lines.append(Line(head, 20))
        half = (len(sheet.columns) + 1) // 2
        for place in range(half):
            left, right = sheet.columns[place], sheet.columns[place + half : place + half + 1]
            lines.append(Line((*_described(left), *(_described(right[0]) if right else ())), 18))
    return Front("说明", (19.0, 11.0, 20.0) * 2, tuple(lines))


def _described(column: Column) -> tuple[Cell, Cell, Cell]:
    kind = Cell(_KIND_WORDS[column.kind], Style.CENTRED)
    return Cell(column.title), kind, Cell(column.key)


def _note(text: str, span: int) -> Line:
    return Line((Cell(text, Style.NOTE, span),), 14.0 * (1 + len(text) // 52))


_KIND_WORDS = {
    Kind.TEXT: "文字",
    Kind.DATE: "日期",
    Kind.MONEY: "金额（元）",
    Kind.INTEGER: "整数",
    Kind.YES_NO: "是／否",
    Kind.MONTH: "月份",
    Kind.RATE: "百分比",
}

LEDGER_NOTES = (
    "一、本台账是整个期间的全部数据，不是增量；同一单位的批次号每生成一次加一。",
    "二、空白表示尚未采集，不表示零或“否”。",
    "三、身份证号、银行账号等按文字保存，不会变成科学记数法。",
    "四、隐藏的《清单》供程序核对：各表行数、合计和每一行的校验值，请不要删除或改动。",
    "五、本表含有个人敏感信息，只用于救助服务工作，用完妥善保管。",
)
JOINED_NOTE = (
    "六、本台账由下级单位的台账汇总而成：“村（社区）”前写明来源单位，户编号、记录编号等前面是来源单位的"
    "代码；核定不计入的行不在其中。"
)
