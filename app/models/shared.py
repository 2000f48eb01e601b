"""A store on PostgreSQL, which several desks of a county share (docs/decisions/0008).

Everything that is PostgreSQL's own stands here: how it is connected to, how writers take turns, and
what its tables need to behave as SQLite's do.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from app.core.errors import FileError, UserError

DIALECT = "postgresql"
_DRIVER = "postgresql+psycopg"
_OLDEST = 12
_WAIT = 10  # seconds for the server to answer
_TURN = 30  # seconds for another desk to finish writing
_FORGOTTEN = 600  # seconds after which the server gives up on a desk that died while writing
_WRITERS = 0x62616E67  # the number of the lock by which writers take turns
_HERE = ("", "localhost", "127.0.0.1", "::1")


def read_url(text: str) -> URL:
    """The URL of a shared store. A server elsewhere is spoken to encrypted unless the URL says
    otherwise. Raises ``UserError`` for what is none."""
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError) as error:
        raise _no_url() from error
    if url.get_backend_name() != DIALECT or not url.database:
        raise _no_url()
    url = url.set(drivername=_DRIVER)
    if (url.host or "") in _HERE or "sslmode" in url.query or "host" in url.query:
        return url
    return url.update_query_dict({"sslmode": "require"})


def make_shared_engine(url: URL) -> Engine:
    """An engine on the server. Raises ``FileError`` where the driver is not installed."""
    try:
        import psycopg  # noqa: F401 - only who shares a store needs it
    except ImportError as error:
        raise FileError(
            "这台电脑没有连接 PostgreSQL 的组件。",
            str(error),
            "请管理员在程序文件夹里运行：pip install -r requirements-postgresql.lock。",
        ) from error
    engine = create_engine(
        url,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": _WAIT,
            "application_name": "bangfu",
            "keepalives_idle": 30,
            "keepalives_interval": 10,
            "keepalives_count": 3,
        },
    )

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _entry: ConnectionPoolEntry) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{_TURN}s'")
            cursor.execute(f"SET idle_in_transaction_session_timeout = '{_FORGOTTEN}s'")
        connection.commit()

    return engine


def is_shared(database: Session | Connection | Engine) -> bool:
    """Whether this is a shared store."""
    bind = database.get_bind() if isinstance(database, Session) else database
    return bind.dialect.name == DIALECT


def take_turn(database: Session | Connection) -> None:
    """Wait until no other desk writes; the turn ends with the transaction. So an act finds what the
    act before it left, as it does in a store of one desk."""
    if is_shared(database):
        database.execute(text(f"SELECT pg_advisory_xact_lock({_WRITERS})"))


def expect_fit(connection: Connection) -> None:
    """Raise ``FileError`` for a server or a database that cannot hold a store."""
    version = connection.dialect.server_version_info or (0,)
    if int(version[0]) < _OLDEST:
        raise FileError(
            "数据库服务器的版本太旧。",
            f"现在是 PostgreSQL {version[0]}，至少要 {_OLDEST}。",
            "请管理员升级服务器。",
        )
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        raise FileError(
            "这个数据库不能保存全部汉字。",
            f"它的编码是 {encoding}，应为 UTF8。",
            "请管理员另建一个编码为 UTF8 的数据库。",
        )
    tables = inspect(connection).get_table_names()
    if tables and "alembic_version" not in tables:
        raise FileError(
            "这个数据库里有别的程序的表。",
            f"例如“{tables[0]}”。",
            "请管理员给本程序单独建一个空的数据库。",
        )


def settle(connection: Connection) -> None:
    """After the tables were changed: text is sorted by its characters, and references can wait for
    the end of a transaction, both as in SQLite."""
    for table, columns in connection.exec_driver_sql(_UNSORTED).fetchall():
        connection.exec_driver_sql(f'ALTER TABLE "{table}" {columns}')
    for table, name in connection.exec_driver_sql(_RIGID).fetchall():
        connection.exec_driver_sql(
            f'ALTER TABLE "{table}" ALTER CONSTRAINT "{name}" DEFERRABLE INITIALLY IMMEDIATE'
        )


_UNSORTED = """
SELECT cls.relname, string_agg(
  'ALTER COLUMN ' || quote_ident(att.attname) || ' TYPE '
  || format_type(att.atttypid, att.atttypmod) || ' COLLATE "C"', ', ')
FROM pg_attribute AS att
JOIN pg_class AS cls ON cls.oid = att.attrelid AND cls.relkind = 'r'
JOIN pg_collation AS coll ON coll.oid = att.attcollation AND coll.collname <> 'C'
WHERE cls.relnamespace = current_schema()::regnamespace AND att.attnum > 0
GROUP BY cls.relname ORDER BY cls.relname
"""
_RIGID = """
SELECT cls.relname, con.conname
FROM pg_constraint AS con JOIN pg_class AS cls ON cls.oid = con.conrelid
WHERE con.contype = 'f' AND NOT con.condeferrable
AND cls.relnamespace = current_schema()::regnamespace
ORDER BY cls.relname, con.conname
"""


def _no_url() -> UserError:
    return UserError(
        "共享数据库的地址不对。",
        "应当像 postgresql://用户名:密码@服务器/数据库名 这样写。",
        "请向管理员要来地址，照原样填写。",
    )
