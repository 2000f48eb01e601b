"""Text on paper: cut into lines, made smaller until it fits, never over the edge of its box.

All lengths are points; ``mm`` converts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.exporters.fonts import BODY, em_width, runs

LEADING = 1.17
SIZE = 9.5
SMALLEST = 6.0
STEP = 0.5
PADDING = 1.1 * mm
BREATH = 0.3 * mm
ASCENT = 0.86
ELLIPSIS = "…"

_NEVER_FIRST = "，。、；：？！）》」』”’…%,.;:?!)]}"
_NEVER_LAST = "（《「『“‘([{"
_WORD = re.compile(r"[0-9A-Za-z*+\-_/@.]+|\s|.", re.DOTALL)


@dataclass(frozen=True)
class Box:
    """A rectangle on the page; ``x``, ``y`` is its lower left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def top(self) -> float:
        return self.y + self.height

    def inner(self, padding: float = PADDING) -> Box:
        """The box without a border left and right."""
        return Box(self.x + padding, self.y, self.width - 2 * padding, self.height)


@dataclass(frozen=True)
class Fitted:
    """Lines that fit, their size, and whether something had to be left out."""

    lines: tuple[str, ...]
    size: float
    cut: bool = False


def _tokens(text: str) -> Iterator[str]:
    """Pieces between which a line may end: characters, and whole words and numbers; closing marks
    cling to what stands before them, opening marks to what follows."""
    held = ""
    for token in _WORD.findall(text):
        if held and token not in _NEVER_FIRST and held[-1] not in _NEVER_LAST:
            yield held
            held = ""
        held += token
    if held:
        yield held


def wrap(text: str, ems: float, font: str = BODY) -> list[str]:
    """``text`` in lines of at most ``ems`` times its size; a line break in it is kept. A piece
    wider than a line is broken inside."""
    lines = []
    for paragraph in text.splitlines() or [""]:
        line, width = "", 0.0
        for token in _tokens(paragraph):
            need = em_width(token, font)
            pieces = [token] if need <= ems else list(token)
            for piece in pieces:
                need = em_width(piece, font)
                if line and width + need > ems:
                    lines.append(line.rstrip())
                    line, width = "", 0.0
                    if piece.isspace():
                        continue
                line += piece
                width += need
        lines.append(line.rstrip())
    return lines


def shorten(text: str, ems: float, font: str = BODY) -> str:
    """``text`` on one line of ``ems``, with an ellipsis when it does not fit."""
    if em_width(text, font) <= ems:
        return text
    while text and em_width(text + ELLIPSIS, font) > ems:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


@lru_cache(maxsize=4096)
def fit(text: str, width: float, height: float, *, size: float = SIZE, font: str = BODY) -> Fitted:
    """``text`` at the largest size from ``size`` down to ``SMALLEST`` at which it fits the box;
    what does not fit even then ends in an ellipsis."""
    return fit_lines((text,), width, height, size=size, font=font)


def fit_lines(
    items: Sequence[str], width: float, height: float, *, size: float = SIZE, font: str = BODY
) -> Fitted:
    """Like ``fit`` for several items, each starting a line of its own. A number or a word is broken
    only at the smallest size."""
    longest = max((em_width(token, font) for item in items for token in _tokens(item)), default=0)
    while True:
        room = max(1, int((height - 2 * BREATH - size) // (size * LEADING)) + 1)
        lines = [line for item in items for line in wrap(item, width / size, font)]
        if len(lines) <= room and longest * size <= width:
            return Fitted(tuple(lines), size)
        if size - STEP < SMALLEST:
            break
        size -= STEP
    if len(lines) <= room:
        return Fitted(tuple(lines), size)
    last = shorten("".join(lines[room - 1 :]), width / size, font)
    return Fitted((*lines[: room - 1], last), size, cut=True)


def draw_line(
    canvas: Canvas, x: float, y: float, text: str, *, size: float = SIZE, font: str = BODY
) -> None:
    """One line from ``x`` on the base line ``y``, every character in a font that has it."""
    for name, piece in runs(text, font):
        canvas.setFont(name, size)
        canvas.drawString(x, y, piece)
        x += em_width(piece, name) * size


def draw_centred(
    canvas: Canvas, x: float, y: float, text: str, *, size: float = SIZE, font: str = BODY
) -> None:
    """One line with its middle at ``x``."""
    draw_line(canvas, x - em_width(text, font) * size / 2, y, text, size=size, font=font)


def draw_right(
    canvas: Canvas, x: float, y: float, text: str, *, size: float = SIZE, font: str = BODY
) -> None:
    """One line that ends at ``x``."""
    draw_line(canvas, x - em_width(text, font) * size, y, text, size=size, font=font)


def draw_fitted(
    canvas: Canvas,
    box: Box,
    fitted: Fitted,
    *,
    font: str = BODY,
    centred: bool = False,
    rows: int = 0,
) -> None:
    """Lines in the middle of the height of ``box``; with ``rows`` they stand as the first of so
    many, so that columns side by side begin at the same height."""
    leading = fitted.size * LEADING
    spare = box.height - leading * (max(rows, len(fitted.lines)) - 1) - fitted.size
    y = box.top - spare / 2 - fitted.size * ASCENT
    for line in fitted.lines:
        if centred:
            draw_centred(canvas, box.x + box.width / 2, y, line, size=fitted.size, font=font)
        else:
            draw_line(canvas, box.x, y, line, size=fitted.size, font=font)
        y -= leading


def draw_text(
    canvas: Canvas,
    box: Box,
    text: str,
    *,
    size: float = SIZE,
    font: str = BODY,
    centred: bool = False,
) -> bool:
    """``text`` fitted into ``box``; True when something had to be left out."""
    if not text:
        return False
    inner = box.inner()
    fitted = fit(text, inner.width, inner.height, size=size, font=font)
    draw_fitted(canvas, inner, fitted, font=font, centred=centred)
    return fitted.cut
