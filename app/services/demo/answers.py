"""Invented answers for visit sheets, for the demonstration."""

from __future__ import annotations

from datetime import date

from app.services.plan import PlanRow

_TROUBLE = 9


def answers_for(row: PlanRow, day: date, place: int) -> dict[str, object]:
    """A visit on ``day`` as somebody might have written it down; every ninth finds a problem."""
    troubled = place % _TROUBLE == 0
    return {
        "visit_date": day,
        "visitors": "样例走访员甲、样例走访员乙",
        "visit_mode": "visit",
        "seen_in_person": True,
        "respondent_relation": "self",
        "health": ("chronic",) if troubled else ("good",),
        "mental_state": "good",
        "food_clothing": "secure",
        "selfcare": "full",
        "carer_duty": "good",
        "housing_safety": "safe",
        "schooling": "at_school" if "儿童" in "".join(row.categories) else None,
        "hazards": ("none",),
        "benefits_paid": True,
        "facts_true": "true",
        "problems": ("medical",) if troubled else ("none",),
        "problems_note": "慢性病用药费用较高" if troubled else None,
        "signed": "self",
    }
