"""Puts a plan into the store: villages, households, people, then what ties them together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from decimal import Decimal

from app.core.identity import read_id
from app.core.progress import Progress, each
from app.core.terms import Rhythm
from app.importers.keys import kin_columns
from app.importers.planned import (
    Action,
    Around,
    ImportPlan,
    Kin,
    PlannedHousehold,
    PlannedPerson,
)
from app.models.base import Base
from app.models.circumstances import Benefit, IncomeLine
from app.models.circumstances import Kin as KinRow
from app.models.holding import Holding
from app.models.household import Award, Household, Membership
from app.models.person import Person, kept_readings
from app.models.queries import imports as import_queries
from app.models.queries import register as queries
from app.models.unit_of_work import Work
from app.services.desk import Desk
from app.services.import_register import KIN_PARTS, kin_by_column
from app.services.office import village_ids
from app.services.responsibility import Listed, Said

ChangeId = tuple[str, str, str]
"""``person`` or ``household``, the key of its number, and the key of what would change."""


class ImportWriter:
    """Writes a plan within one transaction. What is in ``kept`` stays as the register has it."""

    def __init__(self, work: Work, desk: Desk, kept: Collection[ChangeId]) -> None:
        self._session = work.session
        self._work = work
        self._kept = frozenset(kept)
        self._month = desk.clock.today().replace(day=1)
        self._today = desk.clock.today()
        self._households = {h.head_key: h for h in queries.all_households(self._session)}
        self._people = {p.id: p for p in queries.all_people(self._session)}
        self._memberships = queries.open_memberships(self._session)
        self._holdings = queries.open_holdings(self._session)
        self._awards = queries.open_awards(self._session)
        self._ids = import_queries.FreshIds(self._session)
        self._new: dict[type[Base], list[dict[str, object]]] = defaultdict(list)
        self._kin = kin_by_column(self._session)
        self._incomes = import_queries.incomes(self._session)
        self._benefits = import_queries.open_benefits(self._session)
        self._named = Listed(self._session)

    def write(self, plan: ImportPlan, progress: Progress) -> None:
        wanted = [h for h in plan.households if h.action is not Action.REFUSED]
        people = [p for p in plan.people if p.action is not Action.REFUSED]
        names = {h.village for h in wanted if h.village} | {p.village for p in people if p.village}
        villages = village_ids(self._work, names) if names else {}
        for home in each(wanted, progress, "写入家庭"):
            self._household(home, villages)
        self._session.flush()
        written = [(p, self._person(p, villages)) for p in each(people, progress, "写入人员")]
        self._insert_new()
        for planned, person_id in each(written, progress, "写入类别"):
            self._tie(planned, person_id)
            self._surround(planned, person_id)
        for home in wanted:
            self._pay(home)
            household = self._households[home.head_key]
            self._earn("household", household.id, str(home.head_key), home.around)
        self._insert_new()

    def _add(self, row_type: type[Base], **values: object) -> int:
        """A row that nothing in this act changes again; its id. Written with all its like."""
        row_id = self._ids.take(row_type)
        self._new[row_type].append({"id": row_id, **values})
        return row_id

    def _insert_new(self) -> None:
        for row_type, rows in self._new.items():
            self._work.insert_many(row_type, rows)
        self._new.clear()

    def _takes(self, table: str, number: str | None, key: str) -> bool:
        return (table, number or "", key) not in self._kept

    def _household(self, planned: PlannedHousehold, villages: Mapping[str, int]) -> None:
        household = self._households.get(planned.head_key)
        if household is None:
            household = Household(
                id=self._ids.take(Household), head_key=planned.head_key, head_name=""
            )
            self._households[planned.head_key] = household
            self._session.add(household)
        number = planned.head_key
        facts = {k: v for k, v in planned.fields.items() if self._takes("household", number, k)}
        _set(household, facts)
        if planned.village and self._takes("household", number, "village"):
            household.village_id = villages[planned.village]
        if planned.group and self._takes("household", number, "group"):
            household.group_name = planned.group
        if planned.category and self._takes("household", number, "category"):
            household.category = planned.category

    def _person(self, planned: PlannedPerson, villages: Mapping[str, int]) -> int:
        """The id of whom it was written for."""
        person = self._people.get(planned.known_id or 0)
        number = planned.id_key
        facts = {k: v for k, v in planned.fields.items() if self._takes("person", number, k)}
        place: dict[str, object] = {}
        if planned.village and self._takes("person", number, "village"):
            place["village_id"] = villages[planned.village]
        if planned.group and self._takes("person", number, "group"):
            place["group_name"] = planned.group
        raw = {key: text for key, text in planned.raw.items() if self._takes("person", number, key)}
        if person is None:
            return self._new_person(planned.id_key, {**facts, **place, "raw": raw or None})
        if facts.get("id_no", person.id_no) != person.id_no:
            place["id_kind"] = read_id(str(facts["id_no"] or "")).kind
        _set(person, {**facts, **place})
        if raw:
            person.raw = {**(person.raw or {}), **raw}
        return person.id

    def _new_person(self, id_key: str | None, values: Mapping[str, object]) -> int:
        known = {key: value for key, value in values.items() if value is not None}
        return self._add(
            Person,
            registered_on=self._today,
            id_key=id_key,
            id_kind=read_id(str(known.get("id_no", ""))).kind,
            **{"name": "", **known, **kept_readings(known)},
        )

    def _tie(self, planned: PlannedPerson, person_id: int) -> None:
        household = self._households.get(planned.household_key)
        known = self._memberships.get(person_id)
        moves = household is not None and (known is None or known.household_id != household.id)
        if household is not None and moves and self._takes("person", planned.id_key, "household"):
            if known is not None:
                known.end = self._today
            self._add(
                Membership,
                person_id=person_id,
                household_id=household.id,
                relation=planned.relation,
                start=self._today,
            )
        elif (
            known is not None
            and planned.relation
            and known.relation != planned.relation
            and self._takes("person", planned.id_key, "relation")
        ):
            known.relation = planned.relation
        held = self._holdings.get(person_id, {})
        for category in planned.categories:
            takes = self._takes("person", planned.id_key, f"holding.{category.code}")
            if category.code not in held and takes:
                self._add(
                    Holding,
                    person_id=person_id,
                    code=category.code,
                    start=category.start or self._month,
                    basis=category.basis,
                )

    def _pay(self, planned: PlannedHousehold) -> None:
        household = self._households[planned.head_key]
        paid = self._awards.get(household.id, {})
        for kind, amount in planned.amounts.items():
            if not self._takes("household", planned.head_key, kind):
                continue
            known = paid.get((planned.category or "", kind))
            if known is not None and known.amount == amount:
                continue
            if known is not None and known.start >= self._month:
                known.amount = amount
                continue
            if known is not None:
                known.end = self._month - timedelta(days=1)
            self._add(
                Award,
                household_id=household.id,
                category=planned.category or "",
                kind=kind,
                amount=amount,
                start=self._month,
            )

    def _surround(self, planned: PlannedPerson, person_id: int) -> None:
        around, number = planned.around, str(planned.id_key)
        for kin in around.kin:
            if self._takes("person", number, f"kin.{kin.role}"):
                self._stand_by(person_id, number, kin, around.day or self._today)
        if around.responsible and self._takes("person", number, "responsible"):
            said = Said(**around.responsible)
            self._named.look_after(person_id, said, min(around.day or self._today, self._today))
        self._earn("person", person_id, number, around)
        for kind, amount in around.benefits.items():
            if self._takes("person", number, f"benefit.{kind}"):
                self._receive(person_id, kind, amount)

    def _stand_by(self, person_id: int, number: str, kin: Kin, day: date) -> None:
        """Another name in the role ends the one before; the same name only learns."""
        known = self._kin.get(person_id, {}).get(kin.role)
        parts = {
            part: getattr(kin, part)
            for part in KIN_PARTS
            if getattr(kin, part) is not None
            and self._takes("person", number, f"kin.{kin.role}.{part}")
        }
        if known is not None and known.name == kin.name:
            for part, value in parts.items():
                if getattr(known, part) != value:
                    setattr(known, part, value)
            return
        if known is not None:
            known.end = max(day, known.start or day)
        self._add(
            KinRow,
            person_id=person_id,
            role=kin_columns()[kin.role].role,
            name=kin.name,
            start=day,
            **parts,
        )

    def _earn(self, table: str, row_id: int, number: str, around: Around) -> None:
        known = self._incomes.get((table, row_id), {})
        for (kind, period), amount in around.incomes.items():
            if not self._takes(table, number, f"income.{kind}.{period}"):
                continue
            line = known.get((kind, period))
            if line is None:
                owner = {f"{table}_id": row_id}
                self._add(
                    IncomeLine,
                    kind=kind,
                    period=period,
                    amount=amount,
                    basis="导入",
                    **owner,
                )
            elif line.amount != amount:
                line.amount = amount

    def _receive(self, person_id: int, kind: str, amount: Decimal) -> None:
        known = self._benefits.get(person_id, {}).get(kind)
        if known is not None and known.amount == amount:
            return
        if known is not None and known.start >= self._month:
            known.amount = amount
            return
        if known is not None:
            known.end = self._month - timedelta(days=1)
        self._add(
            Benefit,
            person_id=person_id,
            kind=kind,
            amount=amount,
            rhythm=Rhythm.MONTHLY,
            start=self._month,
            source="导入",
        )


def _set(row: Person | Household, values: Mapping[str, object]) -> None:
    """Write what differs."""
    for key, value in values.items():
        if getattr(row, key) != value:
            setattr(row, key, value)
