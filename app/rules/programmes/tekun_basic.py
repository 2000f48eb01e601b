"""S3.202 特困供养人员基本生活标准: a multiple of the urban 低保 standard, per person and month."""

from __future__ import annotations

from app.rules.engine.awards import Award, flat, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import named, percentage_of, published_or

CITE = "S3.202"


def multiple_of_urban_standard(case: Case) -> Award:
    """The published amount wins over the formula, which may have been rounded locally."""
    formula = percentage_of(
        case.money("standard.dibao_urban"), case.ratio("tekun.basic_multiple"), "按公式计算"
    )
    amount = published_or(case.money("tekun.basic_published"), formula, "公布数优先")
    in_tekun = named("特困供养人员", case.yes("in_tekun"), CITE)
    return only_if(in_tekun, flat("基本生活标准", amount, CITE))


METHODS = (multiple_of_urban_standard,)
