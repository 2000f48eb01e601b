"""The one door to the store: opens it locked, checked, migrated; nobody else makes an engine."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from app.core.errors import FileError, system_reason
from app.models import find_index, kept_plan, migrate
from app.models.drafts import DraftBox
from app.models.lock import FolderLock
from app.models.plan_shelf import PlanShelf
from app.models.unit_of_work import Act, Work, unit_of_work
from app.models.world import store_error

STORE_NAME = "bangfu.db"


class Store:
    """An open store. ``read()`` gives a session for queries, ``write(act)`` a unit of work;
    ``writes`` counts those that were committed, for whoever keeps something between them."""

    def __init__(self, engine: Engine, path: Path, lock: FolderLock) -> None:
        self._engine = engine
        self._lock = lock
        self.path = path
        self.writes = 0

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one moment of the store and changes nothing."""
        with self._in_words(), Session(self._engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self, act: Act) -> Iterator[Work]:
        """One transaction with its audit line; whatever is raised inside leaves nothing behind."""
        session = Session(self._engine, expire_on_commit=False)
        with self._in_words(), unit_of_work(session, act) as work:
            yield work
        self.writes += 1

    @contextmanager
    def drafts(self, actor: str) -> Iterator[DraftBox]:
        """The drafts of ``actor``, written without an audit line (docs/decisions/0005)."""
        with self._in_words(), Session(self._engine) as session, session.begin():
            yield DraftBox(session, actor)

    @cached_property
    def keeps_a_plan(self) -> bool:
        """Whether this database has the tables of the kept plan and what keeps them true."""
        with self._in_words(), self._engine.connect() as connection:
            return kept_plan.exists(connection)

    @contextmanager
    def shelf(self) -> Iterator[PlanShelf]:
        """The kept plan, written without an audit line: it follows from the records."""
        with self._in_words(), Session(self._engine) as session, session.begin():
            yield PlanShelf(session)

    def check(self) -> tuple[str, ...]:
        """What SQLite's own checks complain of; empty when all is well. An index of people that
        does not fit the records is complained of and made anew; the kept plan begins anew."""
        with self._in_words(), self._engine.begin() as connection:
            found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
            keys = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            index_fits = find_index.is_true(connection)
            if not index_fits:
                find_index.make(connection)
            kept_plan.make(connection)
        return (
            *(line for line in found if line != "ok"),
            *(f"外键：{row[0]}" for row in keys),
            *(() if index_fits else ("查找人员的索引与登记内容不一致，已重新建立。",)),
        )

    def version(self) -> str:
        """The schema's revision."""
        return migrate.current(self._engine)

    def close(self) -> None:
        """Fold the log into the file, let go of it, free the folder.

        Where the disk is full or in use the log stays beside the file and is folded in next time.
        """
        with suppress(sqlite3.Error), closing(self._engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._engine.dispose()
        self._lock.free()

    @staticmethod
    @contextmanager
    def _in_words() -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            known = store_error(error)
            if known is None:
                raise
            raise known from error


def open_store(folder: Path, *, program: str, now: datetime) -> Store:
    """Open (or make) the store in ``folder``. Raises ``FileError`` in words: no access, held by
    another program, damaged, made by a newer version of this program."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(
            "不能建立数据文件夹。", system_reason(error), "请换一个可以写入的文件夹。"
        ) from error
    lock = FolderLock(folder)
    lock.take(program=program, since=now.strftime("%Y-%m-%d %H:%M"))
    engine = make_engine(folder / STORE_NAME)
    try:
        migrate.bring_up_to_date(engine, folder / STORE_NAME, now)
    except BaseException as error:
        engine.dispose()
        lock.free()
        if isinstance(error, DBAPIError) and (known := store_error(error)):
            raise known from error
        raise
    return Store(engine, folder / STORE_NAME, lock)


def make_engine(path: Path) -> Engine:
    """An engine with the store's settings: WAL, every commit on the disk, foreign keys on.

    Transactions begin when we say so: Python's own driver begins one only before the first change,
    so that a reader would see several moments and a change of tables could stay half done.
    """
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _settings(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine
