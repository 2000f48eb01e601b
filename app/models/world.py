"""Two families of errors: what the world did to the store is told in words, the rest is our bug."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError

from app.core.errors import FileError

_WORDS = {
    "SQLITE_FULL": ("磁盘已满，没有写入。", "请清理磁盘空间后重试；已有数据没有改动。"),
    "SQLITE_READONLY": ("数据文件是只读的，没有写入。", "请检查数据文件夹的权限。"),
    "SQLITE_CANTOPEN": ("打不开数据文件。", "请检查数据文件夹是否存在、能否读写。"),
    "SQLITE_CORRUPT": ("数据文件已损坏。", "请不要继续录入，用最近一次备份恢复。"),
    "SQLITE_NOTADB": ("数据文件不是本程序的数据库。", "请检查数据文件夹，或用备份恢复。"),
    "SQLITE_BUSY": ("数据文件正被占用。", "请关闭其他使用它的程序后重试。"),
    "SQLITE_LOCKED": ("数据文件正被占用。", "请关闭其他使用它的程序后重试。"),
    "SQLITE_IOERR": ("读写磁盘时出错。", "请检查磁盘是否正常，并尽快备份。"),
}


def store_error(error: DBAPIError) -> FileError | None:
    """The sentence for an error of the world; None for a bug of ours."""
    cause = error.orig
    name = getattr(cause, "sqlite_errorname", "") if isinstance(cause, sqlite3.Error) else ""
    for code, (what, what_to_do) in _WORDS.items():
        if name.startswith(code):
            return FileError(what, "", what_to_do)
    return None
