"""Who must have a named person, how many, and how many one person may have (S3.220, S0.210,
S0.222, S2.243). Each programme has its own numbers, so they are data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from app.core.codes import categories
from app.rules.engine.parameters import InForce, NotInForce, Policy
from app.rules.engine.references import References, referred, split_references
from app.rules.engine.values import (
    Spot,
    read_choice,
    read_count,
    read_flag,
    read_table,
    read_texts,
)

_FOLDER = "pairing"
_MOST_PEOPLE = "cadre.most_people"
_KEYS = frozenset({
    "pack", "categories", "family", "least", "most", "each_most", "village_least", "general",
})  # fmt: skip
_PLACEHOLDERS: Mapping[str, object] = MappingProxyType({
    "categories": ["tekun_scattered"], "least": 1, "most": 1, "each_most": 1, "village_least": 1,
})  # fmt: skip


@dataclass(frozen=True)
class PairingRule:
    """One programme. Whoever holds one of ``categories`` (with ``family``: the family as a whole)
    has at least ``least`` and at most ``most`` named persons, one of whom has at most ``each_most``
    of these objects; in a village at least ``village_least`` objects are paired. Zero: no bound.
    ``general``: somebody who is responsible whatever it is about is one of them."""

    pack: str
    categories: frozenset[str]
    family: bool
    least: int
    most: int
    each_most: int
    village_least: int
    general: bool
    references: References = ()


@dataclass(frozen=True)
class Pairing:
    """A programme as it holds on a day. ``key`` is what a responsibility is filed under."""

    key: str
    title: str
    cite: str
    rule: PairingRule


class Someone(NamedTuple):
    """A living person on the register. ``codes`` are the person's categories."""

    id: int
    home: int | None
    village: str
    codes: frozenset[str]


class Named(NamedTuple):
    """That somebody (``who`` stands for one and the same) looks after a person."""

    person_id: int
    who: str
    programme: str | None


@dataclass(frozen=True)
class Unit:
    """What has named persons as one: a person, or a family of which ``first`` is the first on the
    register who holds a category of the programme."""

    first: int
    members: frozenset[int]
    village: str


@dataclass(frozen=True)
class Coverage:
    """How a programme is carried out: every object with those named for it."""

    pairing: Pairing
    units: tuple[tuple[Unit, frozenset[str]], ...]

    @property
    def lacking(self) -> tuple[Unit, ...]:
        """The objects that have too few."""
        return tuple(unit for unit, names in self.units if len(names) < self.pairing.rule.least)

    @property
    def crowded(self) -> tuple[Unit, ...]:
        """The objects that have too many."""
        most = self.pairing.rule.most
        return tuple(unit for unit, names in self.units if most and len(names) > most)

    @property
    def burdened(self) -> tuple[str, ...]:
        """Those who have too many objects."""
        each_most = self.pairing.rule.each_most
        counts: dict[str, int] = defaultdict(int)
        for _, names in self.units:
            for who in names:
                counts[who] += 1
        return tuple(who for who, count in counts.items() if each_most and count > each_most)

    @property
    def thin_villages(self) -> tuple[tuple[str, int], ...]:
        """The villages in which too few objects are paired, with how many there are."""
        counts = {unit.village: 0 for unit, _ in self.units if unit.village}
        for unit, names in self.units:
            if unit.village and names:
                counts[unit.village] += 1
        least = self.pairing.rule.village_least
        return tuple((village, count) for village, count in counts.items() if count < least)


def pairing_keys(policy: Policy) -> tuple[str, ...]:
    """Every programme, without its folder."""
    return tuple(key.partition(".")[2] for key in policy.keys(_FOLDER))


def pairing_title(policy: Policy, key: str | None) -> str:
    """What a programme is called; empty for none, the key itself for one that no file declares."""
    if not key:
        return ""
    parameter = policy.parameters.get(f"{_FOLDER}.{key}")
    return parameter.title if parameter else key


def pairings_on(
    policy: Policy, packs: Collection[str], *, day: date, region: str
) -> tuple[Pairing, ...]:
    """The programmes of ``packs`` in force on ``day``."""
    found = (
        _pairing(policy, f"{_FOLDER}.{key}", day=day, region=region) for key in pairing_keys(policy)
    )
    return tuple(one for one in found if one is not None and one.rule.pack in packs)


def pairing_on(policy: Policy, key: str | None, *, day: date, region: str) -> Pairing | None:
    """The programme of this key; None for no key and where no version is in force."""
    if not key or f"{_FOLDER}.{key}" not in policy.parameters:
        return None
    return _pairing(policy, f"{_FOLDER}.{key}", day=day, region=region)


def _pairing(policy: Policy, key: str, *, day: date, region: str) -> Pairing | None:
    found = policy.value(key, day=day, region=region)
    if isinstance(found, NotInForce):
        return None
    rule = found.value
    assert isinstance(rule, PairingRule)
    values = referred(rule.references, policy, day=day, region=region)
    if isinstance(values, NotInForce):
        return None
    if "categories" in values:
        values["categories"] = frozenset(values["categories"])  # type: ignore[call-overload]  # 文字
    filled = replace(rule, **values)  # type: ignore[arg-type]  # of the parameters' declared kinds
    return Pairing(key.partition(".")[2], found.parameter.title, found.version.cite, filled)


def most_people(policy: Policy, *, day: date, region: str) -> InForce | None:
    """How many people one cadre should have at most; None while no figure is in force."""
    found = policy.value(_MOST_PEOPLE, day=day, region=region)
    return found if isinstance(found, InForce) else None


def coverage(pairing: Pairing, people: Sequence[Someone], named: Iterable[Named]) -> Coverage:
    """Every object of the programme among ``people``, with who is named for it."""
    rule = pairing.rule
    who: dict[int, set[str]] = defaultdict(set)
    for one in named:
        if one.programme == pairing.key or (one.programme is None and rule.general):
            who[one.person_id].add(one.who)
    units = _families(rule, people) if rule.family else _persons(rule, people)
    return Coverage(
        pairing,
        tuple(
            (unit, frozenset[str]().union(*(who.get(member, set()) for member in unit.members)))
            for unit in units
        ),
    )


def _persons(rule: PairingRule, people: Sequence[Someone]) -> list[Unit]:
    return [
        Unit(person.id, frozenset({person.id}), person.village)
        for person in people
        if not person.codes.isdisjoint(rule.categories)
    ]


def _families(rule: PairingRule, people: Sequence[Someone]) -> list[Unit]:
    homes: dict[int, list[Someone]] = defaultdict(list)
    for person in people:
        homes[person.home or -person.id].append(person)
    units = []
    for members in homes.values():
        first = next((m for m in members if not m.codes.isdisjoint(rule.categories)), None)
        if first is not None:
            units.append(Unit(first.id, frozenset(m.id for m in members), first.village))
    return units


def read_pairing_rule(raw: object, spot: Spot, packs: Collection[str]) -> PairingRule:
    """The value of a ``pairing`` parameter. Raises PolicyFileError."""
    table, references = split_references(read_table(raw, spot, _KEYS), _PLACEHOLDERS, spot)
    codes = read_texts(table.get("categories"), spot, "categories")
    numbers = {
        key: read_count(table.get(key, 0), spot, key)
        for key in ("least", "most", "each_most", "village_least")
    }
    if 0 < numbers["most"] < numbers["least"]:
        raise spot.refuse("most", "最多的人数少于最少的人数", f"most = {numbers['least']} 以上")
    return PairingRule(
        pack=read_choice(table.get("pack"), spot, "pack", packs),
        categories=frozenset(read_choice(c, spot, "categories", categories()) for c in codes),
        family=read_flag(table.get("family", False), spot, "family"),
        general=read_flag(table.get("general", False), spot, "general"),
        references=references,
        **numbers,
    )
