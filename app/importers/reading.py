"""Open a table file by what is in it, not by what it is called."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar
from zipfile import BadZipFile, ZipFile

from app.core.errors import Cancelled, FileError, UserError
from app.importers.book import Book, PasswordNeeded
from app.importers.text_table import decode, read_text_table

T = TypeVar("T")

MOST_BYTES = 200 * 1024**2
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = {
    b"%PDF": "PDF 文件",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"\xff\xd8\xff": "图片",
    b"\x89PNG": "图片",
    b"GIF8": "图片",
}
_SAVE_AS = "请在 WPS 或 Excel 里打开，另存为 .xlsx 后再导入。"
_CHOOSE = "请选择 .xlsx、.xls 或 .csv 表格。"


def _idle() -> None:
    """Nobody is watching."""


def is_lock_file(path: Path) -> bool:
    """``~$名册.xlsx`` and ``.~名册.xlsx`` are what Excel and WPS leave beside an open file."""
    return path.name.startswith(("~$", ".~"))


def open_book(path: Path, passwords: Sequence[str] = (), tick: Callable[[], None] = _idle) -> Book:
    """Read the file whole. ``tick`` is called now and then and may raise ``Cancelled``.

    Raises PasswordNeeded, or FileError for a file that is missing, locked, empty, too big,
    damaged or no table."""
    data = _bytes(path)
    if data.startswith(_OLE):
        return _open_ole(path, data, passwords, tick)
    return _open_plain(path, data, tick)


def _bytes(path: Path) -> bytes:
    if is_lock_file(path):
        raise FileError(
            f"“{path.name}”是表格打开时留下的临时文件，不是表格。", what_to_do="请选择原表。"
        )
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileError(
                f"“{path.name}”超过 200 MB，太大了。",
                what_to_do="请把图片和多余的工作表删掉，或按村拆成几份再导入。",
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise FileError(f"找不到文件“{path.name}”。", what_to_do="请重新选择。") from error
    except PermissionError as error:
        raise FileError(
            f"打不开“{path.name}”：文件正被别的程序占用，或没有读取权限。",
            what_to_do="请先在 WPS 或 Excel 里关闭该表，再导入。",
        ) from error
    except OSError as error:
        raise FileError(
            f"读不了“{path.name}”。", what_to_do="请检查U盘或网络盘是否还连着，再试一次。"
        ) from error
    if not data.strip(b"\0 \r\n\t"):
        raise FileError(f"“{path.name}”是空文件。", what_to_do="请向提供表格的人重新要一份。")
    return data


def _open_plain(path: Path, data: bytes, tick: Callable[[], None]) -> Book:
    if data.startswith(_ZIP):
        return _open_zip(path, data, tick)
    for magic, what in _FOREIGN.items():
        if data.startswith(magic):
            raise FileError(f"“{path.name}”是{what}，不是表格。", what_to_do=_CHOOSE)
    head = (decode(data[:4096]) or data[:4096].decode("latin-1")).lstrip().lower()
    if head.startswith(("<!doctype html", "<html", "<head", "<table", "<meta", "<style")):
        raise FileError(f"“{path.name}”其实是网页（HTML），不是真正的表格。", what_to_do=_SAVE_AS)
    if head.startswith("<?xml"):
        raise FileError(f"“{path.name}”其实是 XML 文本，不是真正的表格。", what_to_do=_SAVE_AS)
    return read_text_table(path, data)


def _open_zip(path: Path, data: bytes, tick: Callable[[], None]) -> Book:
    from app.importers.xlsx import read_xlsx

    try:
        with ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except BadZipFile as error:
        raise _damaged(path) from error
    if "xl/workbook.bin" in names:
        raise FileError(f"“{path.name}”是 .xlsb 格式，读不了。", what_to_do=_SAVE_AS)
    if "word/document.xml" in names:
        raise FileError(f"“{path.name}”是 Word 文档，不是表格。", what_to_do=_CHOOSE)
    if "content.xml" in names:
        raise FileError(f"“{path.name}”是 .ods 格式，读不了。", what_to_do=_SAVE_AS)
    if "[Content_Types].xml" not in names:
        raise FileError(
            f"“{path.name}”是压缩包，不是表格。", what_to_do="请先解压，再选择里面的表格。"
        )
    return _guarded(path, lambda: read_xlsx(path, io.BytesIO(data), tick))


def _open_ole(path: Path, data: bytes, passwords: Sequence[str], tick: Callable[[], None]) -> Book:
    """.xls, .et, or any workbook under a password (which is unlocked in memory only)."""
    from app.importers.unlocking import is_locked, unlock
    from app.importers.xls import read_xls

    if _guarded(path, lambda: is_locked(data)):
        for password in passwords:
            opened = unlock(data, password)
            if opened is None:
                continue
            if opened.startswith(_OLE):
                return _guarded(path, partial(read_xls, path, opened))
            return _open_plain(path, opened, tick)
        raise PasswordNeeded(path, tried=bool(passwords))
    return _guarded(path, lambda: read_xls(path, data))


def _guarded(path: Path, read: Callable[[], T]) -> T:
    """What a library says of somebody's broken file becomes one sentence for the clerk."""
    try:
        return read()
    except (UserError, Cancelled):
        raise
    except Exception as error:  # other people's files break the libraries in every way there is
        raise _damaged(path) from error


def _damaged(path: Path) -> FileError:
    return FileError(
        f"“{path.name}”已损坏或不是表格，打不开。",
        what_to_do="请在 WPS 或 Excel 里试着打开它：能打开就另存为 .xlsx 再导入；"
        "打不开就请对方重新发一份。",
    )
