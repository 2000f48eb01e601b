"""Receiving: any order, any number of times, every state with its words."""

from __future__ import annotations

import hashlib
import random
from functools import cache
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ledger.receiving import (
    STATE_WORDS,
    Arrival,
    CountyView,
    KnownOffice,
    ReceiveState,
    judge_sequence,
    receive,
    state_of,
)
from app.ledger.refusals import ChainFault, LedgerRefused, Refusal
from tests.samples.ledgers import good as sample
from tests.samples.ledgers.hostile import recipes

CODE = sample.office_head(5).office_code


@cache
def batches() -> tuple[bytes, ...]:
    """Three ledgers of one office, each naming the one before."""
    made: list[bytes] = []
    for number in (1, 2, 3):
        previous = hashlib.sha256(made[-1]).hexdigest() if made else None
        made.append(sample.signed(sample.content(6, sample.office_head(5, number, previous))))
    return tuple(made)


def county(**known: str) -> CountyView:
    accepted = {int(number[1:]): sha256 for number, sha256 in known.items()}
    office = KnownOffice(CODE, "第5镇人民政府", accepted)
    home = KnownOffice(sample.OFFICE_CODE, sample.OFFICE)
    return CountyView({CODE: office, sample.OFFICE_CODE: home}, sample.trust())


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def states(*files: bytes, view: CountyView | None = None) -> list[ReceiveState]:
    named = [(f"{number}.xlsx", data) for number, data in enumerate(files)]
    arrivals = receive(named, view or county(), at=sample.RECEIVED)
    return [arrival.state for arrival in arrivals]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_order_does_not_matter(order: tuple[int, ...]) -> None:
    files = [batches()[number] for number in order]
    assert states(*files) == [ReceiveState.VERIFIED] * 3


def test_the_same_file_twice_is_a_duplicate() -> None:
    assert states(batches()[0], batches()[0]) == [ReceiveState.VERIFIED, ReceiveState.DUPLICATE]


def test_a_file_that_the_county_has_is_a_duplicate() -> None:
    first = batches()[0]
    assert states(first, view=county(b1=sha(first))) == [ReceiveState.DUPLICATE]


def test_a_missing_batch_is_a_gap_until_it_comes() -> None:
    first, second, third = batches()
    assert states(third, first) == [ReceiveState.GAP, ReceiveState.VERIFIED]
    view = county(b1=sha(first))
    assert states(third, second, view=view) == [ReceiveState.VERIFIED] * 2


def test_a_batch_upon_another_history_is_a_gap() -> None:
    assert states(batches()[1], view=county(b1="0" * 64)) == [ReceiveState.GAP]


def test_last_months_ledger_with_other_contents_is_old() -> None:
    view = county(b1="0" * 64, b2="1" * 64)
    assert states(batches()[0], view=view) == [ReceiveState.OLD]


def test_an_office_that_is_not_on_the_list_is_a_stranger() -> None:
    view = CountyView({}, sample.trust())
    assert states(batches()[0], view=view) == [ReceiveState.STRANGER]


def test_a_waiting_ledger_is_judged_again_without_being_read_again() -> None:
    first, second, _ = batches()
    (waiting,) = receive([("2.xlsx", second)], county(), at=sample.RECEIVED)
    assert waiting.state is ReceiveState.GAP
    (again,) = judge_sequence([waiting], county(b1=sha(first)))
    assert again.state is ReceiveState.VERIFIED


@pytest.mark.parametrize(
    ("recipe", "state"),
    [
        ("one_cell_changed", ReceiveState.CHANGED),
        ("cut_off", ReceiveState.CHANGED),
        ("never_signed", ReceiveState.UNSIGNED),
        ("saved_again_in_a_spreadsheet", ReceiveState.UNSIGNED),
        ("signed_below_an_impostor_root", ReceiveState.STRANGER),
        ("certificate_expired", ReceiveState.CERTIFICATE),
        ("newer_format", ReceiveState.TOO_NEW),
        ("signed_by_another_office", ReceiveState.OFFICE_CODE),
        ("text_file", ReceiveState.UNREADABLE),
        ("with_a_password", ReceiveState.UNREADABLE),
    ],
)
def test_what_is_refused_has_its_state_and_words(recipe: str, state: ReceiveState) -> None:
    (arrival,) = receive([("a.xlsx", recipes()[recipe][1]())], county(), at=sample.RECEIVED)
    assert arrival.state is state
    assert arrival.verified is None
    assert arrival.words.what
    assert arrival.words.what_to_do


@given(st.randoms(use_true_random=False), st.lists(st.integers(0, 2), max_size=6))
def test_any_pile_ends_with_the_same_accepted_batches(
    chance: random.Random, pile: list[int]
) -> None:
    """Whatever comes, in any order and repeated: each batch is accepted once, up to the gap."""
    opened = _opened()
    shuffled = [opened[number] for number in pile]
    chance.shuffle(shuffled)
    judged = judge_sequence(shuffled, county())
    accepted = sorted(
        arrival.verified.head.batch_no
        for arrival in judged
        if arrival.verified and arrival.state is ReceiveState.VERIFIED
    )
    expected = [n + 1 for n in range(3) if set(range(n + 1)) <= set(pile)]
    assert accepted == expected


@cache
def _opened() -> tuple[Arrival, ...]:
    files = [(f"{n}.xlsx", data) for n, data in enumerate(batches())]
    return receive(files, county(), at=sample.RECEIVED)


def test_every_state_has_words() -> None:
    assert STATE_WORDS.keys() == set(ReceiveState)


def test_every_refusal_has_a_state() -> None:
    found = {state_of(LedgerRefused(code)) for code in Refusal}
    found |= {state_of(LedgerRefused(Refusal.CHAIN, chain=fault)) for fault in ChainFault}
    assert ReceiveState.VERIFIED not in found
