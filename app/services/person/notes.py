"""What stands out in a record: marks that everybody should see, and things that do not agree.

They are read off the record each time and kept nowhere: nothing a clerk entered is overwritten.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from app.core.identity import DISABILITY_KINDS, disability_card, tidy_number
from app.core.terms import CLOSE_NAMES, CloseReason
from app.importers.fields import read_disability
from app.models.person import Person
from app.services.person.typed import ABSENT

STAFF_RELATIVE = "工作人员近亲属"
CONFIDENTIAL = "有保密事项"
_MULTIPLE = DISABILITY_KINDS[-1]
_PARTS = re.compile(r"[、，,；;\s]+")
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{7,8}", re.ASCII)


def marks_of(person: Person) -> tuple[str, ...]:
    """Short words that stand beside the name wherever the person is shown."""
    marks = []
    if person.closed_on is not None:
        marks.append(f"已封存（{close_words(person.close_reason)}）")
    if person.death_date is not None and person.closed_on is None:
        marks.append("已登记死亡")
    if person.staff_relative:
        marks.append(STAFF_RELATIVE)
    if person.confidential and person.confidential not in ABSENT:
        marks.append(CONFIDENTIAL)
    return tuple(marks)


def close_words(reason: str | None) -> str:
    """A reason for closing in words; one that is no code is shown as it is."""
    known = {str(code): name for code, name in CLOSE_NAMES.items()}
    return known.get(reason or CloseReason.OTHER, reason or "")


@dataclass(frozen=True)
class CardReading:
    """A disability card's number beside the fields: what each says of kind and grade, whether they
    agree and whether the number is the person's own (None: cannot be told), the ``parts`` of a
    multiple disability, and whether the card is past its day."""

    readable: bool
    number_kind: str
    number_grade: str
    agrees: bool | None
    own: bool | None
    parts: tuple[tuple[str, str], ...]
    parts_clear: bool
    expired: bool


def read_card(person: Person, day: date) -> CardReading | None:
    """The card of the person on ``day``; None when there is nothing to read."""
    number = person.disability_no
    if not number or number in ABSENT:
        return None
    card = disability_card(number)
    parts, clear = _parts(person.disability_parts)
    kind, grade = (card.kind, card.grade) if card else ("", "")
    return CardReading(
        readable=card is not None,
        number_kind=kind,
        number_grade=grade,
        agrees=_agrees(person, kind, grade) if card else None,
        own=tidy_number(number)[:18] == person.id_key if card and person.id_key else None,
        parts=parts,
        parts_clear=clear,
        expired=person.disability_valid_until is not None and person.disability_valid_until < day,
    )


def _agrees(person: Person, kind: str, grade: str) -> bool:
    own_kind, _ = read_disability(person.disability_kind or "")
    _, own_grade = read_disability(person.disability_grade or "")
    return (own_kind or kind, own_grade or grade) == (kind, grade)


def _parts(text: str | None) -> tuple[tuple[tuple[str, str], ...], bool]:
    """``肢体二级、智力三级`` as pairs, and whether every part could be read."""
    if not text or text in ABSENT:
        return (), True
    read = [read_disability(part) for part in _PARTS.split(text) if part]
    good = tuple((kind, grade) for kind, grade in read if kind and grade)
    return good, len(good) == len(read)


def notes_of(person: Person, day: date, *, unmask: bool) -> tuple[str, ...]:
    """What does not agree or has run out on ``day``, one sentence each; without ``unmask`` no
    sentence tells a sensitive fact."""
    return (*_card_notes(person, day, unmask=unmask), *_account_notes(person), *_other(person))


def _card_notes(person: Person, day: date, *, unmask: bool) -> list[str]:
    card = read_card(person, day)
    if card is None:
        return []
    notes = []
    if not card.readable:
        notes.append("残疾证号应为 20 位或 22 位，请对照残疾人证核对。")
    if card.agrees is False:
        told = f"（证号是{card.number_kind}{card.number_grade}）" if unmask else ""
        notes.append(f"残疾证号与登记的残疾类别、等级不一致{told}，请核对。")
    if card.own is False:
        notes.append("残疾证号前 18 位不是本人的身份证号，请核对。")
    if card.number_kind == _MULTIPLE and not card.parts:
        notes.append("多重残疾没有登记由哪几类构成，如“肢体二级、智力三级”。")
    if not card.parts_clear:
        notes.append("多重残疾构成看不清楚，请写成“肢体二级、智力三级”。")
    if card.expired:
        notes.append("残疾证已过有效期，请提醒换证。")
    return notes


def _account_notes(person: Person) -> list[str]:
    notes = []
    other_name = _given(person.account_name) and person.account_name != person.name
    if other_name and not _given(person.agent_name):
        notes.append("银行户名不是本人，又没有登记代领人。")
    for number in (person.account_no, person.card_no):
        if number and number not in ABSENT and not re.fullmatch(r"[\d\s]{8,40}", number):
            notes.append("银行账号的位数或字符不像账号，请核对。")
    return notes


def _other(person: Person) -> list[str]:
    notes = []
    for number in (person.phone, person.second_phone):
        parts = _PARTS.split(number) if number and number not in ABSENT else []
        if any(part and not _PHONE.fullmatch(part) for part in parts):
            notes.append("电话号码不像手机号也不像座机号，请核对位数。")
    if person.staff_relative and not _given(person.staff_relative_words):
        notes.append("是工作人员近亲属，还没有写明是谁、什么关系。")
    if person.death_date is not None and person.closed_on is None:
        notes.append("登记了死亡日期，还没有封存。")
    return notes


def _given(text: str | None) -> bool:
    return bool(text) and text not in ABSENT
