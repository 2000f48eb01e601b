"""What a person holds: many categories, each from–to, on a basis, confirmed by somebody."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.errors import DeclinedError, UserError
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.holdings import (
    END_REASONS,
    HoldingFacts,
    add_holding,
    correct_holding,
    end_holding,
    list_holdings,
)
from app.services.person.view import show_person
from tests.factory import CLERK, TODAY, dump, id_number, make_household, make_person

SPRING = date(2026, 3, 1)


def _person(desk: Desk, *categories: str, **facts: str | None) -> int:
    return make_person(desk, "张大山", categories=categories, **facts)  # type: ignore[arg-type]


def test_one_person_holds_many_each_with_its_days_and_basis(desk: Desk) -> None:
    person = _person(desk, "dibao_rural")
    add_holding(desk, person, "severe_disabled", HoldingFacts(SPRING, basis="残疾证 2026-11"))
    add_holding(desk, person, "left_behind_elder", HoldingFacts(SPRING, confirmed_by="王站长"))
    rows = {row.code: row for row in list_holdings(desk, person)}
    assert rows["severe_disabled"].basis == "残疾证 2026-11"
    assert rows["severe_disabled"].confirmed_by == CLERK
    assert rows["severe_disabled"].sensitive
    assert rows["left_behind_elder"].confirmed_by == "王站长"
    assert all(row.now for row in rows.values())


def test_what_ends_says_why_and_is_held_up_to_its_last_day(desk: Desk) -> None:
    person = _person(desk)
    held = add_holding(desk, person, "orphan", HoldingFacts(SPRING, basis="认定书 3 号"))
    end_holding(desk, held, last=TODAY, reason=END_REASONS[3])
    row = list_holdings(desk, person)[0]
    assert (row.end, row.now) == (TODAY, True)
    assert row.basis == "认定书 3 号；结束原因：年龄已满"


def test_an_end_is_taken_back(desk: Desk) -> None:
    person = _person(desk)
    held = add_holding(desk, person, "orphan", HoldingFacts(SPRING))
    before = list_holdings(desk, person)
    end_holding(desk, held, last=TODAY, reason="登记错误")
    undo_act(desk, list_acts(desk)[0].id)
    assert list_holdings(desk, person) == before


def test_it_is_held_again_after_it_was_over(desk: Desk) -> None:
    person = _person(desk)
    held = add_holding(desk, person, "dibao_edge", HoldingFacts(date(2025, 1, 1)))
    end_holding(desk, held, last=date(2025, 12, 31), reason="不再符合条件")
    add_holding(desk, person, "dibao_edge", HoldingFacts(SPRING))
    assert [row.now for row in list_holdings(desk, person)] == [True, False]


def test_the_same_twice_in_a_time_is_refused(desk: Desk) -> None:
    person = _person(desk)
    add_holding(desk, person, "dibao_edge", HoldingFacts(SPRING))
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="已经是“低保边缘”"):
        add_holding(desk, person, "dibao_edge", HoldingFacts(date(2025, 1, 1)))
    assert dump(desk.store) == before


@pytest.mark.parametrize(
    ("held", "wanted"), [("tekun_scattered", "orphan"), ("orphan", "tekun_scattered")]
)
def test_what_excludes_each_other_is_refused_in_words(desk: Desk, held: str, wanted: str) -> None:
    person = _person(desk, held)
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="不能同时享受") as refused:
        add_holding(desk, person, wanted, HoldingFacts(SPRING))
    assert "请先结束" in refused.value.what_to_do
    assert dump(desk.store) == before


def test_what_was_over_before_does_not_stand_in_the_way(desk: Desk) -> None:
    person = _person(desk)
    held = add_holding(desk, person, "orphan", HoldingFacts(date(2020, 1, 1)))
    end_holding(desk, held, last=date(2026, 2, 28), reason="年龄已满")
    add_holding(desk, person, "tekun_scattered", HoldingFacts(SPRING))
    with pytest.raises(DeclinedError, match="从2026-03-01到现在"):
        correct_holding(desk, held, HoldingFacts(date(2020, 1, 1), end=SPRING))


def test_a_household_is_not_in_two_lists_of_which_one_excludes_the_other(desk: Desk) -> None:
    head, child = _person(desk, "dibao_rural"), _person(desk)
    make_household(desk, (head, child))
    with pytest.raises(DeclinedError, match="同一家庭的成员"):
        add_holding(desk, child, "dibao_edge", HoldingFacts(TODAY))
    add_holding(desk, child, "tekun_central", HoldingFacts(TODAY))


def test_days_and_basis_are_corrected_and_the_change_is_on_record(desk: Desk) -> None:
    person = _person(desk)
    held = add_holding(desk, person, "orphan", HoldingFacts(SPRING))
    correct_holding(desk, held, HoldingFacts(date(2026, 2, 1), basis="批文 8 号"))
    row = list_holdings(desk, person)[0]
    assert (row.start, row.basis) == (date(2026, 2, 1), "批文 8 号")
    assert list_acts(desk)[0].words == "更正类别：孤儿"
    assert show_person(desk, person).holdings[0].basis == "批文 8 号"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (HoldingFacts(SPRING, end=date(2026, 2, 1)), "早于开始"),
        (HoldingFacts(date(1949, 1, 1)), "早于出生"),
        (HoldingFacts(date(2062, 3, 1)), "太远"),
    ],
)
def test_days_that_cannot_be_write_nothing(desk: Desk, facts: HoldingFacts, words: str) -> None:
    person = _person(desk, id_no=id_number(born=date(1950, 3, 4)))
    before = dump(desk.store)
    with pytest.raises(UserError, match=words):
        add_holding(desk, person, "disabled", facts)
    assert dump(desk.store) == before


def test_nothing_begins_after_death(desk: Desk) -> None:
    person = _person(desk, death_date="2026-02-01")
    with pytest.raises(UserError, match="晚于死亡"):
        add_holding(desk, person, "disabled", HoldingFacts(SPRING))


def test_an_end_before_the_beginning_or_without_reason_writes_nothing(desk: Desk) -> None:
    person = _person(desk)
    held = add_holding(desk, person, "orphan", HoldingFacts(SPRING))
    before = dump(desk.store)
    with pytest.raises(UserError, match="早于开始"):
        end_holding(desk, held, last=date(2026, 2, 1), reason="登记错误")
    with pytest.raises(UserError, match="原因"):
        end_holding(desk, held, last=TODAY, reason=" ")
    assert dump(desk.store) == before
    end_holding(desk, held, last=TODAY, reason="登记错误")
    with pytest.raises(DeclinedError, match="已经在"):
        end_holding(desk, held, last=TODAY, reason="登记错误")


@pytest.mark.parametrize("code", ["empty_shell_village", "from_afar"])
def test_what_no_person_can_hold_is_refused(desk: Desk, code: str) -> None:
    with pytest.raises(UserError, match="没有这个人员或家庭的类别"):
        add_holding(desk, _person(desk), code, HoldingFacts(SPRING))
