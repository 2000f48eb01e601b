"""Who looks after whom, and the directory of those who do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.models.holding import Cadre, Responsible
from app.models.person import Person

_AT_ONCE = 10_000  # SQLite takes so many values in one statement, and some more


def is_away(cadre: Cadre, day: date) -> bool:
    """Whether the deputy stands in on ``day``."""
    return (
        cadre.away_from is not None
        and cadre.away_from <= day
        and (cadre.away_until is None or cadre.away_until >= day)
    )


def has_left(cadre: Cadre, day: date) -> bool:
    """Whether ``day`` is after the last one in office."""
    return cadre.left_on is not None and cadre.left_on < day


@dataclass(frozen=True)
class Named:
    """Somebody who is responsible for a person on ``day``: as the directory knows the cadre now;
    as it was said then where nobody of the directory is meant. ``deputy`` is the one who stands in
    on that day."""

    row: Responsible
    cadre: Cadre | None
    deputy: Cadre | None
    day: date

    @property
    def person_id(self) -> int:
        return self.row.person_id

    @property
    def _who(self) -> Cadre | Responsible:
        return self.cadre or self.row

    @property
    def name(self) -> str:
        return self._who.name

    @property
    def unit(self) -> str:
        return self._who.unit or ""

    @property
    def post(self) -> str:
        return self._who.post or ""

    @property
    def phone(self) -> str:
        return self._who.phone or ""

    @property
    def level(self) -> str:
        return self._who.level or ""

    @property
    def key(self) -> str:
        """The same for everything that one and the same looks after."""
        return f"#{self.cadre.id}" if self.cadre else f"{self.row.name} {self.row.phone or ''}"

    @property
    def left(self) -> bool:
        """Whether the cadre is no longer in office; whoever was not handed over keeps the name."""
        return self.cadre is not None and has_left(self.cadre, self.day)


def named_on(session: Session, day: date) -> dict[int, list[Named]]:
    """Everybody who is responsible for each person on ``day``, the one for everything first, then
    the one who came last."""
    cadres = all_cadres(session)
    found: dict[int, list[Named]] = defaultdict(list)
    for row in session.scalars(select(Responsible).where(_serving(day))):
        found[row.person_id].append(named(row, cadres, day))
    for each in found.values():
        each.sort(key=_order)
    return found


def responsible_of(session: Session, day: date) -> dict[int, Named]:
    """The first of those who are responsible for each person on ``day``."""
    return {person_id: each[0] for person_id, each in named_on(session, day).items()}


def first_named(
    rows: Iterable[Responsible], cadres: Mapping[int, Cadre], day: date
) -> Named | None:
    """The same for the ``rows`` of one person, which may be those of a past day."""
    serving = [row for row in rows if row.start <= day and (row.end is None or row.end >= day)]
    return min((named(row, cadres, day) for row in serving), key=_order, default=None)


def named(row: Responsible, cadres: Mapping[int, Cadre], day: date) -> Named:
    """A responsibility with who that is now, and who stands in on ``day``."""
    cadre = cadres.get(row.cadre_id or 0)
    deputy = cadres.get(cadre.deputy_id or 0) if cadre and is_away(cadre, day) else None
    return Named(row, cadre, deputy, day)


def _order(one: Named) -> tuple[bool, int, int]:
    return one.row.programme is not None, -one.row.start.toordinal(), one.row.id


def _serving(day: date) -> ColumnElement[bool]:
    return (Responsible.start <= day) & or_(Responsible.end.is_(None), Responsible.end >= day)


def all_cadres(session: Session) -> dict[int, Cadre]:
    """The whole directory, those who have left included."""
    return {cadre.id: cadre for cadre in session.scalars(select(Cadre).order_by(Cadre.id))}


def open_rows(session: Session, people: Sequence[int]) -> dict[int, list[Responsible]]:
    """Who looks after each of ``people`` without an end, whatever for, oldest first."""
    found: dict[int, list[Responsible]] = {person_id: [] for person_id in people}
    for start in range(0, len(people), _AT_ONCE):
        part = people[start : start + _AT_ONCE]
        query = select(Responsible).where(Responsible.person_id.in_(part))
        for row in session.scalars(
            query.where(Responsible.end.is_(None)).order_by(Responsible.start, Responsible.id)
        ):
            found[row.person_id].append(row)
    return found


def open_general(session: Session) -> dict[int, Responsible]:
    """Who looks after each person without an end, whatever it is about; the newest."""
    query = select(Responsible).where(Responsible.end.is_(None), Responsible.programme.is_(None))
    return {row.person_id: row for row in session.scalars(query.order_by(Responsible.start))}


def open_rows_of(session: Session, cadre_id: int) -> list[Responsible]:
    """The responsibilities of a cadre that have no end, of people still on the register."""
    query = (
        select(Responsible)
        .join(Person, Person.id == Responsible.person_id)
        .where(Responsible.cadre_id == cadre_id, Responsible.end.is_(None))
        .where(Person.closed_on.is_(None))
        .order_by(Responsible.id)
    )
    return list(session.scalars(query))


def rows_of(session: Session, cadre_id: int) -> list[Responsible]:
    """Every responsibility that a cadre has or had."""
    query = select(Responsible).where(Responsible.cadre_id == cadre_id).order_by(Responsible.id)
    return list(session.scalars(query))


def rows_without_cadre(session: Session) -> list[Responsible]:
    """Those who were written down before there was a directory."""
    query = select(Responsible).where(Responsible.cadre_id.is_(None)).order_by(Responsible.id)
    return list(session.scalars(query))


def count_without_cadre(session: Session) -> int:
    query = select(func.count(Responsible.id)).where(Responsible.cadre_id.is_(None))
    return session.scalar(query) or 0


def rows_in(session: Session, first: date, last: date) -> list[Responsible]:
    """Every responsibility that holds on a day between ``first`` and ``last``."""
    query = select(Responsible).where(
        Responsible.start <= last, or_(Responsible.end.is_(None), Responsible.end >= first)
    )
    return list(session.scalars(query))
