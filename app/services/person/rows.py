"""What every kind of row beside a person has in common: texts in, dates from–to, one act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from app.core.errors import UserError
from app.core.record_fields import RECORD_FIELDS
from app.models.base import Base
from app.models.unit_of_work import Session
from app.services.person.typed import FieldError, typed

R = TypeVar("R", bound=Base)


def read_row(
    table: str,
    values: Mapping[str, str | None],
    *,
    today: date,
    required: Sequence[str] = (),
) -> dict[str, object]:
    """``values`` (texts by column) as values for ``table``. Raises ``FieldError`` for what cannot
    be read and for a required one that is empty."""
    fields = {field.key: field for field in RECORD_FIELDS[table]}
    found = {key: typed(fields[key], text, today=today).value for key, text in values.items()}
    for key in required:
        if found.get(key) is None:
            raise FieldError(key, f"“{fields[key].label}”没有填写。", "请填写后再保存。")
    return found


def set_row(row: Base, values: Mapping[str, object]) -> None:
    """Set what differs, so that the trail names only what changed."""
    for key, value in values.items():
        if getattr(row, key) != value:
            setattr(row, key, value)


def expect_row(session: Session, row_type: type[R], row_id: int) -> R:
    """The row. Raises ``UserError`` when it is gone."""
    row = session.get(row_type, row_id)
    if row is None:
        raise UserError("没有找到这一条。", "", "可能已被撤销，请刷新后再看。")
    return row


def check_days(start: object, end: object) -> None:
    """Raise ``FieldError`` for an end before the start."""
    if isinstance(start, date) and isinstance(end, date) and end < start:
        raise FieldError("end", "结束日期早于开始日期。", "请核对这两个日期。")


def check_not_future(key: str, day: date, today: date) -> None:
    """Raise ``FieldError`` for a day that has not come yet."""
    if day > today:
        raise FieldError(key, "日期在今天以后。", "请填写今天或以前的日期。")
