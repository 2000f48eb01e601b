"""What was printed under a number: a visit sheet, or a paper of any other contact form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.errors import UserError
from app.core.forms import Form
from app.models.contact import Sheet, SheetBatch
from app.models.form import PrintedForm
from app.models.queries import documents
from app.models.queries import sheets as queries
from app.models.unit_of_work import Session
from app.services.forms import printed_form
from app.services.sheet_numbers import VISIT_SHEET


@dataclass(frozen=True)
class NumberedPaper:
    """A paper with its number, whichever table keeps it, and the form as it was printed.

    ``household_id`` is whose it is where it speaks of a household. ``stack`` are the numbers
    printed with it and whether each has come back, in printed order; ``batch_no`` is how a clerk
    calls them together; ``questions`` are facts that open rules asked for."""

    row: Sheet | PrintedForm
    person_id: int
    household_id: int | None
    form: Form
    layout_id: int | None
    printed_on: date
    batch_no: str
    stack: tuple[tuple[str, bool], ...]
    questions: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """The number beside its barcode."""
        return self.row.number

    @property
    def position(self) -> int:
        """Its place among those printed with it, from 1."""
        return [number for number, _ in self.stack].index(self.number) + 1

    def following(self) -> tuple[str | None, int]:
        """The next of the stack that has not come back, and how many have not."""
        still_out = [
            (number, at)
            for at, (number, back) in enumerate(self.stack, start=1)
            if not back and number != self.number
        ]
        behind = [number for number, at in still_out if at > self.position]
        following = behind or [number for number, _ in still_out]
        return (following[0] if following else None), len(still_out)


def find_paper(session: Session, number: str) -> NumberedPaper:
    """The paper of a number. Raises ``UserError`` when it was never printed, when it is no record
    of a contact, and when nobody is printed on it."""
    return _sheet(session, number) if len(number) == VISIT_SHEET else _printed(session, number)


def _sheet(session: Session, number: str) -> NumberedPaper:
    sheet = queries.sheet_by_number(session, number)
    if sheet is None:
        raise _never_printed("走访表")
    batch = session.get_one(SheetBatch, sheet.batch_id)
    return NumberedPaper(
        row=sheet,
        person_id=sheet.person_id,
        household_id=None,
        form=printed_form(session, batch.layout_id),
        layout_id=batch.layout_id,
        printed_on=batch.printed_at.date(),
        batch_no=batch.number,
        stack=tuple(queries.stack_of(session, sheet.batch_id)),
        questions=tuple(sheet.questions),
    )


def _printed(session: Session, number: str) -> NumberedPaper:
    paper = documents.printed_by_number(session, number)
    if paper is None:
        raise _never_printed("表")
    form = printed_form(session, paper.layout_id)
    if form.contact is None:
        raise UserError(
            f"“{form.title}”不是走访类的表，不在这里录入。",
            "",
            "请把它作为证明材料归档；要能录入的，见“设置—表样”里的 [contact]。",
        )
    if paper.person_id is None:
        raise UserError(
            f"这份“{form.title}”没有印上对象。", "不知道是谁的。", "请给对象重新打印一份再录入。"
        )
    return NumberedPaper(
        row=paper,
        person_id=paper.person_id,
        household_id=paper.household_id,
        form=form,
        layout_id=paper.layout_id,
        printed_on=paper.printed_at.date(),
        batch_no=paper.stack_no,
        stack=tuple(documents.stack_of(session, paper.stack_no)),
    )


def paper_of(session: Session, contact_id: int) -> NumberedPaper | None:
    """The paper from which a contact was typed in; None for one without."""
    row = queries.sheet_of_contact(session, contact_id) or documents.paper_of_contact(
        session, contact_id
    )
    return find_paper(session, row.number) if row is not None else None


def _never_printed(what: str) -> UserError:
    return UserError(f"没有打印过这个编号的{what}。", "", "请核对编号；若换过电脑，请先恢复备份。")
