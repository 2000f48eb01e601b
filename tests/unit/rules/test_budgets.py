"""S0.203: 80 gifts at 50, 10 packs at 120 and a lump of 800 are the declared 6,000."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.rules.budgets import Cost, budget_of, line_amount

_50, _120, _800 = Decimal(50), Decimal(120), Decimal(800)


def _amounts(gifts: int, lump: Decimal | None) -> list[Cost]:
    lines = [line_amount(Decimal(gifts), _50), line_amount(Decimal(10), _120)]
    return [Cost(amount) for amount in (*lines, lump) if amount is not None]


@pytest.mark.parametrize(
    ("gifts", "lump", "planned", "left"),
    [(80, _800, 6000, 0), (85, _800, 6250, -250), (80, None, 5200, 800)],
)
def test_the_lines_are_added_and_compared_with_what_was_declared(
    gifts: int, lump: Decimal | None, planned: int, left: int
) -> None:
    budget = budget_of(_amounts(gifts, lump), Decimal(6000))
    assert budget.planned == planned
    assert budget.left == left
    assert budget.over is (left < 0)


def test_a_lump_sum_needs_no_quantity_and_a_line_without_price_is_unknown() -> None:
    assert line_amount(None, None, _800) == _800
    assert line_amount(None, _50) is None
    assert line_amount(Decimal(2), None) is None
    assert line_amount(Decimal("1.5"), Decimal("3.33")) == Decimal("5.00")


def test_what_has_no_price_is_counted_and_never_zero() -> None:
    budget = budget_of([Cost(None), Cost(_50, spent=True)], None)
    assert (budget.planned, budget.spent, budget.unknown) == (_50, _50, 1)
    assert budget.left is None
    assert not budget.over
