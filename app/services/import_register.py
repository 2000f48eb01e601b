"""The register as an import is compared with it: a plain snapshot."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from app.core.code_lists import words_with
from app.core.codes import Codes
from app.core.dictionary import HOUSEHOLD_FIELDS, PERSON_FIELDS
from app.importers.keys import kin_column_of
from app.importers.register import FieldValue, KnownHousehold, KnownPerson, Register
from app.models.circumstances import Kin
from app.models.queries import cadres as cadre_queries
from app.models.queries import imports as import_queries
from app.models.queries import office as office_queries
from app.models.queries import register as queries
from app.models.queries import sameness
from app.models.unit_of_work import Session

_PERSON_KEYS = tuple(field.key for field in PERSON_FIELDS)
_HOUSEHOLD_KEYS = tuple(field.key for field in HOUSEHOLD_FIELDS)
KIN_PARTS = ("relation", "id_no", "phone", "address", "note")


def snapshot(session: Session, codes: Codes) -> Register:
    """Everybody who has a number, every household that has a head; words mean what the office's
    ``codes`` say."""
    villages = {region.id: region.name for region in office_queries.villages(session)}
    homes = queries.open_memberships(session)
    held = queries.open_holdings(session)
    paid = queries.open_awards(session)
    around = _Around(session)
    keys: dict[int, str] = {}
    by_id = {}
    for person in import_queries.people_rows(session):
        if person["id_key"] is not None:
            keys[person["id"]] = person["id_key"]
        by_id[person["id"]] = KnownPerson(
            id=person["id"],
            fields={key: person[key] for key in _PERSON_KEYS},
            categories=frozenset(held[person["id"]]) if person["id"] in held else frozenset(),
            household_id=homes[person["id"]].household_id if person["id"] in homes else None,
            relation=homes[person["id"]].relation if person["id"] in homes else None,
            village=villages.get(person["village_id"] or 0),
            group=person["group_name"],
            around=around.of_person(person["id"]),
        )
    people = {key: by_id[person_id] for person_id, key in keys.items()}
    for key, kept in sameness.merged_keys(session).items():
        # A number of a record that was merged away means the kept one, which keeps its own.
        people[key] = replace(by_id[kept], fields={**by_id[kept].fields, "id_no": key})
    households = {
        home["head_key"]: KnownHousehold(
            id=home["id"],
            fields={key: home[key] for key in _HOUSEHOLD_KEYS},
            amounts={kind: award.amount for (_, kind), award in paid[home["id"]].items()}
            if home["id"] in paid
            else {},
            category=home["category"],
            village=villages.get(home["village_id"] or 0),
            group=home["group_name"],
            around=around.of_household(home["id"]),
        )
        for home in import_queries.household_rows(session)
        if home["head_key"] is not None
    }
    return Register(
        people,
        households,
        tuple(villages.values()),
        former_villages=office_queries.former_villages(session),
        words=words_with(codes),
    )


class _Around:
    """Kin, who is responsible, incomes, benefits, under the dotted keys that name changes."""

    def __init__(self, session: Session) -> None:
        self._kin = kin_by_column(session)
        self._incomes = import_queries.incomes(session)
        self._benefits = import_queries.open_benefits(session)
        self._named = cadre_queries.open_general(session)
        self._cadres = cadre_queries.all_cadres(session)

    def of_person(self, person_id: int) -> dict[str, FieldValue]:
        values = self._incomes_of("person", person_id)
        for role, kin in self._kin.get(person_id, {}).items():
            values |= _kin_values(role, kin)
        row = self._named.get(person_id)
        if row is not None:
            cadre = self._cadres.get(row.cadre_id or 0)
            values["responsible"] = cadre.name if cadre else row.name
        for kind, benefit in self._benefits.get(person_id, {}).items():
            values[f"benefit.{kind}"] = benefit.amount
        return values

    def of_household(self, household_id: int) -> dict[str, FieldValue]:
        return self._incomes_of("household", household_id)

    def _incomes_of(self, table: str, row_id: int) -> dict[str, FieldValue]:
        lines = self._incomes.get((table, row_id), {})
        return {f"income.{kind}.{period}": line.amount for (kind, period), line in lines.items()}


def kin_by_column(session: Session) -> dict[int, dict[str, Kin]]:
    """Who stands by each person now, by the key under which columns speak of them; the newest."""
    found: dict[int, dict[str, Kin]] = defaultdict(dict)
    for kin in import_queries.open_kin(session):
        found[kin.person_id][kin_column_of(kin.role, kin.relation)] = kin
    return found


def _kin_values(role: str, kin: Kin) -> dict[str, FieldValue]:
    parts = {f"kin.{role}.{part}": getattr(kin, part) for part in KIN_PARTS}
    return {f"kin.{role}": kin.name} | {key: value for key, value in parts.items() if value}
