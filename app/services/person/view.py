"""One person, whole: as it stands, or as it was stored at the end of a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.core.codes import Codes
from app.core.dictionary import HOUSEHOLD_FIELDS, PERSON_FIELDS
from app.core.errors import UserError
from app.models.household import Household
from app.models.person import Person
from app.models.queries import sameness
from app.models.queries.cadres import first_named
from app.models.queries.codes import own_codes
from app.rules.engine.parameters import Policy
from app.services.desk import Desk
from app.services.faces import age_text, id_on_screen, names_by_person
from app.services.person.contacting import EventLine, ExcuseLine, event_lines, excuse_lines
from app.services.person.incomes import HouseholdIncome, YearIncome, household_income, years_of
from app.services.person.lines import (
    BenefitLine,
    ContactLine,
    HoldingLine,
    IncomeRow,
    KinLine,
    MemberLine,
    SelfCareLine,
    benefit_lines,
    contact_lines,
    holding_lines,
    income_rows,
    kin_lines,
    member_lines,
    self_care_lines,
)
from app.services.person.notes import close_words, marks_of, notes_of
from app.services.person.record import Record, read_record
from app.services.person.responsible import NamedLine, named_lines
from app.services.person.typed import PROTECTED, FactLine, fact_line


@dataclass(frozen=True)
class PersonHead:
    """What stands above everything else. ``marks`` are words that everybody should see;
    ``closed_on`` and ``close_reason`` (words) are set on a closed record."""

    id: int
    name: str
    sex: str
    age: int | None
    id_masked: str
    village: str
    group: str
    categories: tuple[str, ...]
    marks: tuple[str, ...]
    closed_on: date | None
    close_reason: str


@dataclass(frozen=True)
class HomeView:
    """The household of the person: its facts, who belonged to it before, what it earns."""

    id: int
    facts: tuple[FactLine, ...]
    village: str
    group: str
    former: tuple[MemberLine, ...]
    incomes: tuple[HouseholdIncome, ...]


@dataclass(frozen=True)
class PersonView:
    """Everything about one person. ``day`` is the day whose state it is, None: now. ``household``
    are the members of ``home``; ``notes`` say what does not agree. ``named`` are all who are or
    were responsible, ``responsible`` the first of those of that day."""

    day: date | None
    row: PersonHead
    notes: tuple[str, ...]
    facts: tuple[FactLine, ...]
    home: HomeView | None
    household: tuple[MemberLine, ...]
    holdings: tuple[HoldingLine, ...]
    kin: tuple[KinLine, ...]
    self_care: tuple[SelfCareLine, ...]
    incomes: tuple[IncomeRow, ...]
    years: tuple[YearIncome, ...]
    benefits: tuple[BenefitLine, ...]
    contacts: tuple[ContactLine, ...]
    excuses: tuple[ExcuseLine, ...]
    events: tuple[EventLine, ...]
    responsible: str
    named: tuple[NamedLine, ...]


def show_person(desk: Desk, person_id: int, *, unmask: bool = False) -> PersonView:
    """Everything about a person; the look is written into the audit trail. A record that was merged
    into another shows that one.

    Raises ``UserError`` when there is no such person.
    """
    today = desk.clock.today()
    verb, words = ("unmask_person", "查看敏感信息") if unmask else ("view_person", "查看人员")
    with desk.write(verb, words, ("person", person_id)) as work:
        work.line.subject_id = person_id = sameness.kept_id(work.session, person_id)
        record = read_record(work.session, person_id)
        if record is None:
            raise UserError("没有找到这个人。", "", "可能已被删除，请刷新列表。")
        return _view(record, own_codes(work.session), desk.policy, today, unmask=unmask)


def person_as_of(desk: Desk, person_id: int, day: date, *, unmask: bool = False) -> PersonView:
    """The record as it was stored at the end of ``day``, whatever was changed, corrected or taken
    back since; the look is on record like any other.

    Raises ``UserError`` for a day in the future and for one on which the person was not yet on the
    register.
    """
    if day > desk.clock.today():
        raise UserError("这一天还没有到。", "", "请选择今天或以前的日期。")
    words = f"查看 {day.isoformat()} 的情况"
    verb = "unmask_person" if unmask else "view_person"
    with desk.write(verb, words, ("person", person_id)) as work:
        record = read_record(work.session, person_id, day)
        if record is None:
            raise UserError("这一天还没有登记这个人。", "", "请选择登记以后的日期。")
        view = _view(record, own_codes(work.session), desk.policy, day, unmask=unmask)
        return replace(view, day=day)


def _view(record: Record, codes: Codes, policy: Policy, day: date, *, unmask: bool) -> PersonView:
    person = record.person
    first = first_named(record.responsible, record.cadres, day)
    return PersonView(
        day=None,
        row=_head(record, codes, day),
        notes=notes_of(person, day, unmask=unmask),
        facts=_facts(person, unmask=unmask),
        home=_home(record, record.home, day, unmask=unmask) if record.home else None,
        household=member_lines(record, day),
        holdings=holding_lines(record, codes, day),
        kin=kin_lines(record, unmask=unmask),
        self_care=self_care_lines(record),
        incomes=income_rows(record),
        years=years_of(record.incomes),
        benefits=benefit_lines(record, codes, day, unmask=unmask),
        contacts=contact_lines(record),
        excuses=excuse_lines(record, day),
        events=event_lines(record),
        responsible=f"{first.name} {first.post}".strip() if first else "",
        named=named_lines(record, policy, day),
    )


def _head(record: Record, codes: Codes, day: date) -> PersonHead:
    person, home = record.person, record.home
    group = person.group_name or (home.group_name if home else None)
    return PersonHead(
        id=person.id,
        name=person.name,
        sex=person.sex or "",
        age=age_text(person.birth_date, day),
        id_masked=id_on_screen(person.id_no),
        village=record.villages.get(person.village_id or 0, ""),
        group=group or "",
        categories=names_by_person(record.holdings, day, codes).get(person.id, ()),
        marks=marks_of(person),
        closed_on=person.closed_on,
        close_reason=close_words(person.close_reason) if person.closed_on else "",
    )


def _facts(person: Person, *, unmask: bool) -> tuple[FactLine, ...]:
    return tuple(
        fact_line(field, getattr(person, field.key), person.raw, unmask=unmask)
        for field in PERSON_FIELDS
        if field.key not in PROTECTED
    )


def _home(record: Record, home: Household, day: date, *, unmask: bool) -> HomeView:
    every = (*record.home_incomes, *(x for lines in record.their_incomes.values() for x in lines))
    years = sorted({line.period[:4] for line in every}, reverse=True)
    sums = (
        household_income(year, record.home_incomes, record.their_incomes, home.size)
        for year in years
    )
    return HomeView(
        id=home.id,
        facts=tuple(
            fact_line(field, getattr(home, field.key), unmask=unmask) for field in HOUSEHOLD_FIELDS
        ),
        village=record.villages.get(home.village_id or 0, ""),
        group=home.group_name or "",
        former=member_lines(record, day, former=True),
        incomes=tuple(found for found in sums if found is not None),
    )
