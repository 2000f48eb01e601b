"""Put invented people into households, households onto lists, lists into townships."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from app.core.errors import UserError
from app.core.identity import DISABILITY_GRADES, DISABILITY_KINDS
from app.exporters.sample.invent import Inventor, supplement, words
from app.exporters.sample.model import (
    RosterRow,
    Sample,
    SampleHousehold,
    SamplePerson,
    SampleTownship,
)

LEAST_PEOPLE = 40
_VILLAGES = 8
_LEAST_ON_ROSTER = 12
_LEAST_ON_ROSTER = 12
_MOVED = "户口已迁邻乡"
_SHARES = {  # of the people of a township; what is left over is on the village sheet only
    "dibao_rural": 0.52,
    "dibao_urban": 0.12,
    "tekun_scattered": 0.06,
    "tekun_central": 0.03,
    "dibao_edge": 0.10,
    "rigid_spending": 0.06,
}


def make_sample(*, townships: int, people: int, seed: int, day: date) -> Sample:
    """``townships`` offices with ``people`` storable people each, as of ``day``; the same for the
    same arguments. Raises UserError when the numbers are too small or too large."""
    if not 1 <= townships <= 99:
        raise UserError("乡镇数要在1到99之间。", what_to_do="请改一下乡镇数。")
    if not LEAST_PEOPLE <= people <= 20_000:
        raise UserError(
            f"每个乡镇的人数要在{LEAST_PEOPLE}到20000之间。", what_to_do="请改一下人数。"
        )
    inventor = Inventor(Random(seed), day)
    made: list[SampleTownship] = []
    for number in range(townships):
        guests = _guests(made[-1]) if made else ()
        made.append(_township(number, people, inventor, guests))
    duplicates = tuple(
        (person.id_no, (made[number].name, made[number + 1].name))
        for number in range(townships - 1)
        for person in _guests(made[number])
    )
    twice = made[0].households[-1].people[0]
    exclusive = ((made[0].name, twice.id_no, ("dibao_rural", "tekun_scattered")),)
    return Sample(seed, day, tuple(made), duplicates, exclusive)


def _township(
    number: int, people: int, inventor: Inventor, guests: tuple[SamplePerson, ...]
) -> SampleTownship:
    known = words()
    rural, urban = _villages(number)
    households: list[SampleHousehold] = []
    scale = min(people, (people - _LEAST_ON_ROSTER) / sum(_SHARES.values()))
    for category, share in _SHARES.items():
        places = urban if category == "dibao_urban" else rural
        households += _households(category, round(scale * share), places, inventor)
    if number == 0:
        households.append(_twice(households, inventor))
    names = known["townships"]
    name = names[number] if number < len(names) else f"样例{number + 1}镇"
    listed = len({person.id_no for household in households for person in household.people})
    return SampleTownship(
        name=name,
        code=f"{known['county_code']}{101 + number:03d}000",
        villages=(*rural, *urban),
        households=tuple(households),
        roster_village=rural[0],
        roster=_roster(people - listed, households, rural[0], inventor, guests=guests),
    )


def _villages(number: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Six villages and two communities, other ones for each township."""
    rural, urban = words()["villages"], words()["communities"]
    villages = tuple(rural[(number * 6 + place) % len(rural)] for place in range(_VILLAGES - 2))
    return villages, tuple(urban[(number * 2 + place) % len(urban)] for place in range(2))


def _households(
    category: str, people: int, places: tuple[str, ...], inventor: Inventor
) -> list[SampleHousehold]:
    found: list[SampleHousehold] = []
    left = people
    while left > 0:
        alone = category.startswith("tekun") or not found
        size = 1 if alone else min(left, inventor.chance.randrange(1, 5))
        family = _family(size, category, inventor)
        place = places[len(found) % len(places)]
        found.append(_household(category, family, place, inventor))
        left -= size
    return found


def _family(size: int, category: str, inventor: Inventor) -> tuple[SamplePerson, ...]:
    sex = inventor.sex()
    if size == 1:
        ages = (60, 88) if category.startswith("tekun") else (45, 86)
        return (replace(inventor.person(ages, sex, "户主"), phone=inventor.phone()),)
    head = replace(inventor.person((36, 55), sex, "户主"), phone=inventor.phone())
    others = [inventor.person((35, 56), "女" if sex == "男" else "男", "配偶")] if size > 2 else []
    while len(others) < size - 1:
        child_sex = inventor.sex()
        child = inventor.person((5, 17), child_sex, "子" if child_sex == "男" else "女")
        others.append(inventor.family_name(child, head))
    return (head, *others)


def _household(
    category: str, family: tuple[SamplePerson, ...], village: str, inventor: Inventor
) -> SampleHousehold:
    chance, amounts = inventor.chance, words()["amounts"]
    monthly, income, care = Decimal("0.00"), Decimal("0.00"), Decimal("0.00")
    supplements = tuple(Decimal("0.00") for _ in family)
    if category.startswith("dibao"):
        income = Decimal(chance.randrange(10, 50) * 120) * len(family)
    if category in {"dibao_rural", "dibao_urban"}:
        monthly = Decimal(amounts["dibao_standard"]) * len(family) - income / 12
        supplements = tuple(supplement(person, inventor.day) for person in family)
    if category.startswith("tekun"):
        monthly = Decimal(amounts["tekun_standard"])
        keys = {"部分丧失": "care_partly", "完全丧失": "care_fully"}
        key = keys.get(family[0].self_care)
        care = Decimal(amounts[key]) if key else care
    return SampleHousehold(
        category=category,
        people=family,
        village=village,
        group=f"{chance.randrange(1, 9)}组",
        since=f"{inventor.day.year - chance.randrange(1, 6)}-{chance.randrange(1, 13):02d}",
        reason=chance.choice(words()["reasons"]),
        yearly_income=income,
        monthly=monthly,
        supplements=supplements,
        care=care,
    )


def _twice(households: list[SampleHousehold], inventor: Inventor) -> SampleHousehold:
    """Somebody who lives alone on 农村低保 and stands on the 特困 list as well."""
    alone = next(
        household
        for household in households
        if household.category == "dibao_rural" and len(household.people) == 1
    )
    again = _household("tekun_scattered", alone.people, alone.village, inventor)
    return replace(again, group=alone.group)


def _guests(township: SampleTownship) -> tuple[SamplePerson, ...]:
    """The two people whom the next township lists as well."""
    return tuple(row.person for row in township.roster if row.note == _MOVED)


def _roster(
    people: int,
    households: list[SampleHousehold],
    village: str,
    inventor: Inventor,
    *,
    guests: tuple[SamplePerson, ...],
) -> tuple[RosterRow, ...]:
    """The village's own sheet: ``people`` who are on no provincial list (written in all the ways
    villages write), some who are, and rows that cannot be used."""
    rows = [_alone(person, "一般残疾人", ("disabled",), inventor) for person in guests]
    for _ in range(2):
        person = _with_disability(inventor.person((30, 58), inventor.sex(), "户主"), 3)
        row = _alone(person, "一般残疾人", ("disabled",), inventor)
        rows.append(replace(row, note=_MOVED))
    rows += _odd_numbers(inventor)
    while people - len(rows) >= 2:
        rows += _left_behind(inventor)
    if len(rows) < people:
        elder = inventor.person((66, 85), inventor.sex(), "户主")
        rows.append(_alone(_healthy(elder), "留守老人", ("left_behind_elder",), inventor))
    for household in [each for each in households if each.village == village][:4]:
        if household.category == "dibao_rural":
            rows += _repeated(household)
    return (*rows, *_unusable(inventor))


def _alone(
    person: SamplePerson, category: str, codes: tuple[str, ...], inventor: Inventor
) -> RosterRow:
    group = f"{inventor.chance.randrange(1, 9)}组"
    if not person.phone and inventor.chance.random() < 0.6:
        person = replace(person, phone=inventor.phone())
    return RosterRow(person, person.id_no, person.name, group, category, codes)


def _with_disability(person: SamplePerson, grade: int) -> SamplePerson:
    return replace(person, disability=(4, grade), health="残疾", illness="")


def _healthy(person: SamplePerson) -> SamplePerson:
    return replace(person, disability=None, health="健康", illness="")


def _odd_numbers(inventor: Inventor) -> list[RosterRow]:
    """Numbers that can be read although they are written oddly: 15 digits, a disability card in
    the identity column, full-width digits with a small x."""
    old = _healthy(inventor.person((66, 85), "男", "户主"))
    card = _with_disability(inventor.person((30, 58), "女", "户主"), 2)
    wide = _healthy(inventor.person((66, 85), "女", "户主"))
    rows = [
        _alone(old, "留守老人", ("left_behind_elder",), inventor),
        _alone(card, "重度残疾人", ("severe_disabled",), inventor),
        _alone(wide, "留守老人", ("left_behind_elder",), inventor),
    ]
    full_width = "".join(chr(ord(char) + 0xFEE0) for char in wide.id_no.lower())
    written = (old.id_no[:6] + old.id_no[8:17], card.card_no, full_width)
    return [replace(row, written_id=text) for row, text in zip(rows, written, strict=True)]


def _left_behind(inventor: Inventor) -> list[RosterRow]:
    """A grandparent and a grandchild whose parents work elsewhere."""
    elder = _healthy(inventor.person((61, 74), inventor.sex(), "户主"))
    sex = inventor.sex()
    child = _healthy(inventor.person((6, 15), sex, "孙子" if sex == "男" else "孙女"))
    if elder.sex == "男":
        child = inventor.family_name(child, elder)
    first = _alone(elder, "留守老人", ("left_behind_elder",), inventor)
    second = _alone(child, "留守儿童", ("left_behind_child",), inventor)
    return [first, replace(second, head_name=elder.name, group=first.group)]


def _repeated(household: SampleHousehold) -> list[RosterRow]:
    head = household.people[0].name
    return [
        RosterRow(person, person.id_no, head, household.group, "农村低保", ("dibao_rural",))
        for person in household.people
    ]


def _unusable(inventor: Inventor) -> list[RosterRow]:
    """Rows that must be refused: a number that lost its last digits, one with stars, one mistyped;
    and a hidden row."""
    people = [_healthy(inventor.person((66, 85), "男", "户主")) for _ in range(4)]
    rows = [_alone(person, "留守老人", ("left_behind_elder",), inventor) for person in people]
    numbers = [row.person.id_no for row in rows]
    wrong = numbers[2][:17] + ("1" if numbers[2][17] != "1" else "2")
    written: list[str | float] = [
        float(numbers[0].replace("X", "0")),
        numbers[1][:6] + "*" * 8 + numbers[1][14:],
        wrong,
        numbers[3],
    ]
    return [
        replace(row, written_id=text, importable=False, hidden=number == 3)
        for number, (row, text) in enumerate(zip(rows, written, strict=True))
    ]


def grade_words(person: SamplePerson) -> str:
    """``肢体三级`` as a village writes it."""
    if person.disability is None:
        return ""
    kind, grade = person.disability
    return f"{DISABILITY_KINDS[kind - 1]}{DISABILITY_GRADES[grade - 1]}"
