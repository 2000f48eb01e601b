"""The same tests on a store that desks share: `BANGFU_TEST_POSTGRESQL` names the server.

Each office of the county gets a database of its own, copied from a template as a file would be.
Without the variable every store is SQLite's and nothing here does anything.
"""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.pool import NullPool

from app.models.place import PLACE_NAME, SharedPlace, read_place, write_place
from app.models.store import Store, open_store

SERVER = os.environ.get("BANGFU_TEST_POSTGRESQL", "")
_CHOOSES = 15  # servers from this version on have a choice
_made: list[str] = []


def open_empty(folder: Path, *, program: str, now: datetime) -> Store:
    """A new store, of the kind that this run is about."""
    if SERVER:
        share(folder)
    return open_store(folder, program=program, now=now)


def share(folder: Path) -> None:
    """Give a folder without a store an empty one on the server, where there is one."""
    if SERVER:
        _give(folder, _empty())


def copy_office(source: Path, target: Path) -> Path:
    """A closed data folder with its store, wherever that is."""
    shutil.copytree(source, target)
    place = read_place(source)
    if place is not None:
        (target / PLACE_NAME).unlink()
        _give(target, str(make_url(place.url).database))
    return target


def database_url(name: str) -> str:
    """The URL of a database on the server."""
    return make_url(SERVER).set(database=name).render_as_string(hide_password=False)


def new_database(template: str = "template0") -> str:
    """The name of a new database."""
    name = f"bangfu_{uuid4().hex}"
    # Copying files is twice as fast as what newer servers do of themselves.
    strategy = "" if _version() < _CHOOSES else "STRATEGY FILE_COPY"
    _command(f'CREATE DATABASE "{name}" TEMPLATE "{template}" ENCODING \'UTF8\' {strategy}')
    _made.append(name)
    return name


def made_so_far() -> int:
    """How many databases there are now, for ``drop_since``."""
    return len(_made)


def drop_since(count: int) -> None:
    """Drop the databases that were made after the first ``count``."""
    while len(_made) > count:
        _command(f'DROP DATABASE "{_made.pop()}" WITH (FORCE)')


def _give(folder: Path, template: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_place(folder, SharedPlace(database_url(new_database(template))))


@cache
def _empty() -> str:
    """A database with the tables and nothing in them."""
    name = new_database()
    _made.remove(name)  # it serves the whole run; ``drop_empty`` takes it away
    from app.models.migrate import HEAD, upgrade_shared
    from app.models.shared import make_shared_engine, read_url

    engine = make_shared_engine(read_url(database_url(name)))
    upgrade_shared(engine, HEAD)
    engine.dispose()
    return name


def drop_all() -> None:
    """Leave the server as it was found."""
    drop_since(0)
    if _empty.cache_info().currsize:
        _command(f'DROP DATABASE "{_empty()}" WITH (FORCE)')


@cache
def _server() -> Engine:
    return create_engine(SERVER, isolation_level="AUTOCOMMIT", poolclass=NullPool)


@cache
def _version() -> int:
    with _server().connect() as connection:
        return int((connection.dialect.server_version_info or (0,))[0])


def _command(statement: str) -> None:
    with _server().connect() as connection:
        connection.exec_driver_sql(statement)
