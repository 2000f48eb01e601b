"""Invent people: plausible names and ages, valid check digits, a region code nobody has."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from random import Random
from typing import Any

from app.core.identity import check_digit
from app.core.paths import resource
from app.exporters.sample.model import SamplePerson


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """Names, places and amounts of the sample."""
    text = resource("codes", "import", "sample", "words.toml").read_text(encoding="utf-8-sig")
    return tomllib.loads(text)


class Inventor:
    """Makes people from one source of chance and never the same number twice."""

    def __init__(self, chance: Random, day: date) -> None:
        self.chance = chance
        self.day = day
        self._numbers: set[str] = set()
        self._phones = 0

    def person(self, ages: tuple[int, int], sex: str, relation: str) -> SamplePerson:
        """Somebody of an age within ``ages`` (years, both included), in fair health."""
        name, ethnicity = self._name(sex)
        birth = self._birth(ages)
        person = SamplePerson(
            name=name,
            id_no=self._number(birth, sex),
            sex=sex,
            birth=birth,
            ethnicity=ethnicity,
            relation=relation,
        )
        return self._circumstances(person)

    def family_name(self, person: SamplePerson, father: SamplePerson) -> SamplePerson:
        """The child with the father's surname (names with a dot have none)."""
        if "·" in person.name or "·" in father.name:
            return person
        return replace(person, name=father.name[0] + person.name[1:])

    def phone(self) -> str:
        """A number of the range 199 0000, which nobody has."""
        self._phones += 1
        return f"1990000{self._phones % 10_000:04d}"

    def sex(self) -> str:
        return self.chance.choice("男女")

    def _birth(self, ages: tuple[int, int]) -> date:
        oldest = self.day.replace(year=self.day.year - ages[1] - 1, day=1)
        youngest = self.day.replace(year=self.day.year - ages[0], day=1)
        return oldest + timedelta(days=self.chance.randrange(31, (youngest - oldest).days))

    def _number(self, birth: date, sex: str) -> str:
        while True:
            order = self.chance.randrange(1, 450) * 2 + (1 if sex == "男" else 0)
            first = f"{words()['county_code']}{birth:%Y%m%d}{order:03d}"
            number = first + check_digit(first)
            if number not in self._numbers and not number.endswith("000"):
                self._numbers.add(number)
                return number

    def _name(self, sex: str) -> tuple[str, str]:
        chance, known = self.chance, words()
        if chance.random() < 0.03:
            name, _, ethnicity = chance.choice([row for row in known["minority"] if row[1] == sex])
            return str(name), str(ethnicity)
        pool = known["men"] if sex == "男" else known["women"]
        given = chance.choice(pool)
        if chance.random() < 0.7:
            given += chance.choice(pool)
        if chance.random() < 0.03:
            given = given[:-1] + chance.choice(known["rare"])
        return chance.choice(known["surnames"]) + given, chance.choice(known["ethnicities"])

    def _circumstances(self, person: SamplePerson) -> SamplePerson:
        chance, age = self.chance, person.age(self.day)
        if 7 <= age <= 17:
            level = "小学" if age <= 12 else "中学"
            person = replace(person, school=f"{words()['county']}第{chance.randrange(1, 6)}{level}")
        if chance.random() < 0.22:
            kind, grade = chance.randrange(1, 8), chance.randrange(1, 5)
            care = "完全丧失" if grade == 1 else "部分丧失" if grade == 2 else "具备"
            return replace(person, disability=(kind, grade), health="残疾", self_care=care)
        if age >= 18 and chance.random() < 0.08:
            return replace(person, illness=chance.choice(words()["illnesses"]), health="重病")
        if age >= 50 and chance.random() < 0.3:
            return replace(person, illness=chance.choice(words()["chronic"]), health="慢性病")
        return person


def supplement(person: SamplePerson, day: date) -> Decimal:
    """The class amount of S3.201 in yuan a month, the highest only."""
    amounts = words()["amounts"]
    elder = person.age(day) >= amounts["elder_from"]
    severe = person.disability is not None and person.disability[1] <= 2
    if severe or person.health == "重病" or (elder and person.disability is not None):
        return Decimal(amounts["supplement_high"])
    if elder or person.school:
        return Decimal(amounts["supplement_middle"])
    return Decimal(amounts["supplement_flat"] if person.disability else "0.00")
