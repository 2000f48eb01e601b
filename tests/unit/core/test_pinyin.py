"""How names are read: every reading of every character, the usual one first, never too many."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.pinyin import COMPOUND, SURNAMES, readings


@pytest.mark.parametrize(
    ("name", "usual", "others"),
    [
        ("单雄信", "shanxiongxin", {"danxiongxin"}),
        ("仇英", "qiuying", {"chouying"}),
        ("解缙", "xiejin", {"jiejin"}),
        ("曾国藩", "zengguofan", {"cengguofan"}),
        ("查良镛", "zhaliangyong", {"chaliangyong"}),
        ("区大相", "oudaxiang", {"qudaxiang"}),
        ("翟让", "zhairang", {"dirang"}),
        ("覃小山", "qinxiaoshan", {"tanxiaoshan"}),
        ("尉迟恭", "yuchigong", {"weichigong"}),
        ("长孙无忌", "zhangsunwuji", {"changsunwuji"}),
        ("王乐", "wangle", {"wangyue"}),
        ("李长行", "lizhangxing", {"lichangxing", "lizhanghang"}),
        ("张曾", "zhangceng", {"zhangzeng"}),
        ("吕布", "lvbu", set()),
    ],
)
def test_surnames_and_given_names_have_all_their_readings(
    name: str, usual: str, others: set[str]
) -> None:
    full, _ = readings(name)
    assert full.split()[0] == usual
    assert others <= set(full.split())


@pytest.mark.parametrize("sign", sorted(SURNAMES))
def test_a_surname_is_read_as_one_first(sign: str) -> None:
    full, initials = readings(f"{sign}三")
    assert full.split()[0] == f"{SURNAMES[sign][0]}san"
    assert initials.split()[0] == f"{SURNAMES[sign][0][0]}s"


@pytest.mark.parametrize("name", sorted(COMPOUND))
def test_a_surname_of_two_characters_is_read_as_one_first(name: str) -> None:
    assert readings(f"{name}三")[0].split()[0] == "".join(COMPOUND[name]) + "san"


def test_a_surname_that_is_read_in_one_way_today_has_that_one_alone() -> None:
    assert readings("王五") == (" wangwu", " ww")
    assert readings("朱一") == (" zhuyi", " zy")


def test_both_names_are_read() -> None:
    full, initials = readings("张三", "李四")
    assert (full, initials) == (" zhangsan lisi", " zs ls")
    assert readings("张三", None) == readings("张三")


@pytest.mark.parametrize("name", ["", "John", "🙂", "7", "·", "\U00030000"])
def test_what_nobody_can_read_has_no_reading(name: str) -> None:
    assert readings(name) == ("", "")


def test_a_name_with_a_dot_and_a_rare_character_is_read_as_far_as_it_goes() -> None:
    assert "amaimaiti" not in readings("A·买买提")[0]
    assert "maimaiti" in readings("A·买买提")[0].split()
    assert readings("王𠀀")[0].split()[0].startswith("wang")


@given(st.text(max_size=30))
def test_any_text_has_few_readings_of_letters_alone(text: str) -> None:
    full, initials = readings(text)
    ways = full.split()
    assert len(ways) <= 16
    assert all(way.isascii() and way.isalpha() for way in (*ways, *initials.split()))
    assert len(initials.split()) <= len(ways)


def test_every_reading_of_every_character_survives_the_limit() -> None:
    full, _ = readings("重长乐行单")
    for reading in ("chong", "zhong", "zhang", "chang", "le", "yue", "xing", "hang", "dan", "shan"):
        assert reading in full
