"""The one door to the store: opens it locked, checked, migrated; nobody else makes an engine."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.core.errors import FileError, system_reason
from app.models import find_index, kept_plan, migrate, moving, shared
from app.models.audit import AuditLine
from app.models.drafts import DraftBox
from app.models.engine import make_engine
from app.models.lock import FolderLock
from app.models.place import SharedPlace, read_place
from app.models.plan_shelf import PlanShelf
from app.models.unit_of_work import Act, Work, unit_of_work
from app.models.world import store_error

STORE_NAME = "bangfu.db"


class Store:
    """An open store. ``read()`` gives a session for queries, ``write(act)`` a unit of work.
    ``place`` is where it is shared with other desks; None for one in ``path``, this desk's own."""

    def __init__(
        self, engine: Engine, path: Path, lock: FolderLock, place: SharedPlace | None = None
    ) -> None:
        self._engine = engine
        # A reader sees one moment; SQLite knows nothing else.
        one_moment = {"isolation_level": "REPEATABLE READ"} if place else {}
        self._reading = engine.execution_options(**one_moment)
        self._lock = lock
        self.path = path
        self.place = place
        self._writes = 0

    @property
    def writes(self) -> int:
        """A number that grows with every act, of other desks too: for whoever keeps something
        between them."""
        if self.place is None:
            return self._writes
        with self.read() as session:
            return session.scalar(select(func.max(AuditLine.id))) or 0

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one moment of the store and changes nothing."""
        with self._in_words(), Session(self._reading, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self, act: Act) -> Iterator[Work]:
        """One transaction with its audit line; whatever is raised inside leaves nothing behind."""
        session = Session(self._engine, expire_on_commit=False)
        with self._in_words(), unit_of_work(session, act) as work:
            yield work
        self._writes += 1

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

    def server_address(self, url: str) -> str:
        """``url`` without its password. Raises ``UserError`` for what is none."""
        return shared.read_url(url).render_as_string(hide_password=True)

    def office_on(self, url: str) -> str | None:
        """Whose store is on a server (see ``moving.office_there``). Raises ``FileError``."""
        with self._in_words():
            return moving.office_there(shared.read_url(url))

    def copy_to_server(self, url: str) -> None:
        """Copy this store into the empty database ``url``. Raises ``FileError``."""
        with self._in_words():
            moving.copy_to_server(self._reading, shared.read_url(url))

    def save_as(self, path: Path, now: datetime) -> None:
        """Write this store into a file of its own, replaced if there. Raises ``FileError``."""
        with self._in_words():
            moving.copy_to_file(self._reading, path, now)

    def check(self) -> tuple[str, ...]:
        """What SQLite's own checks complain of; empty when all is well. An index of people that
        does not fit the records is complained of and made anew; the kept plan begins anew.
        A shared store has neither, and a server that sees to itself."""
        if self.place is not None:
            return ()
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
        if self.place is None:
            self._fold()
        self._engine.dispose()
        self._lock.free()

    def _fold(self) -> None:
        with suppress(sqlite3.Error), closing(self._engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

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
    """Open (or make) the store in ``folder``, or the shared one that its setting names. Raises
    ``FileError`` in words: no access, held by another program, damaged, made by a newer version of
    this program, the server cannot be had."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(
            "不能建立数据文件夹。", system_reason(error), "请换一个可以写入的文件夹。"
        ) from error
    lock = FolderLock(folder)
    lock.take(program=program, since=now.strftime("%Y-%m-%d %H:%M"))
    path = folder / STORE_NAME
    try:
        place = read_place(folder)
        engine = _open_shared(place) if place else _open_own(path, now)
    except BaseException as error:
        lock.free()
        if isinstance(error, DBAPIError) and (known := store_error(error)):
            raise known from error
        raise
    return Store(engine, path, lock, place)


def _open_own(path: Path, now: datetime) -> Engine:
    engine = make_engine(path)
    try:
        migrate.bring_up_to_date(engine, path, now)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _open_shared(place: SharedPlace) -> Engine:
    engine = shared.make_shared_engine(shared.read_url(place.url))
    try:
        migrate.bring_shared_up_to_date(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine
