"""S3.209 追溯医疗救助: a share, once, of what was paid in the months before recognition."""

from __future__ import annotations

from app.rules.engine.awards import Award, flat, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import all_of, named, percentage_of

CITE = "S3.209"


def once_for_the_months_before(case: Case) -> Award:
    """Only for families of the marginal group that were then taken into 低保."""
    amount = percentage_of(
        case.amount("retro_medical_bills"), case.ratio("medical.aid_rate"), "按医疗救助比例"
    )
    gate = all_of(case.yes("edge_family"), case.yes("in_dibao"))
    return only_if(named("边缘困难群体纳入低保", gate, CITE), flat("一次性医疗救助", amount, CITE))


METHODS = (once_for_the_months_before,)
