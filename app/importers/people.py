"""Read person rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.core.code_lists import normal_word
from app.core.dictionary import PERSON
from app.core.identity import IdKind, IdNumber, disability_card, id_problem, read_id
from app.importers.around import fitting, take_around, take_home
from app.importers.book import Cell
from app.importers.categorising import read_categories
from app.importers.cells import absence, clean_name, clean_text, parse_yes_no
from app.importers.dates import parse_date
from app.importers.fields import UNKNOWN_WORD, Setting, Values, read_disability, read_fields
from app.importers.likely import look_alikes
from app.importers.person import HEAD_RELATIONS, Person
from app.importers.places import match_village, read_group, split_place
from app.importers.table import Record, Table

ID_RULE = "身份证号18位，出生日期真实，校验码相符（GB 11643）"


def read_people(table: Table, setting: Setting) -> Iterator[Person]:
    """Every row of a person sheet; a row that is refused has no key and an error beside it."""
    for record in table.records:
        yield _read_person(record, table, setting)


def _read_person(record: Record, table: Table, setting: Setting) -> Person:
    values = read_fields(record, table, PERSON, setting)
    home, around = take_home(values), take_around(values, record, table, setting)
    said = setting.same.get((record.place, clean_name(_text(record, "name"))))
    number = read_id(said) if said else _number(record)
    person = Person(number.key, table, record.place, values.fields, values.raw)
    person.home, person.around = home, around
    if "name" not in values.fields:
        setting.report.row(record.place, ("没有姓名", "请补填姓名后重新导入"), error=True)
        person.key = None
    problem = id_problem(number)
    if problem:
        person.candidates = look_alikes(record, number, setting)
        person.number = number.text
        _refuse_number(person, record, number, setting)
    _apply_number(person, number, values)
    _apply_disability(person, record, setting)
    _compare_with_number(person, record, number, setting)
    _read_household_part(person, record, setting)
    _read_place(person, record, setting)
    if person.key is not None:
        read_categories(person, record, setting)
        person.around = fitting(person.around, person.categories)
    if person.fields.get("school") not in {None, "无", "—"}:
        person.fields["in_school"] = True
    return person


def _text(record: Record, key: str) -> str:
    return record.cells[key].text if key in record.cells else ""


def _number(record: Record) -> IdNumber:
    """The identity number; a disability card's first 18 characters will do as well."""
    cell = record.cells.get("id_no")
    number = read_id(cell.text if cell else "")
    if number.kind is IdKind.NONE and "disability_no" in record.cells:
        card = read_id(record.cells["disability_no"].text)
        if card.card is not None:
            return card
    return number


def _refuse_number(person: Person, record: Record, number: IdNumber, setting: Setting) -> None:
    reason, remedy = id_problem(number) or ("", "")
    if person.candidates:
        known = setting.register.people[person.candidates[0]]
        where = known.village or "本单位"
        same = "前15位相同" if number.kind is IdKind.DAMAGED else "对得上"
        remedy += f"。登记簿里{where}有同名且{same}的人，可能是同一人，可在预览里认定"
    cell = record.cells.get("id_no")
    words = (reason, remedy, ID_RULE)
    if cell is None:
        setting.report.row(record.place, words, error=True)
    else:
        header = person.table.headers.get("id_no", "身份证号")
        setting.report.value(record.place, cell, header, words, error=True)


def _apply_number(person: Person, number: IdNumber, values: Values) -> None:
    if number.key is None:
        return
    person.fields["id_no"] = number.text[:18]
    if person.fields["id_no"] != number.raw:
        person.raw["id_no"] = number.raw
    for key, value in (("sex", number.sex), ("birth_date", number.birth)):
        if value is not None:
            if key in values.fields and values.fields[key] != value:
                person.raw[key] = person.raw.get(key, str(values.fields[key]))
            person.fields[key] = value
    if number.card is not None:
        person.fields.setdefault("disability_no", number.card.number)


def _apply_disability(person: Person, record: Record, setting: Setting) -> None:
    """Kind and grade from a joint column and from the card; the columns go first."""
    joint = record.cells.get("disability")
    if joint is not None and absence(clean_text(joint.text)) is None:
        kind, grade = read_disability(joint.text)
        person.raw["disability"] = joint.text
        _default(person, kind, grade)
    for key in ("disability_kind", "disability_grade"):
        value = person.fields.get(key)
        if isinstance(value, str) and key in person.raw:
            _default(person, *read_disability(person.raw[key]))
    card = disability_card(str(person.fields.get("disability_no") or ""))
    if card is None:
        return
    said = (person.fields.get("disability_kind"), person.fields.get("disability_grade"))
    if any(
        have is not None and have != has
        for have, has in zip(said, (card.kind, card.grade), strict=True)
    ):
        setting.report.row(
            record.place,
            (
                f"残疾证号末两位表示{card.kind}{card.grade}，与填写的类别等级不一致",
                "照填写的读入了；请对照残疾人证核对",
            ),
        )
    _default(person, card.kind, card.grade)
    if person.key is not None and card.number[:18] != person.key:
        setting.report.row(
            record.place, ("残疾证号的前18位与身份证号不一致", "照填写的读入了；请对照残疾人证核对")
        )


def _default(person: Person, kind: str | None, grade: str | None) -> None:
    if kind is not None:
        person.fields.setdefault("disability_kind", kind)
    if grade is not None:
        person.fields.setdefault("disability_grade", grade)


def _compare_with_number(
    person: Person, record: Record, number: IdNumber, setting: Setting
) -> None:
    """Columns that say something else than the number are warned about; the number counts."""
    headers = person.table.headers
    sex = record.cells.get("sex")
    if sex is not None and number.sex is not None:
        said = clean_text(sex.text)
        if absence(said) is None and number.sex not in said and "sex" in person.raw:
            words = (f"与身份证号不一致（身份证号是{number.sex}）", "按身份证号读入；请核对")
            setting.report.value(record.place, sex, headers["sex"], words)
    birth = record.cells.get("birth_date")
    if birth is not None and number.birth is not None:
        found = parse_date(birth, day=setting.day)
        if found.exact is not None and found.exact != number.birth:
            words = (f"与身份证号不一致（身份证号是{number.birth}）", "按身份证号读入；请核对")
            setting.report.value(record.place, birth, headers["birth_date"], words)
    disabled = record.cells.get("disabled")
    has_card = disability_card(str(person.fields.get("disability_no") or "")) is not None
    if disabled is not None and has_card and parse_yes_no(disabled.text) is False:
        words = ("填的不是残疾人，却有残疾证号", "残疾信息照常读入；请核对")
        setting.report.value(record.place, disabled, headers["disabled"], words)


def _read_household_part(person: Person, record: Record, setting: Setting) -> None:
    cells = record.cells
    if "relation" in cells:
        person.relation = _relation(cells["relation"], person, setting)
    if "head_name" in cells and not absence(clean_text(cells["head_name"].text)):
        person.head_name = clean_name(cells["head_name"].text)
    head = cells.get("head_id_no")
    if head is not None:
        number = read_id(head.text)
        person.head_key = number.key
        problem = id_problem(number)
        if problem and number.kind is not IdKind.NONE:
            header = person.table.headers["head_id_no"]
            words = (f"户主的{problem[0]}，归不了户", problem[1])
            setting.report.value(record.place, head, header, words)
    if person.head_key is None and person.relation in HEAD_RELATIONS:
        person.head_key = person.key
    person.monthly = cells.get("monthly_amount")


def _relation(cell: Cell, person: Person, setting: Setting) -> str | None:
    text = clean_text(cell.text)
    if absence(text) is not None:
        return None
    found = setting.register.words["relation"].get(normal_word(text))
    if found is None and setting.report.once("word", "relation", text):
        words = (
            f"“{text[:20]}”不在与户主关系的常用词里，照原样保存",
            UNKNOWN_WORD,
        )
        setting.report.value(person.place, cell, person.table.headers["relation"], words)
    if found is not None and found != text:
        person.raw["relation"] = text
    return found or text


def _read_place(person: Person, record: Record, setting: Setting) -> None:
    person.village, person.group = read_place(record, person.table, setting)


def read_place(record: Record, table: Table, setting: Setting) -> tuple[str | None, str | None]:
    """Village and group of a row: its own columns, else what the sheet's titles and name say."""
    villages = setting.register.villages
    names = (*villages, *setting.register.former_villages)
    village = group = None
    for key in ("place", "village"):
        cell = record.cells.get(key)
        if cell is not None and absence(clean_text(cell.text)) is None:
            found, part = split_place(cell.text, names)
            if found is None and part is None:
                found = clean_text(cell.text)
            village, group = village or found, group or part
    if "group" in record.cells:
        group = read_group(record.cells["group"].text) or group
    village = village or table.choice.village
    if village is None and not {"village", "place"} & table.headers.keys():
        named = (_village_named(text, table, names) for text in table.context)
        village = next((found for found in named if found), None)
    village = setting.register.former_villages.get(village or "", village)
    if village is not None and villages and village not in villages:
        _warn_village(village, record, setting)
    return village, group


def _village_named(text: str, table: Table, villages: Sequence[str]) -> str | None:
    """The village that a title is about; the title of a system's list names none by chance."""
    if table.layout.village_made:
        return split_place(text, villages)[0]
    return match_village(text, villages)


def _warn_village(village: str, record: Record, setting: Setting) -> None:
    if setting.report.once("village", village):
        setting.report.across(
            record.place,
            (
                f"“{village}”不在本单位的村（社区）名单里",
                "是本单位的村，请在“设置”里添加或改成一致的名称；不是，请不要导入这些行",
            ),
            value=village,
        )
