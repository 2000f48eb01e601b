"""Bring a store's tables up to date; a backup is taken first, a newer store is refused in words."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, inspect, text

from app.core.errors import FileError
from app.models import find_index, kept_plan
from app.models.backup import back_up

SCRIPTS = Path(__file__).parent / "migrations"
# The newest revision: an up-to-date store opens without loading Alembic; a test keeps it true.
HEAD = "0006"


def current(engine: Engine) -> str:
    """The revision of the store, "" for one without tables."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())


def bring_up_to_date(engine: Engine, path: Path, now: datetime) -> None:
    """Migrate to ``HEAD``. Raises ``FileError`` for a store of a newer program."""
    revision = current(engine)
    if revision == HEAD:
        return
    if revision > HEAD:
        raise FileError(
            "这份数据是用更新版本的程序保存的。",
            f"数据版本 {revision}，本程序只认识到 {HEAD}。",
            "请安装新版本的程序后再打开；数据没有改动。",
        )
    if revision:
        stamp = now.strftime("%Y%m%d-%H%M%S")
        back_up(path, path.parent / "backups" / f"升级前-{revision}-{stamp}.db")
    upgrade(engine, HEAD)


def upgrade(engine: Engine, revision: str) -> None:
    """Run the migrations up to ``revision``, all in one transaction: done whole or not at all.

    A table that is rebuilt would take along whatever refers to it, so foreign keys are off
    meanwhile (which works outside a transaction only) and are checked before the end.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with engine.connect() as connection:
        driver = connection.connection.cursor()
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                config.attributes["connection"] = connection
                # A step may rebuild the tables that these follow from.
                for kept in (find_index, kept_plan):
                    if kept.exists(connection):
                        kept.drop_triggers(connection)
                command.upgrade(config, revision)
                for kept in (find_index, kept_plan):
                    if kept.exists(connection):
                        kept.make(connection)
                if connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                    raise RuntimeError(f"migrating to {revision} left rows that point nowhere")
        finally:
            driver.execute("PRAGMA foreign_keys = ON")
