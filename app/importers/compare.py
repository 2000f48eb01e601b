"""Compare what the files say with what the register holds."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.identity import read_id
from app.importers.around import flat
from app.importers.fields import Setting
from app.importers.households import Household
from app.importers.person import Person
from app.importers.planned import Action, FieldChange, PlannedHousehold, PlannedPerson
from app.importers.register import FieldValue, KnownHousehold, KnownPerson


def plan_person(person: Person, setting: Setting) -> PlannedPerson:
    """NEW, CHANGED (with each change), UNCHANGED or REFUSED."""
    known = setting.register.people.get(person.key) if person.key else None
    changes = _person_changes(person, known, setting) if known else ()
    categories = tuple(person.categories.values())
    return PlannedPerson(
        action=_action(person.key, known is not None, bool(changes)),
        id_key=person.key,
        known_id=known.id if known else None,
        fields=_without_same_number(person.fields, known),
        changes=changes,
        categories=categories,
        household_key=person.head_key,
        relation=person.relation,
        village=person.village,
        group=person.group,
        place=person.place,
        raw=person.raw,
        around=person.around,
        candidates=person.candidates,
        number=person.number,
    )


def plan_household(household: Household, setting: Setting) -> PlannedHousehold:
    """NEW, CHANGED (with each change), UNCHANGED or REFUSED."""
    known = setting.register.households.get(household.key) if household.key else None
    category = household.category
    if known is not None and known.category is not None and not household.listed:
        category = known.category  # a village sheet does not move a household to another list
    changes = _household_changes(household, known, category) if known else ()
    return PlannedHousehold(
        action=_action(household.key, known is not None, bool(changes)),
        head_key=household.key,
        known_id=known.id if known else None,
        fields=_without_same_number(household.fields, known),
        changes=changes,
        amounts=household.amounts,
        category=category,
        village=household.village,
        group=household.group,
        place=household.place,
        raw=household.raw,
        around=household.around,
    )


def _action(key: str | None, known: bool, changed: bool) -> Action:
    if key is None:
        return Action.REFUSED
    if not known:
        return Action.NEW
    return Action.CHANGED if changed else Action.UNCHANGED


def _person_changes(
    person: Person, known: KnownPerson, setting: Setting
) -> tuple[FieldChange, ...]:
    changes = _field_changes(person.fields, known.fields)
    if any(change.key == "name" for change in changes):
        setting.report.across(
            person.place,
            ("身份证号与登记簿相同，姓名却不同", "请核对是改了名，还是身份证号填错了人"),
        )
    belongs = known.household_id is not None or person.head_key is not None
    pairs: list[tuple[str, FieldValue, FieldValue]] = [
        ("relation", known.relation, person.relation if belongs else None),
        ("village", known.village, person.village),
        ("group", known.group, person.group),
    ]
    home = setting.register.households.get(person.head_key) if person.head_key else None
    if person.head_key is not None and (home is None or home.id != known.household_id):
        changes.append(FieldChange("household", known.household_id, home.id if home else None))
    changes += _field_changes(flat(person.around), known.around)
    changes += [
        FieldChange(f"holding.{code}", None, code)
        for code in person.categories
        if code not in known.categories
    ]
    return (*changes, *_pair_changes(pairs))


def _household_changes(
    household: Household, known: KnownHousehold, category: str | None
) -> tuple[FieldChange, ...]:
    pairs: list[tuple[str, FieldValue, FieldValue]] = [
        (key, known.amounts.get(key), amount) for key, amount in household.amounts.items()
    ]
    pairs += [
        ("category", known.category, category),
        ("village", known.village, household.village),
        ("group", known.group, household.group),
    ]
    changes = _field_changes(household.fields, known.fields)
    changes += _field_changes(flat(household.around), known.around)
    return (*changes, *_pair_changes(pairs))


def _field_changes(
    said: Mapping[str, FieldValue], known: Mapping[str, FieldValue]
) -> list[FieldChange]:
    return [
        FieldChange(key, known.get(key), value)
        for key, value in said.items()
        if value is not None and known.get(key) != value and not _same_number(key, known, value)
    ]


def _without_same_number(
    said: Mapping[str, FieldValue], known: KnownPerson | KnownHousehold | None
) -> Mapping[str, FieldValue]:
    """The fields to write: a number that is known already stays as it was first written."""
    if known is None:
        return said
    return {key: value for key, value in said.items() if not _same_number(key, known.fields, value)}


def _same_number(key: str, known: Mapping[str, FieldValue], value: FieldValue) -> bool:
    """15 and 18 digits of the same person are no change."""
    if key not in {"id_no", "head_id_no"}:
        return False
    return read_id(str(known.get(key) or "")).key == read_id(str(value)).key


def _pair_changes(
    pairs: list[tuple[str, FieldValue, FieldValue]],
) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(key, before, after)
        for key, before, after in pairs
        if after is not None and before != after
    )
