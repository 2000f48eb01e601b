"""What of a layout must fit whatever the register says: boxes, labels, titles, places to sign. The
sizes in which they are drawn stand here too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm

from app.core.errors import FileError
from app.core.forms import Cell, Fact, FieldKind, Form, FormField, Signature
from app.exporters.fonts import BODY, TITLE, em_width
from app.exporters.paper import PADDING, Box, fit

SIGNATURE = 25 * mm
LABEL_SIZE = 8.5
LABEL_PADDING = 0.6 * mm
WRITING_LINE = 6.5 * mm
BOX = "□"
BOX_SIZE, DIGIT_SIZE, WORD_SIZE = 10.0, 7.0, 9.0
_LEAST_GAP = 1.6 * mm
_MOST_GAP = 4 * mm


@dataclass(frozen=True)
class Place:
    """A cell: the box of its label (no width without one) and the box of its value."""

    cell: Cell
    label: Box
    value: Box


def refusal(form: Form, words: str) -> FileError:
    """The layout itself is at fault."""
    return FileError(f"版式“{form.title}”有误。", f"{words}。", "请改正版式文件后再打印。")


def title_height(form: Form, columns: Sequence[tuple[str, float]], least: float) -> float:
    """The titles of a table, in up to three lines."""
    for height in (least, least * 1.5, least * 2):
        fitted = [fit(text, width - 2 * LABEL_PADDING, height, size=LABEL_SIZE, font=TITLE)
                  for text, width in columns]  # fmt: skip
        if not any(each.cut for each in fitted):
            return height
    cut = next(text for (text, _), each in zip(columns, fitted, strict=True) if each.cut)
    raise refusal(form, f"表格的列名“{cut}”在它的格子里放不下")


def signature_height(one: Signature) -> float:
    if one.height_mm is not None:
        return one.height_mm * mm
    return max(SIGNATURE, 7 * mm + len(one.lines) * WRITING_LINE + 8 * mm)


def check_signature(form: Form, one: Signature, box: Box) -> None:
    least = 7 * mm + len(one.lines) * WRITING_LINE + (6 * mm if one.dated else 0)
    if box.height < least:
        raise refusal(
            form, f"签字栏“{one.label}”的内容比 height_mm 高，至少要 {least / mm:.0f} 毫米"
        )
    room = (box.width - 4 * mm) / LABEL_SIZE
    for line in (one.label, *one.lines):
        if em_width(line, TITLE) + 1 > room:
            raise refusal(form, f"签字栏的“{line}”放不下")


def box_width(field: FormField) -> float:
    """How wide the boxes of a field are together, without gaps."""
    return sum(
        em_width(BOX, BODY) * BOX_SIZE
        + em_width(choice.digit, TITLE) * DIGIT_SIZE
        + em_width(choice.name, BODY) * WORD_SIZE
        for choice in field.boxes
    )


def box_gap(place: Place) -> float:
    """The gap between two boxes: even, but no wider than the eye can follow."""
    if isinstance(place.cell, Fact) or len(place.cell.boxes) < 2:
        return 0.0
    free = place.value.width - 2 * PADDING - box_width(place.cell)
    return min(free / (len(place.cell.boxes) - 1), _MOST_GAP)


def box_places(place: Place, field: FormField) -> list[float]:
    """Where the box of each choice begins, from the left."""
    x, gap, found = place.value.x + PADDING, box_gap(place), []
    for choice in field.boxes:
        found.append(x)
        x += em_width(BOX, BODY) * BOX_SIZE + em_width(choice.digit, TITLE) * DIGIT_SIZE
        x += em_width(choice.name, BODY) * WORD_SIZE + gap
    return found


def label_text(place: Place) -> str:
    """The label, in lines of even length when one is not enough and the cell has more."""
    text = place.cell.label
    lines = int(-(-em_width(text, TITLE) * LABEL_SIZE // (place.label.width - 2 * LABEL_PADDING)))
    if lines <= 1 or place.cell.area.lines < lines:
        return text
    each = -(-len(text) // lines)
    return "\n".join(text[at : at + each] for at in range(0, len(text), each))


def check_place(form: Form, place: Place) -> None:
    if place.label.width:
        inner = place.label.inner(LABEL_PADDING)
        label = fit(label_text(place), inner.width, inner.height, size=LABEL_SIZE, font=TITLE)
        if label.cut:
            raise refusal(form, f"“{place.cell.label}”（{place.cell.key}）在它的格子里放不下")
    if isinstance(place.cell, FormField):
        _check_blank(form, place, place.cell)


def _check_blank(form: Form, place: Place, field: FormField) -> None:
    inner = place.value.inner()
    if field.boxes:
        least = _LEAST_GAP if len(field.boxes) > 1 else 0.0
        if box_gap(place) < least or box_width(field) > inner.width:
            raise refusal(form, f"“{field.label}”（{field.key}）的选项在它的格子里放不下")
    elif field.hint:
        hint = fit(field.hint, hint_box(place).width, inner.height, size=WORD_SIZE)
        if hint.cut:
            raise refusal(form, f"“{field.label}”（{field.key}）的说明在它的格子里放不下")


_UNIT_ROOM: Mapping[FieldKind, float] = {
    FieldKind.TEXT: 0.5,
    FieldKind.DATE: 34 * mm,
    FieldKind.MONEY: 24 * mm,
    FieldKind.NUMBER: 32 * mm,
}


def hint_box(place: Place) -> Box:
    """Where the hint of a field stands: before the place to write."""
    inner = place.value.inner()
    assert isinstance(place.cell, FormField)
    room = _UNIT_ROOM.get(place.cell.kind, 0.0)
    width = inner.width * room if room < 1 else max(inner.width - room, 1.0)
    return Box(inner.x, inner.y, width, inner.height)
