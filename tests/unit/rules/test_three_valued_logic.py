"""Conditions and amounts with unknowns: the words of a clause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest

from app.rules.engine.logic import (
    Condition,
    Missing,
    MissingKind,
    Node,
    Term,
    all_of,
    any_of,
    at_least,
    at_most,
    chosen,
    less_than,
    more_than,
    named,
    negation,
    percentage_of,
    published_or,
)

VALUES = (True, False, None)


def _missing(key: str) -> tuple[Missing, ...]:
    return (Missing(MissingKind.FACT, key, f"{key}？"),)


def _condition(value: bool | None, key: str = "x") -> Condition:
    return Term(value, Node(key), () if value is not None else _missing(key))


def _number(value: str | None, key: str = "n") -> Term[Decimal]:
    if value is None:
        return Term(None, Node(key), _missing(key))
    return Term(Decimal(value), Node(key))


@pytest.mark.parametrize(("a", "b"), list(product(VALUES, VALUES)))
def test_one_false_part_decides_an_and_and_one_true_part_an_or(
    a: bool | None, b: bool | None
) -> None:
    both = all_of(_condition(a, "a"), _condition(b, "b"))
    either = any_of(_condition(a, "a"), _condition(b, "b"))
    assert both.value is (False if False in {a, b} else None if None in {a, b} else True)
    assert either.value is (True if True in {a, b} else None if None in {a, b} else False)


@pytest.mark.parametrize("join", [all_of, any_of])
def test_an_open_condition_names_each_missing_fact_once_and_a_settled_one_none(
    join: Callable[..., Condition],
) -> None:
    opened = join(_condition(None, "a"), _condition(None, "b"), _condition(None, "a"))
    assert [missing.key for missing in opened.missing] == ["a", "b"]
    settled = join(_condition(join is any_of), _condition(None, "b"))
    assert settled.missing == ()


def test_only_the_parts_that_decide_are_explained() -> None:
    assert [
        n.words for n in any_of(_condition(None, "a"), _condition(True, "b")).node.children
    ] == ["b"]
    assert [
        n.words for n in all_of(_condition(True, "a"), _condition(True, "b")).node.children
    ] == [
        "a",
        "b",
    ]


@pytest.mark.parametrize(("value", "opposite"), [(True, False), (False, True), (None, None)])
def test_the_opposite_of_unknown_is_unknown(value: bool | None, opposite: bool | None) -> None:
    turned = negation(_condition(value), "不是")
    assert turned.value is opposite
    assert bool(turned.missing) == (value is None)


@pytest.mark.parametrize(
    ("compare", "below", "on", "above"),
    [
        (at_least, False, True, True),
        (more_than, False, False, True),
        (at_most, True, True, False),
        (less_than, True, False, False),
    ],
)
def test_bounds_include_or_exclude_the_number_as_the_word_says(
    compare: Callable[..., Condition], below: bool, on: bool, above: bool
) -> None:
    bound = _number("60")
    results = [compare(_number(n), bound, "甲").value for n in ("59.99", "60", "60.01")]
    assert results == [below, on, above]


@pytest.mark.parametrize("compare", [at_least, more_than, at_most, less_than])
def test_a_comparison_with_an_unknown_side_is_open(compare: Callable[..., Condition]) -> None:
    assert compare(_number(None, "a"), _number("1"), "甲").missing == _missing("a")
    assert compare(_number("1"), _number(None, "b"), "甲").missing == _missing("b")
    assert compare(_number(None), _number("1"), "甲").value is None


def test_a_percentage_is_rounded_to_the_cent_half_up() -> None:
    assert percentage_of(_number("0.10"), _number("0.25"), "甲").value == Decimal("0.03")
    assert percentage_of(_number("705"), _number("0.30"), "甲").value == Decimal("211.50")


def test_a_percentage_of_the_unknown_is_unknown_and_not_zero() -> None:
    share = percentage_of(_number(None, "base"), _number("0.3"), "甲")
    assert share.value is None
    assert share.missing == _missing("base")
    assert share.node.result == ""
    assert percentage_of(_number("1"), _number(None, "rate"), "甲").missing == _missing("rate")


def test_the_published_figure_wins_and_without_one_the_formula_holds() -> None:
    assert published_or(_number("1130"), _number("1128"), "甲").value == 1130
    assert published_or(_number(None), _number("1128"), "甲").value == 1128
    assert published_or(_number("1130"), _number(None), "甲").missing == ()


def test_without_published_figure_and_formula_the_formula_says_what_is_missing() -> None:
    amount = published_or(_number(None, "published"), _number(None, "standard"), "甲")
    assert amount.value is None
    assert amount.missing == _missing("standard")


def _chooser(value: str | None) -> Term[str]:
    return Term(value, Node("类别"), () if value else _missing("area"))


def test_the_branch_that_the_fact_names_is_taken() -> None:
    branches = {"城市": _number("700"), "农村": _number("600")}
    assert chosen(_chooser("农村"), branches).value == 600


def test_an_unknown_choice_does_not_matter_when_all_branches_agree() -> None:
    assert chosen(_chooser(None), {"城": _number("700"), "乡": _number("700")}).value == 700
    assert chosen(_chooser(None), {"城": _number("700"), "乡": _number("700")}).missing == ()


def test_an_unknown_choice_between_different_or_unknown_branches_is_open() -> None:
    differing = chosen(_chooser(None), {"城": _number("700"), "乡": _number("600")})
    assert (differing.value, differing.missing) == (None, _missing("area"))
    unknown = chosen(_chooser(None), {"城": _number(None, "p"), "乡": _number(None, "p")})
    assert (unknown.value, unknown.missing) == (None, _missing("area") + _missing("p"))


def test_a_name_from_the_clause_keeps_how_it_came_about_below() -> None:
    term = named("老年人", _condition(True, "年龄"), "S3.201")
    assert (term.node.words, term.node.cite) == ("老年人", "S3.201")
    assert [child.words for child in term.node.children] == ["年龄"]


def test_a_name_that_says_nothing_new_adds_no_line() -> None:
    same = replace(_condition(True, "在校生"), node=Node("在校生", children=(Node("甲"),)))
    assert named("在校生", same).node.children == (Node("甲"),)
