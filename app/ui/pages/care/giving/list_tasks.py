"""What is done about festival lists, donations, activities and mutual help: small forms. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.terms import ACTIVITY_NAMES, ActivityKind
from app.services.activities import ActivityRow, KeepActivity, keep_activity
from app.services.desk import Desk
from app.services.donations import RecordDonation, record_donation
from app.services.festival_lines import add_people, change_lines
from app.services.festivals import FestivalRow, KeepFestival, ListLine, keep_festival
from app.services.mutual_help import HelpRow, StartHelp, end_help, start_help
from app.services.people import PeopleQuery, find_people
from app.services.person.typed import FieldError
from app.services.saved_filters import SavedFilter
from app.ui.pages.care.giving.asks import (
    THING_NOTE,
    Choices,
    Supply,
    amount_in,
    expect_thing,
    id_in,
    number_in,
    thing_asks,
    whole_in,
    with_nobody,
)
from app.ui.pages.care.giving.tasks import day_ask
from app.ui.tasks import Ask, How, Task, Values, day_in

_NOT_SAID = "不限"


# --- festivals -----------------------------------------------------------------------------------
def festival_task(
    days: Sequence[tuple[str, date]], today: date, row: FestivalRow | None = None
) -> Task:
    """A list, new or changed; ``days`` are the festivals that the calendar knows."""
    coming = sorted((day, name) for name, day in days if day >= today)
    first = coming[0][1] if coming else ""

    def keep(desk: Desk, values: Values) -> object:
        day = day_in(values, "day") if values["day"] else None
        year = int(values["year"]) if values["year"].isdecimal() else 0
        if day is None and not date.min.year <= year <= date.max.year:
            raise FieldError("year", "“年份”不对。", "请写成 2026，或直接填写日期。")
        command = KeepFestival(
            values["name"], day, year, amount_in(values, "budget", "预算"), values["note"],
            row.id if row else None,
        )  # fmt: skip
        return keep_festival(desk, command)

    known = tuple(dict.fromkeys(name for name, _ in days))
    year = (row.day if row else coming[0][0] if coming else today).year
    return Task(
        "修改慰问名单" if row else "新的慰问名单",
        (
            Ask(
                "name", "节日", How.OWN, row.name if row else first,
                tuple((name, name) for name in known), required=True,
            ),
            Ask("year", "年份", How.NUMBER, str(year)),
            Ask("day", "日期", How.DAY, row.day.isoformat() if row else "",
                hint="不填：按节日日期表"),
            Ask("budget", "预算（元）", How.NUMBER,
                str(row.budget.declared or "") if row else "", hint="没有就空着"),
            Ask("note", "备注", value=row.note if row else ""),
        ),
        keep,
        note="春节、元宵节、中秋节、重阳节的日期在“政策”的节日日期表里；没有的年份请填日期。",
    )  # fmt: skip


@dataclass(frozen=True)
class Circle:
    """From whom people for a list may be chosen."""

    filters: tuple[SavedFilter, ...]
    categories: Choices
    villages: tuple[str, ...]


def add_task(row: FestivalRow, circle: Circle, supply: Supply) -> Task:
    """Everybody whom the conditions mean comes onto the list, each for the same thing."""
    saved = tuple((one.name, one.name) for one in circle.filters)
    villages = tuple((name, name) for name in circle.villages)

    def add(desk: Desk, values: Values) -> object:
        people = find_people(desk, _query(values, circle))
        if not people:
            raise FieldError("category", "没有符合条件的人。", "请换个条件。")
        if not any(values[key] for key in ("filter", "category", "village", "text")):
            raise FieldError("category", "没有选条件。", "请选类别、村或常用条件，以免加入全部人。")
        return add_people(
            desk, row.id, [one.id for one in people], expect_thing(values),
            donation_id=id_in(values, "donation"),
        )  # fmt: skip

    return Task(
        f"加入名单：{row.name}",
        (
            Ask("filter", "常用条件", How.PICK, "", with_nobody(saved, _NOT_SAID)),
            Ask("category", "类别", How.PICK, "", with_nobody(circle.categories, _NOT_SAID)),
            Ask("village", "村（社区）", How.PICK, "", with_nobody(villages, _NOT_SAID)),
            Ask("text", "姓名等", hint="只加一个人时，写姓名或身份证号"),
            *thing_asks(supply),
            Ask("donation", "从捐赠里发", How.PICK, "", supply.donation_choices()),
        ),
        add,
        save="加入",
        note=f"已在名单里的不会重复加入。常用条件在“人员”页保存。{THING_NOTE}",
    )


def _query(values: Values, circle: Circle) -> PeopleQuery:
    """The conditions of the form; those of a saved filter hold where the form says nothing."""
    chosen = next((one.values for one in circle.filters if one.name == values["filter"]), {})
    return PeopleQuery(
        text=values["text"] or chosen.get("text", ""),
        village=values["village"] or chosen.get("village", ""),
        category=values["category"] or chosen.get("category", ""),
        missing=chosen.get("extra", ""),
    )


def change_task(lines: Sequence[ListLine], supply: Supply) -> Task:
    """Other things for the chosen lines."""
    ids = [line.id for line in lines]
    return Task(
        f"改发放内容：{lines[0].name}" if len(lines) == 1 else f"改发放内容：{len(lines)} 人",
        thing_asks(supply, lines[0].thing),
        lambda d, v: change_lines(d, ids, expect_thing(v)),
        note=THING_NOTE,
    )


# --- donations, activities, mutual help --------------------------------------------------------
def donation_task(supply: Supply, today: date) -> Task:
    """Money or one kind of goods from somebody; its goods come into stock."""

    def record(desk: Desk, values: Values) -> object:
        item, quantity = id_in(values, "item"), number_in(values, "count", "数量")
        if item is not None and quantity is None:
            raise FieldError("count", "“数量”没有填写。", "请填写捐了多少。")
        goods = ((item, quantity),) if item is not None and quantity is not None else ()
        command = RecordDonation(
            day_in(values, "day"), values["donor"], amount_in(values, "amount", "捐款"), goods,
            values["phone"], values["purpose"], values["note"],
        )  # fmt: skip
        return record_donation(desk, command)

    return Task(
        "登记捐赠",
        (
            Ask("donor", "捐赠人", required=True, hint="单位或个人；不留名的写“爱心人士”"),
            Ask("phone", "联系电话", How.NUMBER),
            day_ask(today, "收到日期"),
            Ask("amount", "捐款（元）", How.NUMBER),
            Ask("item", "捐的物资", How.PICK, "", with_nobody(supply.item_choices(), "没有捐物")),
            Ask("count", "物资数量", How.NUMBER),
            Ask("purpose", "指定用途", hint="没有指定就空着"),
            Ask("note", "备注"),
        ),
        record,
        note="捐来的物资自动入库。没有这种品名的，先在“物资”里登记；一次捐几种的，分几笔登记。",
    )


def activity_task(today: date, row: ActivityRow | None = None) -> Task:
    """An activity, new or changed."""

    def keep(desk: Desk, values: Values) -> object:
        command = KeepActivity(
            name=values["name"],
            kind=ActivityKind(values["kind"]),
            day=day_in(values, "day"),
            place=values["place"],
            host=values["host"],
            people=whole_in(values, "people", "参加人数"),
            volunteers=whole_in(values, "volunteers", "志愿者人数"),
            budget=amount_in(values, "budget", "预算"),
            spent=amount_in(values, "spent", "实际支出"),
            note=values["note"],
            activity_id=row.id if row else None,
        )
        return keep_activity(desk, command)

    def known(key: str) -> str:
        value = getattr(row, key) if row else None
        return "" if value is None else str(value)

    kinds = tuple((str(kind), name) for kind, name in ACTIVITY_NAMES.items())
    return Task(
        "修改活动" if row else "登记活动",
        (
            Ask("name", "活动名称", value=known("name"), required=True),
            Ask("kind", "种类", How.PICK, row.kind if row else ActivityKind.LECTURE, kinds),
            Ask("day", "日期", How.DAY, (row.day if row else today).isoformat(), required=True),
            Ask("place", "地点", value=known("place")),
            Ask("host", "主办", value=known("host")),
            Ask("people", "参加人数", How.NUMBER, known("people")),
            Ask("volunteers", "志愿者人数", How.NUMBER, known("volunteers")),
            Ask("budget", "预算（元）", How.NUMBER, known("budget")),
            Ask("spent", "实际支出（元）", How.NUMBER, known("spent")),
            Ask("note", "总结", value=known("note")),
        ),
        keep,
    )


def help_task(
    person_id: int, name: str, today: date, *, helper: str, helper_id: int | None
) -> Task:
    """With what ``helper`` helps, who is on the register where ``helper_id`` says so."""

    def start(desk: Desk, values: Values) -> object:
        command = StartHelp(
            person_id, values["helper"], day_in(values, "day"), helper_id, values["phone"],
            values["tasks"],
        )  # fmt: skip
        return start_help(desk, command)

    return Task(
        f"登记互助户：照应{name}",
        (
            Ask("helper", "互助户", value=helper, required=True),
            Ask("phone", "电话", How.NUMBER),
            Ask("tasks", "做什么", hint="送热饭、打扫卫生、陪伴、买药"),
            day_ask(today, "从哪天起"),
        ),
        start,
        note="家里人有照料的责任，不算互助户。",
    )


def end_help_task(row: HelpRow, today: date) -> Task:
    """The last day of a help."""
    return Task(
        f"结束互助：{row.helper}照应{row.name}",
        (day_ask(today, "最后一天"), Ask("reason", "原因")),
        lambda d, v: end_help(d, row.id, day_in(v, "day"), v["reason"]),
        save="结束",
    )
