"""The pay sheet of a month: who is paid what for caring, who is not and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from app.core.dictionary import Kind
from app.core.masks import mask_account
from app.core.money import cents
from app.core.periods import parse_month
from app.exporters.care_pay_pdf import PaperLine, PaySheetPaper, write_pay_sheet
from app.exporters.roster_xlsx import Roster, RosterColumn, write_rosters
from app.models.care import CareAgreement, CareScore
from app.models.queries import care as queries
from app.rules.care_pay import Pay, PayFacts, days_of, pay_for
from app.services.desk import Desk
from app.services.office import expect_office

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class PayLine:
    """One agreement in a month; amounts in yuan, ``amount`` None when nothing is paid: ``why``."""

    agreement_id: int
    carer_id: int
    village: str
    person: str
    carer: str
    carer_id_no: str
    account: str
    number: str
    fee: Decimal | None
    days: int
    month_days: int
    total: Decimal | None
    deducted: Decimal
    amount: Decimal | None
    why: str

    @property
    def account_masked(self) -> str:
        return mask_account(self.account)


@dataclass(frozen=True)
class PaySheet:
    """A month: the paid by village, then the unpaid; ``total`` in yuan."""

    month: str
    paid: tuple[PayLine, ...]
    unpaid: tuple[PayLine, ...]

    @property
    def total(self) -> Decimal:
        return cents(sum((line.amount for line in self.paid if line.amount), Decimal(0)))


def pay_sheet(desk: Desk, month: str) -> PaySheet:
    """What is paid for ``month``. Among the unpaid are those whose agreement ended in the month
    before, so that nobody asks where they have gone."""
    period, region = parse_month(month), expect_office(desk).code
    before = parse_month(f"{period.first - _DAY:%Y-%m}")
    with desk.store.read() as session:
        lines = queries.agreements(session)
        scores = {score.agreement_id: score for score in queries.scores(session, month=month)}
    starts = {(line.agreement.person_id, line.agreement.start) for line in lines}
    found = []
    for line in lines:
        facts = _facts(line, scores.get(line.agreement.id), starts)
        if days_of(facts, month) or facts.last in before:
            pay = pay_for(facts, month, desk.policy, region=region)
            found.append(_line(line, scores.get(line.agreement.id), pay, facts))
    return PaySheet(
        month,
        tuple(line for line in found if line.amount is not None),
        tuple(line for line in found if line.amount is None),
    )


def print_pay_sheet(desk: Desk, month: str, path: Path) -> PaySheet:
    """The sheet on paper, accounts masked, with room for signatures; that it was printed is on
    record. Raises ``FileError`` when the file cannot be written."""
    office, sheet = expect_office(desk), pay_sheet(desk, month)
    with desk.write("print_care_pay", f"打印护理费发放表 {month}，{len(sheet.paid)}人"):
        paper = PaySheetPaper(
            month=month,
            office=office.name,
            clerk=desk.actor.name,
            day=desk.clock.today(),
            paid=tuple(map(_on_paper, sheet.paid)),
            unpaid=tuple(map(_on_paper, sheet.unpaid)),
            total=sheet.total,
        )
        write_pay_sheet(path, paper)
    return sheet


def write_pay_workbook(desk: Desk, month: str, path: Path) -> PaySheet:
    """The sheet as a workbook for the bank: numbers and accounts whole, which is on record."""
    office, sheet = expect_office(desk), pay_sheet(desk, month)
    with desk.write("write_care_pay", f"导出护理费发放表 {month}（含完整账号）"):
        title = f"{office.name}护理费发放表（{month}）"
        note = f"共{len(sheet.paid)}人，合计{sheet.total}元"
        paid = Roster(title, _PAID, [_paid_row(n, one) for n, one in _count(sheet.paid)], note)
        left = Roster("没有发放的", _UNPAID, [_unpaid_row(n, x) for n, x in _count(sheet.unpaid)])
        write_rosters(path, {"发放表": paid, "没有发放的": left})
    return sheet


_PAID = (
    RosterColumn("序号", Kind.NUMBER, 6),
    RosterColumn("村（社区）", width=16),
    RosterColumn("特困人员", width=16),
    RosterColumn("护理人", width=16),
    RosterColumn("护理人身份证号", width=21),
    RosterColumn("账号", width=24),
    RosterColumn("协议编号", width=15),
    RosterColumn("护理费（元/月）", Kind.MONEY, 12),
    RosterColumn("天数", Kind.NUMBER, 6),
    RosterColumn("考核得分", Kind.MONEY, 9),
    RosterColumn("扣发（元）", Kind.MONEY, 10),
    RosterColumn("实发（元）", Kind.MONEY, 12),
    RosterColumn("备注", width=20),
)
_UNPAID = (
    RosterColumn("序号", Kind.NUMBER, 6),
    RosterColumn("村（社区）", width=16),
    RosterColumn("特困人员", width=16),
    RosterColumn("护理人", width=16),
    RosterColumn("协议编号", width=15),
    RosterColumn("天数", Kind.NUMBER, 6),
    RosterColumn("原因", width=40),
)


def _count(lines: Sequence[PayLine]) -> enumerate[PayLine]:
    return enumerate(lines, start=1)


def _paid_row(number: int, line: PayLine) -> tuple[str | int | Decimal | None, ...]:
    return (
        number, line.village, line.person, line.carer, line.carer_id_no, line.account,
        line.number, line.fee, line.days, line.total, line.deducted, line.amount, line.why,
    )  # fmt: skip


def _unpaid_row(number: int, line: PayLine) -> tuple[str | int, ...]:
    return number, line.village, line.person, line.carer, line.number, line.days, line.why


def _on_paper(line: PayLine) -> PaperLine:
    return PaperLine(
        village=line.village,
        person=line.person,
        carer=line.carer,
        account=line.account_masked,
        fee=line.fee,
        days=f"{line.days}/{line.month_days}",
        points="" if line.total is None else f"{line.total.normalize():f}",
        deducted=line.deducted,
        amount=line.amount,
        why=line.why,
    )


def _facts(
    line: queries.AgreementLine, score: CareScore | None, starts: set[tuple[int, date]]
) -> PayFacts:
    one, person = line.agreement, line.person
    last = min(day for day in (one.end, one.ended_on, person.death_date, person.closed_on) if day)
    return PayFacts(
        start=one.start,
        last=last,
        fee=one.fee,
        passed=None if score is None else score.passed,
        handed_over=last > one.start and (one.person_id, last) in starts,
    )


def _line(
    line: queries.AgreementLine, score: CareScore | None, pay: Pay, facts: PayFacts
) -> PayLine:
    one = line.agreement
    return PayLine(
        agreement_id=one.id,
        carer_id=line.carer.id,
        village=line.village or "",
        person=line.person.name,
        carer=line.carer.name,
        carer_id_no=line.carer.id_no or "",
        account=one.account_no or "",
        number=one.number,
        fee=one.fee,
        days=pay.days,
        month_days=pay.month_days,
        total=None if score is None else score.total,
        deducted=pay.deducted,
        amount=pay.amount,
        why=pay.why if pay.days else _ended(one, facts.last),
    )


def _ended(agreement: CareAgreement, last: date) -> str:
    return f"协议已在{last}{'到期' if last == agreement.end else '结束'}"
