"""Who may be the same person although the numbers do not say so; and when an import has too many
of them to go on without asking.

The rules here are exact ones. A finer measure of likeness may take the place of ``is_likely``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from app.core.identity import IdKind, IdNumber
from app.importers.cells import clean_name
from app.importers.dates import parse_date
from app.importers.fields import Setting
from app.importers.planned import Action, Brake, Place, PlannedPerson
from app.importers.register import FieldValue, KnownPerson, Register
from app.importers.table import Record

_ONE_IN = 10  # more than a tenth stops the import
_LARGE_REGISTER = 100  # people; in a smaller one a tenth is a handful of corrections
_FEWEST = 3
_MOST_DIFFERING_DIGITS = 2


def look_alikes(record: Record, number: IdNumber, setting: Setting) -> tuple[str, ...]:
    """Keys of people of the register with this name whom a number that cannot be trusted may mean:
    a damaged one by its 15 good digits, a masked one by the digits shown, a missing one by the day
    of birth."""
    if "name" not in record.cells:
        return ()
    keys = setting.register.by_name.get(clean_name(record.cells["name"].text), ())
    if number.kind is IdKind.DAMAGED:
        return tuple(key for key in keys if key[:15] == number.text[:15])
    if number.kind is IdKind.MASKED:
        signs = ("." if sign == "*" else re.escape(sign) for sign in number.text)
        pattern = re.compile("".join(signs))
        return tuple(key for key in keys if pattern.fullmatch(key))
    birth = record.cells.get("birth_date")
    born = parse_date(birth, day=setting.day).exact if birth else None
    people = setting.register.people
    return tuple(key for key in keys if born and people[key].fields.get("birth_date") == born)


def is_likely(said: Mapping[str, FieldValue], village: str | None, known: KnownPerson) -> bool:
    """Whether somebody of the same name may be the same: born the same day, or of the same village
    and one number missing or only mistyped (two people of a village do share names)."""
    birth, other = said.get("birth_date"), known.fields.get("birth_date")
    if birth is not None and birth == other:
        return True
    if village is None or village != known.village:
        return False
    return _mistyped(str(said.get("id_no") or ""), str(known.fields.get("id_no") or ""))


def _mistyped(first: str, second: str) -> bool:
    if not first or not second:
        return True
    if len(first) != len(second):
        return False
    return sum(a != b for a, b in zip(first, second, strict=True)) <= _MOST_DIFFERING_DIGITS


def find_brake(people: Sequence[PlannedPerson], register: Register) -> Brake | None:
    """Why this import should stop and ask, or None."""
    rows = [person for person in people if person.action is not Action.REFUSED]
    alike = sorted(_alike(rows, register))
    if len(alike) >= _FEWEST and len(alike) * _ONE_IN > len(rows):
        reason = (
            f"{len(rows)}人里有{len(alike)}人，与登记簿里或表里另一个人同名，而且同一天出生"
            "或号码只差一两位，很可能是同一个人"
        )
        return Brake(reason, tuple(alike))
    renamed = [person.place for person in people if _renames(person)]
    if len(register.people) >= _LARGE_REGISTER and len(renamed) * _ONE_IN > len(register.people):
        reason = f"登记簿共{len(register.people)}人，这次要改{len(renamed)}人的姓名或身份证号"
        return Brake(reason, tuple(renamed))
    return None


def _alike(rows: Iterable[PlannedPerson], register: Register) -> set[Place]:
    """Rows of new people who are likely somebody of the register, or of the same file."""
    places: set[Place] = set()
    seen: dict[tuple[str, date], Place] = {}
    for person in rows:
        name, birth = str(person.fields.get("name")), person.fields.get("birth_date")
        if isinstance(birth, date):
            first = seen.setdefault((name, birth), person.place)
            if first is not person.place:
                places.add(person.place)
        if person.action is not Action.NEW:
            continue
        known = (register.people[key] for key in register.by_name.get(name, ()))
        if any(is_likely(person.fields, person.village, each) for each in known):
            places.add(person.place)
    return places


def _renames(person: PlannedPerson) -> bool:
    return any(
        change.key in {"name", "id_no"} and change.before is not None for change in person.changes
    )
