"""Bring together what several rows, sheets and files say of the same person."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.dictionary import PERSON
from app.importers.fields import Setting
from app.importers.person import Person
from app.importers.planned import Around


def join_people(people: Sequence[Person], setting: Setting) -> list[Person]:
    """One ``Person`` a key. Provincial exports go before village sheets; what a later source says
    otherwise is warned about. Refused rows stay beside the others."""
    joined: dict[str, Person] = {}
    refused = []
    for person in sorted(people, key=lambda each: each.table.layout.village_made):
        if person.key is None:
            refused.append(person)
        elif person.key not in joined:
            joined[person.key] = person
        elif not _merge(joined[person.key], person, setting):
            person.key = None
            refused.append(person)
    return list(joined.values()) + refused


def _merge(first: Person, second: Person, setting: Setting) -> bool:
    """Let ``first`` learn from ``second``; False when the second row is refused."""
    label = f"{first.place.sheet}第{first.place.row}行"
    differing = [
        PERSON[key].label
        for key, value in second.fields.items()
        if first.fields.get(key) not in {None, value} and key != "id_no"
    ]
    if first.table is second.table:
        moved = first.head_key != second.head_key
        if moved or differing:
            where = "在两户里" if moved else f"，但{'、'.join(differing)}不同"
            words = (f"同一个身份证号在本表出现两次{where}（另见{label}）", "请核对后只留一行")
            setting.report.across(second.place, words, error=True)
            return False
        words = (f"与{label}重复，只读了一次", "请核对后删去一行")
        setting.report.across(second.place, words)
    else:
        _warn_differences(first, second, differing, setting)
    for key, value in second.fields.items():
        first.fields.setdefault(key, value)
    for key, value in second.home.items():
        first.home.setdefault(key, value)
    first.around = _both(first.around, second.around)
    for code, category in second.categories.items():
        first.categories.setdefault(code, category)
    first.head_key = first.head_key or second.head_key
    first.head_name = first.head_name or second.head_name
    first.relation = first.relation or second.relation
    first.village = first.village or second.village
    first.group = first.group or second.group
    return True


def _both(first: Around, second: Around) -> Around:
    """What either list says; the first one counts where both speak."""
    roles = {kin.role for kin in first.kin}
    return Around(
        (*first.kin, *(kin for kin in second.kin if kin.role not in roles)),
        {**second.incomes, **first.incomes},
        {**second.benefits, **first.benefits},
        first.day or second.day,
        first.responsible or second.responsible,
    )


def _warn_differences(
    first: Person, second: Person, differing: list[str], setting: Setting
) -> None:
    where = f"“{first.place.file}”{first.place.sheet}第{first.place.row}行"
    if second.head_key is not None and first.head_key not in {None, second.head_key}:
        differing = ["户主", *differing]
    if first.village and second.village and first.village != second.village:
        differing = ["村（社区）", *differing]
    if differing:
        words = (
            f"与{where}说法不同：{'、'.join(differing)}",
            "以先列出的那张表为准；请核对后改正其中一张",
        )
        setting.report.across(second.place, words)
