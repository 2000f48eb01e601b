"""Amounts from amounts, classes, months: the words that entitlements and screens are written in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.rules.engine.arithmetic import (
    excess_of,
    kept_below,
    lower_of,
    not_used_up,
    per_head,
    times,
    total_of,
)
from app.rules.engine.case import Case
from app.rules.engine.facts import facts_of
from app.rules.engine.grading import NO_CLASS, first_of
from app.rules.engine.logic import (
    Amount,
    Condition,
    Missing,
    MissingKind,
    Node,
    Term,
)
from app.rules.policy import shipped_policy

MONEY = st.decimals(0, 100000, places=2)


def _missing(key: str) -> tuple[Missing, ...]:
    return (Missing(MissingKind.FACT, key, f"{key}？"),)


def _yuan(value: str | Decimal | None, key: str = "甲") -> Amount:
    if value is None:
        return Term(None, Node(key), _missing(key))
    return Term(Decimal(value), Node(key))


def _count(value: int | None) -> Term[int]:
    return Term(value, Node("个数"), () if value is not None else _missing("个数"))


def _is(value: bool | None, key: str) -> Condition:
    return Term(value, Node(key), () if value is not None else _missing(key))


def test_the_lower_of_cost_and_ceiling_is_paid() -> None:
    assert lower_of("据实", _yuan("6200"), _yuan("7000")).value == Decimal("6200.00")
    assert lower_of("据实", _yuan("8500"), _yuan("7000"), _yuan("100")).value == Decimal(100)


def test_what_is_unknown_stays_unknown_and_is_named_once() -> None:
    found = lower_of("据实", _yuan(None), _yuan("7000"), _yuan(None))
    assert (found.value, [m.key for m in found.missing]) == (None, ["甲"])
    assert total_of("合计", _yuan("1"), _yuan(None)).value is None
    assert times(_yuan("1"), _count(None), "按月").missing == _missing("个数")


def test_a_result_says_what_it_was_made_from() -> None:
    found = total_of("合计", _yuan("1"), _yuan("2"))
    assert (found.node.words, found.node.result, len(found.node.children)) == ("合计", "3.00元", 2)
    assert lower_of("据实", _yuan(None)).node.result == ""


def test_only_what_is_above_counts_as_excess() -> None:
    assert excess_of(_yuan("30"), _yuan("10"), "超过").value == Decimal(20)
    assert excess_of(_yuan("10"), _yuan("10"), "超过").value == 0
    assert excess_of(_yuan("9"), _yuan("10"), "超过").value == 0


def test_a_share_a_head_is_to_the_cent() -> None:
    assert per_head(_yuan("100"), _count(3), "人均").value == Decimal("33.33")


def test_equal_is_not_less() -> None:
    step = _yuan("0.01")
    assert kept_below(_yuan("4000"), _yuan("3500"), step, "小于").value == Decimal("3499.99")
    assert kept_below(_yuan("3500"), _yuan("3500"), step, "小于").value == Decimal("3499.99")
    assert kept_below(_yuan("3499.99"), _yuan("3500"), step, "小于").value == Decimal("3499.99")
    assert kept_below(_yuan("0"), _yuan("0"), step, "小于").value == 0


@given(MONEY, MONEY)
def test_what_is_kept_below_is_below_and_never_more_than_the_amount(
    amount: Decimal, bound: Decimal
) -> None:
    found = kept_below(_yuan(amount), _yuan(bound), _yuan("0.01"), "小于").value
    assert found is not None
    assert 0 <= found <= amount
    assert found < bound or bound == 0


def test_a_limit_is_used_up_when_it_is_reached() -> None:
    used = [not_used_up(_count(n), _count(3), "次数").value for n in (2, 3, 4)]
    assert used == [True, False, False]


def test_the_first_class_that_holds_is_the_class() -> None:
    grades = [("一类", _is(False, "甲")), ("二类", _is(True, "乙")), ("三类", _is(None, "丙"))]
    found = first_of(grades)
    assert (found.value, found.missing) == ("二类", ())
    assert [child.words for child in found.node.children] == ["一类", "二类", "三类"]


def test_an_open_higher_class_keeps_it_open_and_names_the_rest() -> None:
    grades = [("一类", _is(None, "甲")), ("二类", _is(True, "乙")), ("三类", _is(None, "丙"))]
    found = first_of(grades)
    assert found.value is None
    assert [m.key for m in found.missing] == ["甲", "丙"]


def test_no_class_is_an_answer() -> None:
    assert first_of([("一类", _is(False, "甲"))]).value == NO_CLASS


def _case(day: date, **facts: object) -> Case:
    return Case(facts_of(facts), shipped_policy(), day, "520122100")


def test_months_passed_includes_the_day_and_months_exceeded_does_not() -> None:
    six = _count(6)
    start = date(2023, 8, 31)
    passed = {
        day: (
            _case(day, risks_removed_on=start).months_passed("risks_removed_on", six, "满").value,
            _case(day, work_started_on=start).months_exceeded("work_started_on", six, "超").value,
        )
        for day in (date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1))
    }
    assert list(passed.values()) == [(False, False), (True, False), (True, True)]


def test_months_since_an_unknown_day_are_unknown() -> None:
    found = _case(date(2024, 1, 1)).months_passed("risks_removed_on", _count(6), "满")
    assert (found.value, [m.key for m in found.missing]) == (None, ["risks_removed_on"])


def test_a_family_of_nobody_is_asked_again() -> None:
    found = _case(date(2024, 1, 1), household_size=0).heads("household_size")
    assert (found.value, [m.key for m in found.missing]) == (None, ["household_size"])


def test_something_was_spent_when_it_is_more_than_nothing() -> None:
    spent = [
        _case(date(2024, 1, 1), brace_cost=value).spent("brace_cost").value
        for value in (Decimal(0), Decimal("0.01"), None)
    ]
    assert spent == [False, True, None]
