"""Two families of errors: what the world did to the store is told in words, the rest is our bug."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, OperationalError

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
_GONE = ("连不上共享数据库。", "请检查网络和服务器是否正常；没有保存的内容请稍后重试。")
_REFUSED = ("共享数据库不认这个用户名或密码。", "请管理员核对用户名和密码，再到“设置”里改。")
_NO_DATABASE = ("服务器上没有这个数据库。", "请管理员建好数据库，或核对地址里的数据库名。")
_NO_RIGHTS = ("在共享数据库里没有权限。", "请管理员给这个用户授予建表和读写的权限。")
_TURN = ("另一台电脑正在保存，没有写入。", "请稍等片刻后重试。")
# The states of SQL by their beginnings; the more precise first.
_STATES = {
    "28": _REFUSED,
    "3D": _NO_DATABASE,
    "42501": _NO_RIGHTS,
    "53100": ("服务器的磁盘已满，没有写入。", "请管理员清理服务器的磁盘后重试；已有数据没有改动。"),
    "53": ("共享数据库的服务器忙不过来，没有写入。", "请稍后重试；常常这样，请管理员检查服务器。"),
    "25006": ("共享数据库现在是只读的，没有写入。", "请管理员检查服务器。"),
    "40": _TURN,
    "55P03": _TURN,
    "57P": _GONE,
    "08": _GONE,
    "25P03": _GONE,
    "58": ("服务器读写磁盘时出错。", "请管理员检查服务器的磁盘，并尽快备份。"),
    "XX": ("共享数据库已损坏。", "请不要继续录入，请管理员检查服务器，用备份恢复。"),
}
# Of a connection that never came about the driver keeps no state, only what the server said, in
# the server's language.
_SAID = {
    "authentication failed": _REFUSED,
    "认证失败": _REFUSED,
    "no password supplied": _REFUSED,
    "pg_hba.conf": _REFUSED,
    'role "': _REFUSED,
    '角色"': _REFUSED,
    'database "': _NO_DATABASE,
    '数据库 "': _NO_DATABASE,
    "permission denied": _NO_RIGHTS,
    "SSL": ("不能与服务器加密通信。", "请管理员在服务器上启用 SSL，或在地址里写明 sslmode。"),
}


def store_error(error: DBAPIError) -> FileError | None:
    """The sentence for an error of the world; None for a bug of ours."""
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        return _of_sqlite(getattr(cause, "sqlite_errorname", ""))
    state = getattr(cause, "sqlstate", None)
    if state is None:
        return _of_connecting(str(cause)) if isinstance(error, OperationalError) else None
    for beginning, (what, what_to_do) in _STATES.items():
        if state.startswith(beginning):
            return FileError(what, "", what_to_do)
    return None


def _of_sqlite(name: str) -> FileError | None:
    for code, (what, what_to_do) in _WORDS.items():
        if name.startswith(code):
            return FileError(what, "", what_to_do)
    return None


def _of_connecting(said: str) -> FileError:
    for part, (what, what_to_do) in _SAID.items():
        if part in said:
            return FileError(what, said, what_to_do)
    return FileError(_GONE[0], said, _GONE[1])
