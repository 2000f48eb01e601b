"""What can be done to a record, as a small form: what is asked, and the service that does it.

No Qt: ``widgets/task_dialog`` draws any of them, tests fill them in by key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.dictionary import Field, Kind
from app.services.desk import Desk
from app.services.person.typed import FieldError

Values = Mapping[str, str]
_DIGITS = frozenset({
    "id_no", "agent_id_no", "disability_no", "account_no", "card_no", "phone", "second_phone",
})  # fmt: skip
_YES_NO = (("", ""), ("是", "是"), ("否", "否"))


class How(StrEnum):
    """How something is typed."""

    TEXT = "text"
    NUMBER = "number"  # digits of any kind: identity numbers, accounts, amounts
    DAY = "day"
    PICK = "pick"
    OWN = "own"  # one of the list, or something else


@dataclass(frozen=True)
class Ask:
    """One field of a form; ``choices`` are (value, words)."""

    key: str
    label: str
    how: How = How.TEXT
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False
    hint: str = ""


@dataclass(frozen=True)
class Task:
    """A form and what it does with the values by key; ``note`` stands above the fields."""

    title: str
    asks: tuple[Ask, ...]
    do: Callable[[Desk, Values], object]
    save: str = "保存"
    note: str = ""


def day_in(values: Values, key: str, label: str = "日期") -> date:
    """The day typed in field ``key``. Raises ``FieldError``."""
    try:
        return date.fromisoformat(values[key])
    except ValueError:
        raise FieldError(key, f"“{label}”不对。", "请写成 2026-05-20 或 5.20。") from None


def ask_for(field: Field, value: str = "") -> Ask:
    """How a field of the dictionary is asked."""
    if field.kind is Kind.YES_NO:
        return Ask(field.key, field.label, How.PICK, value, _YES_NO)
    digits = field.kind is Kind.MONEY or field.key in _DIGITS
    return Ask(field.key, field.label, How.NUMBER if digits else How.TEXT, value)
