"""What can be done with a cadre, each as a small form. No Qt: the dialog draws any of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.services.cadre_board import CadreRow, ObjectRow, level_choices
from app.services.cadre_choices import CadreChoice
from app.services.cadres import (
    Away,
    CadreFacts,
    add_cadre,
    change_cadre,
    come_back,
    leave,
    set_away,
    take_back,
    unite_cadres,
)
from app.services.desk import Desk
from app.services.pairing import HandOver, hand_over, take_people
from app.services.person.typed import FieldError
from app.ui.tasks import Ask, How, Task, Values, day_in

PAPER, WHOSE = "paper", "whose"
CARDS, BY_CADRE, BY_VILLAGE, WORKBOOK = "cards", "cadre", "village", "workbook"
CHOSEN, ALL = "chosen", "all"
_REASONS = ("换人", "不再符合条件", "本人申请退出", "迁出", "登记错误")


def add_task(villages: Sequence[str], row: CadreRow | None = None) -> Task:
    """A new cadre, or what is known of ``row`` corrected."""
    asks = (
        Ask("name", "姓名", value=row.name if row else "", required=True),
        Ask("unit", "单位", value=row.unit if row else ""),
        Ask("post", "职务", value=row.post if row else ""),
        Ask("phone", "电话", How.NUMBER, row.phone if row else ""),
        Ask("level", "层级", How.PICK, row.level if row else "", level_choices()),
        Ask("village", "所在村（社区）", How.PICK, row.village if row else "", _names(villages)),
        Ask(
            "village_default",
            "本村默认责任人",
            How.PICK,
            "yes" if row and row.village_default else "",
            (("", "否"), ("yes", "是，本村没有责任人的由他负责")),
        ),
        Ask("came_on", "到任日期", How.DAY, _day(row.came_on) if row else "", hint="不清楚就空着"),
        Ask("note", "备注", value=row.note if row else ""),
    )

    def do(desk: Desk, values: Values) -> str:
        facts = _facts(values)
        if row is None:
            add_cadre(desk, facts)
            return f"已登记责任人{facts.name.strip()}。"
        change_cadre(desk, row.id, facts)
        return f"已修改{facts.name.strip()}，各处跟着改了。"

    note = "改了以后，计划、走访表和联络卡上都是新的；以前登记时写的仍在经过里。"
    return Task(
        "登记责任人" if row is None else f"修改　{row.name}", asks, do, note=note if row else ""
    )


def _facts(values: Values) -> CadreFacts:
    return CadreFacts(
        name=values["name"],
        unit=values["unit"],
        post=values["post"],
        phone=values["phone"],
        level=values["level"],
        village=values["village"],
        village_default=values["village_default"] == "yes",
        came_on=day_in(values, "came_on", "到任日期") if values["came_on"] else None,
        note=values["note"],
    )


def _names(names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return (("", ""), *((name, name) for name in names))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def away_task(row: CadreRow, cadres: Sequence[CadreChoice], today: date) -> Task:
    """Away from a day to a day, with a deputy; or here again."""
    asks = (
        Ask("away_from", "从哪天起", How.DAY, _day(row.away_from or today), required=True),
        Ask("away_until", "到哪天止", How.DAY, _day(row.away_until), hint="还不知道就空着"),
        Ask("deputy", "代理人", How.PICK, str(row.deputy_id or ""), _others(row, cadres)),
    )

    def do(desk: Desk, values: Values) -> str:
        last = day_in(values, "away_until", "到哪天止") if values["away_until"] else None
        deputy = int(values["deputy"]) if values["deputy"] else None
        set_away(desk, row.id, Away(day_in(values, "away_from", "从哪天起"), last, deputy))
        return f"已登记{row.name}外出。"

    return Task(
        f"外出　{row.name}", asks, do, note="外出期间，计划和走访表上写“代”和代理人的电话。"
    )


def back_task(row: CadreRow) -> Task:
    """Here again: nothing is asked."""

    def do(desk: Desk, _: Values) -> str:
        come_back(desk, row.id)
        return f"{row.name}已返岗。"

    return Task(f"返岗　{row.name}", (), do, save="返岗", note="外出的起止和代理人不再保留。")


def leave_task(row: CadreRow, today: date) -> Task:
    """The last day in office."""

    def do(desk: Desk, values: Values) -> str:
        leave(desk, row.id, day_in(values, "left_on", "最后一天"))
        left = f"还有 {row.objects} 人没有移交，请按 Ctrl+H 移交。" if row.objects else ""
        return f"已登记{row.name}离任。{left}"

    ask = Ask("left_on", "在任的最后一天", How.DAY, today.isoformat(), required=True)
    note = "包保对象先留在他名下，移交以后才换人。"
    return Task(f"离任　{row.name}", (ask,), do, save="离任", note=note)


def return_task(row: CadreRow) -> Task:
    """In office again."""

    def do(desk: Desk, _: Values) -> str:
        take_back(desk, row.id)
        return f"{row.name}已改回在任。"

    return Task(f"改回在任　{row.name}", (), do, save="改回在任")


def hand_over_task(
    row: CadreRow, objects: Sequence[ObjectRow], cadres: Sequence[CadreChoice], today: date
) -> Task:
    """Everything, or the chosen objects, to somebody else."""
    chosen = [one for one in objects if one.row_id is not None]
    what: tuple[tuple[str, str], ...] = (("", f"全部 {row.objects} 人"),)
    if 0 < len(chosen) < row.objects:
        what = ((CHOSEN, f"选中的 {len(chosen)} 人"), *what)
    asks = (
        Ask("taker", "移交给", How.PICK, "", _others(row, cadres), required=True),
        Ask("what", "移交哪些", How.PICK, what[0][0], what),
        Ask("start", "从哪天起由他负责", How.DAY, today.isoformat(), required=True),
        Ask("reason", "原因", value="离任" if row.left_on else "移交"),
    )

    def do(desk: Desk, values: Values) -> str:
        if not values["taker"]:
            raise FieldError("taker", "没有选移交给谁。", "请从列表里选。")
        rows = tuple(one.row_id for one in chosen if one.row_id is not None)
        command = HandOver(
            row.id,
            int(values["taker"]),
            day_in(values, "start", "从哪天起"),
            rows if values["what"] == CHOSEN else (),
            values["reason"],
        )
        return hand_over(desk, command).words

    note = "原来的责任人到前一天止，中间没有空档。可以整个撤销（Ctrl+Z）。"
    return Task(f"移交　{row.name}", asks, do, save="移交", note=note)


def take_task(objects: Sequence[ObjectRow], today: date) -> Task:
    """Nobody follows."""
    rows = tuple(one.row_id for one in objects if one.row_id is not None)
    asks = (
        Ask("end", "最后一天", How.DAY, today.isoformat(), required=True),
        Ask("reason", "原因", How.OWN, "", tuple((r, r) for r in _REASONS), required=True),
    )

    def do(desk: Desk, values: Values) -> str:
        return take_people(desk, rows, day_in(values, "end", "最后一天"), values["reason"]).words

    note = "只结束，不换人。换人请用“移交”或“交给他”。"
    return Task(f"结束包保　{len(rows)} 人", asks, do, save="结束", note=note)


def unite_task(row: CadreRow, others: Sequence[CadreRow]) -> Task:
    """Two entries are one person; ``row`` stays."""
    choices = tuple(
        (str(one.id), "　".join(p for p in (one.name, one.unit, one.post, one.phone) if p))
        for one in others
        if one.id != row.id
    )
    first = next((str(one.id) for one in others if one.id != row.id and one.name == row.name), "")
    ask = Ask("other", "并入这一条的是", How.PICK, first, (("", ""), *choices), required=True)

    def do(desk: Desk, values: Values) -> str:
        if not values["other"]:
            raise FieldError("other", "没有选另一条。", "请从列表里选。")
        unite_cadres(desk, row.id, int(values["other"]))
        return f"已合并，保留{row.name}。"

    note = "两条是同一个人时用。包保对象都归到保留的一条，另一条不再出现。"
    return Task(f"合并　保留{row.name}", (ask,), do, save="合并", note=note)


def print_task(chosen: Sequence[CadreRow]) -> Task:
    """Which paper, of whom; the presenter asks where to."""
    whose = [(ALL, "全部责任人")]
    if chosen:
        name = chosen[0].name if len(chosen) == 1 else f"选中的 {len(chosen)} 位"
        whose.append((CHOSEN, name))
    asks = (
        Ask(
            PAPER,
            "打印什么",
            How.PICK,
            CARDS,
            (
                (CARDS, "帮扶联络卡（每页 8 张）"),
                (BY_CADRE, "结对帮扶名单，按责任人"),
                (BY_VILLAGE, "结对帮扶名单，按村（社区），每村另起一页"),
                (WORKBOOK, "结对帮扶名单，Excel"),
            ),
        ),
        Ask(WHOSE, "哪些责任人", How.PICK, whose[-1][0], tuple(whose)),
    )
    return Task("打印、导出", asks, lambda _, values: dict(values), save="下一步")


def _others(row: CadreRow, cadres: Sequence[CadreChoice]) -> tuple[tuple[str, str], ...]:
    others = ((str(one.id), one.words) for one in cadres if one.id != row.id)
    return (("", ""), *others)
