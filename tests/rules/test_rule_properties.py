"""What must hold for every programme, whatever is known of a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.core.dictionary import Kind
from app.core.terms import Answer
from app.rules.assess import assess, programme_keys
from app.rules.engine.fact_name import FactName
from app.rules.engine.fact_names import FACT_NAMES
from app.rules.engine.facts import FactValue, facts_of
from app.rules.engine.logic import MissingKind, Node
from app.rules.engine.parameters import Policy, Version
from app.rules.engine.values import SCALARS
from app.rules.engine.verdict import Verdict
from app.rules.policy import shipped_policy
from app.rules.programmes import methods
from app.rules.screening import Screened, ScreenRule, screen, screen_keys
from app.rules.screens import screens

DAY = date(2026, 10, 10)
REGION = "520122100"
Known = dict[str, FactValue]
PARTS = ("肢体一级、精神三级", "肢体三级、精神一级", "听力、精神", "视力、听力")


def _values(name: FactName) -> st.SearchStrategy[FactValue]:
    if name.choices:
        return st.sampled_from(name.choices)
    if name.kind is Kind.DATE:
        return st.dates(date(1930, 1, 1), DAY)
    if name.kind is Kind.MONEY:
        return st.decimals(0, 60000, places=2)
    if name.kind is Kind.NUMBER:
        return st.integers(0, 14)
    if name.kind is Kind.TEXT:
        return st.sampled_from(PARTS)
    assert name.kind is Kind.YES_NO
    return st.booleans()


# A hundred facts for thirty programmes take a while on a busy machine: time is no property here.
unhurried = settings(suppress_health_check=[HealthCheck.too_slow])
EVERYTHING = st.fixed_dictionaries({key: _values(name) for key, name in FACT_NAMES.items()})
SOMETHING = st.sets(st.sampled_from(sorted(FACT_NAMES)))
STANDARDS = st.decimals(Decimal(1), Decimal(3000), places=2)


def _filled() -> Policy:
    """The shipped policy with a figure for everything that the documents leave open."""
    policy = shipped_policy()
    for parameter in policy.still_open():
        if parameter.kind in SCALARS:
            first = date(2020, 1, 1)
            version = Version(Decimal("0.5"), first, first, "假定")
            policy = policy.with_version(parameter.key, version)
    return policy


FILLED = _filled()
POLICY_SCREENS = {
    key.partition(".")[2]: version.value.method
    for key in FILLED.keys("screen")
    for version in FILLED.parameters[key].versions
    if isinstance(version.value, ScreenRule)
}


def _policy(urban: Decimal, rural: Decimal) -> Policy:
    policy = FILLED
    for key, value in (("standard.dibao_urban", urban), ("standard.dibao_rural", rural)):
        first = date(2023, 1, 1)
        policy = policy.with_version(key, Version(value, first, first, "假定"))
    return policy


def _verdicts(known: Known, policy: Policy = FILLED) -> tuple[Verdict, ...]:
    facts = facts_of(known)
    return tuple(
        verdict
        for key in programme_keys(policy)
        for verdict in assess(key, facts, policy, day=DAY, region=REGION)
    )


def _findings(known: Known) -> tuple[Screened, ...]:
    facts = facts_of(known)
    return tuple(screen(key, facts, FILLED, day=DAY, region=REGION) for key in screen_keys(FILLED))


def _part(whole: Known, names: set[str]) -> Known:
    return {key: value for key, value in whole.items() if key in names}


@unhurried
@given(EVERYTHING, SOMETHING, SOMETHING, STANDARDS, STANDARDS)
def test_learning_a_fact_never_overturns_a_settled_answer(
    whole: Known, first: set[str], more: set[str], urban: Decimal, rural: Decimal
) -> None:
    policy = _policy(urban, rural)
    before = _verdicts(_part(whole, first), policy)
    after = _verdicts(_part(whole, first | more), policy)
    for old, new in zip(before, after, strict=True):
        if old.answer is not Answer.OPEN:
            assert (new.answer, new.amount) == (old.answer, old.amount)
        assert new.at_least >= old.at_least


@unhurried
@given(EVERYTHING, SOMETHING)
def test_an_open_answer_always_names_what_is_missing(whole: Known, names: set[str]) -> None:
    for verdict in _verdicts(_part(whole, names)):
        if verdict.answer is Answer.OPEN:
            assert verdict.amount is None
            assert verdict.missing
            assert verdict.questions
        else:
            assert verdict.amount is not None
            assert not verdict.missing


@unhurried
@given(EVERYTHING, SOMETHING)
def test_only_unknown_facts_are_asked_for(whole: Known, names: set[str]) -> None:
    known = _part(whole, names)
    for verdict in _verdicts(known):
        asked = {m.key for m in verdict.missing if m.kind is MissingKind.FACT}
        assert asked.isdisjoint(known)


@unhurried
@given(EVERYTHING, SOMETHING)
def test_answering_every_question_settles_the_answer(whole: Known, names: set[str]) -> None:
    known = _part(whole, names)
    for verdict in _verdicts(known):
        asked = {missing.key for missing in verdict.missing}
        again = assess(
            verdict.programme,
            facts_of(_part(whole, set(known) | asked)),
            FILLED,
            day=DAY,
            region=REGION,
        )[0]
        assert again.answer is not Answer.OPEN


@unhurried
@given(EVERYTHING, STANDARDS, STANDARDS)
def test_highest_only_is_the_largest_candidate_and_never_more(
    whole: Known, urban: Decimal, rural: Decimal
) -> None:
    assume(whole["in_dibao"])
    policy = _policy(urban, rural)
    (verdict,) = assess("dibao_supplement", facts_of(whole), policy, day=DAY, region=REGION)
    placed = verdict.winners + verdict.losers
    had = [p.amount for p in placed if p.answer is Answer.YES and p.amount is not None]
    assert verdict.amount == max(had, default=Decimal(0))


@unhurried
@given(EVERYTHING, SOMETHING)
def test_no_programme_pays_more_than_its_largest_candidate_or_the_sum_of_those_it_adds(
    whole: Known, names: set[str]
) -> None:
    for verdict in _verdicts(_part(whole, names)) + _verdicts(whole):
        placed = verdict.winners + verdict.losers
        largest = max((p.amount for p in placed if p.amount is not None), default=Decimal(0))
        added = sum((p.amount or Decimal(0) for p in verdict.winners), Decimal(0))
        certain = verdict.at_least if verdict.amount is None else verdict.amount
        assert certain <= (largest if len(verdict.winners) < 2 else added), verdict.programme


@unhurried
@given(EVERYTHING, SOMETHING, st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(whole: Known, names: set[str], random: object) -> None:
    pairs = list(_part(whole, names).items())
    random.shuffle(pairs)  # type: ignore[attr-defined]
    assert _verdicts(dict(pairs)) == _verdicts(_part(whole, names))
    assert _findings(dict(pairs)) == _findings(_part(whole, names))


def test_the_properties_run_over_every_programme_and_every_screen() -> None:
    verdicts, findings = _verdicts({}), _findings({})
    assert {verdict.programme for verdict in verdicts} == {name for name, _ in methods()}
    used = {POLICY_SCREENS[finding.screen] for finding in findings}
    assert used == set(screens())
    assert len(verdicts) >= 25
    assert len(findings) >= 50


@unhurried
@given(EVERYTHING, SOMETHING, SOMETHING)
def test_learning_a_fact_never_overturns_a_settled_finding(
    whole: Known, first: set[str], more: set[str]
) -> None:
    before = _findings(_part(whole, first))
    after = _findings(_part(whole, first | more))
    for old, new in zip(before, after, strict=True):
        if old.answer is not Answer.OPEN:
            assert (new.answer, new.grade) == (old.answer, old.grade)
            assert not old.missing
        else:
            assert old.missing


@unhurried
@given(EVERYTHING)
def test_every_fact_settles_every_finding(whole: Known) -> None:
    known = {**whole, "household_size": 3}
    assert [f.screen for f in _findings(known) if f.answer is Answer.OPEN] == []


@unhurried
@given(EVERYTHING, SOMETHING)
def test_every_line_of_every_explanation_is_made_of_words(whole: Known, names: set[str]) -> None:
    known = _part(whole, names)
    roots = [verdict.explanation for verdict in _verdicts(known)]
    roots += [found.explanation for found in _findings(known)]
    for root in roots:
        for node in _nodes(root):
            assert isinstance(node.words, str)
            assert isinstance(node.result, str)
            assert "None" not in node.words + node.result


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _nodes(child)
