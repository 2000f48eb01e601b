"""Finding people: what may be typed, in which order they come, how much is read at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.core.errors import Cancelled
from app.models.household import Membership
from app.models.person import Person
from app.models.queries import finding
from app.models.queries.finding import Wanted, all_ids
from app.services.desk import Desk
from app.services.people import PeopleQuery, find_first, find_people
from app.services.register import SavePerson, save_person
from app.services.villages import merge_villages, rename_village
from tests.conftest import desk_at
from tests.factory import TODAY, VILLAGES, id_number, make_household, make_person
from tests.shared_stores import copy_office


def names(desk: Desk, text: str, **query: object) -> list[str]:
    rows = find_people(desk, PeopleQuery(text=text, **query))  # type: ignore[arg-type]
    first = find_first(desk, PeopleQuery(text=text, **query))  # type: ignore[arg-type]
    assert rows[: len(first.rows)] == first.rows
    assert not first.whole or rows == first.rows
    return [row.name for row in rows]


NUMBER = id_number(born=date(1951, 3, 7))


@pytest.fixture(scope="module")
def family(made_offices: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Zeng, once called Qiu, in the household of Xie; and somebody else. Only looked for."""
    folder = copy_office(made_offices / "plain", tmp_path_factory.mktemp("family") / "data")
    with desk_at(folder) as desk:
        _settle(desk)
        yield desk


def _settle(desk: Desk) -> None:
    zeng = make_person(
        desk,
        "曾乐行",
        former_name="仇小宝",
        id_no=NUMBER,
        phone="13900008765",
        second_phone="08285551234",
        disability_no=f"{NUMBER}42",
        card_no="6217000012345678",
        address="清水村一组北坡三号A栋",
        village=VILLAGES[1],
    )
    make_household(desk, (zeng,), head_name="解大山", phone="13800001111", cert_no="DB20260042")
    make_person(desk, "王小二", phone="13700000000", address="南坡")


@pytest.mark.parametrize(
    "typed",
    [
        "曾", "曾乐", "曾乐行", "乐行", "行",  # name and its parts
        "z", "Z", "c", "zlx", "zlh", "cyx", "zeng", "zenglexing", "zengyuexing", "ZengLe",
        "zeng le xing", "zeng'le", "ceng",  # readings
        "仇", "仇小宝", "小宝", "qxb", "qiuxiaobao", "chou",  # the former name
        "解", "解大山", "大山",  # the head of the household
        NUMBER, NUMBER[:6], NUMBER[-4:], NUMBER[-6:], NUMBER[6:14], NUMBER[-6:].lower(),
        "13900008765", "8765", "139", "00087", "0828-5551234", "5551234", "0828 555",
        "6217000012345678", "5678", "6217 0000 1234", f"{NUMBER}42",
        "1380000", "1111", "DB20260042", "db2026", "0042",  # of the household
        "北坡", "坡三", "北坡三号", "A栋", "a栋", "ａ栋", "北",  # places
        VILLAGES[1], VILLAGES[1][:2], VILLAGES[1][0],
        "曾 北坡", f"{VILLAGES[1]} 曾", "北坡 8765", "解 zlx",  # several words
        "　曾　乐　行　", "曾·乐·行", "曾乐行\t",
    ],
)  # fmt: skip
def test_whatever_a_clerk_knows_of_somebody_finds_them(family: Desk, typed: str) -> None:
    assert "曾乐行" in names(family, typed)


@pytest.mark.parametrize(
    "typed",
    ["张", "曾三", "xyz", "99999999999", "东坡", "曾 南坡", "%", "_", "*", "曾%", "曾_行", "\\"],
)
def test_what_fits_nobody_finds_nobody(family: Desk, typed: str) -> None:
    assert "曾乐行" not in names(family, typed)


@pytest.mark.parametrize(
    "typed",
    ["'", '"', '"曾', "曾'; DROP TABLE person;--", "NEAR(a b)", "曾 OR 王", "a* b*", "(", ":x",
     "🙂", "👨‍👩‍👧", "\ud800", "\x00曾\x00", "\U00030000", "曾" * 200, "1" * 200, "z" * 200,
     "- - -", "...", "''", "^曾", "name:曾", "\U0010ffff"],
)  # fmt: skip
def test_odd_input_is_text_and_harms_nothing(family: Desk, typed: str) -> None:
    names(family, typed)
    names(family, f"北坡 {typed}")
    assert names(family, "曾乐行") == ["曾乐行"]


def test_names_with_dots_and_rare_characters_are_found(desk: Desk) -> None:
    make_person(desk, "阿依古丽·买买提艾力")
    make_person(desk, "王𠮷龘")
    make_person(desk, "O'Neil John")
    for typed in ("阿依古丽买买提", "阿依古丽•买买提", "买买提", "艾力", "aygl", "ayiguli"):
        assert names(desk, typed) == ["阿依古丽·买买提艾力"]
    for typed in ("𠮷", "王𠮷", "龘"):
        assert names(desk, typed) == ["王𠮷龘"]
    for typed in ("john", "o'neil", "O'N", "neil john"):
        assert names(desk, typed) == ["O'Neil John"]


def test_the_best_match_comes_first(desk: Desk) -> None:
    for name, facts in {
        "山": {}, "山大": {}, "李山": {}, "王五": {"former_name": "山生"},
        "赵六": {"address": "青山脚下"}, "钱七": {},
    }.items():  # fmt: skip
        make_person(desk, name, **facts)  # type: ignore[arg-type]
    assert names(desk, "山")[:4] == ["山", "山大", "王五", "李山"]
    assert set(names(desk, "山")[4:]) == {"赵六"}


def test_the_end_of_a_number_goes_before_its_middle(desk: Desk) -> None:
    make_person(desk, "中间", phone="13876543210")
    make_person(desk, "末尾", phone="13800007654")
    assert names(desk, "7654") == ["末尾", "中间"]


def test_without_a_text_the_visiting_order_stands(desk: Desk) -> None:
    for name, village, group in (("丙", 1, "一组"), ("乙", 0, "十组"), ("甲", 0, "二组")):
        make_person(desk, name, village=VILLAGES[village], group=group)
    assert names(desk, "") == names(desk, " 　") == ["甲", "乙", "丙"]


def test_the_first_rows_are_the_beginning_of_the_whole_list(desk: Desk) -> None:
    for number in range(12):
        make_person(desk, f"张{'一二三四五六七八九十百千'[number]}", village=VILLAGES[number % 2])
    for text in ("", "张", "z", "1"):
        first = find_first(desk, PeopleQuery(text=text), 5)
        assert len(first.rows) == 5
        assert not first.whole
        assert find_people(desk, PeopleQuery(text=text))[:5] == first.rows


def test_conditions_narrow_what_a_text_finds(desk: Desk) -> None:
    make_person(desk, "张一", village=VILLAGES[0], categories=("orphan",), phone="")
    make_person(desk, "张二", village=VILLAGES[1], categories=("dibao_rural",))
    assert names(desk, "张", village=VILLAGES[1]) == ["张二"]
    assert names(desk, "张", category="orphan") == ["张一"]
    assert names(desk, "zhang", missing="phone") == ["张一"]
    assert names(desk, "张", village=VILLAGES[0], category="dibao_rural") == []


def test_the_closed_are_listed_only_when_asked_for_and_the_merged_never(desk: Desk) -> None:
    gone, kept, merged = (make_person(desk, name) for name in ("张去", "张留", "张并"))
    with desk.write("close", "注销") as work:
        for person_id, into in ((gone, None), (merged, kept)):
            person = work.session.get(Person, person_id)
            assert person is not None
            person.closed_on, person.merged_into_id = TODAY, into
    assert names(desk, "张") == names(desk, "") == ["张留"]
    assert set(names(desk, "张", closed=True)) == set(names(desk, "", closed=True))
    assert set(names(desk, "张", closed=True)) == {"张留", "张去"}
    rows = find_people(desk, PeopleQuery(text="张去", closed=True))
    assert [row.closed_on for row in rows] == [TODAY]


def test_who_left_the_household_is_not_found_by_its_head(desk: Desk) -> None:
    person = make_person(desk, "张三", address="")
    home = make_household(desk, (person,), head_name="解大山", address="北坡三号")
    assert names(desk, "解") == names(desk, "北坡三") == ["张三"]
    with desk.write("leave", "离户") as work:
        for member in work.session.scalars(select(Membership).filter_by(household_id=home)):
            member.end = TODAY
    assert names(desk, "解") == names(desk, "北坡三") == []


def test_a_village_is_found_under_the_name_that_it_had(desk: Desk) -> None:
    make_person(desk, "张三", village=VILLAGES[0])
    make_person(desk, "李四", village=VILLAGES[1])
    rename_village(desk, VILLAGES[0], "新泉村", first=TODAY)
    merge_villages(desk, "新泉村", VILLAGES[1], first=TODAY)
    for typed in (VILLAGES[0], VILLAGES[0][:2], "新泉", VILLAGES[1]):
        assert set(names(desk, typed)) == {"张三", "李四"}


def test_reading_everybody_stops_when_nobody_wants_it_any_more(desk: Desk) -> None:
    make_person(desk, "张三")

    def stop(done: int, total: int, text: str) -> None:
        raise Cancelled

    for text in ("", "张", "1"):
        with pytest.raises(Cancelled):
            find_people(desk, PeopleQuery(text=text), progress=stop)


LETTERS = st.sampled_from("张三曾乐山北坡村zlxA1389·-%_ '\"")


@settings(max_examples=60)
@given(st.text(LETTERS, min_size=1, max_size=6))
def test_the_index_finds_whom_a_comparison_of_all_columns_finds(family: Desk, typed: str) -> None:
    """The way of a database without the index is the measure for the one with it."""
    with family.store.read() as session, pytest.MonkeyPatch.context() as patch:
        wanted = Wanted(day=TODAY, text=typed)
        quick = set(all_ids(session, wanted))
        patch.setattr(finding, "has_index", lambda _session: False)
        compared = set(all_ids(session, wanted))
    assert compared <= quick


def test_a_database_without_the_index_finds_people_too(
    family: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "has_index", lambda _session: False)
    for typed in ("曾", "zlx", "zeng", "仇", "解", "8765", "北坡", VILLAGES[1], "曾 北坡", NUMBER):
        assert "曾乐行" in names(family, typed)
    assert names(family, "100%") == []


def test_a_new_name_is_found_at_once_and_the_old_one_no_more(desk: Desk) -> None:
    person = make_person(desk, "单雄信")
    save_person(
        desk, SavePerson(person, {"name": "解缙", "phone": "13800000000"}, VILLAGES[0], "一组", ())
    )
    assert names(desk, "xj") == names(desk, "解") == ["解缙"]
    assert names(desk, "sxx") == names(desk, "单") == []
