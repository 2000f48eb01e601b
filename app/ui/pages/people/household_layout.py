"""Where everybody of a household stands in the drawing of the family. No Qt: numbers only.

The drawing says generations and lines of blood, not who is whose child: a register knows only what
everybody is to the head. Who belongs to no line stands aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.core.kinship import Kinship, Line, kinship
from app.services.households import Member

BOX_W, BOX_H = 132, 84
GAP_X, GAP_Y = 14, 36
_STEP_X, _STEP_Y = BOX_W + GAP_X, BOX_H + GAP_Y
_ASIDE_IN_A_ROW = 3
_BLOOD = {Line.SELF, Line.HEAD}


@dataclass(frozen=True)
class Box:
    """Somebody's place; ``member`` None stands for a head who is not registered."""

    member: Member | None
    x: int
    y: int
    kin: Kinship

    @property
    def middle(self) -> int:
        return self.x + BOX_W // 2


@dataclass(frozen=True)
class Stroke:
    """A line from one point to another; a broken one leaves a generation out."""

    x1: int
    y1: int
    x2: int
    y2: int
    broken: bool = False


@dataclass(frozen=True)
class Family:
    """The whole drawing. ``aside_y`` is where those without a line begin, None without any."""

    boxes: tuple[Box, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    aside_y: int | None = None
    wide: int = 0
    high: int = 0


def lay_out(members: Sequence[Member]) -> Family:
    """The drawing of these members."""
    if not members:
        return Family()
    placed = [(member, kinship(member.relation)) for member in members]
    rows = _rows(placed)
    aside = [(m, kin) for m, kin in placed if kin.line is Line.ASIDE]
    widest = max((len(row) for row in rows.values()), default=0)
    in_a_row = max(_ASIDE_IN_A_ROW, widest)
    wide = max(widest, min(len(aside), in_a_row))
    boxes: dict[int, list[Box]] = {}
    y = 0
    for generation in sorted(rows, reverse=True):
        row = rows[generation]
        left = (wide - len(row)) * _STEP_X // 2
        boxes[generation] = [
            Box(member, left + place * _STEP_X, y, kin) for place, (member, kin) in enumerate(row)
        ]
        y += _STEP_Y
    strokes = (*_couples(boxes), *_upwards(boxes), *_downwards(boxes))
    aside_y = y if aside else None
    beside = [
        Box(m, place % in_a_row * _STEP_X, y + GAP_Y + place // in_a_row * (BOX_H + GAP_X), kin)
        for place, (m, kin) in enumerate(aside)
    ]
    every = [*(box for row in boxes.values() for box in row), *beside]
    return Family(
        boxes=tuple(every),
        strokes=strokes,
        aside_y=aside_y,
        wide=wide * _STEP_X - GAP_X,
        high=max(box.y for box in every) + BOX_H,
    )


_Placed = tuple[Member | None, Kinship]


def _rows(placed: Iterable[tuple[Member, Kinship]]) -> dict[int, list[_Placed]]:
    """The generations that have a line, each in the order of the drawing. A family without its head
    keeps a place for one: everybody else is somebody's to the head."""
    rows: dict[int, list[_Placed]] = {}
    for member, kin in placed:
        if kin.line is not Line.ASIDE:
            rows.setdefault(kin.generation, []).append((member, kin))
    if rows and not any(kin.line is Line.SELF for _, kin in rows.get(0, ())):
        rows.setdefault(0, []).append((None, Kinship(0, Line.SELF)))
    return {generation: sorted(row, key=_order) for generation, row in rows.items()}


def _order(placed: _Placed) -> tuple[int, int]:
    """The head's own before the spouse's, the older before the younger, in-laws last."""
    member, kin = placed
    lines = (Line.SELF, Line.SPOUSE, Line.HEAD, Line.SPOUSE_SIDE, Line.IN_LAW)
    age = member.age if member is not None and member.age is not None else -1
    return lines.index(kin.line), -age


def _couples(boxes: dict[int, list[Box]]) -> list[Stroke]:
    """A bar between head and spouse, and between a child and an in-law where there is one each."""
    bars = []
    for generation, row in boxes.items():
        blood = [box for box in row if box.kin.line in _BLOOD]
        wed = [box for box in row if box.kin.line in {Line.SPOUSE, Line.IN_LAW}]
        if blood and wed and (generation == 0 or (len(blood), len(wed)) == (1, 1)):
            middle = row[0].y + BOX_H // 2
            bars.append(Stroke(blood[-1].x + BOX_W, middle, wed[0].x, middle))
    return bars


def _upwards(boxes: dict[int, list[Box]]) -> list[Stroke]:
    """From the parents down to the head, from the spouse's down to the spouse."""
    strokes: list[Stroke] = []
    for line, child_line in ((Line.HEAD, Line.SELF), (Line.SPOUSE_SIDE, Line.SPOUSE)):
        below = [box for box in boxes.get(0, ()) if box.kin.line is child_line][:1]
        last = 0
        for generation in sorted(g for g in boxes if g > 0):
            above = [box for box in boxes[generation] if box.kin.line is line]
            if above and below:
                strokes += _rail(_feet(above), below, broken=generation - last > 1)
                below, last = above, generation
    return strokes


def _downwards(boxes: dict[int, list[Box]]) -> list[Stroke]:
    """From the couple to the children, from the children together to the grandchildren."""
    strokes: list[Stroke] = []
    couple = [box for box in boxes.get(0, ()) if box.kin.line in {Line.SELF, Line.SPOUSE}]
    stems, last = _between(couple), 0
    for generation in sorted((g for g in boxes if g < 0), reverse=True):
        blood = [box for box in boxes[generation] if box.kin.line is Line.HEAD]
        if blood and stems:
            strokes += _rail(stems, blood, broken=last - generation > 1)
            stems, last = _feet(blood), generation
    return strokes


_Point = tuple[int, int]


def _feet(boxes: Sequence[Box]) -> list[_Point]:
    """Where lines leave boxes downwards."""
    return [(box.middle, box.y + BOX_H) for box in boxes]


def _between(couple: Sequence[Box]) -> list[_Point]:
    """Where the line to the children leaves a couple: the middle of the bar between them."""
    if len(couple) < 2:
        return _feet(couple)
    return [((couple[0].middle + couple[1].middle) // 2, couple[0].y + BOX_H // 2)]


def _rail(stems: Sequence[_Point], below: Sequence[Box], *, broken: bool) -> list[Stroke]:
    """From the stems down to a rail, and from the rail down to each of ``below``."""
    rail = below[0].y - GAP_Y // 2
    ends = [x for x, _ in stems] + [box.middle for box in below]
    return [
        *(Stroke(x, y, x, rail, broken) for x, y in stems),
        Stroke(min(ends), rail, max(ends), rail, broken),
        *(Stroke(box.middle, rail, box.middle, box.y, broken) for box in below),
    ]
