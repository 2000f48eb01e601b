"""The arithmetic of an event's budget: what it costs, what is spent, what is left (S0.203)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.core.money import cents

_NOTHING = cents(Decimal(0))


@dataclass(frozen=True)
class Cost:
    """One line of an event: yuan, None while nobody knows its price; ``spent``, or only planned."""

    amount: Decimal | None
    spent: bool = False


@dataclass(frozen=True)
class Budget:
    """``planned`` is everything on the list (what is spent included), ``spent`` what has gone out,
    both in yuan and without the ``unknown`` lines that have no price."""

    declared: Decimal | None
    planned: Decimal
    spent: Decimal
    unknown: int

    @property
    def left(self) -> Decimal | None:
        """What the list leaves of the declared budget; negative: over it. None: none declared."""
        return None if self.declared is None else self.declared - self.planned

    @property
    def over(self) -> bool:
        """Whether the list costs more than was declared."""
        return self.left is not None and self.left < 0


def line_amount(
    quantity: Decimal | None, price: Decimal | None, lump: Decimal | None = None
) -> Decimal | None:
    """Yuan of a line: its lump sum, or quantity times price; None when one of them is unknown."""
    if lump is not None:
        return lump
    return None if quantity is None or price is None else cents(quantity * price)


def budget_of(costs: Iterable[Cost], declared: Decimal | None) -> Budget:
    """The sums of an event's lines against its declared budget."""
    lines = tuple(costs)
    known = [(line.amount, line.spent) for line in lines if line.amount is not None]
    return Budget(
        declared=declared,
        planned=sum((amount for amount, _ in known), _NOTHING),
        spent=sum((amount for amount, spent in known if spent), _NOTHING),
        unknown=len(lines) - len(known),
    )
