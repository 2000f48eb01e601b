"""Setting up the office."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.core.errors import DeclinedError, UserError
from app.core.terms import Role
from app.services.desk import Desk
from app.services.office import (
    SetUpOffice,
    add_office,
    add_village,
    adopt_pack,
    expect_office,
    set_up_office,
    show_office,
)
from tests.factory import dump

GOOD = SetUpOffice(
    Role.TOWNSHIP, " 青山镇 ", "990101101000", "样例县", "王经办", ("清水村", "石桥村")
)


def test_before_the_first_start_there_is_no_office(bare_desk: Desk) -> None:
    assert show_office(bare_desk) is None
    with pytest.raises(UserError, match="还没有设置单位") as told:
        expect_office(bare_desk)
    assert told.value.what_to_do


def test_the_office_is_kept_as_it_was_typed_without_outer_blanks(bare_desk: Desk) -> None:
    office = set_up_office(bare_desk, GOOD)
    assert (office.name, office.code, office.clerk) == ("青山镇", "990101101000", "王经办")
    assert office.villages == ("清水村", "石桥村")


def test_the_county_wide_programme_is_adopted_at_first_and_the_others_are_not(
    bare_desk: Desk,
) -> None:
    office = set_up_office(bare_desk, GOOD)
    assert {pack.key for pack in office.packs if pack.adopted} == {"S3"}


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"name": "  "}, "单位名称"),
        ({"county": ""}, "所属县"),
        ({"clerk": ""}, "经办人"),
        ({"code": "990101"}, "12 位"),
        ({"code": "99010110100X"}, "12 位"),
        ({"code": "990101 10100"}, "12 位"),
    ],
)
def test_a_fault_in_the_set_up_names_the_field_and_writes_nothing(
    bare_desk: Desk, changes: dict[str, str], word: str
) -> None:
    before = dump(bare_desk.store)
    with pytest.raises(UserError) as told:
        set_up_office(bare_desk, replace(GOOD, **changes))  # type: ignore[arg-type]
    assert word in str(told.value)
    assert told.value.what_to_do
    assert dump(bare_desk.store) == before


def test_a_village_typed_twice_is_one_village(bare_desk: Desk) -> None:
    office = set_up_office(bare_desk, replace(GOOD, villages=("清水村", " 清水村", "", "石桥村")))
    assert office.villages == ("清水村", "石桥村")


def test_an_office_is_set_up_once(desk: Desk) -> None:
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="已经设置过"):
        set_up_office(desk, GOOD)
    assert dump(desk.store) == before


def test_a_village_is_added_at_the_end_and_only_once(desk: Desk) -> None:
    add_village(desk, " 新村 ")
    assert expect_office(desk).villages[-1] == "新村"
    with pytest.raises(DeclinedError, match="已在列表中"):
        add_village(desk, "新村")
    with pytest.raises(UserError, match="没有填写"):
        add_village(desk, " ")


def test_a_programme_is_carried_out_from_a_day_to_a_day(desk: Desk) -> None:
    adopt_pack(desk, "S1", adopted=True, first=date(2026, 1, 1), last=date(2026, 12, 31))
    pack = next(pack for pack in expect_office(desk).packs if pack.key == "S1")
    assert (pack.adopted, pack.first, pack.last) == (True, date(2026, 1, 1), date(2026, 12, 31))
    adopt_pack(desk, "S1", adopted=False)
    assert not next(pack for pack in expect_office(desk).packs if pack.key == "S1").adopted


@pytest.mark.parametrize(
    ("key", "first", "last", "words"),
    [
        ("没有", date(2026, 1, 1), None, "没有名为“没有”的帮扶方案"),
        ("S1", None, None, "起止日期不对"),
        ("S1", date(2026, 2, 1), date(2026, 1, 1), "起止日期不对"),
    ],
)
def test_a_programme_needs_a_name_and_days_that_agree(
    desk: Desk, key: str, first: date | None, last: date | None, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        adopt_pack(desk, key, adopted=True, first=first, last=last)


def test_a_township_on_the_countys_list_can_be_renamed_but_not_doubled(desk: Desk) -> None:
    add_office(desk, code="990101102000", name="红河乡")
    add_office(desk, code="990101102000", name="红河镇")
    assert [row[2] for row in dump(desk.store)["office"]] == ["青山镇", "红河镇"]
    with pytest.raises(UserError, match="名称或代码"):
        add_office(desk, code="12", name="红河镇")
