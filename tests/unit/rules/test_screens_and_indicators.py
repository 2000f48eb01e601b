"""Screens and indicators around their cases: what is refused, what is said, who is asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.core.errors import UserError
from app.core.terms import Answer
from app.rules.assess import ALL, assess
from app.rules.engine.facts import facts_of
from app.rules.engine.values import PolicyFileError, Spot
from app.rules.indicators import Direction, indicator_keys, measure, read_indicator_rule
from app.rules.policy import shipped_policy
from app.rules.screening import read_screen_rule, screen, screen_keys
from app.rules.screens import screens

DAY = date(2026, 10, 10)
REGION = "520122100"
COUNTS = {"pack": "S3", "numerator": "已做", "direction": "at_least", "period": "年"}


def test_every_screen_has_a_policy_file() -> None:
    assert set(screens()) == set(screen_keys(shipped_policy()))


def test_a_finding_says_the_rule_and_the_remedy_only_when_it_applies() -> None:
    policy = shipped_policy()
    yes, no = (
        screen(
            "dibao_disqualified",
            facts_of({"luxury_goods": False, "income_concealed": hidden}),
            policy,
            day=DAY,
            region=REGION,
        )
        for hidden in (True, False)
    )
    assert (yes.answer, yes.cite, yes.title) == (Answer.YES, "S4.212", "不符合低保")
    assert "清退" in yes.remedy
    assert "不符合救助标准" in yes.clause
    assert yes.explanation.children
    assert (no.answer, no.remedy) == (Answer.NO, "")


def test_a_screen_that_is_not_law_yet_is_open_and_names_itself() -> None:
    finding = screen(
        "service_class", facts_of({}), shipped_policy(), day=date(2020, 1, 1), region=REGION
    )
    assert finding.answer is Answer.OPEN
    assert [m.key for m in finding.missing] == ["screen.service_class"]
    title = shipped_policy().parameters["screen.service_class"].title
    assert (finding.title, finding.explanation.words) == (title, title)
    assert (finding.cite, finding.clause, finding.remedy) == ("", "", "")


def test_a_screen_that_does_not_exist_is_refused_with_the_names_that_do() -> None:
    with pytest.raises(UserError, match="rehab_a"):
        screen("rehab_c", facts_of({}), shipped_policy(), day=DAY, region=REGION)


def test_a_screen_file_names_a_function_that_exists() -> None:
    packs = ("S3",)
    rule = read_screen_rule({"pack": "S3"}, Spot("screen/rehab_a.toml", ""), packs)
    assert (rule.method, rule.remedy) == ("rehab_a", "")
    with pytest.raises(PolicyFileError, match="method"):
        read_screen_rule({"pack": "S3"}, Spot("screen/rehab_c.toml", ""), packs)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"target": 0.6}, "加引号"),
        ({"direction": "up"}, "不是程序认识的值"),
        ({"numerator": ""}, "加引号的文字"),
        ({"goal": "1"}, "不认识“goal”"),
        ({"pack": "S9"}, "不是程序认识的值"),
    ],
)
def test_an_indicator_that_is_not_as_it_must_be_is_refused(
    change: dict[str, object], words: str
) -> None:
    with pytest.raises(PolicyFileError, match=words):
        read_indicator_rule({**COUNTS, **change}, Spot("indicator/x.toml", ""), ("S3",))


def test_an_indicator_is_read() -> None:
    rule = read_indicator_rule({**COUNTS, "target": "0.60"}, Spot("x", ""), ("S3",))
    assert (rule.target, rule.direction, rule.denominator) == (
        Decimal("0.60"),
        Direction.AT_LEAST,
        "",
    )


def test_an_indicator_before_its_law_has_no_measure() -> None:
    policy = shipped_policy()
    one = Decimal(1)
    early = measure(policy, "visit_rate", one, one, day=date(2020, 1, 1), region=REGION)
    assert early is None
    assert "visit_rate" in indicator_keys(policy)


def test_an_unknown_denominator_leaves_an_indicator_open() -> None:
    found = measure(shipped_policy(), "visit_rate", Decimal(1), day=DAY, region=REGION)
    assert found is not None
    assert (found.value, found.met, found.applicable) == (None, Answer.OPEN, True)


def test_only_the_programmes_of_the_packs_that_hold_are_assessed() -> None:
    facts, policy = facts_of({}), shipped_policy()
    chosen = assess(ALL, facts, policy, day=DAY, region=REGION, packs=("S2P5",))
    assert [verdict.programme for verdict in chosen] == [
        "cochlear_a",
        "hearing_aid_a",
        "limb_surgery_a",
        "rehab_training_a",
    ]
    assert assess(ALL, facts, policy, day=DAY, region=REGION, packs=()) == ()


def test_two_packs_that_rule_one_matter_are_refused_together() -> None:
    facts, policy = facts_of({}), shipped_policy()
    with pytest.raises(UserError, match="人工耳蜗"):
        assess(ALL, facts, policy, day=DAY, region=REGION, packs=("S2P5", "S2P7"))
    with pytest.raises(UserError, match="残疾儿童康复救助（乙）”和“区困难残疾人帮扶"):
        assess(ALL, facts, policy, day=DAY, region=REGION, packs=("S2P7", "S2P9"))
    fine = assess(ALL, facts, policy, day=DAY, region=REGION, packs=("S2P7", "S2P8", "S3"))
    assert "child_care_subsidy" in [verdict.programme for verdict in fine]
