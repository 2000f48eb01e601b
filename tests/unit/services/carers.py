"""What the tests of carers share: a carer, an agreement, a sheet filled in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.services.care.agreements import add_agreement
from app.services.care.carers import add_carer
from app.services.care.score_month import list_month
from app.services.care.scores import Scored, ScoreTyped, record_score
from app.services.desk import Desk
from tests.factory import id_number, make_person

MONTH = "2026-05"
SINCE = "2026-01-01"


def make_carer(desk: Desk, name: str = "李四姐", **facts: str | None) -> int:
    """Somebody who may care since New Year."""
    known = {"id_no": id_number(born=date(1980, 2, 3), male=False), "phone": "13900000000"}
    return add_carer(desk, {"name": name, "qualified_on": SINCE, **known, **facts})


def make_agreement(
    desk: Desk, carer_id: int, person_id: int | None = None, **facts: str | None
) -> int:
    """An agreement over the year, three hundred yuan a month."""
    if person_id is None:
        person_id = make_person(desk, categories=("tekun_scattered",))
    known = {"start": SINCE, "end": "2026-12-31", "fee": "300", "account_no": "6217000012345678"}
    return add_agreement(desk, person_id, carer_id, {**known, **facts})


def points_of(desk: Desk, total: int, month: str = MONTH) -> dict[str, str]:
    """Points that add up to ``total``, given from the last item on."""
    left, points = Decimal(total), {}
    for name, worth in reversed(list_month(desk, month).sheet.items):
        given = min(left, Decimal(worth))
        points[name], left = str(given), left - given
    assert left == 0
    return points


def typed(desk: Desk, agreement_id: int, total: int, **facts: object) -> ScoreTyped:
    """A sheet with ``total`` points."""
    month = str(facts.pop("month", MONTH))
    return ScoreTyped(agreement_id, month, points_of(desk, total, month), **facts)  # type: ignore[arg-type]


def score(desk: Desk, agreement_id: int, total: int, **facts: object) -> Scored:
    """Score an agreement; whatever follows is agreed to."""
    return record_score(desk, typed(desk, agreement_id, total, **facts), agreed=True)
