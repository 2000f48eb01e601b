"""Drawing a laid-out form: the frame that is the same on every sheet, and what one sheet says."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.core.forms import Binding, Fact, FieldKind, FormField, Signature
from app.exporters.fonts import BODY, TITLE, em_width
from app.exporters.form_fit import (
    BOX,
    BOX_SIZE,
    DIGIT_SIZE,
    LABEL_PADDING,
    LABEL_SIZE,
    WORD_SIZE,
    WRITING_LINE,
    Place,
    box_places,
    hint_box,
    label_text,
)
from app.exporters.form_heights import TICK, Tables, Values
from app.exporters.form_ink import Answers, draw_ink
from app.exporters.form_layout import Page, Strip
from app.exporters.ground import BINDING_MARGIN, MARGIN, Ground
from app.exporters.paper import (
    PADDING,
    SIZE,
    Box,
    Fitted,
    draw_centred,
    draw_fitted,
    draw_line,
    draw_right,
    draw_text,
    fit,
    fit_lines,
)

_BINDING_SIZE = 7.5
_STRIP_GREY = 0.92
_RULE_GREY = 0.7
_FAINT_GREY = 0.45
_HAIR, _THICK = 0.5, 1.1
_ONE_COLUMN = 3
_FIGURE = "　" * 7


def draw_frame(canvas: Canvas, page: Page, ground: Ground, answered: Collection[str] = ()) -> None:
    """Everything of a page that is printed on every sheet alike; fields that are ``answered`` leave
    out what asks for the pen."""
    _draw_binding(canvas, ground)
    canvas.setLineWidth(_HAIR)
    for strip in page.strips:
        _draw_strip(canvas, strip)
        for place in strip.places:
            _draw_place(canvas, place, answered)
        for cell in strip.cells:
            _draw_rectangle(canvas, cell.box)
            title = cell.box.inner(LABEL_PADDING - PADDING)
            draw_text(canvas, title, cell.title, size=LABEL_SIZE, font=TITLE, centred=True)
    for one, box in page.signatures:
        _draw_rectangle(canvas, box)
        _draw_signature(canvas, one, box)
    canvas.setLineWidth(_THICK)
    for frame in page.frames:
        _draw_rectangle(canvas, frame)
    canvas.setLineWidth(_HAIR)


def draw_values(
    canvas: Canvas, page: Page, values: Values, tables: Tables, *, answers: Answers
) -> bool:
    """What the register knows and what was typed in; True when something had to be left out for
    want of room."""
    cut = False
    for strip in page.strips:
        for place in strip.places:
            if isinstance(place.cell, FormField):
                if place.cell.key in answers:
                    cut |= draw_ink(canvas, place, place.cell, answers[place.cell.key])
                continue
            value = values.get(place.cell.key, "")
            if not value:
                continue
            if isinstance(value, str):
                cut |= draw_text(canvas, place.value, value)
            else:
                cut |= _draw_items(canvas, place, place.cell, value)
        for cell in strip.cells:
            if cell.at is not None:
                section, row, column = cell.at
                cut |= draw_text(canvas, cell.box, tables[section][row][column])
    for line in page.texts:
        draw_line(canvas, line.x, line.y, line.text, size=line.size, font=line.font)
    return cut


def _draw_place(canvas: Canvas, place: Place, answered: Collection[str]) -> None:
    _draw_rectangle(canvas, place.value)
    if place.label.width:
        _draw_rectangle(canvas, place.label)
        _draw_label(canvas, place)
    if isinstance(place.cell, FormField):
        _draw_blank(canvas, place, place.cell, answered=place.cell.key in answered)


def _draw_rectangle(canvas: Canvas, box: Box) -> None:
    canvas.rect(box.x, box.y, box.width, box.height)


def _draw_binding(canvas: Canvas, ground: Ground) -> None:
    """The dotted line of the binding thread, its three characters along it."""
    if ground.binding is Binding.NONE:
        return
    upright = ground.binding is Binding.LEFT
    across = BINDING_MARGIN - 8 * mm if upright else ground.height - BINDING_MARGIN + 8 * mm
    length = ground.height if upright else ground.width
    canvas.saveState()
    canvas.setLineWidth(_HAIR)
    canvas.setStrokeGray(_FAINT_GREY)
    canvas.setDash(1, 2)
    ends = (across, MARGIN, across, length - MARGIN)
    canvas.line(*(ends if upright else (MARGIN, across, length - MARGIN, across)))
    canvas.setDash()
    for at, char in enumerate("装订线"):
        along = length / 2 + (1 - at if upright else at - 1) * 26 * mm
        x, y = (across, along) if upright else (along, across)
        canvas.setFillGray(1)
        canvas.rect(x - 2 * mm, y - 2.5 * mm, 4 * mm, 5 * mm, stroke=0, fill=1)
        canvas.setFillGray(_FAINT_GREY)
        draw_centred(canvas, x, y - 1.1 * mm, char, size=_BINDING_SIZE)
    canvas.restoreState()


def _draw_strip(canvas: Canvas, strip: Strip) -> None:
    box = strip.title_box
    canvas.saveState()
    canvas.setFillGray(_STRIP_GREY)
    canvas.rect(box.x, box.y, box.width, box.height, stroke=1, fill=1)
    canvas.restoreState()
    count = len(strip.title)
    if not count:
        return
    step = min(LABEL_SIZE * 1.25, box.height / count)
    if step < LABEL_SIZE * 1.1:  # too low to stand upright
        size = min(LABEL_SIZE, 0.95 * box.width / count)
        middle = box.y + box.height / 2 - size * 0.37
        draw_centred(canvas, box.x + box.width / 2, middle, strip.title, size=size, font=TITLE)
        return
    y = box.y + (box.height + step * count) / 2 - step / 2 - LABEL_SIZE * 0.37
    for char in strip.title:
        draw_centred(canvas, box.x + box.width / 2, y, char, size=LABEL_SIZE, font=TITLE)
        y -= step


def _draw_label(canvas: Canvas, place: Place) -> None:
    box = place.label.inner(LABEL_PADDING)
    fitted = fit(label_text(place), box.width, box.height, size=LABEL_SIZE, font=TITLE)
    draw_fitted(canvas, box, fitted, font=TITLE, centred=True)


def _draw_blank(canvas: Canvas, place: Place, field: FormField, *, answered: bool) -> None:
    """The field before anybody writes: boxes to tick, or room to write behind its hint."""
    box = place.value.inner()
    base = box.y + box.height / 2 - WORD_SIZE * 0.36
    if field.hint:
        hint = hint_box(place)
        fitted = fit(field.hint, hint.width, hint.height, size=WORD_SIZE)
        draw_fitted(canvas, hint, fitted)
    if answered and not field.boxes:
        return
    match field.kind:
        case FieldKind.CHOICE | FieldKind.MULTI | FieldKind.YES_NO:
            _draw_boxes(canvas, place, field)
        case FieldKind.DATE:
            draw_right(canvas, box.right, base, "年　　　月　　　日", size=WORD_SIZE)
        case FieldKind.TIME:
            draw_right(canvas, box.right, base, "时　　　分", size=WORD_SIZE)
        case FieldKind.MONEY:
            if field.capitals:
                draw_line(canvas, box.x, base, "人民币（大写）", size=WORD_SIZE)
                draw_right(canvas, box.right, base, f"￥{_FIGURE}元", size=WORD_SIZE)
            else:
                draw_right(canvas, box.right, base, "元", size=WORD_SIZE)
        case FieldKind.NUMBER:
            words = f"　　　／{field.most} 分" if field.most is not None else ""
            draw_right(canvas, box.right, base, words, size=WORD_SIZE)
        case FieldKind.TEXT:
            if not field.hint:
                _draw_rules(canvas, place.value, field.area.lines)


def _draw_boxes(canvas: Canvas, place: Place, field: FormField) -> None:
    middle = place.value.y + place.value.height / 2
    for choice, start in zip(field.boxes, box_places(place, field), strict=True):
        x = start
        for text, font, size in (
            (BOX, BODY, BOX_SIZE),
            (choice.digit, TITLE, DIGIT_SIZE),
            (choice.name, BODY, WORD_SIZE),
        ):
            draw_line(canvas, x, middle - size * 0.36, text, size=size, font=font)
            x += em_width(text, font) * size


def _draw_rules(canvas: Canvas, box: Box, lines: int) -> None:
    canvas.saveState()
    canvas.setStrokeGray(_RULE_GREY)
    canvas.setDash(1, 1.5)
    for line in range(1, lines):
        y = box.y + box.height * line / lines
        canvas.line(box.x + PADDING, y, box.right - PADDING, y)
    canvas.restoreState()


def _draw_signature(canvas: Canvas, one: Signature, box: Box) -> None:
    """Where to sign: nothing but the words that ask for it."""
    inner = box.inner(2 * mm)
    y = box.top - 5 * mm
    draw_line(canvas, inner.x, y, one.label + "：", size=LABEL_SIZE, font=TITLE)
    for line in one.lines:
        y -= WRITING_LINE
        draw_line(canvas, inner.x, y, line, size=WORD_SIZE)
    marks = "".join(
        word for asked, word in ((one.seal, "（盖章）"), (one.thumb, "（手印）")) if asked
    )
    foot = box.y + 2.2 * mm
    canvas.saveState()
    canvas.setFillGray(_FAINT_GREY)
    draw_right(canvas, inner.right, foot + (5 * mm if one.dated else 0), marks, size=WORD_SIZE)
    canvas.restoreState()
    if one.dated:
        draw_right(canvas, inner.right, foot, "年　　月　　日", size=WORD_SIZE)


def _draw_items(canvas: Canvas, place: Place, fact: Fact, items: Sequence[str]) -> bool:
    """Items one below the other; those for which there is no room are counted, not hidden."""
    if fact.boxes:
        items = [TICK + item for item in items]
    columns = 2 if fact.boxes and len(items) > _ONE_COLUMN else 1
    boxes = _columns(place.value, columns)
    for kept in range(len(items), 0, -1):
        rest = len(items) - kept
        shown = [*items[:kept], *([f"另有 {rest} 项，见系统登记"] if rest else [])]
        half = -(-len(shown) // columns)
        parts = [shown[at * half : (at + 1) * half] for at in range(columns)]
        size = min(_fit(part, box).size for part, box in zip(parts, boxes, strict=True))
        fitted = [_fit(part, box, size) for part, box in zip(parts, boxes, strict=True)]
        if kept == 1 or not any(each.cut for each in fitted):
            break
    rows = max(len(each.lines) for each in fitted)
    for each, box in zip(fitted, boxes, strict=True):
        draw_fitted(canvas, box, each, rows=rows)
    return any(each.cut for each in fitted)


def _columns(box: Box, count: int) -> list[Box]:
    width = box.width / count
    return [Box(box.x + at * width, box.y, width, box.height).inner() for at in range(count)]


def _fit(items: Sequence[str], box: Box, size: float = SIZE) -> Fitted:
    return fit_lines(items, box.width, box.height, size=size)
