"""What is wrong with a visit that was typed in, and what is only strange and asked about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.core.contact_answers import assessed, contact_part
from app.core.form_answers import Problem, show_answer, validate
from app.core.form_contact import SELF_CARE
from app.core.forms import Form
from app.core.visitors import visitor_names
from app.models.queries import contacts
from app.models.queries import visitors as queries
from app.models.unit_of_work import Session
from app.rules.engine.parameters import InForce
from app.services.clock_check import clock_doubt
from app.services.desk import Desk
from app.services.office import expect_office
from app.services.register_updates import ADOPT, changes_said, words_of

# Why a sheet is typed in late (补录) travels beside the form's own answers under this key.
LATE_REASON = "late_reason"
_LATE_LABEL = "补录原因"
_LONGEST = 100


@dataclass(frozen=True)
class Known:
    """What the office knows before it judges a visit: what the person holds today and since when,
    when the sheet was printed, after how many days a record comes late (None: never), whether the
    person is a child, when it was born; what the ``register`` says of every fact that the form may
    change, and when its ability to live alone was last assessed."""

    person_id: int
    village: str
    categories: tuple[str, ...]
    registered: date | None
    printed_on: date
    late_days: int | None
    minor: bool
    born: date | None = None
    register: Mapping[str, str] = field(default_factory=dict)
    assessed_on: date | None = None


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
    among them, and every difference from the register that is not decided; nothing means that the
    sheet can be stored."""
    found = [
        *_late_problems(form, answers, known, today),
        *validate(form, answers, categories=known.categories, today=today),
        *_contradictions(form, answers, known),
    ]
    for claim in changes_said(form, answers, known.register, newest=known.assessed_on):
        if not isinstance(answers.get(ADOPT + claim.register), bool):
            words = words_of(claim, known.register)
            found.append(Problem(ADOPT + claim.register, claim.field.label, f"{words}请选是或否"))
    return tuple(found)


def _late_problems(
    form: Form, answers: Mapping[str, object], known: Known, today: date
) -> Iterator[Problem]:
    reason = str(answers.get(LATE_REASON) or "").strip()
    if is_late(answers.get(contact_part(form).day), today, known.late_days) and not reason:
        words = f"走访已过 {known.late_days} 天，请写明补录的原因"
        yield Problem(LATE_REASON, _LATE_LABEL, words)
    elif len(reason) > _LONGEST:
        yield Problem(LATE_REASON, _LATE_LABEL, f"超过 {_LONGEST} 字")


def _contradictions(form: Form, answers: Mapping[str, object], known: Known) -> Iterator[Problem]:
    """What cannot be true of this person, and a level of self-care that the six answers do not lead
    to (S3.114)."""
    day_field = form.field(contact_part(form).day)
    day = answers.get(day_field.key)
    if isinstance(day, date) and known.born is not None and day < known.born:
        yield Problem(day_field.key, day_field.label, "早于出生日期，请核对")
    result = assessed(form, answers)
    if result is None or result.level is None:
        return
    for one in form.fields:
        said = [choice for choice in one.choices if choice.code == answers.get(one.key)]
        if one.register == SELF_CARE and said and said[0].register != result.level:
            words = f"勾的是“{show_answer(one, said[0].code)}”，六项的答案对应“{result.level}”"
            yield Problem(
                one.key, one.label, f"{words}，请对照纸面；纸上就不一致的，退回评估人更正"
            )


def visit_doubts(
    desk: Desk,
    form: Form,
    answers: Mapping[str, object],
    known: Known,
    *,
    contact_id: int | None = None,
) -> tuple[str, ...]:
    """What is strange about a visit, one sentence each: a clerk may be right all the same.

    A day before the person was registered or before the sheet was printed; a visitor whom nobody
    knows; the same visitor in another village in the same minute; the same form of the same person
    and day typed in already; a PC clock that has jumped. ``contact_id`` is the record that is being
    replaced.
    """
    clock = clock_doubt(desk)
    with desk.store.read() as session:
        return tuple(
            filter(None, (clock, *_doubts(session, form, answers, known, contact_id=contact_id)))
        )


def _doubts(
    session: Session,
    form: Form,
    answers: Mapping[str, object],
    known: Known,
    *,
    contact_id: int | None,
) -> Iterator[str]:
    part = contact_part(form)
    day, label = answers.get(part.day), form.field(part.day).label
    names = visitor_names(str(answers.get(part.visitors) or ""))
    if not isinstance(day, date):
        return
    if known.registered is not None and day < known.registered:
        yield f"{label} {day} 早于这个人纳入的日期 {known.registered}。"
    elif day < known.printed_on:
        yield f"{label} {day} 早于这张表打印的日期 {known.printed_on}。"
    typed = contacts.typed_on(session, known.person_id, form.key, day)
    if any(one != contact_id for one in typed):
        yield f"这个人 {day} 已经录入过一份{form.title}。"
    people = queries.known_visitors(session)
    strangers = [name for name in names if people and name not in people]
    if strangers:
        label = form.field(part.visitors).label
        yield f"{label}“{'、'.join(strangers)}”是第一次出现，请核对有没有写错。"
    time = answers.get(part.time) if part.time else None
    if not isinstance(time, str):
        return
    for other_id, village, visitors in queries.at_the_minute(session, day, time):
        both = [name for name in visitor_names(visitors) if name in names]
        if both and village != known.village and other_id != contact_id:
            where = village or "（未填村）"
            yield f"{'、'.join(both)}在 {day} {time} 同时登记在{where}走访。"
