"""Versions and licences: what this program is made of."""

from __future__ import annotations

import platform
import sqlite3
from importlib.metadata import PackageNotFoundError, version

NOTICE = """帮扶台账是自由软件，按 GNU 通用公共许可证第 3 版或更新版本发布，不作任何担保。

界面使用 Qt（PySide6），版权归 The Qt Company Ltd. 等所有，\
按 GNU 宽通用公共许可证第 3 版（LGPL v3）使用；\
Qt 以动态库形式随程序提供，可以用兼容的版本替换。

字体：思源黑体、思源宋体（SIL 开放字体许可证 1.1），花园明朝体、BabelStone Han（随附各自的许可证）。

本程序不联网，不收集任何信息。登记的内容只存在这台电脑的数据文件夹里；\
县级若在“数据”里改用共享数据库，就存在单位自己的服务器上，由 psycopg（LGPL v3）连接。"""

_PARTS = (
    ("PySide6-Essentials", "Qt 界面"),
    ("SQLAlchemy", "数据库访问"),
    ("openpyxl", "读写表格"),
    ("reportlab", "生成 PDF"),
    ("cryptography", "签名与验签"),
    ("lxml", "读写 XML"),
)


def versions() -> tuple[tuple[str, str], ...]:
    """``(what, which)`` of the program and its parts."""
    parts = tuple((f"{words}（{name}）", _version(name)) for name, words in _PARTS)
    return (
        ("帮扶台账", _version("bangfu-ledger")),
        ("Python", platform.python_version()),
        ("SQLite", sqlite3.sqlite_version),
        *parts,
        ("操作系统", f"{platform.system()} {platform.release()}"),
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "开发版"
