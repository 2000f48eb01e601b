"""A household as a tree: one box a person, generations below one another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget

from app.services.households import Member
from app.ui.pages.people.household_layout import BOX_H, BOX_W, Box, Family, lay_out
from app.ui.theme import COLOURS, text_font
from app.ui.widgets.plain_label import plain_label

_MARGIN, _PAD, _ROUND = 12, 9, 6
_TITLE_H = 24
_EMPTY = "没有登记所在的家庭。按 F2 编辑，在“住址和家庭”里登记。"
_Keys = Qt.Key
_DIRECTIONS = {
    _Keys.Key_Left: (-1, 0),
    _Keys.Key_Right: (1, 0),
    _Keys.Key_Up: (0, -1),
    _Keys.Key_Down: (0, 1),
}


class HouseholdTree(QScrollArea):
    """``opened`` with the id of a person on Enter or a double click; the arrows go from one person
    to the next."""

    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "inside")
        self.setAccessibleName("家庭成员")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._ground = _Ground(Family(), ())
        self.setWidget(self._ground)

    def show_members(
        self, members: Sequence[Member], *, head_name: str = "", current: int | None = None
    ) -> None:
        """Draw these members. ``head_name`` is of a head who is listed but not registered,
        ``current`` is the person whose page this is."""
        family = lay_out(members)
        boxes = [PersonBox(box, head_name, current=current) for box in family.boxes]
        self._ground = _Ground(family, boxes)
        for box in boxes:
            box.wanted.connect(self.opened)
            box.moved.connect(lambda key, box=box: self._move(box, key))
        self.setWidget(self._ground)

    def boxes(self) -> tuple[PersonBox, ...]:
        """The boxes as they are drawn, from the oldest generation down."""
        return self._ground.boxes

    def focus_first(self) -> None:
        """Put the cursor on the head, or whoever is there."""
        people = [box for box in self.boxes() if box.isEnabled()]
        if people:
            self._focus(next((box for box in people if box.is_current), people[0]))

    def _move(self, start: PersonBox, key: int) -> None:
        """To the nearest person in that direction; sideways within the row."""
        across, down = _DIRECTIONS[Qt.Key(key)]
        here = start.geometry().center()

        def far(box: PersonBox) -> tuple[int, int]:
            there = box.geometry().center() - here
            along = there.x() * across + there.y() * down
            return along, abs(there.y() if across else there.x())

        found = [box for box in self.boxes() if box.isEnabled() and far(box)[0] > 0]
        if across:
            found = [box for box in found if far(box)[1] == 0]
        if found:
            self._focus(min(found, key=far))

    def _focus(self, box: PersonBox) -> None:
        box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(box, _MARGIN, _MARGIN)


class PersonBox(QAbstractButton):
    """One person; the placeholder of a head who is not registered cannot be entered."""

    wanted = Signal(int)
    moved = Signal(int)

    def __init__(self, box: Box, head_name: str, *, current: int | None) -> None:
        super().__init__()
        self.member = box.member
        self.is_current = box.member is not None and box.member.person_id == current
        self._lines = _lines(box.member, head_name)
        self.setFixedSize(BOX_W, BOX_H)
        self.move(box.x + _MARGIN, box.y + _MARGIN)
        self.setEnabled(box.member is not None)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_spoken(box.member, head_name))
        self.setToolTip(self.accessibleName().replace("，", "\n"))

    def sizeHint(self) -> QSize:
        return QSize(BOX_W, BOX_H)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open()
        elif event.key() in _DIRECTIONS:
            self.moved.emit(event.key())
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: object) -> None:
        self._open()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gone = self.member is None or bool(self.member.gone)
        frame = QPen(QColor(COLOURS.accent if self.hasFocus() else COLOURS.line))
        frame.setWidthF(2 if self.hasFocus() else 1)
        if self.member is None:
            frame.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(frame)
        ground = COLOURS.accent_soft if self.is_current else COLOURS.paper
        painter.setBrush(QColor(COLOURS.ground if gone else ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _ROUND, _ROUND)
        name, relation, *below = self._lines
        width = BOX_W - 2 * _PAD
        painter.setPen(QColor(COLOURS.faint if gone else COLOURS.text))
        painter.setFont(text_font(15, bold=True))
        self._line(painter, QRect(_PAD, 6, width, 24), name)
        painter.setFont(text_font(13))
        painter.setPen(QColor(COLOURS.faint if gone else COLOURS.quiet))
        self._line(painter, QRect(_PAD, 30, width, 22), relation)
        for words in below:
            self._line(painter, QRect(_PAD, 53, width, 22), words)
        painter.end()

    def _open(self) -> None:
        if self.member is not None:
            self.wanted.emit(self.member.person_id)

    @staticmethod
    def _line(painter: QPainter, space: QRect, words: str) -> None:
        elide = Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(words, elide, space.width())
        painter.drawText(space, Qt.AlignmentFlag.AlignVCenter, shown)


class _Ground(QWidget):
    """What the boxes stand on: the lines between them."""

    def __init__(self, family: Family, boxes: Sequence[PersonBox]) -> None:
        super().__init__()
        self._family = family
        self.boxes = tuple(boxes)
        for box in boxes:
            box.setParent(self)
            box.show()
        self._title = plain_label("其他成员", role="small")
        self._title.setParent(self)
        self._title.setVisible(family.aside_y is not None)
        self._title.move(_MARGIN, _MARGIN + (family.aside_y or 0) + 4)
        self._empty = plain_label("" if boxes else _EMPTY, role="quiet", wrap=True)
        self._empty.setParent(self)
        self._empty.setGeometry(_MARGIN, _MARGIN, 320, 48)
        self._empty.setVisible(not boxes)
        wide, high = max(family.wide, 320), max(family.high, 48)
        self.setFixedSize(wide + 2 * _MARGIN, high + 2 * _MARGIN)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.translate(_MARGIN, _MARGIN)
        for stroke in self._family.strokes:
            pen = QPen(QColor(COLOURS.faint))
            pen.setWidthF(1.5)
            pen.setStyle(Qt.PenStyle.DashLine if stroke.broken else Qt.PenStyle.SolidLine)
            painter.setPen(pen)
            painter.drawLine(QPointF(stroke.x1, stroke.y1), QPointF(stroke.x2, stroke.y2))
        painter.end()


def _lines(member: Member | None, head_name: str) -> tuple[str, ...]:
    """What the box says, line by line."""
    if member is None:
        return head_name or "户主", "户主，没有登记"
    age = f"{member.age} 岁" if member.age is not None else "？岁"
    relation = member.relation or "关系不详"
    state = member.gone or "、".join(member.categories)
    return member.name, f"{relation}　{age}", state


def _spoken(member: Member | None, head_name: str) -> str:
    """The box for those who do not see it."""
    if member is None:
        return "，".join(part for part in (head_name, "户主，没有登记") if part)
    age = f"{member.age} 岁" if member.age is not None else "年龄不详"
    relation = member.relation or "关系不详"
    parts = (member.name, relation, age, member.sex, *member.categories, member.gone)
    return "，".join(part for part in parts if part)
