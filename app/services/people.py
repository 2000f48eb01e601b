"""Finding people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.models.queries import codes as code_queries
from app.models.queries import people as queries
from app.services.desk import Desk
from app.services.faces import age_text, id_on_screen, names_by_person


@dataclass(frozen=True)
class PersonRow:
    """One line of the list of people."""

    id: int
    name: str
    sex: str
    age: int | None
    id_masked: str
    village: str
    group: str
    categories: tuple[str, ...]
    head_name: str
    relation: str
    phone: str
    last_visit: date | None


@dataclass(frozen=True)
class PeopleQuery:
    """What is looked for. ``missing`` is a key of ``MISSING``."""

    text: str = ""
    village: str = ""
    category: str = ""
    missing: str = ""
    order: str = ""
    descending: bool = False


# What a register should know of everybody: key → (words, how a line shows that it is missing).
MISSING: dict[str, tuple[str, Callable[[PersonRow], bool]]] = {
    "id_no": ("没有有效身份证号", lambda row: not row.id_masked),
    "phone": ("没有联系电话", lambda row: not row.phone),
    "village": ("没有村（社区）", lambda row: not row.village),
    "categories": ("没有对象类别", lambda row: not row.categories),
}

# Up to so many people their categories are asked for by name, beyond it those of everybody.
_FEW = 500

_ORDERS: dict[str, Callable[[PersonRow], Any]] = {
    "name": lambda row: row.name,
    "age": lambda row: -1 if row.age is None else row.age,
    "village": lambda row: (row.village, row.group),
    "last_visit": lambda row: row.last_visit or date.min,
    "categories": lambda row: row.categories,
}


def find_people(
    desk: Desk, query: PeopleQuery, *, limit: int | None = None
) -> tuple[PersonRow, ...]:
    """The people that match ``query``, by village, group and household unless ordered otherwise."""
    today = desk.clock.today()
    with desk.store.read() as session:
        lines = queries.list_people(
            session, text=query.text, village=query.village, category=query.category
        )
        few = [line.id for line in lines] if len(lines) <= _FEW else None
        names = names_by_person(
            queries.held_by(session, few), today, code_queries.own_codes(session)
        )
    rows = [_row(line, names.get(line.id, ()), today) for line in lines]
    if query.missing:
        rows = [row for row in rows if MISSING[query.missing][1](row)]
    if query.order:
        rows.sort(key=_ORDERS[query.order], reverse=query.descending)
    return tuple(rows[:limit])


def _row(line: queries.PersonLine, names: tuple[str, ...], today: date) -> PersonRow:
    return PersonRow(
        id=line.id,
        name=line.name,
        sex=line.sex or "",
        age=age_text(line.birth_date, today),
        id_masked=id_on_screen(line.id_no),
        village=line.village or "",
        group=line.group or "",
        categories=names,
        head_name=line.head_name or "",
        relation=line.relation or "",
        phone=line.phone or "",
        last_visit=line.last_visit,
    )
