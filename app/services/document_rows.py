"""The rows of the tables on printed forms, by the register they come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from app.core.benefits import benefit_name
from app.core.money import yuan
from app.core.terms import (
    CONTACT_NAMES,
    INCOME_NAMES,
    KIN_ROLE_NAMES,
    ContactKind,
    IncomeKind,
    KinRole,
)
from app.exporters.form_heights import Row
from app.models.circumstances import Benefit, IncomeLine, Kin, SelfCare
from app.models.contact import Contact
from app.models.giving import Gift
from app.models.holding import Holding, Responsible
from app.models.queries import cadres as cadre_queries
from app.models.queries import documents as queries
from app.models.queries.dossier import Dossier
from app.models.queries.many import rows_by_person
from app.models.unit_of_work import Session
from app.rules.caregivers import ScoreSheet, score_sheet
from app.services.document_facts import Teller

R = TypeVar("R")
Rows = dict[int, list[Row]]
Source = Callable[[Session, Teller, Mapping[int, Dossier]], Rows]

_MOST_VISITS = 12


def rows_of(session: Session, teller: Teller, source: str, people: Mapping[int, Dossier]) -> Rows:
    """The rows of ``source`` (a word of ``app.core.form_facts``) for each person."""
    return _SOURCES[source](session, teller, people)


def _household(session: Session, teller: Teller, people: Mapping[int, Dossier]) -> Rows:
    return _members(session, teller, people, whole=True)


def _others(session: Session, teller: Teller, people: Mapping[int, Dossier]) -> Rows:
    return _members(session, teller, people, whole=False)


def _members(
    session: Session, teller: Teller, people: Mapping[int, Dossier], *, whole: bool
) -> Rows:
    homes = {one: d.household.id for one, d in people.items() if d.household is not None}
    living = queries.members_of(session, list(homes.values()))
    return {
        one: [
            teller.member(person, relation)
            for person, relation in living.get(homes.get(one, 0), ())
            if whole or person.id != one
        ]
        for one in people
    }


def _kin(*roles: KinRole) -> Source:
    def find(session: Session, teller: Teller, people: Mapping[int, Dossier]) -> Rows:
        found = rows_by_person(session, Kin, list(people))
        return {
            one: [
                {
                    "role": KIN_ROLE_NAMES[KinRole(kin.role)],
                    "name": kin.name,
                    "relation": kin.relation or "",
                    "id_text": teller.number(kin.id_no),
                    "phone": kin.phone or "",
                    "address": kin.address or "",
                    "able": "" if kin.able is None else "有" if kin.able else "无",
                }
                for kin in rows
                if (not roles or kin.role in roles) and (kin.end is None or kin.end >= teller.day)
            ]
            for one, rows in found.items()
        }

    return find


def _incomes(session: Session, teller: Teller, people: Mapping[int, Dossier]) -> Rows:
    def tell(line: IncomeLine) -> Row:
        kind = INCOME_NAMES[IncomeKind(line.kind)]
        return {
            "kind": kind, "period": line.period, "amount": yuan(line.amount),
            "basis": line.basis or "",
        }  # fmt: skip

    return _told(rows_by_person(session, IncomeLine, list(people)), tell)


def _benefits(session: Session, teller: Teller, people: Mapping[int, Dossier]) -> Rows:
    def tell(benefit: Benefit) -> Row:
        return {
            "kind": benefit_name(benefit.kind),
            "amount": "" if benefit.amount is None else yuan(benefit.amount),
            "start": benefit.start.isoformat(),
            "end": "" if benefit.end is None else benefit.end.isoformat(),
        }

    by_name = _told(rows_by_person(session, Benefit, list(people)), tell)
    return {
        one: [
            *(
                {"kind": teller.codes.category_name(code, teller.day), "amount": yuan(amount)}
                for code, amount in dossier.benefits
            ),
            *by_name[one],
        ]
        for one, dossier in people.items()
    }


def _holdings(session: Session, teller: Teller, people: Mapping[int, Dossier]) -> Rows:
    def tell(holding: Holding) -> Row:
        name = teller.codes.category_name(holding.code, teller.day)
        return {
            "category": name, "start": holding.start.isoformat(), "basis": holding.basis or "",
        }  # fmt: skip

    found = rows_by_person(session, Holding, list(people))
    running = {
        one: [row for row in rows if row.end is None or row.end >= teller.day]
        for one, rows in found.items()
    }
    return _told(running, tell)


def _visits(session: Session, teller: Teller, people: Mapping[int, Dossier]) -> Rows:
    def tell(contact: Contact) -> Row:
        return {
            "day": contact.day.isoformat(),
            "kind": CONTACT_NAMES[ContactKind(contact.kind)],
            "visitors": contact.visitors or "",
            "note": contact.note or "",
        }

    found = rows_by_person(session, Contact, list(people))
    newest = {
        one: sorted(rows, key=lambda row: row.day)[-_MOST_VISITS:] for one, rows in found.items()
    }
    return _told(newest, tell)


def _responsibles(session: Session, teller: Teller, people: Mapping[int, Dossier]) -> Rows:
    cadres = cadre_queries.all_cadres(session)

    def tell(row: Responsible) -> Row:
        one = cadre_queries.named(row, cadres, teller.day)
        return {
            "name": one.name, "unit": one.unit, "post": one.post, "phone": one.phone,
            "start": row.start.isoformat(),
        }  # fmt: skip

    found = rows_by_person(session, Responsible, list(people))
    running = {
        one: [row for row in rows if row.end is None or row.end >= teller.day]
        for one, rows in found.items()
    }
    return _told(running, tell)


def _self_cares(session: Session, teller: Teller, people: Mapping[int, Dossier]) -> Rows:
    def tell(row: SelfCare) -> Row:
        return {
            "day": row.day.isoformat(), "result": row.result or "", "assessor": row.assessor or "",
        }  # fmt: skip

    found = rows_by_person(session, SelfCare, list(people))
    return _told({one: sorted(rows, key=lambda row: row.day) for one, rows in found.items()}, tell)


def _gifts(session: Session, teller: Teller, people: Mapping[int, Dossier]) -> Rows:
    def tell(gift: Gift) -> Row:
        return {
            "day": "" if gift.day is None else gift.day.isoformat(),
            "words": gift.words or "",
            "quantity": _plain(gift.quantity),
            "amount": "" if gift.amount is None else yuan(gift.amount),
            "giver": gift.given_by or "",
        }

    return _told(rows_by_person(session, Gift, list(people)), tell)


def _score_items(_session: Session, teller: Teller, people: Mapping[int, Dossier]) -> Rows:
    sheet = _score_sheet(teller)
    rows: list[Row] = [{"item": name, "worth": str(worth)} for name, worth in sheet.items]
    return dict.fromkeys(people, rows)


def _score_vetoes(_session: Session, teller: Teller, people: Mapping[int, Dossier]) -> Rows:
    rows: list[Row] = [{"item": name} for name in _score_sheet(teller).vetoes]
    return dict.fromkeys(people, rows)


def _score_sheet(teller: Teller) -> ScoreSheet:
    """What is scored this month, by the policy that is in force."""
    return score_sheet(teller.desk.policy, f"{teller.day:%Y-%m}", region=teller.office.code)


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"


def _told(found: Mapping[int, Sequence[R]], tell: Callable[[R], Row]) -> Rows:
    return {one: [tell(row) for row in rows] for one, rows in found.items()}


_SOURCES: Mapping[str, Source] = {
    "household": _household,
    "members": _others,
    "kin": _kin(),
    "guardians": _kin(KinRole.GUARDIAN, KinRole.ENTRUSTED_GUARDIAN),
    "supporters": _kin(KinRole.SUPPORTER),
    "incomes": _incomes,
    "benefits": _benefits,
    "holdings": _holdings,
    "visits": _visits,
    "responsibles": _responsibles,
    "self_cares": _self_cares,
    "gifts": _gifts,
    "score_items": _score_items,
    "score_vetoes": _score_vetoes,
}
