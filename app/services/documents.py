"""文书: any form printed for people, families or care agreements; each paper gets its number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import DeclinedError, UserError
from app.core.forms import Form, FormKind, Subject
from app.core.progress import Progress, silent
from app.exporters.form_pdf import FormSheet, Pressed, write_forms
from app.models.care import CareAgreement
from app.models.form import PrintedForm, PrintedLayout
from app.models.queries import documents as queries
from app.models.queries.many import rows_by_person
from app.models.queries.people import held_by
from app.models.unit_of_work import Session
from app.services.desk import Desk
from app.services.document_gathering import About, gather
from app.services.forms import SHEET, form_in_use, forms_in_use, keep_layout
from app.services.office import OfficeView, expect_office
from app.services.plan import PlanRow, plan_month
from app.services.sheet_numbers import with_check_digit

_MOST_A_MONTH = 99_999
_MOST_BLANKS = 500


@dataclass(frozen=True)
class Wanted:
    """For whom: people, by themselves or standing for their household or care agreement; or care
    agreements; or so many ``blanks`` for the pen."""

    people: tuple[int, ...] = ()
    agreements: tuple[int, ...] = ()
    blanks: int = 0


@dataclass(frozen=True)
class PrintedDocuments:
    """What was printed: ``skipped`` are people for whom there is nothing to print it of (no
    household, no running agreement); ``cut`` numbers of papers on which something found no room;
    ``absent`` (number, characters that no font has)."""

    key: str
    title: str
    path: Path
    count: int
    pages: int
    first_no: str
    last_no: str
    skipped: int
    cut: tuple[str, ...]
    absent: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FormChoice:
    """A form as a menu offers it; ``fits`` of the chosen people it is meant for."""

    key: str
    title: str
    kind: FormKind
    subject: Subject
    fits: int


def offered_forms(
    desk: Desk, people: Sequence[int], *, every: bool = False
) -> tuple[FormChoice, ...]:
    """The forms that make sense for ``people``: those meant for at least one of them (``every``
    form, if wanted) by kind; forms printed blank come last. Visit sheets are printed from the plan
    and are left out."""
    with desk.store.read() as session:
        forms = forms_in_use(session)
        held = _held(session, people, desk)
        cared_for = _running(session, list(held), desk)
    choices = [
        FormChoice(key, form.title, form.kind, form.subject, _fits(form, held, cared_for))
        for key, form in forms.items()
        if key != SHEET
    ]
    order = list(FormKind)
    return tuple(
        sorted(
            (one for one in choices if every or one.fits or one.subject is Subject.NONE),
            key=lambda one: (one.subject is Subject.NONE, order.index(one.kind), one.title),
        )
    )


def meant_for(desk: Desk, key: str, people: Sequence[int]) -> tuple[int, ...]:
    """Those of ``people``, in their order, whom form ``key`` is meant for."""
    with desk.store.read() as session:
        form = form_in_use(session, key)
        held, cared_for = _held(session, people, desk), _running(session, people, desk)
    return tuple(one for one in people if _fits(form, {one: held[one]}, cared_for))


def _held(session: Session, people: Sequence[int], desk: Desk) -> dict[int, set[str]]:
    today = desk.clock.today()
    held: dict[int, set[str]] = {person_id: set() for person_id in people}
    for row in held_by(session, list(held)):
        if row.start <= today and (row.end is None or row.end >= today):
            held[row.person_id].add(row.code)
    return held


def _fits(form: Form, held: Mapping[int, set[str]], cared_for: Mapping[int, int]) -> int:
    audience = set(form.audience)
    return sum(
        (not audience or not audience.isdisjoint(codes))
        and (form.subject is not Subject.AGREEMENT or one in cared_for)
        for one, codes in held.items()
    )


def print_documents(
    desk: Desk,
    key: str,
    wanted: Wanted,
    *,
    out: Path,
    masked: bool = True,
    progress: Progress = silent,
) -> PrintedDocuments:
    """Print form ``key`` for everybody ``wanted``, in the order given, as one act with one number
    for each paper. Numbers of identity cards and accounts are masked unless asked otherwise, which
    the audit line says.

    Raises ``UserError`` when there is nobody to print for, ``DeclinedError`` for the visit sheet
    (``services.sheets`` prints it), ``FileError`` when ``out`` cannot be written; then no number is
    used up.
    """
    if key == SHEET:
        raise DeclinedError("走访记录表按走访计划打印。", "", "请在“走访”页打印。")
    office = expect_office(desk)
    with desk.store.read() as session:
        plan = _plan(desk, form_in_use(session, key))
    with desk.write("print_documents", "打印文书") as work:
        form = form_in_use(work.session, key)
        about, skipped = _subjects(work.session, desk, form, wanted)
        if not about:
            raise _nobody(form)
        sheets = gather(desk, work.session, form, about, office=office, masked=masked, plan=plan)
        sheets = _numbered(work.session, desk, office, sheets)
        work.session.add_all(
            _kept(desk, keep_layout(work.session, key), about, sheets, copies=form.copies)
        )
        work.describe(_words(form, len(sheets), masked=masked))
        day, clerk = desk.clock.today(), desk.actor.name
        pressed = write_forms(
            out, form, sheets, printed_on=day, printed_by=clerk, progress=progress
        )
    return _told(form, out, sheets, pressed, skipped=skipped)


def _told(
    form: Form, out: Path, sheets: Sequence[FormSheet], pressed: Pressed, *, skipped: int
) -> PrintedDocuments:
    return PrintedDocuments(
        key=form.key,
        title=form.title,
        path=out,
        count=len(sheets),
        pages=pressed.pages,
        first_no=sheets[0].number,
        last_no=sheets[-1].number,
        skipped=skipped,
        cut=pressed.cut,
        absent=pressed.absent,
    )


def _words(form: Form, count: int, *, masked: bool) -> str:
    return f"打印文书：{form.title}，{count} 份" + ("" if masked else "（完整号码）")


def _nobody(form: Form) -> UserError:
    why = {
        Subject.HOUSEHOLD: "所选的人都没有登记在家庭里。",
        Subject.AGREEMENT: "所选的人没有生效的照料护理协议。",
        Subject.NONE: "没有填写份数。",
    }
    return UserError(
        f"没有可打印的{form.title}。", why.get(form.subject, ""), "请先选择对象再打印。"
    )


def _plan(desk: Desk, form: Form) -> Mapping[int, PlanRow]:
    """Why each person is visited this month, where the form prints it."""
    if "duties" not in form.named:
        return {}
    month = f"{desk.clock.today():%Y-%m}"
    return {row.person_id: row for row in reversed(plan_month(desk, month).rows)}


def _subjects(session: Session, desk: Desk, form: Form, wanted: Wanted) -> tuple[list[About], int]:
    """What each paper is about, and how many of the people have nothing to print it of."""
    people = list(dict.fromkeys(wanted.people))
    if form.subject is Subject.NONE:
        blanks = min(wanted.blanks or len(people), _MOST_BLANKS)
        return [About()] * blanks, 0
    if form.subject is Subject.AGREEMENT:
        running = _running(session, people, desk)
        chosen = [*wanted.agreements, *(running[one] for one in people if one in running)]
        owners = queries.agreements_with_carers(session, chosen)
        about = [
            About(owners[one][0].person_id, agreement_id=one) for one in chosen if one in owners
        ]
        return about, len(people) - len(running)
    if form.subject is Subject.PERSON:
        return [About(one) for one in people], 0
    living = queries.homes_of(session, people)
    first = {home: one for one, home in reversed(living.items())}
    about = [
        About(queries.head_of(session, home) or first[home], household_id=home)
        for home in dict.fromkeys(living.values())
    ]
    return about, len(people) - len(living)


def _running(session: Session, people: Sequence[int], desk: Desk) -> dict[int, int]:
    """The newest care agreement of each person that has not ended."""
    today = desk.clock.today()
    found = {}
    for person_id, rows in rows_by_person(session, CareAgreement, people).items():
        for row in rows:
            if row.end >= today and (row.ended_on is None or row.ended_on > today):
                found[person_id] = row.id
    return found


def _numbered(
    session: Session, desk: Desk, office: OfficeView, sheets: Sequence[FormSheet]
) -> list[FormSheet]:
    """The sheets with their numbers: office, year and month, serial number, check digit."""
    prefix = f"{office.code[6:9]}{desk.clock.today():%y%m}"
    serial = queries.last_serial(session, prefix)
    if serial + len(sheets) > _MOST_A_MONTH:
        raise UserError(
            "本月的文书编号用完了。",
            f"一个月最多 {_MOST_A_MONTH} 份，已打印 {serial} 份。",
            "请下月再打印。",
        )
    return [
        FormSheet(with_check_digit(f"{prefix}{serial + at:05d}"), one.values, one.rows, one.stack)
        for at, one in enumerate(sheets, start=1)
    ]


def _kept(
    desk: Desk,
    layout: PrintedLayout,
    about: Sequence[About],
    sheets: Sequence[FormSheet],
    *,
    copies: Sequence[str],
) -> list[PrintedForm]:
    now = desk.clock.now().replace(tzinfo=None)
    return [
        PrintedForm(
            number=sheet.number,
            form_key=layout.key,
            person_id=one.person_id,
            household_id=one.household_id,
            copies=max(1, len(copies)),
            printed_at=now,
            printed_by=desk.actor.name,
            stack_no=sheets[0].number,
            layout_id=layout.id,
        )
        for one, sheet in zip(about, sheets, strict=True)
    ]
