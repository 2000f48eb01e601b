"""Who may be one person: symmetric, found in a crowd, and seldom wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.identity import check_digit
from app.core.likeness import ENOUGH, Traits, likely_pairs, likeness
from app.core.pinyin import readings
from app.exporters.sample.make import make_sample

DAY = date(2026, 5, 20)
BORN = date(1951, 3, 7)
NUMBER = "990101195103070027"


def someone(id_: int, name: str = "王秀英", **facts: Any) -> Traits:
    sounds = frozenset(readings(name)[0].split())
    return replace(Traits(id_, name, readings=sounds, birth=BORN, village=1), **facts)


def points(one: Traits, other: Traits) -> int:
    like = likeness(one, other)
    return like.points if like else 0


def reasons(one: Traits, other: Traits) -> tuple[str, ...]:
    like = likeness(one, other)
    return like.reasons if like else ()


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (someone(2), "姓名相同"),
        (someone(2, "王 秀英"), "姓名相同"),
        (someone(2, "王秀瑛"), "姓名读音相同"),
        (someone(2, "王秀芬"), "姓名差一个字"),
        (someone(2, "王秀"), "姓名差一个字"),
        (someone(2, "王小英子", former_name="王秀英"), "一个的曾用名是另一个的姓名"),
        (someone(2), "出生日期相同"),
        (someone(2, birth=date(1951, 7, 3)), "出生的月、日颠倒"),
        (someone(2, birth=date(1951, 3, 9)), "出生日期差一位"),
        (someone(2), "同村"),
        (someone(2, household=5), "同户"),
        (someone(2, address="清水村1号"), "住址相同"),
        (someone(2, phones=frozenset({"13800000000"})), "电话相同"),
        (someone(2, number="990101195103070028"), "身份证号差一位"),
        (someone(2, number="990101195103700027"), "身份证号相邻两位颠倒"),
        (someone(2, number=NUMBER[:9] + NUMBER[10:]), "身份证号少一位"),
        (someone(2, number=NUMBER), "身份证号相同"),
    ],
)
def test_what_speaks_for_one_person_is_named(other: Traits, reason: str) -> None:
    home = None if reason == "电话相同" else 5
    one = someone(
        1, number=NUMBER, household=home, address="清水村1号", phones=frozenset({"13800000000"})
    )
    assert reason in reasons(one, other)


def test_names_that_only_look_alike_in_another_reading_sound_alike() -> None:
    """单 is shan or dan, 曾 zeng or ceng: any reading counts."""
    assert "姓名读音相同" in reasons(someone(1, "单晓明"), someone(2, "山小明"))


def test_strangers_are_never_proposed_however_much_else_agrees() -> None:
    one = someone(1, number=NUMBER, household=5, phones=frozenset({"1"}))
    assert (
        likeness(one, replace(one, id=2, name="李大山", readings=frozenset({"lidashan"}))) is None
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            someone(1, "张大双", household=5, number="a", good=True),
            someone(2, "张小双", household=5, number="b", good=True),
        ),
        (someone(1, birth=date(1950, 1, 1)), someone(2, birth=date(1980, 5, 20))),
        (someone(1, birth=None), someone(2, birth=None)),
        (someone(1, number="a", good=True), someone(2, village=2, number="b", good=True)),
        (someone(1, "张伟"), someone(2, "李伟")),
        (someone(1, "王秀英", sex="女"), someone(2, "王秀瑛", sex="男")),
    ],
    ids=["twins", "other birth", "name and village", "two numbers", "two characters", "sexes"],
)  # fmt: skip
def test_who_is_most_likely_another_is_not_proposed(one: Traits, other: Traits) -> None:
    assert points(one, other) < ENOUGH
    assert likely_pairs([one, other]) == ()


def test_what_speaks_against_is_told_too() -> None:
    like = likeness(
        someone(1, number="a", good=True, sex="女"), someone(2, number="b", good=True, sex="男")
    )
    assert like is not None
    assert like.against == ("两个身份证号都有效", "性别不同")


_NAMES = st.sampled_from([
    "王秀英",
    "王秀瑛",
    "王秀",
    "王芳",
    "阿依古丽·买买提",
    "单晓明",
    "山小明",
])
_TRAITS = st.builds(
    lambda name, number, good, **facts: someone(1, name, number=number, good=good, **facts),
    _NAMES,
    st.sampled_from(["", NUMBER, NUMBER[:17], "990101195103070028", "990101195103700027"]),
    st.booleans(),
    birth=st.sampled_from([None, BORN, date(1951, 7, 3), date(1951, 3, 9), date(1980, 1, 1)]),
    village=st.sampled_from([None, 1, 2]),
    household=st.sampled_from([None, 5, 6]),
    sex=st.sampled_from(["", "男", "女"]),
    former_name=st.sampled_from(["", "王秀英"]),
    address=st.sampled_from(["", "清水村1号"]),
    phones=st.sampled_from([frozenset(), frozenset({"13800000000"})]),
)


@given(_TRAITS, _TRAITS)
def test_likeness_is_the_same_in_both_directions(one: Traits, other: Traits) -> None:
    other = replace(other, id=2)
    there, back = likeness(one, other), likeness(other, one)
    assert there == back


@given(_TRAITS, _TRAITS)
@example(
    someone(1, number=NUMBER, good=True, birth=None, village=None),
    someone(2, number=NUMBER, good=True, birth=None),
)
def test_blocking_loses_nobody_who_would_be_proposed(one: Traits, other: Traits) -> None:
    """Across villages a name alone is not enough; whatever else carries a pair has its block."""
    other = replace(other, id=2)
    found = likely_pairs([one, other])
    if points(one, other) >= ENOUGH:
        assert [(pair.first, pair.second) for pair in found] == [(1, 2)]
    else:
        assert found == ()


def _township() -> list[Traits]:
    sample = make_sample(townships=1, people=3000, seed=11, day=DAY).townships[0]
    people: list[Traits] = []
    villages = {name: place for place, name in enumerate(sample.villages)}
    seen: set[str] = set()
    for number, home in enumerate(sample.households):
        for person in home.people:
            if person.id_no in seen:
                continue
            seen.add(person.id_no)
            people.append(
                Traits(
                    id=len(people),
                    name=person.name,
                    readings=frozenset(readings(person.name)[0].split()),
                    number=person.id_no,
                    good=True,
                    sex=person.sex,
                    birth=person.birth,
                    village=villages[home.village],
                    household=number,
                    phones=frozenset({person.phone} - {""}),
                )
            )
    return people


_SOUND = {"英": "瑛", "华": "花", "明": "名", "芳": "方", "强": "墙", "军": "君", "丽": "莉"}


def _again(one: Traits, id_: int, chance: Random) -> Traits:
    """The same person as somebody else writes them down: one or two slips, no household."""
    slips = chance.sample(["sound", "character", "birth", "swap", "number", "none"], 2)
    name, birth, number = one.name, one.birth or DAY, ""
    if "sound" in slips:
        name = name[:-1] + _SOUND.get(name[-1], name[-1])
    elif "character" in slips and len(name) > 2:
        name = name[:-1] + "某"
    if "birth" in slips and not {"sound", "character", "swap"} & set(slips):
        birth = birth.replace(
            year=birth.year - birth.year % 10 + (birth.year + 1) % 10, day=min(birth.day, 28)
        )
    elif "swap" in slips and birth.day <= 12 and "character" not in slips:
        birth = date(birth.year, birth.day, birth.month)
    if "number" in slips:
        number = one.number[:14] + str((int(one.number[14]) + 1) % 10) + one.number[15:]
    sounds = frozenset(readings(name)[0].split())
    return Traits(id_, name, "", sounds, number, sex=one.sex, birth=birth, village=one.village)


def test_planted_duplicates_are_found_and_others_are_left_alone() -> None:
    chance = Random(5)
    people = _township()
    planted: dict[tuple[int, int], Traits] = {}
    for one in chance.sample(people, 200):
        id_ = len(people) + len(planted)
        planted[one.id, id_] = _again(one, id_, chance)
    found = {(pair.first, pair.second) for pair in likely_pairs([*people, *planted.values()])}
    missed = planted.keys() - found
    assert len(missed) <= len(planted) * 0.05, [people[first] for first, _ in missed]
    assert len(found - planted.keys()) <= 5


def test_the_most_alike_stand_first() -> None:
    people = [someone(1), someone(2, household=5), someone(3, household=5)]
    assert [pair.likeness.points for pair in likely_pairs(people)] == sorted(
        (pair.likeness.points for pair in likely_pairs(people)), reverse=True
    )
    assert (likely_pairs(people)[0].first, likely_pairs(people)[0].second) == (2, 3)


def test_a_phone_that_a_whole_village_gives_brings_nobody_together() -> None:
    born = [BORN + timedelta(days=400 * number) for number in range(70)]
    crowd = [
        someone(number, "王秀英", birth=day, village=number, phones=frozenset({"13800000000"}))
        for number, day in enumerate(born)
    ]
    assert likely_pairs(crowd) == ()


def test_numbers_are_compared_without_their_check_digit() -> None:
    first = "99010119510307003"
    wrong = first + check_digit(first)
    assert "身份证号差一位" in reasons(someone(1, number=NUMBER), someone(2, number=wrong))
