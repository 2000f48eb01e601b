"""Contact forms as they come back from the villages: printed for people, filled in without a
mistake; a test names only what it is about."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import select

from app.models.form import PrintedForm
from app.services.desk import Desk
from app.services.documents import Wanted, print_documents
from tests.factory import TODAY

Answers = dict[str, object]


def print_papers(desk: Desk, key: str, folder: Path, *people: int) -> list[str]:
    """Papers of form ``key`` for ``people``, printed together; their numbers."""
    done = print_documents(desk, key, Wanted(people=people), out=folder / f"{key}.pdf")
    with desk.store.read() as session:
        query = select(PrintedForm.number).where(PrintedForm.stack_no == done.first_no)
        return list(session.scalars(query.order_by(PrintedForm.number)))


def lesson(day: date = TODAY, **changes: object) -> Answers:
    """A lesson of two hours at home."""
    usual = {
        "day": day,
        "teachers": "周老师、吴老师",
        "held": True,
        "hours": 2,
        "content": ("living", "rehab"),
    }
    return _answers(usual, changes)


def elder(day: date = TODAY, **changes: object) -> Answers:
    """An elder who was seen at home and needs nothing."""
    usual = {
        "elder_kind": ("alone", "old"),
        "visit_date": day,
        "visitors": "王干部",
        "visit_mode": "visit",
        "seen_in_person": True,
        "problems": ("none",),
    }
    return _answers(usual, changes)


def assessment(day: date = TODAY, **changes: object) -> Answers:
    """Somebody who can do all six."""
    usual = {
        "reason": "regular",
        "day": day,
        "assessors": "陈医生、刘社工",
        **dict.fromkeys(("eat", "dress", "bed", "toilet", "walk", "bathe"), "yes"),
        "result": "full",
    }
    return _answers(usual, changes)


def survey(day: date = TODAY, **changes: object) -> Answers:
    """A household that was asked for 低保 and whose income is known."""
    usual = {"visit_date": day, "visitors": "王干部、赵干部", "meets": "yes"}
    return _answers(usual, changes)


def _answers(usual: Answers, changes: Answers) -> Answers:
    return {key: value for key, value in {**usual, **changes}.items() if value is not None}
