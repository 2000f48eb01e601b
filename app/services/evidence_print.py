"""The evidence of a month as one file to print: by village, by visit, with captions."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PIL import Image

from app.core.errors import UserError
from app.core.periods import is_minor
from app.core.progress import Progress, silent
from app.core.terms import CONTACT_NAMES, ContactKind
from app.exporters.evidence_pdf import EvidenceBook, EvidencePaper, EvidenceVisit, write_evidence
from app.exporters.paper_copy import page_pictures
from app.models.queries import evidence as queries
from app.models.upkeep import Paper
from app.services.desk import Desk
from app.services.faces import id_on_screen
from app.services.office import expect_office
from app.services.paper_files import read_bytes


@dataclass(frozen=True)
class PrintedEvidence:
    """What the file holds: visits and papers; ``minors`` visits to children were left out."""

    visits: int
    papers: int
    pages: int
    minors: int


def print_evidence(
    desk: Desk, month: str, out: Path, *, minors: bool = False, progress: Progress = silent
) -> PrintedEvidence:
    """Write the photos and scans of the visits of ``month`` (``YYYY-MM``) to ``out``.

    Identity numbers are masked; pictures are drawn anew, so that nothing but their dots (no place
    where they were taken) is in the file. Visits to minors are left out unless ``minors``. Raises
    ``UserError`` when there is nothing to print, ``FileError``, ``Cancelled``.
    """
    office, day = expect_office(desk), desk.clock.today()
    words = f"打印走访佐证：{month}" + ("，含未成年人" if minors else "")
    with desk.write("print_evidence", words) as work:
        lines = queries.contact_lines(work.session, days=_days(month))
        papers = queries.papers_of_contacts(work.session, [line.contact.id for line in lines])
        having = [line for line in lines if line.contact.id in papers]
        shown = [
            line for line in having
            if minors or not is_minor(line.person.birth_date, line.contact.day)
        ]  # fmt: skip
        if not shown:
            left_out = f"有 {len(having)} 次走访是未成年人，默认不打印。" if having else ""
            raise UserError(f"{month} 没有可以打印的走访佐证。", left_out, "请换一个月份。")
        book = EvidenceBook(
            office=office.name,
            month=month,
            printed_by=desk.actor.name,
            day=day,
            visits=[_visit(desk, line, papers[line.contact.id]) for line in shown],
        )
        pages = write_evidence(out, book, progress)
    count = sum(len(visit.papers) for visit in book.visits)
    return PrintedEvidence(len(shown), count, pages, len(having) - len(shown))


def _days(month: str) -> tuple[date, date]:
    year, number = (int(part) for part in month.split("-"))
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def _visit(desk: Desk, line: queries.ContactLine, papers: list[Paper]) -> EvidenceVisit:
    contact, person = line.contact, line.person
    when = f"{contact.day}" + (f" {contact.time}" if contact.time else "")
    kind = CONTACT_NAMES[ContactKind(contact.kind)]
    caption = "　".join(
        filter(
            None,
            (person.name, id_on_screen(person.id_no), f"{when} {kind}", contact.visitors,
             f"编号 {line.sheet_no}" if line.sheet_no else ""),
        )
    )  # fmt: skip
    return EvidenceVisit(line.village, caption, [_paper(desk, paper) for paper in papers])


def _paper(desk: Desk, paper: Paper) -> EvidencePaper:
    digest, media = paper.sha256, paper.media

    def load() -> Iterator[Image.Image]:
        return page_pictures(read_bytes(desk.folder, digest), media)

    return EvidencePaper(paper.title, paper.pages or 1, load)
