"""S2.223 肢体矫治手术补助（乙）: what the insurances leave up to the standard, one-off."""

from __future__ import annotations

from app.rules.engine.arithmetic import lower_of, not_used_up
from app.rules.engine.awards import Award, flat, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import all_of, named
from app.rules.screens.rehab import limb_surgery_b

CITE = "S2.223"


def one_off(case: Case) -> Award:
    """Surgery, training and orthosis of the same stay together."""
    amount = lower_of(
        "剩余费用，不超过标准", case.amount("surgery_self_pay"), case.money("rehab_b.surgery")
    )
    first = not_used_up(
        case.number("surgeries_aided"), case.count("rehab_b.surgery_times"), "没有享受过"
    )
    gate = named("符合年龄且没有享受过", all_of(limb_surgery_b(case), first), "S2.221")
    return only_if(gate, flat("矫治手术（含训练、矫形器）", amount, CITE))


METHODS = (one_off,)
