"""A sample that anybody draws again."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from app.rules.recheck_draw import draw, in_order, list_digest

NUMBERS = st.lists(st.integers(1, 10**6).map(lambda n: f"C{n}"), unique=True)


@given(NUMBERS, st.text(), st.integers(0, 50), st.randoms())
def test_the_same_list_and_seed_draw_the_same_in_any_order(
    numbers: list[str], seed: str, count: int, chance: object
) -> None:
    mixed = list(numbers)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    drawn = draw(numbers, seed, count)
    assert draw(mixed, seed, count) == drawn
    assert list_digest(mixed) == list_digest(numbers)
    assert len(set(drawn)) == len(drawn) == min(count, len(numbers))
    assert set(drawn) <= set(numbers)


@given(NUMBERS, st.text())
def test_a_larger_sample_begins_with_the_smaller_one(numbers: list[str], seed: str) -> None:
    assert draw(numbers, seed, 9)[:4] == draw(numbers, seed, 4)


@given(NUMBERS, st.text(max_size=8))
def test_the_paper_says_enough_to_draw_by_hand(numbers: list[str], seed: str) -> None:
    by_hand = sorted(numbers, key=lambda number: sha256(f"{seed}|{number}".encode()).hexdigest())
    assert list(draw(numbers, seed, 5)) == by_hand[:5]
    assert list_digest(numbers) == sha256("\n".join(in_order(numbers)).encode()).hexdigest()


def test_numbers_stand_in_their_order() -> None:
    assert in_order(["C10", "C9", "C100", "C11"]) == ("C9", "C10", "C11", "C100")


def test_another_seed_draws_others_and_nobody_is_favoured() -> None:
    numbers = [f"C{n}" for n in range(20)]
    drawn = Counter(one for seed in range(2000) for one in draw(numbers, str(seed), 5))
    assert all(400 < drawn[number] < 600 for number in numbers)
