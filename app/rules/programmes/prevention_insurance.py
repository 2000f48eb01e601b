"""S0.226 防贫保险: nothing up to the start line, then a share of each step of the loss."""

from __future__ import annotations

from app.rules.engine.arithmetic import excess_of, lower_of, total_of
from app.rules.engine.awards import Award, flat, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import named, percentage_of

CITE = "S0.226"


def two_steps(case: Case) -> Award:
    """One rate from the start line to the second line, another above the second line."""
    loss = case.amount("loss")
    start, second = case.money("prevention.start_line"), case.money("prevention.second_line")
    lower = excess_of(lower_of("第一档以内的损失", loss, second), start, "第一档损失")
    upper = excess_of(loss, second, "第二档损失")
    amount = total_of(
        "分档赔付",
        percentage_of(lower, case.ratio("prevention.first_rate"), "第一档赔付"),
        percentage_of(upper, case.ratio("prevention.second_rate"), "第二档赔付"),
    )
    gate = named("监测对象", case.yes("monitored"), CITE)
    return only_if(gate, flat("防贫保险赔付", amount, CITE))


METHODS = (two_steps,)
