"""All rows of one store into another, which is empty: from a file onto a server, or back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    URL,
    Connection,
    Engine,
    Insert,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    func,
    insert,
    inspect,
    select,
    text,
)

from app.core.errors import FileError, system_reason
from app.models import migrate, references, shared
from app.models.engine import make_engine
from app.models.office import Office
from app.models.tables import Base

_AT_ONCE = 50  # rows held in memory; one may carry a whole ledger


def office_there(url: URL) -> str | None:
    """The code of the office whose store is on the server; "" for one of nobody, None for an empty
    database. Raises ``FileError`` where it cannot hold a store, ``DBAPIError`` as it comes."""
    engine = shared.make_shared_engine(url)
    try:
        with engine.connect() as connection:
            shared.expect_fit(connection)
            if not inspect(connection).has_table(Office.__tablename__):
                return None
            query = select(Office.code).where(Office.is_self)
            return connection.execute(query).scalar() or ""
    finally:
        engine.dispose()


def copy_to_server(source: Engine, url: URL) -> None:
    """Make the tables on the server and fill them. All of it or nothing."""
    target = shared.make_shared_engine(url)
    try:
        migrate.bring_shared_up_to_date(target)
        with source.connect() as reading, target.begin() as writing:
            shared.take_turn(writing)
            copy_rows(reading, writing)
    finally:
        target.dispose()


def copy_to_file(source: Engine, path: Path, now: datetime) -> None:
    """The same into a new store at ``path``, in the place of what is there when it is whole.
    Raises ``FileError`` when it cannot be written."""
    unfinished = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        target = make_engine(unfinished)
        try:
            migrate.bring_up_to_date(target, unfinished, now)
            with source.connect() as reading, target.begin() as writing:
                copy_rows(reading, writing)
        finally:
            target.dispose()
        unfinished.replace(path)
    except OSError as error:
        raise FileError(
            f"写不了文件：{path.name}。", system_reason(error), "请换一个可以写入的文件夹。"
        ) from error


def copy_rows(source: Connection, target: Connection) -> None:
    """Every row with its number. Raises ``IntegrityError`` where the tables are not empty."""
    references.defer(target)
    for table in Base.metadata.sorted_tables:
        fill = _fill(table, target)
        found = source.execution_options(yield_per=_AT_ONCE).execute(_whole(table))
        for part in found.mappings().partitions():
            target.execute(fill, [dict(row) for row in part])
        if shared.is_shared(target):
            _count_on(table, target)
    if not references.hold(target):
        raise RuntimeError("the copied rows do not point at each other")


def _whole(table: Table) -> Select[*tuple[Any, ...]]:
    """JSON is carried over as it is written: read, an empty value and none are the same."""
    return select(
        *(cast(c, Text).label(c.name) if isinstance(c.type, JSON) else c for c in table.columns)
    ).order_by(table.columns["id"])


def _fill(table: Table, target: Connection) -> Insert:
    values: dict[str, Any] = {}
    for column in table.columns:
        value = bindparam(column.name, type_=column.type)
        if isinstance(column.type, JSON):
            value = bindparam(column.name, type_=Text)
        is_json = isinstance(column.type, JSON) and shared.is_shared(target)
        values[column.name] = cast(value, JSON) if is_json else value
    return insert(table).values(values)


def _count_on(table: Table, target: Connection) -> None:
    """New rows get numbers after those that were brought along."""
    last = target.execute(select(func.max(table.columns["id"]))).scalar()
    if last is not None:
        sequence = "SELECT setval(pg_get_serial_sequence(:table, 'id'), :last)"
        target.execute(text(sequence), {"table": table.name, "last": last})
