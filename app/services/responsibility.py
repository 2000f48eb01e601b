"""Writing down who looks after whom: the one place where a ``responsible`` row is begun or ended.

What stands in its text columns is what was said on that day; ``cadre_id`` leads to the directory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.core.errors import DeclinedError, UserError
from app.core.phones import is_phone
from app.models.holding import Cadre, Responsible
from app.models.queries import cadres as queries
from app.models.unit_of_work import Session

CHANGED = "换人"
HANDED_OVER = "移交"
_SEVERAL = re.compile(r"[、，,;；/\s]")  # several names in one cell
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Said:
    """Somebody as a list or a clerk names them; empty is not said."""

    name: str
    unit: str = ""
    post: str = ""
    phone: str = ""
    level: str = ""


def begin(
    session: Session,
    person_id: int,
    cadre: Cadre,
    *,
    start: date,
    programme: str | None = None,
    said: Said | None = None,
) -> Responsible:
    """From ``start`` on ``cadre`` looks after the person; what was ``said`` of the cadre, else what
    the directory says, stays with it."""
    known = said or said_of(cadre)
    row = Responsible(
        person_id=person_id,
        cadre_id=cadre.id,
        name=cadre.name,
        unit=known.unit or cadre.unit,
        post=known.post or cadre.post,
        phone=known.phone or cadre.phone,
        level=known.level or cadre.level,
        start=start,
        programme=programme,
    )
    session.add(row)
    return row


def finish(row: Responsible, last: date, reason: str) -> None:
    """``last`` is the last day; never before the first."""
    row.end, row.end_reason = max(last, row.start), reason


def replace_all(rows: Iterable[Responsible], start: date) -> None:
    """Somebody else looks after the person from ``start`` on, which is after every first day."""
    for row in rows:
        finish(row, start - _DAY, CHANGED)


def finish_all_of(session: Session, person_id: int, last: date, reason: str) -> None:
    """Nobody looks after a person whose record is closed."""
    for row in queries.open_rows(session, [person_id])[person_id]:
        finish(row, last, reason)


def said_of(cadre: Cadre) -> Said:
    """What the directory says of a cadre now."""
    return Said(
        cadre.name, cadre.unit or "", cadre.post or "", cadre.phone or "", cadre.level or ""
    )


def cadre_said(session: Session, said: Said) -> Cadre:
    """Who of the directory is meant; whoever is not in it yet is put into it.

    Two names are one person where neither phone nor unit say otherwise. Raises ``DeclinedError``
    where several could be meant or the one has left.
    """
    same = [c for c in queries.all_cadres(session).values() if may_be(c, said)]
    serving = [cadre for cadre in same if cadre.left_on is None]
    if len(serving) > 1:
        raise DeclinedError(
            f"责任人名单里有 {len(serving)} 位“{said.name}”。",
            "不知道是其中哪一位。",
            "请写上电话或单位；也可以在“走访 → 责任人”里选人。",
        )
    if not serving and same:
        raise DeclinedError(
            f"“{said.name}”已经登记为离任。",
            f"最后一天是 {same[-1].left_on}。",
            "同名的另一个人，请写上电话和单位；又回来的，请先在责任人名单里改回。",
        )
    if serving:
        return serving[0]
    return add_said(session, said)


def may_be(cadre: Cadre, said: Said) -> bool:
    """Whether ``said`` can mean this cadre."""
    return (
        cadre.name == said.name
        and _agree(cadre.phone, said.phone)
        and (_agree(cadre.unit, said.unit) or bool(said.phone and cadre.phone == said.phone))
    )


def _agree(known: str | None, said: str) -> bool:
    return not known or not said or known == said


def add_said(session: Session, said: Said) -> Cadre:
    """A new entry of the directory."""
    cadre = Cadre(
        name=said.name,
        unit=said.unit or None,
        post=said.post or None,
        phone=said.phone or None,
        level=said.level or None,
        village_default=False,
    )
    session.add(cadre)
    session.flush()
    return cadre


class Listed:
    """Names that a list brings: each is looked up in the directory once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._open = queries.open_general(session)
        self._known: dict[Said, Cadre | None] = {}

    def look_after(self, person_id: int, said: Said, start: date) -> None:
        """From ``start`` on the one ``said`` looks after the person, instead of whoever did; a name
        that could mean several, or one who has left, is kept as it is said until the directory is
        put in order."""
        if said not in self._known:
            self._known[said] = self._meant(said)
        cadre, row = self._known[said], self._open.get(person_id)
        if row is not None and (row.cadre_id == cadre.id if cadre else row.name == said.name):
            return
        if row is not None:
            start = max(start, row.start)
            if row.start == start:
                self._session.delete(row)
            else:
                finish(row, start - _DAY, CHANGED)
        new = begin_said(self._session, person_id, cadre, start=start, said=said)
        self._open[person_id] = new

    def _meant(self, said: Said) -> Cadre | None:
        if _SEVERAL.search(said.name):
            return None
        phone = said.phone if is_phone(said.phone) else ""
        try:
            return cadre_said(self._session, replace(said, phone=phone))
        except DeclinedError:
            return None


def begin_said(
    session: Session, person_id: int, cadre: Cadre | None, *, start: date, said: Said
) -> Responsible:
    """The same for a name that a list brings; ``cadre`` None: nobody knows yet who is meant."""
    if cadre is not None:
        return begin(session, person_id, cadre, start=start, said=said)
    row = Responsible(
        person_id=person_id,
        name=said.name,
        unit=said.unit or None,
        post=said.post or None,
        phone=said.phone or None,
        start=start,
    )
    session.add(row)
    return row


def expect_start(cadre: Cadre, start: date, today: date) -> None:
    """Expect that ``cadre`` can look after people from ``start`` on. Raises ``UserError`` for a day
    that has not come or is before the cadre came, ``DeclinedError`` for one who has left."""
    if start > today:
        raise UserError("日期在今天之后。", "", "请到那一天再登记。")
    if cadre.left_on is not None:
        raise DeclinedError(
            f"“{cadre.name}”已经离任，不能再交给他。",
            f"最后一天是 {cadre.left_on}。",
            "请选择在任的责任人；又回来的，请先改回在任。",
        )
    if cadre.came_on is not None and start < cadre.came_on:
        raise UserError(
            f"“{cadre.name}”从 {cadre.came_on} 起才到任。", "", "请把日期改到这一天或以后。"
        )


def expect_cadre(session: Session, cadre_id: int) -> Cadre:
    """The cadre. Raises ``UserError`` when there is none."""
    cadre = session.get(Cadre, cadre_id)
    if cadre is None:
        raise UserError("没有找到这位责任人。", "", "可能已被撤销，请刷新名单。")
    return cadre


def same_programme(rows: Sequence[Responsible], programme: str | None) -> list[Responsible]:
    """Those of ``rows`` that are about the same."""
    return [row for row in rows if row.programme == programme]


def move_cadres(session: Session, village_id: int, into: int) -> None:
    """A village goes into another: its cadres are of the other, whose default stays the default."""
    every = queries.all_cadres(session).values()
    taken = any(cadre.village_default for cadre in every if cadre.village_id == into)
    for cadre in every:
        if cadre.village_id == village_id:
            cadre.village_id = into
            cadre.village_default = cadre.village_default and not taken
