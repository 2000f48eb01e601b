"""Makes the kept files of this folder again: ``python tests/samples/import/make.py``.

They are files that tests cannot make by themselves: the old .xls needs LibreOffice, the encrypted
workbook differs with every run. All people are invented (region code 990101 is not assigned).
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path

from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook
from openpyxl.styles import Font

HERE = Path(__file__).parent
PASSWORD = "红旗123"
HEADERS = ["村组", "户主姓名", "姓名", "身份证号", "与户主关系", "人员类别"]
ROWS = [
    ["红旗村1组", "张三", "张三", "990101195001010010", "户主", "农村低保"],
    ["红旗村1组", "张三", "李䶮", "990101195502020022", "妻", "农村低保"],
]


def workbook() -> Workbook:
    """A roster with a merged title, a hidden row, a number where a text should be."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["红旗村困难群众花名册"])
    sheet.merge_cells("A1:F1")
    sheet.append(HEADERS)
    for row in ROWS:
        sheet.append(row)
    sheet.append(["红旗村2组", "王五", "王五", 1.1010119900307723e17, "户主", "农村低保"])
    sheet.append(["红旗村2组", "赵六", "赵六", "990101196003030034", "户主", "农村低保"])
    sheet.row_dimensions[6].hidden = True
    return book


def kinds() -> Workbook:
    """One cell of each kind, as Excel and LibreOffice keep them, and a value far below."""
    book = Workbook()
    sheet = book.worksheets[0]
    for value in ("张三", date(1985, 3, 12), True, 19850312, "=1+1", "=1/0"):
        sheet.append([value])
    sheet.cell(4, 1).number_format = "yyyy-mm-dd"
    sheet.cell(1, 1).font = Font(strike=True)
    sheet.column_dimensions["B"].hidden = True
    sheet.cell(1, 2, "藏")
    for row in range(7, 80):
        sheet.cell(row, 1).number_format = "@"
    sheet.cell(90, 1, "远")
    return book


def convert(source: Path, suffix: str, out: Path) -> Path:
    """``source`` as LibreOffice saves it with this suffix."""
    subprocess.run(
        ["soffice", "--headless", "--convert-to", suffix, "--outdir", str(out), str(source)],
        check=True,
        capture_output=True,
    )
    return out / f"{source.stem}.{suffix}"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "roster.xlsx"
        workbook().save(plain)
        old = convert(plain, "xls", Path(folder))
        shutil.copy(old, HERE / "roster.xls")
        shutil.copy(old, HERE / "roster.et")
        source = Path(folder) / "kinds.xlsx"
        kinds().save(source)
        convert(source, "xls", HERE)
        convert(source, "xlsx", HERE)
        locked = io.BytesIO()
        with plain.open("rb") as stream:
            OOXMLFile(stream).encrypt(PASSWORD, locked)
        (HERE / "locked.xlsx").write_bytes(locked.getvalue())


if __name__ == "__main__":
    main()
