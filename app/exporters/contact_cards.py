"""帮扶联络卡: the card that a family keeps, with who looks after it and how to call (S2.708,
S2.710). Eight on a page, to be cut apart along the dashed lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.exporters.fonts import BODY, TITLE
from app.exporters.ground import PAGE_HEIGHT, PAGE_WIDTH
from app.exporters.page import long_date, new_canvas
from app.exporters.paper import Box, draw_line, draw_text
from app.exporters.safe_file import replacing

_COLUMNS, _ROWS = 2, 4
_EDGE = 8 * mm
_WIDTH = (PAGE_WIDTH - 2 * _EDGE) / _COLUMNS
_HEIGHT = (PAGE_HEIGHT - 2 * _EDGE) / _ROWS
_INSET = 4 * mm
_TITLE = 9 * mm
_FOOT = 6.5 * mm
_LABEL = 20 * mm
_GREY = 0.55


@dataclass(frozen=True)
class ContactCard:
    """One card. ``deputy`` is who stands in while the cadre is away, with the phone."""

    name: str
    place: str
    cadre: str
    unit: str
    post: str
    phone: str
    deputy: str
    office: str
    day: date


def write_contact_cards(path: Path, cards: Sequence[ContactCard]) -> None:
    """The cards, in the order given. Raises FileError when the file cannot be written."""
    a_page = _COLUMNS * _ROWS
    with replacing(path) as draft:
        canvas = new_canvas(draft, title="帮扶联络卡", author=cards[0].office)
        for first in range(0, len(cards), a_page):
            _draw_cuts(canvas)
            for place, card in enumerate(cards[first : first + a_page]):
                _draw_card(canvas, card, _box(place))
            canvas.showPage()
        canvas.save()


def _box(place: int) -> Box:
    row, column = divmod(place, _COLUMNS)
    x = _EDGE + column * _WIDTH
    return Box(x, PAGE_HEIGHT - _EDGE - (row + 1) * _HEIGHT, _WIDTH, _HEIGHT)


def _draw_cuts(canvas: Canvas) -> None:
    """Dashed from edge to edge, so that a stack of pages is cut at once."""
    canvas.saveState()
    canvas.setLineWidth(0.4)
    canvas.setStrokeGray(_GREY)
    canvas.setDash(3, 2)
    for column in range(_COLUMNS + 1):
        x = _EDGE + column * _WIDTH
        canvas.line(x, 0, x, PAGE_HEIGHT)
    for row in range(_ROWS + 1):
        y = _EDGE + row * _HEIGHT
        canvas.line(0, y, PAGE_WIDTH, y)
    canvas.restoreState()


def _draw_card(canvas: Canvas, card: ContactCard, cut: Box) -> None:
    box = Box(cut.x + _INSET, cut.y + _INSET, cut.width - 2 * _INSET, cut.height - 2 * _INSET)
    canvas.setLineWidth(0.8)
    canvas.rect(box.x, box.y, box.width, box.height)
    title = Box(box.x, box.top - _TITLE, box.width, _TITLE)
    draw_text(canvas, title, "帮扶联络卡", size=14, font=TITLE, centred=True)
    canvas.setLineWidth(0.4)
    canvas.line(box.x, title.y, box.right, title.y)
    y = title.y
    lines = _lines(card)
    weight = (box.height - _TITLE - _FOOT) / sum(share for _, _, share, _ in lines)
    for label, text, share, size in lines:
        y -= weight * share
        _draw_line(canvas, Box(box.x, y, box.width, weight * share), (label, text), size)
    canvas.line(box.x, y, box.right, y)
    foot = Box(box.x, box.y, box.width, _FOOT)
    draw_text(canvas, foot, f"{card.office}　{long_date(card.day)}制", size=8, centred=True)


def _lines(card: ContactCard) -> list[tuple[str, str, float, float]]:
    """(label, text, share of the height, size): the name and the phone are what is looked for."""
    lines = [
        ("帮扶对象", f"{card.name}（{card.place}）" if card.place else card.name, 1.0, 10.5),
        ("责任人", card.cadre, 1.0, 14.0),
        ("单位职务", " ".join(part for part in (card.unit, card.post) if part), 1.0, 10.5),
        ("联系电话", card.phone, 1.2, 17.0),
    ]
    return [*lines, ("代理人", card.deputy, 0.9, 10.5)] if card.deputy else lines


def _draw_line(canvas: Canvas, box: Box, words: tuple[str, str], size: float) -> None:
    label, text = words
    base = box.y + box.height / 2 - 3.2
    draw_line(canvas, box.x + 2.5 * mm, base, label, size=9, font=TITLE)
    value = Box(box.x + _LABEL, box.y, box.width - _LABEL - 1.5 * mm, box.height)
    if text:
        draw_text(canvas, value, text, size=size, font=TITLE if size > 12 else BODY)
    else:
        canvas.saveState()
        canvas.setStrokeGray(_GREY)
        canvas.line(value.x, base - 1.5, value.right - 2 * mm, base - 1.5)
        canvas.restoreState()
