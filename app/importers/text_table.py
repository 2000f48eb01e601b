"""Read .csv and tab-separated text as clerks exchange it: UTF-8 with or without mark, or "ANSI"."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from app.core.errors import FileError
from app.importers.book import Book, Cell, Row, Sheet

_ENCODINGS = ("utf-8-sig", "gb18030")  # gb18030, not gbk: gbk cannot hold 䶮, 𬭊, 㛃
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decode(data: bytes) -> str | None:
    """The text in ``data``, or None when it is no text."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None


def read_text_table(path: Path, data: bytes) -> Book:
    """One sheet. Raises FileError when the bytes are no text."""
    text = decode(data)
    if text is None:
        raise FileError(
            f"“{path.name}”不是表格文件，读不出内容。",
            what_to_do="请选择 .xlsx、.xls 或 .csv 表格。",
        )
    sheet = Sheet(path.stem)
    limit = csv.field_size_limit(1_000_000)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        for number, values in enumerate(reader, start=1):
            cells = {
                column: Cell(value, number, column)
                for column, value in enumerate(values, start=1)
                if value.strip()
            }
            if cells:
                sheet.rows.append(Row(number, cells))
    except csv.Error as error:
        raise FileError(
            f"“{path.name}”不是完整的表格文本，第{len(sheet.rows) + 1}行附近读不下去。",
            what_to_do="请在 WPS 或 Excel 里打开，另存为 .xlsx 后再导入。",
        ) from error
    finally:
        csv.field_size_limit(limit)
    return Book(path, (sheet,))


def _delimiter(text: str) -> str:
    head = text[:20_000]
    return max(",\t;", key=head.count)
