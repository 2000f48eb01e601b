"""How high each row of a form becomes when it is filled: a text that would become too small to
read makes its row higher, unless the form must stay on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reportlab.lib.units import mm

from app.core.forms import Cell, Form, FormField, Grid, Section
from app.exporters.form_ink import Answers, ink_text
from app.exporters.ground import Ground
from app.exporters.paper import PADDING, fit_lines

STRIP = 6 * mm
TICK = "□1是 □2否　"
_READABLE = 8.0
_BREATH = 1.2 * mm
_MOST_TIMES = 12

Value = str | Sequence[str]
Values = Mapping[str, Value]
Row = Mapping[str, str]
Tables = Mapping[int, Sequence[tuple[str, ...]]]


@dataclass(frozen=True)
class Content:
    """What stands on one sheet: facts of the register by key, the rows of each table by its source,
    and what was typed in by field (nothing on a sheet for the pen)."""

    values: Values = field(default_factory=dict)
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)


def unit_width(form: Form, ground: Ground) -> float:
    """How wide one of the form's columns is."""
    return (ground.content_width - STRIP) / form.columns


def row_heights(form: Form, section: Section, content: Content, unit: float) -> tuple[float, ...]:
    """The heights of the rows of cells of a section, in points."""
    heights = []
    for cells in section.rows():
        least = max(cell.area.lines for cell in cells) * section.line_mm * mm
        wanted = [] if form.one_page else [_wanted(cell, content, unit) for cell in cells]
        heights.append(_grown(least, section.line_mm * mm, [want for want in wanted if want]))
    return tuple(heights)


def grid_heights(form: Form, section: Section, content: Content, unit: float) -> tuple[float, ...]:
    """The heights of the rows of a section's table, without the row of its titles."""
    grid = section.grid
    if grid is None:
        return ()
    step = section.line_mm * mm
    if form.one_page:
        return (step,) * len(grid_texts(grid, content))
    widths = [column.span * unit - 2 * PADDING for column in grid.columns]
    return tuple(
        _grown(step, step, [((text,), width) for text, width in zip(row, widths, strict=True)])
        for row in grid_texts(grid, content)
    )


def grid_texts(grid: Grid, content: Content) -> list[tuple[str, ...]]:
    """What stands in the rows of a table: from the register, from the layout, then nothing."""
    known = content.rows.get(grid.source, ()) if grid.source else ()
    rows = [tuple(row.get(column.fact, "") for column in grid.columns) for row in known]
    rows += grid.lines
    empty = ("",) * len(grid.columns)
    return rows + [empty] * (grid.rows - len(rows))


def tables_of(form: Form, content: Content) -> Tables:
    """The texts of every table, by the number of its section."""
    return {
        at: grid_texts(section.grid, content)
        for at, section in enumerate(form.sections)
        if section.grid is not None
    }


def _wanted(cell: Cell, content: Content, unit: float) -> tuple[Sequence[str], float] | None:
    """The lines of a fact or of an answer that is written out, and the width that they have."""
    width = (cell.area.span - cell.area.label_span) * unit - 2 * PADDING
    if isinstance(cell, FormField):
        text = ink_text(cell, content.answers.get(cell.key))
        return ([text], width) if text and not cell.hint else None
    value = content.values.get(cell.key, "")
    if not value:
        return None
    lines = [value] if isinstance(value, str) else list(value)
    if cell.boxes:
        lines = [TICK + line for line in lines]
    return lines, width


def _grown(least: float, step: float, wanted: Sequence[tuple[Sequence[str], float]]) -> float:
    height = least
    for _ in range(2 * _MOST_TIMES):
        fitted = (fit_lines(lines, width, height - _BREATH) for lines, width in wanted)
        if all(not each.cut and each.size >= _READABLE for each in fitted):
            break
        height += step / 2
    return height
