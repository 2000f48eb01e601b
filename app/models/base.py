"""What all tables share: naming of constraints, and how money and days are kept."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, DateTime, Dialect, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

from app.core.money import CENT, cents

# Named constraints: SQLite can alter a table only by batch, which needs names.
NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Hundredths(TypeDecorator[Decimal]):
    """A ``Decimal`` with two places, kept as a whole number of hundredths (yuan as fen), so that
    sums in SQL are exact. A value with more places is refused: who rounds does it knowingly."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        hundredths = value.scaleb(2)
        if hundredths != hundredths.to_integral_value():
            raise ValueError("an amount has two places")
        return int(hundredths)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) * CENT


class Base(DeclarativeBase):
    """Declared tables; ``metadata`` is what migrations are compared with."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        Decimal: Hundredths,
        dict[str, Any]: JSON(none_as_null=True),
        list[Any]: JSON(none_as_null=True),
        str: String,
    }


def to_json(value: Any) -> Any:
    """A column's value as JSON can hold it (for the audit trail), the same before it was stored and
    after it was read again: ``5`` yuan are ``5.00``."""
    if isinstance(value, Decimal):
        return str(cents(value))
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def from_json(row_type: type[Base], key: str, value: Any) -> Any:
    """The way back of ``to_json`` for column ``key``."""
    if value is None:
        return None
    kind = row_type.__table__.columns[key].type
    if isinstance(kind, Hundredths):
        return Decimal(value)
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return value
