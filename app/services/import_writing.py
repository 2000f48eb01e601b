"""Puts a plan into the store: villages, households, people, then what ties them together."""

from __future__ import annotations

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
from app.models.circumstances import Benefit, IncomeLine
from app.models.circumstances import Kin as KinRow
from app.models.holding import Holding
from app.models.household import Award, Household, Membership
from app.models.person import Person
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
        self._session.flush()
        for planned, person in each(written, progress, "写入类别"):
            self._tie(planned, person)
            self._surround(planned, person)
        for home in wanted:
            self._pay(home)
            household = self._households[home.head_key]
            self._earn("household", household.id, str(home.head_key), home.around)

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
        self._set("household", number, household, planned.fields)
        if planned.village and self._takes("household", number, "village"):
            household.village_id = villages[planned.village]
        if planned.group and self._takes("household", number, "group"):
            household.group_name = planned.group
        if planned.category and self._takes("household", number, "category"):
            household.category = planned.category

    def _person(self, planned: PlannedPerson, villages: Mapping[str, int]) -> Person:
        person = self._people.get(planned.known_id or 0)
        if person is None:
            person = Person(
                id=self._ids.take(Person), registered_on=self._today, id_key=planned.id_key, name=""
            )
            self._session.add(person)
        number = planned.id_key
        written = self._set("person", number, person, planned.fields)
        if "id_no" in written:
            person.id_kind = read_id(person.id_no or "").kind
        if planned.village and self._takes("person", number, "village"):
            person.village_id = villages[planned.village]
        if planned.group and self._takes("person", number, "group"):
            person.group_name = planned.group
        raw = {key: text for key, text in planned.raw.items() if self._takes("person", number, key)}
        if raw:
            person.raw = {**(person.raw or {}), **raw}
        return person

    def _tie(self, planned: PlannedPerson, person: Person) -> None:
        household = self._households.get(planned.household_key)
        known = self._memberships.get(person.id)
        moves = household is not None and (known is None or known.household_id != household.id)
        if household is not None and moves and self._takes("person", planned.id_key, "household"):
            if known is not None:
                known.end = self._today
            self._session.add(
                Membership(
                    id=self._ids.take(Membership),
                    person_id=person.id,
                    household_id=household.id,
                    relation=planned.relation,
                    start=self._today,
                )
            )
        elif (
            known is not None
            and planned.relation
            and known.relation != planned.relation
            and self._takes("person", planned.id_key, "relation")
        ):
            known.relation = planned.relation
        held = self._holdings.get(person.id, {})
        for category in planned.categories:
            takes = self._takes("person", planned.id_key, f"holding.{category.code}")
            if category.code not in held and takes:
                self._session.add(
                    Holding(
                        id=self._ids.take(Holding),
                        person_id=person.id,
                        code=category.code,
                        start=category.start or self._month,
                        basis=category.basis,
                    )
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
            self._session.add(
                Award(
                    id=self._ids.take(Award),
                    household_id=household.id,
                    category=planned.category or "",
                    kind=kind,
                    amount=amount,
                    start=self._month,
                )
            )

    def _surround(self, planned: PlannedPerson, person: Person) -> None:
        around, number = planned.around, str(planned.id_key)
        for kin in around.kin:
            if self._takes("person", number, f"kin.{kin.role}"):
                self._stand_by(person.id, number, kin, around.day or self._today)
        if around.responsible and self._takes("person", number, "responsible"):
            said = Said(**around.responsible)
            self._named.look_after(person.id, said, min(around.day or self._today, self._today))
        self._earn("person", person.id, number, around)
        for kind, amount in around.benefits.items():
            if self._takes("person", number, f"benefit.{kind}"):
                self._receive(person.id, kind, amount)

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
        self._session.add(
            KinRow(
                id=self._ids.take(KinRow),
                person_id=person_id,
                role=kin_columns()[kin.role].role,
                name=kin.name,
                start=day,
                **parts,
            )
        )

    def _earn(self, table: str, row_id: int, number: str, around: Around) -> None:
        known = self._incomes.get((table, row_id), {})
        for (kind, period), amount in around.incomes.items():
            if not self._takes(table, number, f"income.{kind}.{period}"):
                continue
            line = known.get((kind, period))
            if line is None:
                owner = {f"{table}_id": row_id}
                self._session.add(
                    IncomeLine(
                        id=self._ids.take(IncomeLine),
                        kind=kind,
                        period=period,
                        amount=amount,
                        basis="导入",
                        **owner,
                    )
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
        self._session.add(
            Benefit(
                id=self._ids.take(Benefit),
                person_id=person_id,
                kind=kind,
                amount=amount,
                rhythm=Rhythm.MONTHLY,
                start=self._month,
                source="导入",
            )
        )

    def _set(
        self, table: str, number: str | None, row: Person | Household, fields: Mapping[str, object]
    ) -> set[str]:
        """Write what differs; the keys that were written."""
        written = set()
        for key, value in fields.items():
            if getattr(row, key) != value and self._takes(table, number, key):
                setattr(row, key, value)
                written.add(key)
        return written
