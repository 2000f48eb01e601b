"""Income by source and month or year, of a person or of a household as a whole; sums in yuan.

What nobody has written down is unknown and never counts as zero: a sum says what it is made of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.errors import UserError
from app.core.money import cents
from app.core.terms import INCOME_NAMES, IncomeKind
from app.importers.cells import clean_digits
from app.models.circumstances import IncomeLine
from app.models.household import Household
from app.models.queries.past import Past
from app.models.unit_of_work import Session, Work
from app.services.desk import Desk
from app.services.person.facts import expect_person
from app.services.person.rows import expect_row, read_row, set_row
from app.services.person.typed import FieldError

_MONTH = re.compile(r"(\d{4})[-./年]?(\d{1,2})月?", re.ASCII)
_YEAR = re.compile(r"(\d{4})年?", re.ASCII)


@dataclass(frozen=True)
class IncomeOf:
    """Whose income: of one person, or of a household as a whole."""

    person_id: int | None = None
    household_id: int | None = None


def add_income(desk: Desk, whose: IncomeOf, values: Mapping[str, str | None]) -> int:
    """Write down income of one source in one month or year; the new line's number.

    ``values`` are texts by column (``kind`` an ``IncomeKind``, ``period`` 2026-05 or 2026, an
    expense that is deducted without a sign). Raises ``FieldError`` naming what is empty or wrong,
    and where the same income is written down already, by the month or by the year.
    """
    with desk.write("add_income", "登记收入", _subject(whose)) as work:
        _expect_owner(work.session, whose)
        line = IncomeLine(person_id=whose.person_id, household_id=whose.household_id)
        _fill(work, line, values, desk.clock.today())
        work.session.add(line)
        work.session.flush()
        return line.id


def change_income(desk: Desk, line_id: int, values: Mapping[str, str | None]) -> None:
    """Correct a line; columns that ``values`` does not name stay as they are."""
    with desk.write("change_income", "修改收入") as work:
        line = expect_row(work.session, IncomeLine, line_id)
        whose = IncomeOf(line.person_id, line.household_id)
        work.line.subject_table, work.line.subject_id = _subject(whose)
        kept = {
            "kind": line.kind, "period": line.period, "amount": str(abs(line.amount)),
            "basis": line.basis, **values,
        }  # fmt: skip
        _fill(work, line, kept, desk.clock.today())


def remove_income(desk: Desk, line_id: int) -> None:
    """Take out a line that should never have been there; the story keeps it."""
    with desk.write("remove_income", "删去误登的收入") as work:
        line = expect_row(work.session, IncomeLine, line_id)
        whose = IncomeOf(line.person_id, line.household_id)
        work.line.subject_table, work.line.subject_id = _subject(whose)
        work.session.delete(line)


def _subject(whose: IncomeOf) -> tuple[str, int]:
    if whose.person_id is not None:
        return "person", whose.person_id
    return "household", whose.household_id or 0


def _expect_owner(session: Session, whose: IncomeOf) -> None:
    if whose.person_id is not None:
        expect_person(session, whose.person_id)
    elif session.get(Household, whose.household_id) is None:
        raise UserError("没有找到这户。", "", "可能已被撤销，请刷新后再看。")


def _fill(work: Work, line: IncomeLine, values: Mapping[str, str | None], today: date) -> None:
    found = read_row("income_line", values, today=today, required=("kind", "period", "amount"))
    if found["kind"] not in INCOME_NAMES:
        names = "、".join(INCOME_NAMES.values())
        raise FieldError("kind", "没有这种收入来源。", f"可选：{names}。")
    found["period"] = read_period(str(found["period"]), today)
    amount = found["amount"]
    assert isinstance(amount, Decimal)
    if found["kind"] == IncomeKind.DEDUCTION:
        found["amount"] = -abs(amount)
    elif amount < 0 and found["kind"] != IncomeKind.BUSINESS:
        raise FieldError("amount", "金额是负数。", "只有经营净收入可以是负数；支出请选“扣减支出”。")
    _refuse_twice(work.session, line, found)
    set_row(line, found)


def read_period(text: str, today: date) -> str:
    """``2026-05`` or ``2026`` out of what was typed. Raises ``FieldError`` when it is neither, or
    has not begun."""
    plain = clean_digits(text)
    month, year = _MONTH.fullmatch(plain), _YEAR.fullmatch(plain)
    if year is not None:
        period, first = year.group(1), f"{year.group(1)}-01"
    elif month is not None and 1 <= int(month.group(2)) <= 12:
        period = first = f"{month.group(1)}-{int(month.group(2)):02d}"
    else:
        raise FieldError("period", "看不出是哪年哪月。", "按年写 2026，按月写 2026-05。")
    if first > f"{today:%Y-%m}":
        raise FieldError("period", "这个年月还没有到。", "请填写已经过去或正在进行的年月。")
    return period


def _refuse_twice(session: Session, line: IncomeLine, found: Mapping[str, object]) -> None:
    """The same source on the same basis counts once: by the month, or by the year."""
    period = str(found["period"])
    for other in income_lines(session, IncomeOf(line.person_id, line.household_id)):
        same = (other.kind, other.basis) == (found["kind"], found.get("basis"))
        if other.id == line.id or not same:
            continue
        if other.period == period:
            raise FieldError(
                "period",
                "这一项已经登记过。",
                "请修改原来的那一行；另一笔收入请写明依据，以便区分。",
            )
        if other.period[:4] == period[:4] and len(other.period) != len(period):
            raise FieldError(
                "period",
                "这一年的同一项收入，已经用另一种方式（按年或按月）登记。",
                "请只用一种，免得算两遍。",
            )


def income_lines(session: Session, whose: IncomeOf) -> list[IncomeLine]:
    """The lines of one owner that stand now."""
    past = Past(session, None)
    if whose.person_id is not None:
        return past.of(IncomeLine, "person_id", whose.person_id)
    return past.of(IncomeLine, "household_id", whose.household_id or 0)


@dataclass(frozen=True)
class YearIncome:
    """What is known of one year: yuan by kind (the deducted negative), ``net`` their sum, and the
    months that are written down one by one (fewer than twelve: the year is not complete)."""

    year: str
    by_kind: tuple[tuple[str, Decimal], ...]
    net: Decimal
    months: int | None


@dataclass(frozen=True)
class HouseholdIncome:
    """A household's year: ``net`` is what is known of all, ``months`` how many are written down
    one by one (None: the year as a whole); ``unknown`` members have nothing written down.
    ``per_head`` is None while somebody's income or the size is not known."""

    year: str
    net: Decimal
    months: int | None
    unknown: int
    size: int | None
    per_head: Decimal | None


def years_of(lines: Iterable[IncomeLine]) -> tuple[YearIncome, ...]:
    """The years that something is known of, the newest first."""
    by_year: dict[str, list[IncomeLine]] = {}
    for line in lines:
        by_year.setdefault(line.period[:4], []).append(line)
    return tuple(_year(year, by_year[year]) for year in sorted(by_year, reverse=True))


def _year(year: str, lines: Sequence[IncomeLine]) -> YearIncome:
    sums: dict[str, Decimal] = {}
    for kind in IncomeKind:
        found = [line.amount for line in lines if line.kind == kind]
        if found:
            sums[INCOME_NAMES[kind]] = sum(found, Decimal("0.00"))
    by_month = {line.period for line in lines if len(line.period) > len(year)}
    only_months = all(line.period != year for line in lines)
    months = len(by_month) if only_months else None
    return YearIncome(year, tuple(sums.items()), sum(sums.values(), Decimal("0.00")), months)


def household_income(
    year: str,
    own: Iterable[IncomeLine],
    members: Mapping[int, Sequence[IncomeLine]],
    size: int | None,
) -> HouseholdIncome | None:
    """The year of a household from its own lines and those of its members; None when nothing at
    all is known."""
    whole = [line for line in own if line.period[:4] == year]
    each = [[line for line in lines if line.period[:4] == year] for lines in members.values()]
    known = [*whole, *(line for lines in each for line in lines)]
    if not known:
        return None
    total = _year(year, known)
    unknown = 0 if whole else sum(not lines for lines in each)
    counted = size is not None and size >= max(len(members), 1) and not unknown
    per_head = cents(total.net / size) if counted and size else None
    return HouseholdIncome(year, total.net, total.months, unknown, size, per_head)
