"""What can be done with the household of a person, each as a small form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.services.desk import Desk
from app.services.households import HomeRow
from app.services.person.household import (
    SaveHousehold,
    change_head,
    change_relation,
    join_household,
    leave_household,
    new_household,
    save_household,
)
from app.services.person.lines import MemberLine
from app.services.person.typed import FieldError
from app.services.person.view import HomeView
from app.ui.pages.people.person.tasks import home_asks
from app.ui.tasks import Ask, How, Task, Values, day_in

RELATIONS = (
    "配偶", "子", "女", "儿媳", "女婿", "孙子", "孙女", "外孙子", "外孙女", "父亲", "母亲",
    "祖父", "祖母", "外祖父", "外祖母", "兄弟姐妹", "其他亲属", "非亲属",
)  # fmt: skip


def _day(today: date, label: str = "从哪天起") -> Ask:
    return Ask("day", label, How.DAY, today.isoformat(), required=True)


def _relation(value: str = "") -> Ask:
    choices = tuple((word, word) for word in RELATIONS)
    return Ask("relation", "与户主关系", How.OWN, value, choices, required=True)


def new_home_task(person_id: int, name: str, today: date) -> Task:
    """A household of one's own."""
    return Task(
        f"新立一户：{name}",
        (_day(today),),
        lambda d, v: new_household(d, person_id, day_in(v, "day")),
        note="以这个人为户主新立一户，之后再把成员加入进来。",
    )


def join_task(person_id: int, name: str, homes: Sequence[HomeRow], today: date) -> Task:
    """Join another household; the one before ends the day before."""
    choices = tuple(
        (str(home.id), f"{home.head_name}（{home.group or '未分组'}，{home.size} 人）")
        for home in homes
    )

    def join(desk: Desk, values: Values) -> None:
        if not values.get("home"):
            raise FieldError("home", "没有选要加入的家庭。", "请从列表里选一户。")
        day, relation = day_in(values, "day"), values["relation"]
        join_household(desk, person_id, int(values["home"]), relation=relation, day=day)

    return Task(
        f"加入家庭：{name}",
        (
            Ask("home", "加入哪一户", How.PICK, "", (("", ""), *choices), required=True),
            _relation(),
            _day(today),
        ),
        join,
        note="现在在别的户里的，会从前一天起退出那一户。",
    )


def leave_task(person_id: int, name: str, today: date) -> Task:
    """Leave the household."""
    return Task(
        f"退出家庭：{name}",
        (_day(today, "最后一天"),),
        lambda d, v: leave_household(d, person_id, day_in(v, "day", "最后一天")),
        save="退出",
        note="退出的记录会保留。这一户的人口和待遇请一并核对。",
    )


def relation_task(line: MemberLine) -> Task:
    """Correct how a member is related to the head."""
    return Task(
        f"与户主关系：{line.name}",
        (_relation(line.relation),),
        lambda d, v: change_relation(d, line.person_id, v["relation"]),
    )


def head_task(home_id: int, members: Sequence[MemberLine], today: date) -> Task:
    """Another member becomes the head; the others are related to that one from then on."""
    others = [line for line in members if not line.is_head]
    choices = tuple((str(line.person_id), line.name) for line in others)
    words = tuple((word, word) for word in RELATIONS)
    asks = (
        Ask("head", "新户主", How.PICK, "", (("", ""), *choices), required=True),
        _day(today),
        *(
            Ask(f"of{line.person_id}", f"{line.name} 是新户主的", How.OWN, "", words)
            for line in members
        ),
    )

    def change(desk: Desk, values: Values) -> None:
        if not values.get("head"):
            raise FieldError("head", "没有选新户主。", "请从成员里选一个。")
        relations = {
            line.person_id: values.get(f"of{line.person_id}", "").strip() for line in members
        }
        day = day_in(values, "day")
        change_head(desk, home_id, int(values["head"]), day=day, relations=relations)

    note = "新户主自己那一行空着。关系不清楚的也空着，以后再补。"
    return Task("变更户主", asks, change, note=note)


def home_task(home: HomeView, villages: Sequence[str]) -> Task:
    """The facts of the household; ``home`` is unmasked."""
    places = (("", ""), *((name, name) for name in villages))
    asks = (
        Ask("village", "村（社区）", How.PICK, home.village, places),
        Ask("group", "村民小组", value=home.group),
        *home_asks(home.facts),
    )

    def save(desk: Desk, values: Values) -> None:
        facts = {ask.key: values[ask.key] for ask in asks[2:]}
        save_household(desk, SaveHousehold(home.id, facts, values["village"], values["group"]))

    note = "没有写“无”，不清楚就空着；写字的项目不适用时写“—”。户主在“变更户主”里改。"
    return Task("修改家庭", asks, save, note=note)
