"""Makes the kept files of this folder again: ``python tests/samples/import/make.py``.

They are files that tests cannot make by themselves: the old .xls needs LibreOffice, the encrypted
workbook differs with every run. All people are invented (region code 990101 is not assigned).
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from pathlib import Path

from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook

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


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "roster.xlsx"
        workbook().save(plain)
        subprocess.run(
            ["soffice", "--headless", "--convert-to", "xls", "--outdir", folder, str(plain)],
            check=True,
            capture_output=True,
        )
        shutil.copy(plain.with_suffix(".xls"), HERE / "roster.xls")
        shutil.copy(plain.with_suffix(".xls"), HERE / "roster.et")
        locked = io.BytesIO()
        with plain.open("rb") as stream:
            OOXMLFile(stream).encrypt(PASSWORD, locked)
        (HERE / "locked.xlsx").write_bytes(locked.getvalue())


if __name__ == "__main__":
    main()
