"""What bends the plan of one person: why nobody is to come for a while, and what happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.core.errors import DeclinedError
from app.core.life_events import event_name, life_events
from app.core.terms import CONTACT_NAMES, EXCUSE_NAMES, ContactKind, ExcuseKind
from app.models.duty import ContactExcuse, LifeEvent
from app.services.desk import Desk
from app.services.person.facts import expect_person
from app.services.person.record import Record
from app.services.person.rows import check_days, check_not_future, expect_row
from app.services.person.typed import FieldError

ALL_WAYS = "all"
# What an excuse may be about: any way, or coming to the house, or ringing up.
WAYS: Mapping[str, tuple[ContactKind, ...]] = {
    ALL_WAYS: (),
    "visits": (ContactKind.VISIT, ContactKind.ENTRUSTED),
    "calls": (ContactKind.CALL, ContactKind.VIDEO),
}
WAY_NAMES = {ALL_WAYS: "任何方式", "visits": "上门（含委托他人）", "calls": "电话、视频"}


@dataclass(frozen=True)
class ExcuseLine:
    """Why nobody is to come, from–to; ``running`` on the day of the view."""

    id: int
    kind_name: str
    ways: str
    start: date
    end: date | None
    reason: str
    said_by: str
    running: bool


@dataclass(frozen=True)
class EventLine:
    """Something that happened; ``when`` with the hour where it is known."""

    id: int
    kind_name: str
    when: str
    words: str
    told_by: str


@dataclass(frozen=True)
class AddExcuse:
    """``ways`` is a key of ``WAYS``; ``end`` None: until further notice."""

    person_id: int
    kind: ExcuseKind
    ways: str
    start: date
    reason: str
    end: date | None = None
    said_by: str = ""


@dataclass(frozen=True)
class AddEvent:
    """``hour`` is ``HH:MM``, empty where nobody knows."""

    person_id: int
    kind: str
    day: date
    hour: str = ""
    words: str = ""
    told_by: str = ""


def add_excuse(desk: Desk, command: AddExcuse) -> int:
    """Write down why somebody is not to be contacted; the new row's number.

    Raises ``FieldError`` without a reason, for an end before the start, and for a refusal that
    nobody is named for: who said so must be known when it is asked again.
    """
    check_days(command.start, command.end)
    if not command.reason.strip():
        raise FieldError("reason", "原因没有写明。", "请写清楚，例如“本人明确表示不愿上门”。")
    if command.kind is ExcuseKind.REFUSES and not command.said_by.strip():
        raise FieldError("said_by", "没有写明是谁说的。", "请填写本人、家属或监护人。")
    with desk.write("add_excuse", "登记不便走访", ("person", command.person_id)) as work:
        expect_person(work.session, command.person_id)
        excuse = ContactExcuse(
            person_id=command.person_id,
            kind=command.kind,
            kinds=",".join(WAYS[command.ways]),
            start=command.start,
            end=command.end,
            reason=command.reason.strip(),
            said_by=command.said_by.strip() or None,
        )
        work.session.add(excuse)
        work.session.flush()
        return excuse.id


def end_excuse(desk: Desk, excuse_id: int, day: date) -> None:
    """``day`` is the last on which nobody was to come. Raises ``FieldError`` before the start."""
    with desk.write("end_excuse", "结束不便走访") as work:
        excuse = expect_row(work.session, ContactExcuse, excuse_id)
        work.line.subject_table, work.line.subject_id = "person", excuse.person_id
        check_days(excuse.start, day)
        excuse.end = day


def renew_excuse(desk: Desk, excuse_id: int, said_by: str) -> None:
    """It was asked again and still holds: from today on by what was said today.

    Raises ``DeclinedError`` for one that is over or began today, ``FieldError`` when nobody is
    named.
    """
    if not said_by.strip():
        raise FieldError("said_by", "没有写明是谁说的。", "请填写本人、家属或监护人。")
    today = desk.clock.today()
    with desk.write("renew_excuse", "确认仍不便走访") as work:
        old = expect_row(work.session, ContactExcuse, excuse_id)
        work.line.subject_table, work.line.subject_id = "person", old.person_id
        if old.start >= today or (old.end is not None and old.end < today):
            raise DeclinedError("这一条已经结束，或今天刚登记。", "", "请重新登记不便走访的情况。")
        work.session.add(
            ContactExcuse(
                person_id=old.person_id,
                kind=old.kind,
                kinds=old.kinds,
                start=today,
                end=old.end,
                reason=old.reason,
                said_by=said_by.strip(),
            )
        )
        old.end = today - timedelta(days=1)


def add_event(desk: Desk, command: AddEvent) -> int:
    """Write down what happened to somebody; the new row's number.

    Raises ``FieldError`` for a day that has not come, an unknown kind or an hour that is none.
    """
    check_not_future("day", command.day, desk.clock.today())
    if command.kind not in life_events():
        known = "、".join(kind.name for kind in life_events().values())
        raise FieldError("kind", "没有选是什么事。", f"可选：{known}。")
    at = _moment(command)
    with desk.write("add_event", "登记生活事件", ("person", command.person_id)) as work:
        expect_person(work.session, command.person_id)
        event = LifeEvent(
            person_id=command.person_id,
            kind=command.kind,
            day=command.day,
            at=at,
            words=command.words.strip() or None,
            told_by=command.told_by.strip() or None,
        )
        work.session.add(event)
        work.session.flush()
        return event.id


def remove_event(desk: Desk, event_id: int) -> None:
    """Take out an event that was written by mistake; the story keeps it."""
    with desk.write("remove_event", "去掉误登的生活事件") as work:
        event = expect_row(work.session, LifeEvent, event_id)
        work.line.subject_table, work.line.subject_id = "person", event.person_id
        work.session.delete(event)


def _moment(command: AddEvent) -> datetime | None:
    hour = command.hour.strip().replace("：", ":")
    if not hour:
        return None
    try:
        hours, minutes = hour.split(":")
        return datetime.combine(command.day, time(int(hours), int(minutes)))
    except ValueError:
        raise FieldError("hour", f"时间看不懂：{hour}。", "请写成 14:30，不清楚就空着。") from None


def excuse_lines(record: Record, day: date) -> tuple[ExcuseLine, ...]:
    """The newest first."""
    newest = sorted(record.excuses, key=lambda row: (row.start, row.id), reverse=True)
    return tuple(
        ExcuseLine(
            id=row.id,
            kind_name=EXCUSE_NAMES[ExcuseKind(row.kind)],
            ways=ways_words(row.kinds),
            start=row.start,
            end=row.end,
            reason=row.reason,
            said_by=row.said_by or "",
            running=row.start <= day and (row.end is None or day <= row.end),
        )
        for row in newest
    )


def ways_words(kinds: str) -> str:
    """The ways of contact as a clerk reads them."""
    named = {",".join(ways): key for key, ways in WAYS.items()}
    if kinds in named:
        return WAY_NAMES[named[kinds]]
    return "、".join(CONTACT_NAMES[ContactKind(kind)] for kind in kinds.split(","))


def event_lines(record: Record) -> tuple[EventLine, ...]:
    """The newest first."""
    newest = sorted(record.events, key=lambda row: (row.day, row.id), reverse=True)
    return tuple(
        EventLine(
            id=row.id,
            kind_name=event_name(row.kind),
            when=f"{row.at:%Y-%m-%d %H:%M}" if row.at else row.day.isoformat(),
            words=row.words or "",
            told_by=row.told_by or "",
        )
        for row in newest
    )
