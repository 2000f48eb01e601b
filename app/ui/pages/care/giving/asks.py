"""What several forms of giving ask alike: a thing, a number, an amount, a donation. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from app.core.money import parse_yuan
from app.services.desk import Desk
from app.services.donations import DonationRow, list_donations
from app.services.gifts import Thing
from app.services.person.typed import FieldError
from app.services.stock import StockRow, list_stock, plain
from app.ui.tasks import Ask, How, Values

MONEY, WORDS = "money", "words"
THING_NOTE = (
    "发库存里的物资：填数量，会从库存里减去。发钱：填元数。"
    "没有入库的东西：写名称，折价不清楚就空着。"
)
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Supply:
    """What can be given, read before a form is opened."""

    stock: tuple[StockRow, ...]
    donations: tuple[DonationRow, ...]

    def item_choices(self) -> Choices:
        """The goods of the store room by id, with how much is there."""
        return tuple(
            (str(row.id), f"{row.name}（还有 {plain(row.balance)} {row.unit}）")
            for row in self.stock
        )

    def donation_choices(self) -> Choices:
        """The donations of which something is left, by id."""
        return (
            ("", "不是从捐赠里发"),
            *(
                (str(row.id), f"{row.donor}：{row.left_words}")
                for row in self.donations
                if row.left or any(one.left for one in row.goods)
            ),
        )


def read_supply(desk: Desk) -> Supply:
    """The store room and the donations as they are now."""
    return Supply(list_stock(desk), list_donations(desk))


def thing_asks(
    supply: Supply, thing: Thing | None = None, *, nothing: str = "", item: int | None = None
) -> tuple[Ask, ...]:
    """The three fields of a thing, with what is known in them; ``nothing``: the words for the
    choice that no thing is given; ``item``: the goods that are chosen at first."""
    chosen = thing or Thing(item_id=item, amount=None if item is not None else Decimal(0))
    kind = MONEY if chosen.is_money else WORDS if chosen.words else str(chosen.item_id)
    count = chosen.quantity if chosen.item_id is not None else chosen.amount or chosen.worth
    first: Choices = (("", nothing),) if nothing else ()
    choices = (
        *first, *supply.item_choices(), (MONEY, "慰问金"), (WORDS, "其他东西（没有入库）"),
    )  # fmt: skip
    if thing is None and item is None:
        kind = choices[0][0]
    return (
        Ask("thing", "发什么", How.PICK, kind, choices, required=not nothing),
        Ask("count", "数量或金额", How.NUMBER, plain(count) if count else ""),
        Ask("words", "东西的名称", value=chosen.words, hint="只有“其他东西”要写，例如：棉被一床"),
    )


def thing_in(values: Values) -> Thing | None:
    """The thing that was typed; None where 不发东西 was chosen. Raises ``FieldError``."""
    kind = values.get("thing", "")
    if not kind:
        return None
    if kind == MONEY:
        return Thing(amount=_needed(amount_in(values, "count", "金额"), "count", "金额"))
    if kind == WORDS:
        if not values.get("words", ""):
            raise FieldError("words", "东西的名称没有填写。", "例如“棉被一床”。")
        return Thing(words=values["words"], worth=amount_in(values, "count", "折价"))
    quantity = _needed(number_in(values, "count", "数量"), "count", "数量")
    return Thing(item_id=int(kind), quantity=quantity)


def expect_thing(values: Values) -> Thing:
    """The same where something must be given."""
    thing = thing_in(values)
    if thing is None:
        raise FieldError("thing", "没有选发什么。", "请选物资、慰问金或其他东西。")
    return thing


def number_in(values: Values, key: str, label: str) -> Decimal | None:
    """The number typed into a field; None when it is empty. Raises ``FieldError``."""
    text = values.get(key, "")
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise FieldError(key, f"“{label}”不是数。", "请填写数字，例如 2 或 2.5。")
    return number


def whole_in(values: Values, key: str, label: str) -> int | None:
    """A head count. Raises ``FieldError``."""
    number = number_in(values, key, label)
    if number is not None and number != number.to_integral_value():
        raise FieldError(key, f"“{label}”不是整数。", "请填写人数。")
    return None if number is None else int(number)


def amount_in(values: Values, key: str, label: str) -> Decimal | None:
    """The yuan typed into a field; None when it is empty. Raises ``FieldError``."""
    text = values.get(key, "")
    amount = parse_yuan(text) if text else None
    if text and amount is None:
        raise FieldError(key, f"“{label}”不是金额。", "请填写元数，例如 200 或 1,200.50。")
    return amount


def id_in(values: Values, key: str) -> int | None:
    """The chosen row; None for none."""
    return int(values[key]) if values.get(key) else None


def wants_again(values: Values) -> bool:
    """Whether the clerk was asked about what was given lately, and gives it again."""
    return values.get("again") == "yes"


def read_places(text: str, most: int) -> frozenset[int]:
    """The numbers of lines that ``3 8 12-15`` means. Raises ``FieldError`` for what is no number
    of a line, from 1 to ``most``."""
    found: set[int] = set()
    for piece in text.replace("，", " ").replace(",", " ").replace("、", " ").split():
        first, dash, last = piece.partition("-")
        ends = (first, last if dash else first)
        if not all(end.isdecimal() and 1 <= int(end) <= most for end in ends):
            raise FieldError(
                "absent", f"“{piece}”不是签字表上的序号。", f"序号是 1 到 {most}，例如：3 8 12-15。"
            )
        found.update(range(int(ends[0]), int(ends[1]) + 1))
    return frozenset(found)


def names(words: Iterable[str]) -> Choices:
    """Words that stand for themselves."""
    return tuple((word, word) for word in words)


def with_nobody(choices: Sequence[tuple[str, str]], words: str) -> Choices:
    """The choices after one that means none."""
    return (("", words), *choices)


def _needed(number: Decimal | None, key: str, label: str) -> Decimal:
    if number is None:
        raise FieldError(key, f"“{label}”没有填写。", "请填写大于 0 的数。")
    return number
