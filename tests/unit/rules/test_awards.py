"""Highest only, additive, exclusive: how amounts that meet are settled."""

from __future__ import annotations

from decimal import Decimal

from app.core.terms import Answer
from app.rules.engine.awards import (
    Award,
    Candidate,
    additive,
    exclusive,
    flat,
    highest_only,
    only_if,
)
from app.rules.engine.logic import Condition, Missing, MissingKind, Node, Term


def _condition(value: bool | None, key: str) -> Condition:
    missing = () if value is not None else (Missing(MissingKind.FACT, key, f"{key}？"),)
    return Term(value, Node(key), missing)


def _candidate(words: str, has: bool | None, amount: str | None) -> Candidate:
    unknown = (Missing(MissingKind.PARAMETER, f"{words}标准", "标准？"),)
    money = (
        Term[Decimal](None, Node("标准"), unknown)
        if amount is None
        else Term(Decimal(amount), Node("标准"))
    )
    return Candidate(words, _condition(has, words), money)


def _result(award: Award) -> tuple[Answer, int | None]:
    """The answer and the amount in whole yuan."""
    return award.answer, None if award.amount is None else int(award.amount)


def _missing(award: Award) -> list[str]:
    return [missing.key for missing in award.missing]


def test_the_highest_is_paid_and_the_others_say_why_not() -> None:
    award = highest_only([
        _candidate("甲", True, "100"),
        _candidate("乙", True, "200"),
        _candidate("丙", False, "300"),
        _candidate("丁", None, "150"),
        _candidate("戊", None, "200"),
    ])
    assert _result(award) == (Answer.YES, 200)
    assert [placed.words for placed in award.winners] == ["乙"]
    assert {placed.words: placed.why for placed in award.losers} == {
        "甲": "具备此条件，但按另一项发放，不累加",
        "丙": "不具备此条件",
        "丁": "条件待核实",
        "戊": "条件待核实",
    }


def test_an_unknown_candidate_that_could_be_higher_by_a_cent_keeps_it_open() -> None:
    award = highest_only([_candidate("甲", True, "100"), _candidate("乙", None, "100.01")])
    assert (*_result(award), award.at_least) == (Answer.OPEN, None, Decimal(100))
    assert _missing(award) == ["乙"]


def test_a_candidate_without_a_figure_could_be_any_amount() -> None:
    award = highest_only([_candidate("甲", True, "100"), _candidate("乙", None, None)])
    assert _missing(award) == ["乙", "乙标准"]
    certain = highest_only([_candidate("甲", True, "100"), _candidate("乙", True, None)])
    assert (certain.answer, _missing(certain)) == (Answer.OPEN, ["乙标准"])
    assert certain.losers[0].why == "标准待录入"


def test_a_figure_nobody_needs_is_not_asked_for() -> None:
    award = highest_only([_candidate("甲", False, None)])
    assert (*_result(award), award.missing) == (Answer.NO, 0, ())


def test_of_equal_amounts_the_first_of_the_clause_is_paid() -> None:
    award = highest_only([_candidate("甲", True, "70"), _candidate("乙", True, "70")])
    assert [placed.words for placed in award.winners] == ["甲"]


def test_an_additive_award_is_the_sum_of_what_applies() -> None:
    award = additive([
        _candidate("甲", True, "10"),
        _candidate("乙", True, "20"),
        _candidate("丙", False, "40"),
    ])
    assert _result(award) == (Answer.YES, 30)
    assert [placed.words for placed in award.winners] == ["甲", "乙"]


def test_an_additive_award_with_anything_unknown_is_open_with_a_lower_bound() -> None:
    award = additive([_candidate("甲", True, "10"), _candidate("乙", None, "20")])
    assert (*_result(award), award.at_least) == (Answer.OPEN, None, Decimal(10))
    assert _missing(award) == ["乙"]
    unpriced = additive([_candidate("甲", True, "10"), _candidate("乙", True, None)])
    assert _missing(unpriced) == ["乙标准"]
    assert additive([_candidate("甲", None, "0")]).answer is Answer.NO


def test_of_exclusive_candidates_the_first_that_applies_is_paid_even_if_lower() -> None:
    award = exclusive([
        _candidate("甲", False, "300"),
        _candidate("乙", True, "100"),
        _candidate("丙", True, "200"),
    ])
    assert _result(award) == (Answer.YES, 100)
    assert [placed.words for placed in award.winners] == ["乙"]


def test_an_earlier_unknown_keeps_an_exclusive_award_open_and_a_later_one_does_not() -> None:
    earlier = exclusive([_candidate("甲", None, "1"), _candidate("乙", True, "2")])
    assert (earlier.answer, _missing(earlier)) == (Answer.OPEN, ["甲"])
    later = exclusive([_candidate("甲", True, "1"), _candidate("乙", None, "2")])
    assert _result(later) == (Answer.YES, 1)


def test_an_exclusive_award_without_a_figure_or_without_anybody() -> None:
    unpriced = exclusive([_candidate("甲", True, None)])
    assert (unpriced.answer, _missing(unpriced)) == (Answer.OPEN, ["甲标准"])
    assert exclusive([_candidate("甲", False, "1")]).answer is Answer.NO


def test_a_flat_amount_is_for_everybody() -> None:
    award = flat("定额", Term(Decimal(1128), Node("标准")), "S3.202")
    assert _result(award) == (Answer.YES, 1128)
    assert award.node.words == ""


def test_who_fails_the_gate_gets_nothing_and_is_asked_nothing() -> None:
    opened = highest_only([_candidate("甲", None, "100")])
    award = only_if(_condition(False, "低保"), opened)
    assert (*_result(award), award.at_least) == (Answer.NO, 0, Decimal(0))
    assert award.missing == ()
    assert award.winners == award.losers == ()


def test_an_unknown_gate_asks_for_itself_first_and_promises_nothing() -> None:
    paid = highest_only([_candidate("甲", True, "100"), _candidate("乙", None, "200")])
    award = only_if(_condition(None, "低保"), paid)
    assert (*_result(award), award.at_least) == (Answer.OPEN, None, Decimal(0))
    assert _missing(award) == ["低保", "乙"]


def test_an_unknown_gate_does_not_matter_when_there_is_nothing_behind_it() -> None:
    award = only_if(_condition(None, "低保"), highest_only([_candidate("甲", False, "100")]))
    assert (*_result(award), award.missing) == (Answer.NO, 0, ())


def test_the_checks_are_the_gate_and_then_every_candidate() -> None:
    award = only_if(
        _condition(True, "低保"),
        highest_only([_candidate("甲", True, "1"), _candidate("乙", False, "2")]),
    )
    assert [node.words for node in award.checks] == ["低保", "甲", "乙"]
