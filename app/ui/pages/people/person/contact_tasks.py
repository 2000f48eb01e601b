"""What can be said of how a person may be contacted, each as a small form."""

from __future__ import annotations

from datetime import date

from app.core.life_events import life_events
from app.core.terms import EXCUSE_NAMES, ExcuseKind
from app.services.desk import Desk
from app.services.person.contacting import (
    ALL_WAYS,
    WAY_NAMES,
    AddEvent,
    AddExcuse,
    ExcuseLine,
    add_event,
    add_excuse,
    end_excuse,
    renew_excuse,
)
from app.ui.tasks import Ask, How, Task, Values, day_in


def excuse_task(person_id: int, today: date) -> Task:
    """Why nobody is to come for a while."""

    def keep(desk: Desk, values: Values) -> object:
        end = day_in(values, "end", "到哪天为止") if values.get("end") else None
        return add_excuse(
            desk,
            AddExcuse(
                person_id,
                ExcuseKind(values["kind"]),
                values["ways"],
                day_in(values, "start", "从哪天起"),
                values.get("reason", ""),
                end,
                values.get("said_by", ""),
            ),
        )

    kinds = tuple((kind.value, name) for kind, name in EXCUSE_NAMES.items())
    return Task(
        "登记不便走访",
        (
            Ask("kind", "情况", How.PICK, ExcuseKind.REFUSES, kinds, required=True),
            Ask("ways", "不便的方式", How.PICK, ALL_WAYS, tuple(WAY_NAMES.items()), required=True),
            Ask("start", "从哪天起", How.DAY, today.isoformat(), required=True),
            Ask("end", "到哪天为止", How.DAY, hint="不知道就空着"),
            Ask("reason", "原因", required=True),
            Ask("said_by", "谁说的", hint="本人、家属或监护人；不愿走访的必填"),
        ),
        keep,
        note="这段时间的任务不安排、不算逾期，另外计数；还可以用的方式照常安排。",
    )


def end_excuse_task(line: ExcuseLine, today: date) -> Task:
    """The last day on which nobody was to come."""
    return Task(
        f"结束：{line.kind_name}",
        (Ask("end", "最后一天", How.DAY, today.isoformat(), required=True),),
        lambda d, v: end_excuse(d, line.id, day_in(v, "end", "最后一天")),
        save="结束",
        note="第二天起恢复走访，以前逾期的仍要补。",
    )


def renew_excuse_task(line: ExcuseLine) -> Task:
    """It was asked again and still holds."""
    return Task(
        f"再次确认：{line.kind_name}",
        (Ask("said_by", "谁说的", value=line.said_by, required=True),),
        lambda d, v: renew_excuse(d, line.id, v.get("said_by", "")),
        save="仍不便",
        note=f"原因：{line.reason}。从今天起重新计算一年。",
    )


def event_task(person_id: int, today: date) -> Task:
    """Something happened that asks for a contact soon."""

    def keep(desk: Desk, values: Values) -> object:
        return add_event(
            desk,
            AddEvent(
                person_id,
                values["kind"],
                day_in(values, "day"),
                values.get("hour", ""),
                values.get("words", ""),
                values.get("told_by", ""),
            ),
        )

    kinds = tuple((kind.code, kind.name) for kind in life_events().values())
    by_hour = "、".join(kind.name for kind in life_events().values() if kind.hour)
    return Task(
        "登记生活事件",
        (
            Ask("kind", "什么事", How.PICK, kinds[0][0], kinds, required=True),
            Ask("day", "哪一天", How.DAY, today.isoformat(), required=True),
            Ask("hour", "几点", hint=f"如 14:30；{by_hour}按小时计"),
            Ask("words", "情况"),
            Ask("told_by", "谁告知的"),
        ),
        keep,
        note="登记后，走访计划里会出现规定时间内要去的一次。",
    )
