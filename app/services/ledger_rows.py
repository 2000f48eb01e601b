"""The rows of a township's ledger, drawn from the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from app.core.codes import categories, category_name
from app.core.dictionary import HOUSEHOLD, PERSON
from app.core.form_answers import show_answer, unpack
from app.core.forms import Form
from app.core.periods import Period
from app.core.terms import CONTACT_NAMES, ContactKind, DutyState
from app.ledger.columns import HOUSEHOLDS, PERSONS
from app.ledger.conflicts import join_codes
from app.ledger.totals import AWARD_PARTS, indicator_rows
from app.models.contact import Contact
from app.models.household import Household
from app.models.person import Person
from app.models.queries import ledger as queries
from app.services.desk import Desk
from app.services.forms import printed_forms
from app.services.ledger_follow_up import care_rows, matter_rows
from app.services.ledger_keys import household_key, person_key
from app.services.plan import PlanRow, counts, plan_window

Rows = dict[str, list[dict[str, object]]]

_FINDINGS = ("health", "health_note", "mental_state", "selfcare", "housing_safety", "hazards")
_NEEDS = ("problems", "problems_note")


def ledger_rows(desk: Desk, month: str, window: Period) -> Rows:
    """Every sheet but the changes, which are measured against the ledger before."""
    plan = plan_window(desk, month, window)
    visits: dict[int, list[PlanRow]] = defaultdict(list)
    for row in plan.rows:
        due = row.state is DutyState.DONE or row.due <= window.last
        if row.kind is ContactKind.VISIT and counts(row) and due:
            visits[row.person_id].append(row)
    with desk.store.read() as session:
        register = queries.read_register(session, window.last)
        contacts = queries.contacts_in(session, window)
        persons = [_person(register, person, visits[person.id]) for person in register.people]
        awards = list(_awards(register, month))
        paid: dict[object, Decimal] = defaultdict(Decimal)
        for award in awards:
            paid[award["household_key"]] += _amount(award["total_amount"])
        living: dict[int, list[Person]] = defaultdict(list)
        for person in register.people:
            living[register.homes.get(person.id, (0, None))[0]].append(person)
        households = [
            _household(register, home, living[home.id], paid) for home in register.households
        ]
        served = _serves(plan.rows)
        forms = printed_forms(session)
        made = [_contact(register, found, served, forms) for found in contacts]
        care = care_rows(session, register.villages, month, window)
        matters = matter_rows(session, register.villages, window)
    return {
        "persons": persons,
        "households": households,
        "contacts": made,
        "awards": awards,
        "care": care,
        "matters": matters,
        "indicators": indicator_rows(persons, households, made, awards),
    }


def _codes(codes: Iterable[str]) -> dict[str, object]:
    """Categories in the order of the list: names for people, codes for programs."""
    held = [code for code in categories() if code in set(codes)]
    names = "、".join(category_name(code) for code in held)
    return {"categories": names or None, "category_codes": join_codes(held)}


def _person(
    register: queries.RegisterView, person: Person, visits: list[PlanRow]
) -> dict[str, object]:
    home = register.homes.get(person.id)
    facts = {c.key: getattr(person, c.key) for c in PERSONS.columns if c.key in PERSON}
    return {
        **facts,
        **_codes(register.codes.get(person.id, ())),
        "person_key": person_key(person),
        "village": register.villages.get(person.village_id or 0),
        "group": person.group_name,
        "household_key": household_key(home[0]) if home else None,
        "relation": home[1] if home else None,
        "registered_on": person.registered_on,
        "responsible": register.responsible.get(person.id),
        "visit_due": bool(visits),
        "visit_done": bool(visits) and all(row.state is DutyState.DONE for row in visits),
        "visit_late": any(row.state is DutyState.LATE for row in visits),
        "last_contact": register.last_contact.get(person.id),
    }


def _household(
    register: queries.RegisterView,
    household: Household,
    members: list[Person],
    paid: dict[object, Decimal],
) -> dict[str, object]:
    codes = {code for person in members for code in register.codes.get(person.id, ())}
    key = household_key(household.id)
    facts = {c.key: getattr(household, c.key) for c in HOUSEHOLDS.columns if c.key in HOUSEHOLD}
    return {
        **facts,
        **_codes(codes),
        "household_key": key,
        "village": register.villages.get(household.village_id or 0),
        "group": household.group_name,
        "members": len(members),
        "paid_total": paid[key],
    }


def _awards(register: queries.RegisterView, month: str) -> Iterator[dict[str, object]]:
    for household in register.households:
        lines: dict[str, dict[str, Decimal]] = defaultdict(dict)
        for award in register.awards.get(household.id, ()):
            lines[award.category][award.kind] = award.amount
        for category, amounts in lines.items():
            yield _award(register, household, category, amounts) | {"month": month}


def _award(
    register: queries.RegisterView,
    household: Household,
    category: str,
    amounts: dict[str, Decimal],
) -> dict[str, object]:
    parts = sum((amounts.get(part, Decimal(0)) for part in AWARD_PARTS), Decimal(0))
    total = amounts.get("total_amount", parts)
    row: dict[str, object] = {part: amounts.get(part) for part in AWARD_PARTS}
    if parts != total:
        # The parts that the province gave do not make up its total: the total is what is paid.
        row["other_amount"] = total - parts
        row["note"] = "其他为合计与各项之和的差额"
    return row | {
        "household_key": household_key(household.id),
        "head_name": household.head_name,
        "village": register.villages.get(household.village_id or 0),
        "line": category_name(category),
        "line_code": category,
        "covered_size": household.covered_size,
        "total_amount": total,
        "account_name": household.account_name,
        "account_no": household.account_no or household.card_no,
    }


def _amount(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def _serves(rows: Iterable[PlanRow]) -> dict[tuple[int, str], list[str]]:
    """Which rules a person's contacts of a kind have served."""
    served: dict[tuple[int, str], list[str]] = defaultdict(list)
    for row in rows:
        if row.state is DutyState.DONE:
            served[row.person_id, row.kind] += row.rules
    return served


def _contact(
    register: queries.RegisterView,
    found: tuple[Contact, Person, str | None],
    served: dict[tuple[int, str], list[str]],
    forms: Mapping[int | None, Form],
) -> dict[str, object]:
    contact, person, sheet_no = found
    form = forms[contact.layout_id]
    rules = served.get((person.id, contact.kind), []) if contact.done else []
    return {
        "contact_no": f"C{contact.id}",
        "name": person.name,
        "village": register.villages.get(person.village_id or 0),
        "group": person.group_name,
        "day": contact.day,
        "kind": CONTACT_NAMES[ContactKind(contact.kind)],
        "done": contact.done,
        "visitor": contact.visitors,
        "findings": _words(form, contact, _FINDINGS),
        "needs": _words(form, contact, _NEEDS) or contact.note,
        "serves": " ".join(dict.fromkeys(rules)) or None,
        "sheet_no": sheet_no,
        "person_key": person_key(person),
    }


def _words(form: Form, contact: Contact, keys: Iterable[str]) -> str | None:
    answers = unpack(form, contact.answers or {})
    fields = {field.key: field for field in form.fields}
    words = [
        f"{fields[key].label}：{show_answer(fields[key], answers[key])}"
        for key in keys
        if answers.get(key)
    ]
    return "；".join(words) or None
