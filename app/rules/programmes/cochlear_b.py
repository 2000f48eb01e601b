"""S2.222 人工耳蜗补助（乙）: what the insurances leave up to the standard, one-off."""

from __future__ import annotations

from app.rules.engine.arithmetic import lower_of, not_used_up
from app.rules.engine.awards import Award, flat, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import all_of, named
from app.rules.screens.rehab import cochlear_b

CITE = "S2.222"


def one_off(case: Case) -> Award:
    """The mapping fee is in it: whoever was aided once gets nothing for it later."""
    amount = lower_of(
        "剩余费用，不超过标准", case.amount("cochlear_self_pay"), case.money("rehab_b.cochlear")
    )
    first = not_used_up(
        case.number("cochlear_aided"), case.count("rehab_b.cochlear_times"), "没有享受过"
    )
    gate = named("符合年龄且没有享受过", all_of(cochlear_b(case), first), "S2.221")
    return only_if(gate, flat("人工耳蜗（含调机费）", amount, CITE))


METHODS = (one_off,)
