"""Every form as it leaves the printer, with short and with very long contents, for looking at.

``python -m tests.look_at_forms FOLDER [KEY …]`` writes PDF and PNG files into FOLDER.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from app.core.form_file import load_form, shipped_keys
from app.core.forms import Form
from app.exporters.form_pdf import FormSheet, Pressed, write_forms
from app.exporters.form_sample import NUMBER, sample_sheet
from app.exporters.pdf_preview import page_count, page_png

DAY = date(2026, 5, 3)
SHEETS = ("short", "long", "empty")


def print_sample(form: Form, contents: str, folder: Path) -> tuple[Path, Pressed]:
    """The form with ``contents`` (one of ``SHEETS``) as PDF in ``folder``."""
    path = folder / f"{form.key}-{contents}.pdf"
    empty = FormSheet(NUMBER)
    sheet = empty if contents == "empty" else sample_sheet(form, long=contents == "long")
    return path, write_forms(path, form, [sheet], printed_on=DAY, printed_by="王敏")


def main(folder: Path, keys: list[str]) -> None:
    """Write the forms of ``keys``, all of them when there are none."""
    folder.mkdir(parents=True, exist_ok=True)
    for key in keys or shipped_keys():
        for contents in SHEETS:
            path, _ = print_sample(load_form(key), contents, folder)
            for page in range(1, page_count(path) + 1):
                png = path.with_name(f"{path.stem}-{page}.png")
                png.write_bytes(page_png(path, page, 1.2))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
