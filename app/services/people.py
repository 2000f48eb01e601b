"""Finding people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.progress import Progress, silent
from app.models.queries import codes as code_queries
from app.models.queries import finding
from app.models.queries import people as queries
from app.models.unit_of_work import Session
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
    closed_on: date | None = None


@dataclass(frozen=True)
class PeopleQuery:
    """What is looked for. ``missing`` is a key of ``MISSING``; ``closed``: those too who are no
    longer on the register."""

    text: str = ""
    village: str = ""
    category: str = ""
    missing: str = ""
    order: str = ""
    descending: bool = False
    closed: bool = False


FIRST = 100

# What a register should know of everybody: key → what a clerk reads.
MISSING = {
    "id_no": "没有有效身份证号",
    "phone": "没有联系电话",
    "village": "没有村（社区）",
    "categories": "没有对象类别",
}

_AT_ONCE = 250  # rows made between two looks at whether somebody still wants them

_ORDERS: dict[str, Callable[[PersonRow], Any]] = {
    "name": lambda row: row.name,
    "age": lambda row: -1 if row.age is None else row.age,
    "village": lambda row: (row.village, row.group),
    "last_visit": lambda row: row.last_visit or date.min,
    "categories": lambda row: row.categories,
}


@dataclass(frozen=True)
class FirstPeople:
    """The best rows of a search; ``whole``: there are no others."""

    rows: tuple[PersonRow, ...]
    whole: bool


def find_first(desk: Desk, query: PeopleQuery, limit: int = FIRST) -> FirstPeople:
    """The best ``limit`` people, within milliseconds, while somebody types; ``order`` is left to
    the whole list."""
    with desk.store.read() as session:
        found = finding.first_ids(session, _wanted(desk, query), limit)
        return FirstPeople(tuple(_rows(session, found.ids, desk)), found.whole)


def find_people(
    desk: Desk, query: PeopleQuery, *, limit: int | None = None, progress: Progress = silent
) -> tuple[PersonRow, ...]:
    """Everybody who matches ``query``: the best match first, without a text by village, group and
    household, unless ordered otherwise."""
    rows: list[PersonRow] = []
    with desk.store.read() as session:
        ids = finding.all_ids(session, _wanted(desk, query), progress)
        if not query.order:
            ids = ids[:limit]
        for start in range(0, len(ids), _AT_ONCE):
            progress(start, len(ids), "读取名单")
            rows += _rows(session, ids[start : start + _AT_ONCE], desk)
    if query.order:
        rows.sort(key=_ORDERS[query.order], reverse=query.descending)
    return tuple(rows[:limit])


def _wanted(desk: Desk, query: PeopleQuery) -> finding.Wanted:
    return finding.Wanted(
        day=desk.clock.today(),
        text=query.text,
        village=query.village,
        category=query.category,
        missing=query.missing,
        closed=query.closed,
    )


def _rows(session: Session, ids: Sequence[int], desk: Desk) -> list[PersonRow]:
    today = desk.clock.today()
    lines = queries.lines_of(session, ids)
    names = names_by_person(queries.held_by(session, ids), today, code_queries.own_codes(session))
    return [_row(line, names.get(line.id, ()), today) for line in lines]


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
        closed_on=line.closed_on,
    )
