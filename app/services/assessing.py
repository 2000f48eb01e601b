"""People as the rules see them: facts of the person, the categories held, the household."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from app.core.dictionary import PERSON_FIELDS
from app.core.money import cents
from app.models.queries import register_parts as queries
from app.models.unit_of_work import Session
from app.rules.engine.fact_names import AREAS
from app.rules.engine.facts import Facts, facts_of
from app.rules.engine.parameters import Policy
from app.rules.from_register import facts_from_register
from app.rules.groups import BOTTOM_LINE, members_of
from app.services.desk import Desk
from app.services.office import expect_office

_PERSON = tuple(field.key for field in PERSON_FIELDS)
_URBAN, _RURAL = AREAS
# Whoever is not in 低保 would be under the standard of the area of the hukou.
_AREA_OF_HUKOU = {"农村户口": _RURAL, "城市户口": _URBAN}
_HOME = ("size", "covered_size", "annual_income", "per_capita_income", "village_id")


@dataclass(frozen=True)
class HomeFacts:
    """What a household adds to the facts of its members; incomes are yuan a year."""

    size: int | None = None
    covered_size: int | None = None
    annual_income: Decimal | None = None
    per_capita_income: Decimal | None = None

    def values(self) -> dict[str, object]:
        """By the names of facts; what is not known is left out."""
        year = self.per_capita_income
        if year is None and self.annual_income is not None and self.size:
            year = self.annual_income / self.size
        known = {
            "month_income_per_head": None if year is None else cents(year / 12),
            "covered_size": self.covered_size,
            "household_annual_income": self.annual_income,
            "household_size": self.size,
        }
        return {key: value for key, value in known.items() if value is not None}


@dataclass(frozen=True)
class Spell:
    """A category held from ``start`` until ``end`` (that day it has ended)."""

    code: str
    start: date
    end: date | None

    def holds(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Subject:
    """Somebody to be assessed; ``speaks_for_home``: the one member who stands for the household
    where a programme pays the household. ``facts`` are those of ``day``."""

    person_id: int
    village: str
    fields: Mapping[str, object]
    spells: Sequence[Spell]
    home: HomeFacts | None
    speaks_for_home: bool
    day: date
    bottom_line: frozenset[str]

    @property
    def name(self) -> str:
        return str(self.fields["name"])

    @cached_property
    def facts(self) -> Facts:
        return self._facts_of(self._codes(self.day))

    def facts_on(self, day: date) -> Facts:
        """With the categories of another day; all else as it is known now."""
        codes = self._codes(day)
        if codes == self._codes(self.day):
            return self.facts
        return self._facts_of(codes)

    def _facts_of(self, codes: frozenset[str]) -> Facts:
        return facts_of_person(self.fields, codes, self.home, bottom_line=self.bottom_line)

    def _codes(self, day: date) -> frozenset[str]:
        return frozenset(spell.code for spell in self.spells if spell.holds(day))


def bottom_line(policy: Policy, day: date, *, region: str) -> frozenset[str]:
    """The categories that an office counts among the 兜底保障群体 on ``day`` (S3.117)."""
    return members_of(policy, BOTTOM_LINE, day=day, region=region)


def facts_of_person(
    person: Mapping[str, object],
    codes: Collection[str],
    home: HomeFacts | None,
    *,
    bottom_line: Collection[str] = (),
) -> Facts:
    """The facts of one person; what is said of the person goes before what the household says."""
    own = facts_from_register(person, codes, bottom_line=bottom_line)
    more: dict[str, object] = home.values() if home is not None else {}
    more["dibao_area"] = _AREA_OF_HUKOU.get(str(person.get("hukou_kind") or ""))
    return facts_of({**more, **own.values})


def subjects(desk: Desk, day: date) -> tuple[Subject, ...]:
    """Everybody on the register, to be assessed on ``day``."""
    group = bottom_line(desk.policy, day, region=expect_office(desk).code)
    with desk.store.read() as session:
        homes = _homes(session)
        villages = queries.village_names(session)
        spells: dict[int, list[Spell]] = {}
        for person_id, *spell in queries.spells(session):
            spells.setdefault(person_id, []).append(Spell(*spell))
        rows = queries.rows_of_people(session, ("village_id", *_PERSON))
    found: list[Subject] = []
    spoken: set[int] = set()
    for person_id, home_id, _, village_id, *values in rows:
        fields = dict(zip(_PERSON, values, strict=True))
        first = home_id is not None and home_id not in spoken and fields["death_date"] is None
        if first:
            spoken.add(home_id)
        found.append(
            Subject(
                person_id=person_id,
                village=villages.get(village_id, ""),
                fields=fields,
                spells=spells.get(person_id, ()),
                home=homes.get(home_id),
                speaks_for_home=first,
                day=day,
                bottom_line=group,
            )
        )
    return tuple(found)


def home_facts(session: Session, home_id: int | None) -> HomeFacts | None:
    """What one household adds."""
    return None if home_id is None else _homes(session, home_id).get(home_id)


def _homes(session: Session, only: int | None = None) -> dict[int | None, HomeFacts]:
    rows = queries.rows_of_homes(session, _HOME, only=only)
    return {row[0]: HomeFacts(*row[1:5]) for row in rows}
