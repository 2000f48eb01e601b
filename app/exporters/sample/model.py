"""The invented people of a sample, before they become rows of workbooks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.core.periods import age_on


@dataclass(frozen=True)
class SamplePerson:
    """One invented person. ``disability`` is kind and grade as a card counts them (1 to 7, 1 to
    4); ``school`` is empty for who goes to none."""

    name: str
    id_no: str
    sex: str
    birth: date
    ethnicity: str
    relation: str
    disability: tuple[int, int] | None = None
    school: str = ""
    illness: str = ""
    health: str = "健康"
    self_care: str = "具备"
    phone: str = ""

    def age(self, day: date) -> int:
        return age_on(self.birth, day)

    @property
    def card_no(self) -> str:
        """The disability card's 20 characters; empty without a card."""
        return f"{self.id_no}{self.disability[0]}{self.disability[1]}" if self.disability else ""


@dataclass(frozen=True)
class SampleHousehold:
    """A household on one of the provincial lists; the first of ``people`` is its head.
    ``supplements`` are the class amounts of its people, in yuan a month."""

    category: str
    people: tuple[SamplePerson, ...]
    village: str
    group: str
    since: str
    reason: str
    yearly_income: Decimal
    monthly: Decimal
    supplements: tuple[Decimal, ...]
    care: Decimal = Decimal("0.00")


@dataclass(frozen=True)
class RosterRow:
    """One row of the village-made sheet. ``written_id`` is what stands in the identity column:
    text, or a number as a spreadsheet that damaged it keeps it. ``importable``: may be stored."""

    person: SamplePerson
    written_id: str | float
    head_name: str
    group: str
    category: str
    codes: tuple[str, ...]
    importable: bool = True
    hidden: bool = False
    note: str = ""


@dataclass(frozen=True)
class SampleTownship:
    """One office with its lists; ``roster`` is the sheet that ``roster_village`` made."""

    name: str
    code: str
    villages: tuple[str, ...]
    households: tuple[SampleHousehold, ...]
    roster_village: str
    roster: tuple[RosterRow, ...]

    def category_counts(self) -> dict[str, int]:
        """How many importable people each category code will have."""
        held = {
            (household.category, person.id_no)
            for household in self.households
            for person in household.people
        }
        held |= {
            (code, row.person.id_no) for row in self.roster if row.importable for code in row.codes
        }
        counts: dict[str, int] = {}
        for code, _ in sorted(held):
            counts[code] = counts.get(code, 0) + 1
        return counts

    def people(self) -> dict[str, SamplePerson]:
        """Everybody who can be stored, once, by identity number."""
        found = {
            person.id_no: person for household in self.households for person in household.people
        }
        for row in self.roster:
            if row.importable:
                found.setdefault(row.person.id_no, row.person)
        return found

    def heads(self) -> set[str]:
        """The identity numbers of all heads of households that will be stored."""
        listed = {household.people[0].id_no for household in self.households}
        return listed | {
            row.person.id_no
            for row in self.roster
            if row.importable and row.person.relation == "户主"
        }


@dataclass(frozen=True)
class Sample:
    """All townships of a county; ``duplicates`` are people that two of them list, ``exclusive``
    people on two lists that exclude one another: (township, identity number, codes)."""

    seed: int
    day: date
    townships: tuple[SampleTownship, ...]
    duplicates: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclusive: tuple[tuple[str, str, tuple[str, ...]], ...] = field(default=())
