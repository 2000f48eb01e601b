"""Amounts made from amounts: what is unknown stays unknown and names what is missing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from app.core.money import cents, yuan
from app.rules.engine.logic import Amount, Condition, Term, figured, less_than, union

NOTHING = Decimal(0)


def nothing(words: str) -> Amount:
    """An amount that is known to be nothing, and why."""
    return Term(NOTHING, figured(words, yuan(NOTHING) + "元", ()))


def lower_of(words: str, *amounts: Amount) -> Amount:
    """据实……不超过: the lowest of what was spent and what the ceilings allow."""
    return _made(words, amounts, lambda *values: min(values))


def higher_of(words: str, *amounts: Amount) -> Amount:
    """较高的: the highest of them."""
    return _made(words, amounts, lambda *values: max(values))


def total_of(words: str, *amounts: Amount) -> Amount:
    """The sum."""
    return _made(words, amounts, lambda *values: sum(values, NOTHING))


def excess_of(first: Amount, second: Amount, words: str) -> Amount:
    """超过部分: what the first is more than the second; nothing when it is not more."""
    return _made(words, (first, second), lambda one, other: max(one - other, NOTHING))


def times(amount: Amount, count: Term[int], words: str) -> Amount:
    """So much for each of so many (months, persons)."""
    return _made(words, (amount, _as_amount(count)), lambda one, many: one * many)


def per_head(total: Amount, heads: Term[int], words: str) -> Amount:
    """人均: shared by all of them (``Case.heads``: never nobody)."""
    return _made(words, (total, _as_amount(heads)), lambda one, many: one / many)


def kept_below(amount: Amount, bound: Amount, step: Amount, words: str) -> Amount:
    """小于: the amount, lowered to ``step`` below the bound when it would reach it."""
    return _made(
        words,
        (amount, bound, step),
        lambda one, limit, less: one if one < limit else max(limit - less, NOTHING),
    )


def not_used_up(used: Term[int], limit: Term[int], words: str) -> Condition:
    """每人（每年）仅限几次: fewer times so far than the limit allows."""
    return less_than(used, limit, words)


def _as_amount(count: Term[int]) -> Amount:
    value = None if count.value is None else Decimal(count.value)
    return Term(value, count.node, count.missing)


def _made(words: str, parts: tuple[Amount, ...], how: Callable[..., Decimal]) -> Amount:
    values = [part.value for part in parts]
    value = None if None in values else cents(how(*values))
    result = "" if value is None else yuan(value) + "元"
    nodes = tuple(part.node for part in parts)
    return Term(value, figured(words, result, nodes), union(part.missing for part in parts))
