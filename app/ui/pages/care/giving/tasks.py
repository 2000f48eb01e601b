"""What is done about wishes and goods, each as a small form (``people/person/tasks``). No Qt."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.core.terms import ContactKind, GiftSource
from app.services.desk import Desk
from app.services.gift_register import GiftRow
from app.services.gifts import GiveGift, give_gift, withdraw_gift
from app.services.matters import MatterRow
from app.services.person.typed import FieldError
from app.services.stock import (
    BOUGHT,
    KeepItem,
    StockRow,
    bring_in,
    correct_stock,
    keep_item,
    plain,
)
from app.services.visits import RecordContact, record_contact
from app.services.wishes import (
    FulfilWish,
    WishRow,
    claim_wish,
    collect_wish,
    drop_wish,
    fulfil_wish,
    note_no_wish,
    tell_wish,
)
from app.ui.pages.care.giving.asks import (
    THING_NOTE,
    Supply,
    amount_in,
    expect_thing,
    id_in,
    number_in,
    thing_asks,
    thing_in,
    wants_again,
    with_nobody,
)
from app.ui.tasks import Ask, How, Task, Values, day_in


def day_ask(today: date, label: str = "日期") -> Ask:
    """A day, today at first."""
    return Ask("day", label, How.DAY, today.isoformat(), required=True)


# --- wishes --------------------------------------------------------------------------------------
def wish_task(person_id: int, name: str, today: date) -> Task:
    """What somebody wishes for, or that there is nothing."""

    def collect(desk: Desk, values: Values) -> object:
        if values["none"]:
            return note_no_wish(desk, person_id, day_in(values, "day"))
        return collect_wish(desk, person_id, values["words"], day_in(values, "day"))

    return Task(
        f"征集微心愿：{name}",
        (
            Ask("none", "问过本人", How.PICK, "", (("", "有心愿"), ("yes", "没有心愿"))),
            Ask("words", "心愿", hint="例如：一床棉被、修好屋顶的灯"),
            day_ask(today, "征集日期"),
        ),
        collect,
        note="没有心愿的也要登记，本季度就不再催办。",
    )


def claim_task(row: WishRow, today: date) -> Task:
    """Who takes a wish on."""
    return Task(
        f"认领：{row.name}　{row.words}",
        (
            Ask("by", "谁认领", value=row.claimed_by, required=True, hint="单位或个人"),
            day_ask(today, "认领日期"),
        ),
        lambda d, v: claim_wish(d, row.id, v["by"], day_in(v, "day")),
        save="认领",
    )


def fulfil_task(row: WishRow, supply: Supply, today: date) -> Task:
    """How a wish came true, and what was given."""

    def fulfil(desk: Desk, values: Values) -> object:
        command = FulfilWish(
            wish_id=row.id,
            day=day_in(values, "day"),
            thing=thing_in(values),
            donation_id=id_in(values, "donation"),
            given_by=values["by"],
            note=values["note"],
            again=wants_again(values),
        )
        return fulfil_wish(desk, command)

    return Task(
        f"实现：{row.name}　{row.words}",
        (
            *thing_asks(supply, nothing="不是发东西（修理、陪同、服务……）"),
            Ask("donation", "从捐赠里发", How.PICK, "", supply.donation_choices()),
            day_ask(today, "实现日期"),
            Ask("by", "谁实现的", value=row.claimed_by),
            Ask("note", "怎么实现的"),
        ),
        fulfil,
        save="已实现",
        note="同时记一次“微心愿”联系；发了东西的，记入发放登记。",
    )


def tell_task(row: WishRow, today: date) -> Task:
    """What the person says to it."""
    return Task(
        f"反馈：{row.name}　{row.words}",
        (Ask("words", "本人意见", required=True, hint="例如：已签收，满意"), day_ask(today)),
        lambda d, v: tell_wish(d, row.id, v["words"], day_in(v, "day")),
    )


def drop_task(row: WishRow) -> Task:
    """Why a wish is not taken on."""
    return Task(
        f"不予办理：{row.name}　{row.words}",
        (Ask("reason", "原因", required=True, hint="例如：本人撤回、审核没有通过"),),
        lambda d, v: drop_wish(d, row.id, v["reason"]),
        save="不予办理",
    )


# --- giving --------------------------------------------------------------------------------------
def give_task(
    person_id: int,
    name: str,
    supply: Supply,
    *,
    today: date,
    matters: tuple[MatterRow, ...] = (),
    item: int | None = None,
) -> Task:
    """Something for one person or the household, from the store room, a donation or elsewhere."""

    def give(desk: Desk, values: Values) -> object:
        donation = id_in(values, "donation")
        command = GiveGift(
            person_id=person_id,
            thing=expect_thing(values),
            source=GiftSource.AID if donation is None else GiftSource.DONATION,
            day=day_in(values, "day"),
            for_household=bool(values["whose"]),
            donation_id=donation,
            matter_id=id_in(values, "matter"),
            visited=bool(values["visited"]),
            given_by=values["by"],
            signed_by=values["signed"],
            note=values["note"],
            again=wants_again(values),
        )
        return give_gift(desk, command)

    about = tuple((str(row.id), f"{row.kind_name}：{row.words[:24]}") for row in matters)
    solved = (Ask("matter", "同时办结事项", How.PICK, "", with_nobody(about, "不办结")),)
    return Task(
        f"发放：{name}",
        (
            *thing_asks(supply, item=item),
            Ask("donation", "从捐赠里发", How.PICK, "", supply.donation_choices()),
            Ask("whose", "给谁", How.PICK, "", (("", "本人"), ("home", "全户"))),
            day_ask(today, "发放日期"),
            Ask("visited", "送到家里", How.PICK, "", (("", "不是"), ("yes", "是，同时记一次走访"))),
            Ask("by", "发放人"),
            Ask("signed", "签收人", hint="代领的写代领人和关系"),
            Ask("note", "备注"),
            *(solved if about else ()),
        ),
        give,
        save="发放",
        note=THING_NOTE,
    )


def withdraw_task(row: GiftRow) -> Task:
    """Why an entry of the register is struck out."""
    return Task(
        f"作废：{row.name}　{row.what}",
        (Ask("reason", "原因", required=True, hint="例如：登错了人"),),
        lambda d, v: withdraw_gift(d, row.id, v["reason"]),
        save="作废",
        note="物资回到库存，这次联系不再算数；作废的记录留在变更记录里。刚登记的，用“撤销”。",
    )


def call_task(person_id: int, name: str, today: date) -> Task:
    """A call that was made, answered or not."""
    answered = (("yes", "接通"), ("", "没有接通"))
    return Task(
        f"登记电话：{name}",
        (
            day_ask(today),
            Ask("done", "结果", How.PICK, "yes", answered),
            Ask("note", "内容", hint="说了什么，有什么困难"),
        ),
        lambda d, v: record_contact(
            d,
            RecordContact(
                person_id, day_in(v, "day"), ContactKind.CALL, bool(v["done"]), v["note"]
            ),
        ),
        note="没有接通只算一次尝试，电话联系还要再打。",
    )


# --- the store room ----------------------------------------------------------------------------
def item_task(row: StockRow | None = None) -> Task:
    """A kind of goods, new or changed."""
    known = row or StockRow(0, "", "", None, Decimal(0), Decimal(0), None, "")

    def keep(desk: Desk, values: Values) -> object:
        price = amount_in(values, "price", "单价")
        item = KeepItem(
            values["name"], values["unit"], price, values["note"], row.id if row else None
        )
        return keep_item(desk, item)

    return Task(
        "修改物资品名" if row else "登记物资品名",
        (
            Ask("name", "品名", value=known.name, required=True, hint="规格写在品名里：大米10公斤"),
            Ask("unit", "单位", value=known.unit, required=True, hint="袋、桶、床、件"),
            Ask("price", "单价（元）", How.NUMBER, str(known.price or ""), hint="不清楚就空着"),
            Ask("note", "备注", value=known.note),
        ),
        keep,
        note="单价用来折价，从现在起的发放按它算；已经发出去的不变。",
    )


def bring_in_task(row: StockRow, today: date) -> Task:
    """Goods come in."""

    def bring(desk: Desk, values: Values) -> None:
        quantity = number_in(values, "count", "数量")
        if quantity is None:
            raise FieldError("count", "“数量”没有填写。", "请填写大于 0 的数。")
        bring_in(desk, row.id, quantity, day=day_in(values, "day"), reason=values["reason"])

    return Task(
        f"入库：{row.name}",
        (
            Ask("count", f"数量（{row.unit}）", How.NUMBER, required=True),
            day_ask(today),
            Ask("reason", "来路", How.OWN, BOUGHT, ((BOUGHT, BOUGHT), ("上级调拨", "上级调拨"))),
        ),
        bring,
        save="入库",
        note="捐赠来的物资，请在“捐赠与活动”里登记捐赠，会自动入库。",
    )


def count_task(row: StockRow, today: date) -> Task:
    """What was counted in the store room."""

    def correct(desk: Desk, values: Values) -> object:
        counted = number_in(values, "count", "实际数量")
        if counted is None:
            raise FieldError("count", "“实际数量”没有填写。", "请填写实际数到的数量。")
        day = day_in(values, "day")
        return correct_stock(desk, row.id, counted, day=day, reason=values["reason"])

    return Task(
        f"盘点：{row.name}",
        (
            Ask("count", f"实际数量（{row.unit}）", How.NUMBER, required=True),
            day_ask(today),
            Ask("reason", "多出或短少的原因", required=True, hint="例如：受潮报废"),
        ),
        correct,
        note=f"账上还有 {plain(row.balance)} {row.unit}。差数记一笔更正。",
    )
