"""What is wrong with a visit that was typed in, and what is only strange and asked about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.core.form_answers import Problem, validate
from app.core.forms import Form
from app.core.visitors import visitor_names
from app.models.queries import visitors as queries
from app.models.unit_of_work import Session
from app.rules.engine.parameters import InForce
from app.services.clock_check import clock_doubt
from app.services.desk import Desk
from app.services.office import expect_office

# Why a sheet is typed in late (补录) travels beside the form's own answers under this key.
LATE_REASON = "late_reason"
_LATE_LABEL = "补录原因"
_LONGEST = 100


@dataclass(frozen=True)
class Known:
    """What the office knows before it judges a visit: what the person holds today and since when,
    when the sheet was printed, after how many days a record comes late (None: never), and whether
    the person is a child."""

    person_id: int
    village: str
    categories: tuple[str, ...]
    registered: date | None
    printed_on: date
    late_days: int | None
    minor: bool


def late_days(desk: Desk) -> int | None:
    """After how many days an entry is 补录."""
    region, today = expect_office(desk).code, desk.clock.today()
    found = desk.policy.value("entry.late_days", day=today, region=region)
    return found.value if isinstance(found, InForce) and isinstance(found.value, int) else None


def is_late(day: object, today: date, days: int | None) -> bool:
    """Whether a visit of ``day`` is typed in so late today that the reason has to be said."""
    return isinstance(day, date) and days is not None and (today - day).days > days


def visit_problems(
    form: Form, answers: Mapping[str, object], known: Known, *, today: date
) -> tuple[Problem, ...]:
    """Everything wrong with the answers, in the order of the paper, a late entry without its reason
    among them; nothing means that the sheet can be stored."""
    problems = validate(form, answers, categories=known.categories, today=today)
    reason = str(answers.get(LATE_REASON) or "").strip()
    if is_late(answers.get("visit_date"), today, known.late_days) and not reason:
        words = f"走访已过 {known.late_days} 天，请写明补录的原因"
        return (Problem(LATE_REASON, _LATE_LABEL, words), *problems)
    if len(reason) > _LONGEST:
        return (Problem(LATE_REASON, _LATE_LABEL, f"超过 {_LONGEST} 字"), *problems)
    return problems


def visit_doubts(
    desk: Desk, answers: Mapping[str, object], known: Known, *, contact_id: int | None = None
) -> tuple[str, ...]:
    """What is strange about a visit, one sentence each: a clerk may be right all the same.

    A day before the person was registered or before the sheet was printed; a visitor whom nobody
    knows; the same visitor in another village in the same minute; a PC clock that has jumped.
    ``contact_id`` is the record that is being replaced.
    """
    clock = clock_doubt(desk)
    with desk.store.read() as session:
        return tuple(filter(None, (clock, *_doubts(session, answers, known, contact_id))))


def _doubts(
    session: Session, answers: Mapping[str, object], known: Known, contact_id: int | None
) -> Iterator[str]:
    day = answers.get("visit_date")
    names = visitor_names(str(answers.get("visitors") or ""))
    if not isinstance(day, date):
        return
    if known.registered is not None and day < known.registered:
        yield f"走访日期 {day} 早于这个人纳入的日期 {known.registered}。"
    elif day < known.printed_on:
        yield f"走访日期 {day} 早于这张表打印的日期 {known.printed_on}。"
    people = queries.known_visitors(session)
    strangers = [name for name in names if people and name not in people]
    if strangers:
        yield f"入户人员“{'、'.join(strangers)}”是第一次出现，请核对有没有写错。"
    time = answers.get("visit_time")
    if not isinstance(time, str):
        return
    for other_id, village, visitors in queries.at_the_minute(session, day, time):
        both = [name for name in visitor_names(visitors) if name in names]
        if both and village != known.village and other_id != contact_id:
            where = village or "（未填村）"
            yield f"{'、'.join(both)}在 {day} {time} 同时登记在{where}走访。"
