"""待遇核算说明: what one person is entitled to and how it was worked out, on A4; one person after
another. One page with small type; a second one only when it must be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.core.progress import Progress, silent
from app.exporters.fonts import BODY, TITLE
from app.exporters.ground import BINDING_MARGIN, MARGIN, PAGE_HEIGHT
from app.exporters.page import (
    CONTENT_WIDTH,
    TITLE_HEIGHT,
    PageMark,
    draw_foot,
    draw_title,
    new_canvas,
)
from app.exporters.paper import Box, draw_line, draw_text, wrap
from app.exporters.safe_file import replacing

_SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
_FLOWING = (8.5, 8.0, 7.5, 7.0)  # where one page is too small, first what is read with ease
_LEADING = 1.35
_INDENT = 1.2  # of a step, in characters
_HEAD_ROW = 7 * mm
_SUM_ROW = 6.2 * mm
_FOOT = 9 * mm
_SIGN = 15 * mm
_GAP = 0.45  # before a programme, in lines
_TOP = PAGE_HEIGHT - MARGIN - TITLE_HEIGHT - 3 * mm


@dataclass(frozen=True)
class Item:
    """One programme. ``steps`` are (depth, words); ``missing``, ``excluded``, ``figures`` are
    sentences."""

    title: str
    answer: str
    amount: str
    why: str
    steps: Sequence[tuple[int, str]]
    excluded: Sequence[str]
    missing: Sequence[str]
    clause: str
    figures: Sequence[str]


@dataclass(frozen=True)
class Statement:
    """One person; ``name`` stands at the foot of each page. ``facts`` are label and value, ``sums``
    what it comes to, ``note`` how the day was meant."""

    name: str
    facts: Sequence[tuple[str, str]]
    sums: str
    note: str
    items: Sequence[Item]


@dataclass(frozen=True)
class Printing:
    """Who prints it, and when."""

    office: str
    clerk: str
    day: date


@dataclass(frozen=True)
class _Line:
    """One printed line and how far it is set in, in characters."""

    words: str
    indent: float = 0.0
    bold: bool = False
    first: bool = False  # of a programme


def write_statements(
    path: Path, statements: Sequence[Statement], printing: Printing, progress: Progress = silent
) -> int:
    """All of them in one PDF; returns the pages. Raises FileError when it cannot be written."""
    pages = 0
    with replacing(path) as draft:
        canvas = new_canvas(draft, title="待遇核算说明", author=printing.office)
        for number, statement in enumerate(statements):
            progress(number, len(statements), "正在生成待遇核算说明")
            pages += _draw(canvas, statement, printing)
        canvas.save()
    return pages


def _draw(canvas: Canvas, statement: Statement, printing: Printing) -> int:
    size, sheets = _sheets(statement)
    for number, lines in enumerate(sheets, start=1):
        draw_title(canvas, f"{printing.office}待遇核算说明{'' if number == 1 else '（续）'}")
        y = _TOP
        if number == 1:
            y = _draw_head(canvas, statement, y)
        y = _draw_lines(canvas, lines, y, size)
        if number == len(sheets):
            _draw_signatures(canvas)
        draw_foot(canvas, _mark(statement, printing, number, len(sheets)))
        canvas.showPage()
    return len(sheets)


# --- what stands where ------------------------------------------------------------------------
def _sheets(statement: Statement) -> tuple[float, list[list[_Line]]]:
    """The largest size at which everything stands on one page, else on two; what needs more is
    printed so that it is read with ease."""
    room = _TOP - _head_height(statement) - MARGIN - _FOOT - _SIGN
    for size in _SIZES:
        lines = _lines(statement, size)
        if _height(lines, size) <= room:
            return size, [lines]
    flows = [(size, _flow(_lines(statement, size), room, size)) for size in _FLOWING]
    return next((flow for flow in flows if len(flow[1]) == 2), flows[0])


def _flow(lines: Sequence[_Line], first: float, size: float) -> list[list[_Line]]:
    """``lines`` on pages; each leaves room for the signatures, so that none stand alone."""
    following = _TOP - MARGIN - _FOOT - _SIGN
    sheets: list[list[_Line]] = [[]]
    left = first
    for line in lines:
        need = _height([line], size)
        if need > left and sheets[-1]:
            carried: list[_Line] = []
            if sheets[-1][-1].bold:  # a heading goes with what it heads
                carried = [sheets[-1].pop()]
            sheets.append(carried)
            left = following - _height(carried, size)
        sheets[-1].append(line)
        left -= need
    return sheets


def _height(lines: Sequence[_Line], size: float) -> float:
    return sum(size * _LEADING * (1 + (_GAP if line.first else 0)) for line in lines)


def _head_height(statement: Statement) -> float:
    rows = -(-len(statement.facts) // 2)
    return rows * _HEAD_ROW + (len(statement.items) + 1) * _SUM_ROW + 2 * _HEAD_ROW + 5 * mm


def _lines(statement: Statement, size: float) -> list[_Line]:
    found: list[_Line] = []
    for number, item in enumerate(statement.items, start=1):
        amount = f"，{item.amount}" if item.amount else ""
        head = f"{number}. {item.title}：{item.answer}{amount}"
        found += _wrapped(head, size, bold=True)
        clause = f"依据：{item.clause}" if item.clause else ""
        if not (item.steps or item.excluded or item.missing or item.figures):
            found += _wrapped(f"原因：{item.why}。{clause}", size, 1)
            continue
        found += _wrapped(f"原因：{item.why}。", size, 1)
        found += _steps(item, size)
        for label, sentences in (
            ("不累加", item.excluded),
            ("还要核实", item.missing),
            ("所用标准", item.figures),
        ):
            found += _listed(label, sentences, size)
        found += _wrapped(clause, size, 1) if clause else []
    return found


def _steps(item: Item, size: float) -> list[_Line]:
    """Several steps one below the other, a single one beside its label."""
    if len(item.steps) < 2:
        return [line for _, words in item.steps for line in _wrapped(f"条件：{words}", size, 1)]
    found = _wrapped("计算：", size, 1)
    for depth, words in item.steps:
        found += _wrapped(words, size, 2 + depth * _INDENT)
    return found


def _listed(label: str, sentences: Sequence[str], size: float) -> list[_Line]:
    """One sentence beside its label, several numbered in running text."""
    if not sentences:
        return []
    if len(sentences) == 1:
        return _wrapped(f"{label}：{sentences[0]}", size, 1)
    running = "".join(f"（{n}）{words}" for n, words in enumerate(sentences, start=1))
    return _wrapped(f"{label}：{running}", size, 1)


def _wrapped(words: str, size: float, indent: float = 0.0, *, bold: bool = False) -> list[_Line]:
    font = TITLE if bold else BODY
    pieces = wrap(words, CONTENT_WIDTH / size - indent, font)
    return [_Line(piece, indent, bold, bold and not n) for n, piece in enumerate(pieces)]


# --- drawing ------------------------------------------------------------------------------------
def _draw_head(canvas: Canvas, statement: Statement, y: float) -> float:
    canvas.setLineWidth(0.5)
    half = CONTENT_WIDTH / 2
    for place, (label, value) in enumerate(statement.facts):
        column = place % 2
        if not column:
            y -= _HEAD_ROW
        x = BINDING_MARGIN + column * half
        _cell(canvas, Box(x, y, half * 0.24, _HEAD_ROW), label, head=True)
        _cell(canvas, Box(x + half * 0.24, y, half * 0.76, _HEAD_ROW), value)
    y -= 2 * mm
    y = _draw_summary(canvas, statement, y)
    sums = Box(BINDING_MARGIN, y - _HEAD_ROW, CONTENT_WIDTH, _HEAD_ROW)
    draw_text(canvas, sums, statement.sums, size=10.5, font=TITLE)
    note = Box(BINDING_MARGIN, sums.y - _HEAD_ROW * 0.8, CONTENT_WIDTH, _HEAD_ROW * 0.8)
    draw_text(canvas, note, statement.note, size=8)
    return note.y


def _draw_summary(canvas: Canvas, statement: Statement, y: float) -> float:
    rows = [("待遇", "结论", "金额", "要核实")]
    rows += [
        (
            item.title,
            item.answer,
            item.amount or "—",
            f"{len(item.missing)} 项" if item.missing else "",
        )
        for item in statement.items
    ]
    for number, row in enumerate(rows):
        y -= _SUM_ROW
        x = BINDING_MARGIN
        for share, text in zip((0.46, 0.16, 0.26, 0.12), row, strict=True):
            _cell(canvas, Box(x, y, CONTENT_WIDTH * share, _SUM_ROW), text, head=not number)
            x += CONTENT_WIDTH * share
    return y


def _cell(canvas: Canvas, box: Box, text: str, *, head: bool = False) -> None:
    canvas.rect(box.x, box.y, box.width, box.height)
    draw_text(canvas, box, text, size=9.5, font=TITLE if head else BODY, centred=head)


def _mark(statement: Statement, printing: Printing, page: int, pages: int) -> PageMark:
    return PageMark(page, pages, printing.day, printing.clerk, statement.name)


def _draw_lines(canvas: Canvas, lines: Sequence[_Line], y: float, size: float) -> float:
    for line in lines:
        y -= _height([line], size)
        x = BINDING_MARGIN + line.indent * size
        draw_line(canvas, x, y, line.words, size=size, font=TITLE if line.bold else BODY)
    return y


def _draw_signatures(canvas: Canvas) -> None:
    y = MARGIN + _FOOT + 3 * mm
    share = CONTENT_WIDTH / 4
    for place, label in enumerate(("核算人", "复核人", "本人或代理人", "日期")):
        x = BINDING_MARGIN + place * share
        draw_line(canvas, x, y, f"{label}：", size=10)
        start = x + 10 * (len(label) + 1)
        canvas.line(start, y - 2, x + share - 3 * mm, y - 2)
