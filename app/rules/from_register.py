"""What the register knows, as facts. What it does not say clearly stays unknown."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from app.rules.engine.fact_names import AREAS, FACT_NAMES, NOT_DISABLED
from app.rules.engine.facts import Facts, facts_of
from app.rules.engine.facts_of_work import MULTIPLE
from app.rules.screens.disability import kinds_of

URBAN, RURAL = AREAS

_GRADE_NAMES = ("一级", "二级", "三级", "四级")
_GRADE_MARKS = {
    mark: name
    for number, name in enumerate(_GRADE_NAMES, 1)
    for mark in (str(number), name[0], "壹贰叁肆"[number - 1])
}
_GRADE = re.compile(rf"([{''.join(_GRADE_MARKS)}])\s*级")

_HEALTH: Mapping[str, Mapping[str, object]] = {
    "健康": {"seriously_ill": False, "disability_grade": NOT_DISABLED},
    "重病": {"seriously_ill": True},
    "一般残疾": {"disability_grade": "一般"},
    "重度残疾": {"disability_grade": "重度"},
}
"""What the one health word of the 低保 system settles; 一般（长病） and 其他 settle nothing."""

_CATEGORIES: Mapping[str, Mapping[str, object]] = {
    "dibao_urban": {"dibao_area": URBAN},
    "dibao_rural": {"dibao_area": RURAL},
    "three_withouts": {"three_withouts": True},
    "disabled": {"disability_grade": "一般"},
    "severe_disabled": {"disability_grade": "重度"},
    "tekun_scattered": {"scattered_tekun": True},
    "tekun_central": {"scattered_tekun": False},
    "dibao_edge": {"edge_family": True},
    "orphan": {"orphan": True},
    "unsupported_child": {"unsupported_child": True},
    "left_behind_child": {"left_behind": True},
    "left_behind_elder": {"left_behind": True},
    "monitored": {"monitored": True},
}
"""What holding a category says. Not holding it says nothing: it may only not be entered yet."""
_READ_APART = frozenset({"disability_grade", "disability_kind", "disability_parts"})
_DIBAO = frozenset({"dibao_urban", "dibao_rural"})
_TEKUN = frozenset({"tekun_scattered", "tekun_central"})


def facts_from_register(
    person: Mapping[str, object],
    categories: Collection[str],
    *,
    bottom_line: Collection[str] = (),
) -> Facts:
    """The facts of one person from the fields of the register (``app/core/dictionary.py``) and the
    codes of the categories that the person and the household hold on the day; ``bottom_line`` are
    the categories of the 兜底保障群体 (``groups.members_of``).

    A field that is filled in goes before a category, a category before the health word. The
    register decides who is in 低保 or 特困, so there a category that is not held is a no.
    """
    held = frozenset(categories)
    values: dict[str, object] = dict(_HEALTH.get(str(person.get("health") or "").strip(), {}))
    for code in _CATEGORIES:
        if code in held:
            values.update(_CATEGORIES[code])
    values.update({key: person[key] for key in _own_fields(person)})
    grade = _grade(person.get("disability_grade"))
    if grade is not None:
        values["disability_grade"] = grade
    values.update(_disability(person))
    if not held.isdisjoint(bottom_line):
        values["bottom_line_group"] = True
    if person.get("death_date") is not None:
        values["dead"] = True
    values["in_dibao"] = not held.isdisjoint(_DIBAO)
    values["in_tekun"] = not held.isdisjoint(_TEKUN)
    return facts_of(values)


def _own_fields(person: Mapping[str, object]) -> list[str]:
    return [
        key
        for key, value in person.items()
        if key in FACT_NAMES
        and key not in _READ_APART
        and value is not None
        and (not FACT_NAMES[key].choices or value in FACT_NAMES[key].choices)
    ]


def _disability(person: Mapping[str, object]) -> dict[str, str]:
    """The kind of disability out of “肢体”, “肢体残疾”, “肢体、精神”: one kind, or several with
    what they are. Words that name no kind leave it open."""
    said = str(person.get("disability_kind") or "")
    parts = str(person.get("disability_parts") or "")
    kinds = kinds_of(said)
    if MULTIPLE in said or len(kinds) > 1:
        return {
            "disability_kind": MULTIPLE,
            **({"disability_parts": parts or said} if parts or kinds else {}),
        }
    return {"disability_kind": next(iter(kinds))} if kinds else {}


def _grade(raw: object) -> str | None:
    """A grade as the certificate words it, out of “2”, “贰级”, “肢体二级”; None when the field is
    empty or names none, or several."""
    text = str(raw or "").strip()
    marks = set(_GRADE.findall(text)) or {text}
    grades = {_GRADE_MARKS.get(mark, mark) for mark in marks}
    grade = grades.pop()
    known = grade in FACT_NAMES["disability_grade"].choices
    return grade if known and not grades else None
