"""Who pays before a rehab subsidy does (S2.227): what the insurances and medical aid leave."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from app.core.errors import UserError


def left_to_pay(cost: Decimal, paid: Sequence[Decimal | None]) -> Decimal | None:
    """What remains of ``cost`` (yuan) after all payers; None while one of them has not settled yet.

    Raises UserError when they paid more than it cost: one of the figures is wrong.
    """
    settled = [amount for amount in paid if amount is not None]
    left = cost - sum(settled, Decimal(0))
    if left < 0:
        raise UserError("各项报销之和超过了总费用。", "", "请核对总费用和每一项报销金额。")
    return left if len(settled) == len(paid) else None


def family_share(left: Decimal, subsidy: Decimal) -> Decimal:
    """What the family pays itself (yuan): the part above the standard."""
    return max(left - subsidy, Decimal(0))
