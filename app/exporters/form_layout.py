"""Where everything of a form stands on its page, counted once from its data."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from app.core.errors import FileError
from app.core.forms import Cell, Fact, FieldKind, Form, FormField, Section
from app.exporters.fonts import BODY, TITLE, em_width
from app.exporters.paper import PADDING, Box

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 10 * mm
BINDING_MARGIN = 25 * mm
HEADER = 19.5 * mm
FOOT = 9.5 * mm
STRIP = 6 * mm
SIGNATURE = 25 * mm

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


@dataclass(frozen=True)
class Strip:
    """A section: its title stands upright in ``title_box``, its cells to the right of that."""

    title: str
    title_box: Box
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Layout:
    """A form laid out: the frame around all, the strips and the places to sign."""

    form: Form
    frame: Box
    strips: tuple[Strip, ...]
    signatures: tuple[tuple[str, Box], ...]


def lay_out(form: Form) -> Layout:
    """The places of ``form`` on A4 portrait. Signatures take what is left of the height.

    Raises FileError when the form is too tall for one page or the boxes of a field too wide.
    """
    top = PAGE_HEIGHT - MARGIN - HEADER
    bottom = MARGIN + FOOT
    strips = []
    y = top
    for section in form.sections:
        strip = _strip(form, section, y)
        strips.append(strip)
        y = strip.title_box.y
    needed = bottom + (SIGNATURE if form.signatures else 0)
    if y < needed - 0.01:
        excess = (needed - y) / mm
        raise _refusal(form, f"内容比一页 A4 纸高出 {excess:.1f} 毫米，请减少行数或行高")
    width = PAGE_WIDTH - BINDING_MARGIN - MARGIN
    each = width / max(1, len(form.signatures))
    signatures = tuple(
        (label, Box(BINDING_MARGIN + at * each, bottom, each, y - bottom))
        for at, label in enumerate(form.signatures)
    )
    low = bottom if signatures else y
    return Layout(form, Box(BINDING_MARGIN, low, width, top - low), tuple(strips), signatures)


def _refusal(form: Form, words: str) -> FileError:
    return FileError(f"版式“{form.title}”有误。", f"{words}。", "请改正版式文件后再打印。")


def _strip(form: Form, section: Section, top: float) -> Strip:
    unit = (PAGE_WIDTH - BINDING_MARGIN - MARGIN - STRIP) / form.columns
    places = []
    y = top
    for row in section.rows():
        height = max(cell.area.lines for cell in row) * section.line_mm * mm
        y -= height
        x = BINDING_MARGIN + STRIP
        for cell in row:
            label = Box(x, y, cell.area.label_span * unit, height)
            value = Box(label.right, y, cell.area.span * unit - label.width, height)
            x = value.right
            place = Place(cell, label, value)
            _check_boxes(form, place)
            places.append(place)
    return Strip(section.title, Box(BINDING_MARGIN, y, STRIP, top - y), tuple(places))


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


def _check_boxes(form: Form, place: Place) -> None:
    field = place.cell
    if isinstance(field, Fact) or not field.boxes or field.kind is FieldKind.TEXT:
        return
    least = _LEAST_GAP if len(field.boxes) > 1 else 0.0
    if box_gap(place) < least or box_width(field) > place.value.width - 2 * PADDING:
        raise _refusal(form, f"“{field.label}”（{field.key}）的选项在它的格子里放不下")
