"""What stands beside a person, as lines that a table can show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.benefits import benefit_name
from app.core.codes import Codes
from app.core.kinship import is_head
from app.core.masks import mask_account
from app.core.self_care import self_care_form
from app.core.terms import (
    CONTACT_NAMES,
    INCOME_NAMES,
    KIN_ROLE_NAMES,
    RHYTHM_NAMES,
    UNKNOWN,
    ContactKind,
    IncomeKind,
    KinRole,
    Rhythm,
)
from app.models.circumstances import Benefit, IncomeLine, Kin, SelfCare
from app.models.contact import Contact
from app.models.household import Award
from app.services.faces import age_text, id_on_screen
from app.services.person.notes import marks_of
from app.services.person.record import Record

_TOTAL = "total_amount"


@dataclass(frozen=True)
class MemberLine:
    """Somebody of the household, from–to; ``end`` None: still."""

    person_id: int
    name: str
    relation: str
    age: int | None
    start: date
    end: date | None
    marks: tuple[str, ...]
    is_head: bool


@dataclass(frozen=True)
class HoldingLine:
    """A category held; ``code`` stays when the office gives it another name."""

    name: str
    start: date
    end: date | None
    basis: str
    code: str
    confirmed_by: str


@dataclass(frozen=True)
class ContactLine:
    """A contact with the person; ``form`` is the title of the form it was typed in from."""

    id: int
    day: date
    kind_name: str
    done: bool
    visitors: str
    note: str
    form: str = ""


@dataclass(frozen=True)
class KinLine:
    """Somebody who stands by the person; ``able`` is None where nobody knows."""

    id: int
    role: KinRole
    role_name: str
    name: str
    relation: str
    id_no: str
    phone: str
    address: str
    able: bool | None
    note: str
    start: date | None
    end: date | None
    other_id: int | None
    care: str


@dataclass(frozen=True)
class IncomeRow:
    """One line of income in yuan; ``of_household``: not of the person alone."""

    id: int
    kind: IncomeKind
    kind_name: str
    period: str
    amount: Decimal
    basis: str
    of_household: bool


@dataclass(frozen=True)
class SelfCareLine:
    """One assessment: the level (empty while undecided) and what the person cannot do."""

    id: int
    day: date
    result: str
    able: int | None
    failed: tuple[str, ...]
    assessor: str
    basis: str


@dataclass(frozen=True)
class BenefitLine:
    """Something that is paid, to the person by name or to the household; ``id`` is None for an
    award, which is kept with the household."""

    id: int | None
    kind: str
    name: str
    amount: Decimal | None
    rhythm: Rhythm
    rhythm_name: str
    start: date
    end: date | None
    account: str
    source: str

    @property
    def of_household(self) -> bool:
        return self.id is None


def member_lines(record: Record, day: date, *, former: bool = False) -> tuple[MemberLine, ...]:
    """The members of the household, or those who left it."""
    return tuple(
        MemberLine(
            person_id=row.person_id,
            name=record.people[row.person_id].name,
            relation=row.relation or "",
            age=age_text(record.people[row.person_id].birth_date, day),
            start=row.start,
            end=row.end,
            marks=marks_of(record.people[row.person_id]),
            is_head=is_head(row.relation),
        )
        for row in record.together
        if (row.end is not None) is former and row.person_id in record.people
    )


def holding_lines(record: Record, codes: Codes, day: date) -> tuple[HoldingLine, ...]:
    """The categories held, under the names of ``day``."""
    return tuple(
        HoldingLine(
            name=codes.category_name(row.code, day),
            start=row.start,
            end=row.end,
            basis=row.basis or "",
            code=row.code,
            confirmed_by=row.confirmed_by or "",
        )
        for row in record.holdings
    )


def contact_lines(record: Record) -> tuple[ContactLine, ...]:
    """The newest first."""
    newest = sorted(record.contacts, key=lambda row: row.day, reverse=True)
    titles = record.form_titles
    return tuple(
        contact_line(row, titles.get(row.layout_id, "") if row.answers else "") for row in newest
    )


def contact_line(row: Contact, form: str = "") -> ContactLine:
    name = CONTACT_NAMES[ContactKind(row.kind)]
    return ContactLine(row.id, row.day, name, row.done, row.visitors or "", row.note or "", form)


def kin_line(row: Kin, care: str, *, unmask: bool) -> KinLine:
    role = KinRole(row.role)
    return KinLine(
        id=row.id,
        role=role,
        role_name=KIN_ROLE_NAMES[role],
        name=row.name,
        relation=row.relation or "",
        id_no=(row.id_no or "") if unmask else id_on_screen(row.id_no),
        phone=row.phone or "",
        address=row.address or "",
        able=row.able,
        note=row.note or "",
        start=row.start,
        end=row.end,
        other_id=row.other_id,
        care=care,
    )


def kin_lines(record: Record, *, unmask: bool) -> tuple[KinLine, ...]:
    """Those who stand by the person now before those who did."""
    rows = sorted(record.kin, key=lambda row: (row.end is not None, row.id))
    return tuple(kin_line(row, _care_words(record, row.id), unmask=unmask) for row in rows)


def _care_words(record: Record, kin_id: int) -> str:
    """``护理协议到2026-12-31，2026-05考核84分``: of a carer the newest agreement and its score."""
    own = [row for row in record.agreements if row.kin_id == kin_id]
    if not own:
        return ""
    newest = max(own, key=lambda row: row.start)
    last = newest.end if newest.ended_on is None else newest.ended_on
    numbers = {row.id for row in own}
    scored = [row for row in record.scores if row.agreement_id in numbers]
    words = f"护理协议到{last}"
    return f"{words}，{scored[-1].month}考核{scored[-1].total.normalize():f}分" if scored else words


def income_rows(record: Record) -> tuple[IncomeRow, ...]:
    """Lines of the person and of the household as a whole, the newest period first."""
    rows = sorted(
        (*record.incomes, *record.home_incomes), key=lambda row: (row.period, row.id), reverse=True
    )
    return tuple(_income(row) for row in rows)


def _income(row: IncomeLine) -> IncomeRow:
    kind = IncomeKind(row.kind)
    return IncomeRow(
        row.id, kind, INCOME_NAMES[kind], row.period, row.amount, row.basis or "",
        row.person_id is None,
    )  # fmt: skip


def self_care_lines(record: Record) -> tuple[SelfCareLine, ...]:
    """The newest first."""
    rows = sorted(record.self_care, key=lambda row: (row.day, row.id), reverse=True)
    return tuple(_assessed(row) for row in rows)


def _assessed(row: SelfCare) -> SelfCareLine:
    failed = tuple(i.name for i in self_care_form().items if row.answers.get(i.key) is False)
    return SelfCareLine(
        row.id, row.day, row.result or UNKNOWN, row.able_count, failed, row.assessor or "",
        row.basis or "",
    )  # fmt: skip


def benefit_lines(
    record: Record, codes: Codes, day: date, *, unmask: bool
) -> tuple[BenefitLine, ...]:
    """What is paid to the person by name, then what the household is paid."""
    by_name = [_benefit(row, unmask=unmask) for row in record.benefits]
    whole = [
        _award(row, codes.category_name(row.category, day))
        for row in record.awards
        if row.kind == _TOTAL
    ]
    return (*sorted(by_name, key=_running), *sorted(whole, key=_running))


def _running(line: BenefitLine) -> tuple[bool, int]:
    return line.end is not None, -line.start.toordinal()


def _benefit(row: Benefit, *, unmask: bool) -> BenefitLine:
    account = row.account_no or ""
    rhythm = Rhythm(row.rhythm)
    return BenefitLine(
        id=row.id,
        kind=row.kind,
        name=benefit_name(row.kind),
        amount=row.amount,
        rhythm=rhythm,
        rhythm_name=RHYTHM_NAMES[rhythm],
        start=row.start,
        end=row.end,
        account=account if unmask else mask_account(account),
        source=row.source or "",
    )


def _award(row: Award, name: str) -> BenefitLine:
    return BenefitLine(
        id=None,
        kind=row.category,
        name=f"{name}（全户）",
        amount=row.amount,
        rhythm=Rhythm.MONTHLY,
        rhythm_name=RHYTHM_NAMES[Rhythm.MONTHLY],
        start=row.start,
        end=row.end,
        account="",
        source="",
    )
