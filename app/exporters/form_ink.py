"""What was written on a form by hand and typed in: ticks in the boxes, words where they stood."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from reportlab.pdfgen.canvas import Canvas

from app.core.form_answers import show_answer
from app.core.forms import FieldKind, FormField
from app.core.money import capital_amount
from app.exporters.form_fit import BOX_SIZE, Place, box_places, hint_box
from app.exporters.paper import PADDING, Box, draw_text

Answers = Mapping[str, object]
_TICK = 1.2


def ink_text(field: FormField, value: object) -> str:
    """An answer as it is written out on paper; empty for one that is ticked."""
    if field.boxes or value is None:
        return ""
    words = show_answer(field, value)
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, Decimal):
        capitals = f"人民币（大写）{capital_amount(value)}　￥" if field.capitals else ""
        return f"{capitals}{words} 元"
    if field.kind is FieldKind.NUMBER and field.most is not None:
        return f"{words} ／{field.most} 分"
    return words


def ink_box(place: Place, field: FormField) -> Box:
    """Where an answer is written out: behind the hint, where there is one."""
    if not field.hint:
        return place.value
    hint, inner = hint_box(place), place.value.inner()
    return Box(hint.right, place.value.y, inner.right - hint.right + PADDING, place.value.height)


def draw_ink(canvas: Canvas, place: Place, field: FormField, value: object) -> bool:
    """One answer in its place; True when something had to be left out."""
    if not field.boxes:
        return draw_text(canvas, ink_box(place, field), ink_text(field, value))
    ticked = _ticked(value)
    for choice, x in zip(field.boxes, box_places(place, field), strict=True):
        if choice.code in ticked:
            _draw_tick(canvas, x, place.value.y + place.value.height / 2)
    return False


def _ticked(value: object) -> tuple[str, ...]:
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    return tuple(map(str, value)) if isinstance(value, tuple | list) else (str(value),)


def _draw_tick(canvas: Canvas, x: float, middle: float) -> None:
    """A tick over the box that begins at ``x``."""
    size = BOX_SIZE
    canvas.saveState()
    canvas.setLineWidth(_TICK)
    canvas.setLineCap(1)
    path = canvas.beginPath()
    path.moveTo(x + 0.16 * size, middle + 0.02 * size)
    path.lineTo(x + 0.42 * size, middle - 0.28 * size)
    path.lineTo(x + 0.84 * size, middle + 0.42 * size)
    canvas.drawPath(path)
    canvas.restoreState()
