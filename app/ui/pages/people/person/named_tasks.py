"""Changing in a record who is responsible for the person. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.services.cadre_choices import CadreChoice
from app.services.desk import Desk
from app.services.pairing import Give, Programme, give_people, take_people
from app.services.person.responsible import NamedLine
from app.services.person.typed import FieldError
from app.ui.tasks import Ask, How, Task, Values, day_in

_REASONS = ("换人", "不再符合条件", "本人申请退出", "迁出", "登记错误")


def name_task(
    person_id: int,
    cadres: Sequence[CadreChoice],
    programmes: Sequence[Programme],
    *,
    today: date,
    line: NamedLine | None = None,
) -> Task:
    """Somebody responsible, new or in place of ``line``."""
    known = str(line.cadre_id) if line and line.cadre_id else ""
    asks = (
        Ask(
            "cadre",
            "责任人",
            How.PICK,
            known if any(str(one.id) == known for one in cadres) else "",
            (("", ""), *((str(one.id), one.words) for one in cadres)),
            required=True,
        ),
        Ask(
            "programme",
            "方案",
            How.PICK,
            line.programme_key if line else "",
            tuple((one.key, one.title) for one in programmes),
        ),
        Ask("start", "从哪天起", How.DAY, today.isoformat(), required=True),
    )

    def do(desk: Desk, values: Values) -> None:
        if not values["cadre"]:
            raise FieldError("cadre", "没有选责任人。", "名单里没有的，先到“走访 → 责任人”登记。")
        start = day_in(values, "start", "从哪天起")
        give_people(desk, Give(int(values["cadre"]), (person_id,), start, values["programme"]))

    note = "原来的责任人到前一天止，留在表里。名单在“走访 → 责任人”。"
    return Task("指定包保责任人", asks, do, note=note)


def end_named_task(line: NamedLine, today: date) -> Task:
    """The last day, and why nobody follows."""
    asks = (
        Ask("end", "最后一天", How.DAY, today.isoformat(), required=True),
        Ask("reason", "原因", How.OWN, "", tuple((r, r) for r in _REASONS), required=True),
    )
    return Task(
        f"结束：{line.name}",
        asks,
        lambda d, v: take_people(d, [line.id], day_in(v, "end", "最后一天"), v["reason"]),
        save="结束",
        note="只结束，不换人。这一条会留在表里。",
    )
