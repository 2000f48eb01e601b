"""Finding, showing and keeping people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.dictionary import PERSON, PERSON_FIELDS
from app.core.errors import UserError
from app.core.masks import mask_account
from app.core.progress import Progress, silent
from app.core.terms import CONTACT_NAMES, UNKNOWN, ContactKind
from app.models.base import from_json
from app.models.contact import Contact
from app.models.person import Person
from app.models.queries import codes as code_queries
from app.models.queries import finding, sameness, trail
from app.models.queries import people as queries
from app.models.unit_of_work import Session
from app.services.desk import Desk
from app.services.faces import age_text, id_on_screen, names_by_person, value_text


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


_HIDDEN = "●●●"
FIRST = 100

# What a register should know of everybody: key → what a clerk reads.
MISSING = {
    "id_no": "没有有效身份证号",
    "phone": "没有联系电话",
    "village": "没有村（社区）",
    "categories": "没有对象类别",
}

_AT_ONCE = 1000  # rows made between two looks at whether somebody still wants them

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


@dataclass(frozen=True)
class FactLine:
    """One fact of a person, ready to show; a sensitive one is masked unless asked for."""

    key: str
    label: str
    value: str
    sensitive: bool


@dataclass(frozen=True)
class MemberLine:
    """A member of the household."""

    person_id: int
    name: str
    relation: str
    age: int | None


@dataclass(frozen=True)
class HoldingLine:
    """A category held; ``code`` stays when the office gives it another name."""

    name: str
    start: date
    end: date | None
    basis: str
    code: str = ""
    confirmed_by: str = ""


@dataclass(frozen=True)
class ContactLine:
    """A contact with the person."""

    day: date
    kind_name: str
    done: bool
    visitors: str
    note: str


@dataclass(frozen=True)
class HistoryLine:
    """A change of the person's record: who, when, which fact, from what to what."""

    at: datetime
    actor: str
    words: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class PersonView:
    """Everything about one person."""

    row: PersonRow
    facts: tuple[FactLine, ...]
    household: tuple[MemberLine, ...]
    holdings: tuple[HoldingLine, ...]
    contacts: tuple[ContactLine, ...]
    history: tuple[HistoryLine, ...]
    responsible: str


def show_person(desk: Desk, person_id: int, *, unmask: bool = False) -> PersonView:
    """Everything about a person; the look is written into the audit trail. A record that was merged
    into another shows that one.

    Raises ``UserError`` when there is no such person.
    """
    today = desk.clock.today()
    verb, words = ("unmask_person", "查看敏感信息") if unmask else ("view_person", "查看人员")
    with desk.write(verb, words, ("person", person_id)) as work:
        session = work.session
        work.line.subject_id = person_id = sameness.kept_id(session, person_id)
        person = session.get(Person, person_id)
        if person is None:
            raise UserError("没有找到这个人。", "", "可能已被删除，请刷新列表。")
        holdings = queries.holdings_of(session, [person_id])
        codes = code_queries.own_codes(session)
        names = names_by_person(holdings, today, codes).get(person_id, ())
        line = queries.list_people(session, only=[person_id])
        home = queries.household_of(session, person_id)
        members = queries.household_members(session, home[0].id) if home else []
        responsible = queries.responsible_of(session, today).get(person_id)
        return PersonView(
            row=_row(line[0], names, today),
            facts=tuple(_facts(person, unmask=unmask)),
            household=tuple(
                MemberLine(p.id, p.name, relation or "", age_text(p.birth_date, today))
                for p, relation in members
            ),
            holdings=tuple(
                HoldingLine(
                    name=codes.category_name(h.code, today),
                    start=h.start,
                    end=h.end,
                    basis=h.basis or "",
                    code=h.code,
                    confirmed_by=h.confirmed_by or "",
                )
                for h in holdings
            ),
            contacts=tuple(_contact(c) for c in queries.contacts_of(session, person_id)),
            history=tuple(_history(session, person_id)),
            responsible=f"{responsible.name} {responsible.post or ''}".strip()
            if responsible
            else "",
        )


def _facts(person: Person, *, unmask: bool) -> list[FactLine]:
    return [
        FactLine(
            field.key,
            field.label,
            shown(field.key, getattr(person, field.key), unmask=unmask),
            field.sensitive,
        )
        for field in PERSON_FIELDS
    ]


def shown(key: str, value: object, *, unmask: bool) -> str:
    """A fact as text; unknown is said to be unknown, a sensitive one is masked."""
    if value is None:
        return UNKNOWN
    field = PERSON[key]
    text = value_text(field.kind, value)
    if unmask or not field.sensitive:
        return text
    if key in {"account_no", "card_no"}:
        return mask_account(text)
    if key in {"id_no", "carer_id_no", "disability_no"}:
        return id_on_screen(text)
    return _HIDDEN


def _contact(contact: Contact) -> ContactLine:
    return ContactLine(
        contact.day,
        CONTACT_NAMES[ContactKind(contact.kind)],
        contact.done,
        contact.visitors or "",
        contact.note or "",
    )


def _history(session: Session, person_id: int) -> list[HistoryLine]:
    lines = []
    merged = sameness.merged_into(session, person_id)
    for line, change in trail.story_of(session, person_id, *merged):
        words = f"{line.words}（并入的记录）" if change.row_id in merged else line.words
        if change.before is None:
            lines.append(HistoryLine(line.at, line.actor, words, "登记", "", ""))
            continue
        lines += [
            HistoryLine(
                line.at,
                line.actor,
                words,
                PERSON[key].label,
                _history_text(key, change.before.get(key)),
                _history_text(key, after),
            )
            for key, after in (change.after or {}).items()
            if key in PERSON
        ]
    return lines


def _history_text(key: str, kept: object) -> str:
    """A value of the audit trail; of a sensitive fact only that it was known."""
    if kept is None:
        return UNKNOWN
    field = PERSON[key]
    if field.sensitive:
        return _HIDDEN
    return value_text(field.kind, from_json(Person, key, kept))
