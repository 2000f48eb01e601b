"""Files that somebody made to do harm, or that are far too big; all of them are refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from openpyxl import Workbook


def _book() -> Workbook:
    """One good row of a roster."""
    made = Workbook()
    made.worksheets[0].append(["村组", "户主姓名", "姓名", "身份证号", "与户主关系", "人员类别"])
    made.worksheets[0].append([
        "清水村1组",
        "样甲",
        "样甲",
        "990101195001010010",
        "户主",
        "农村低保",
    ])
    return made


def zip_bomb(path: Path) -> None:
    """Three gigabytes of blanks in a few megabytes; made for the test, not kept."""
    chunk = b" " * (16 * 1024**2)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(3 * 64):
                part.write(chunk)


def outer_entity(path: Path) -> None:
    plain = io.BytesIO()
    _book().save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/workbook.xml":
                entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
                data = data.replace(b"?>", b"?>" + entity, 1) if b"?>" in data else entity + data
            new.writestr(name, data)


def many_columns(path: Path) -> None:
    made = _book()
    sheet = made.worksheets[0]
    sheet.cell(1, 16_384, "末列")
    sheet.cell(2, 16_384, "x")
    made.save(path)


def too_large(path: Path) -> None:
    """A hole of 201 megabytes; made for the test, not kept."""
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(201 * 1024**2)
