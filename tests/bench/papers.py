"""Paper as PDF: 500 visit sheets, 500 sheets of a form with a table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.measurement import RATIO, Figures, Limit, Measurement, Place, Work

if TYPE_CHECKING:
    from app.exporters.form_pdf import FormSheet
    from app.exporters.visit_sheet import VisitSheet

FORM = "self_care"
PAGES = 500
FILE = "sheets.pdf"
_VILLAGE = 60


def sheets() -> list[VisitSheet]:
    """Sheets of different people, by village, filled as they usually are."""
    from app.exporters.sample.make import make_sample
    from tests.bench.townships import DAY, MONTH, SEED
    from tests.unit.exporters.sheets import USUAL

    township = make_sample(townships=1, people=PAGES, seed=SEED, day=DAY).townships[0]
    people = list(township.people().values())[:PAGES]
    return [
        replace(
            USUAL,
            sheet_no=f"9901012605{number:02d}",
            village=township.villages[number // _VILLAGE % len(township.villages)],
            month=MONTH,
            name=person.name,
            head_name=person.name,
            sex=person.sex,
            age=str(person.age(DAY)),
            address=f"{township.name}{number}号",
        )
        for number, person in enumerate(people)
    ]


def pdf_ours(place: Place) -> Work:
    from app.exporters.visit_sheet_pdf import write_visit_sheets
    from tests.bench.townships import DAY

    made = sheets()

    def work() -> Figures:
        write_visit_sheets(place.scratch / FILE, made, printed_on=DAY, printed_by="样例经办人")
        return _size(place.scratch / FILE)

    return work


def form_sheets() -> list[FormSheet]:
    """Sheets of a form with a table that is filled from the register."""
    from app.exporters.form_pdf import FormSheet

    rows = [
        {"day": f"{year}-03-12", "result": "部分丧失", "assessor": "王敏、李刚"}
        for year in (2023, 2024, 2025)
    ]
    return [
        FormSheet(
            number=sheet.sheet_no,
            values={key: text for key, text in vars(sheet).items() if isinstance(text, str)},
            rows={"self_cares": rows},
            stack=sheet.village,
        )
        for sheet in sheets()
    ]


def form_ours(place: Place) -> Work:
    from app.core.form_file import load_form
    from app.exporters.form_pdf import write_forms
    from tests.bench.townships import DAY

    made = form_sheets()

    def work() -> Figures:
        write_forms(
            place.scratch / FILE, load_form(FORM), made, printed_on=DAY, printed_by="样例经办人"
        )
        return _size(place.scratch / FILE)

    return work


def pdf_peer(place: Place) -> Work:
    """The same words in a bordered table a page, laid out by platypus."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics, ttfonts
    from reportlab.platypus import PageBreak, SimpleDocTemplate, Table, TableStyle

    from app.core.paths import resource

    cells = [_cells(sheet) for sheet in sheets()]
    font = "NotoSerifSC-Regular"

    def work() -> Figures:
        pdfmetrics.registerFont(ttfonts.TTFont(font, str(resource("fonts", f"{font}.ttf"))))
        looks = TableStyle([
            ("FONT", (0, 0), (-1, -1), font, 9),
            ("GRID", (0, 0), (-1, -1), 0.5, "#000000"),
        ])
        story: list[Any] = []
        for rows in cells:
            story += [Table(rows, style=looks), PageBreak()]
        SimpleDocTemplate(str(place.scratch / FILE), pagesize=A4).build(story)
        return _size(place.scratch / FILE)

    return work


def _cells(sheet: VisitSheet) -> list[list[str]]:
    """Label and words, two pairs a line."""
    texts = [str(value)[:24] for value in vars(sheet).values()]
    labels = [f"第{number}项" for number in range(len(texts))]
    pairs = [[label, text] for label, text in zip(labels, texts, strict=True)] * 2
    return [[*pairs[at], *pairs[at + 1]] for at in range(0, len(pairs) - 1, 2)]


def _size(path: Path) -> Figures:
    return {"file_megabytes": path.stat().st_size / 1e6}


MEASUREMENTS = (
    Measurement(
        "sheets", f"{PAGES} visit sheets printed", pdf_ours, pdf_peer,
        "reportlab platypus, one bordered table a page", (Limit(RATIO, 2.0),),
    ),
    Measurement(
        "forms", f"{PAGES} forms with a table from the register printed", form_ours, pdf_peer,
        "reportlab platypus, one bordered table a page", (Limit(RATIO, 2.0),),
    ),
)  # fmt: skip
