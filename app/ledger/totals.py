"""Totals that must agree, before a ledger leaves and after it arrives."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.core.errors import DeclinedError
from app.core.money import cents, yuan
from app.ledger.columns import AWARDS, CONTACTS, HOUSEHOLDS, INDICATORS, PERSONS
from app.ledger.content import LedgerContent
from app.ledger.table import FIRST_ROW, Row, Sheet, Table, Value, rate

_SHOWN = 8
AWARD_PARTS = (
    "monthly_amount",
    "family_class_amount",
    "person_class_amount",
    "basic_living_amount",
    "care_amount",
    "other_amount",
)


@dataclass(frozen=True)
class Fault:
    """One place where the ledger disagrees with itself; ``row`` is the row of the sheet."""

    sheet: str
    row: int
    words: str


def check_totals(content: LedgerContent) -> None:
    """Raise DeclinedError saying where, unless everything in the ledger agrees."""
    faults = find_faults(content)
    if not faults:
        return
    shown = "；".join(f"《{f.sheet}》第 {f.row} 行：{f.words}" for f in faults[:_SHOWN])
    more = f"；另有 {len(faults) - _SHOWN} 处" if len(faults) > _SHOWN else ""
    raise DeclinedError(
        f"台账各表之间有 {len(faults)} 处对不上，没有生成。",
        f"{shown}{more}。",
        "请按上面的表和行改正记录，再生成台账。",
    )


def find_faults(content: LedgerContent) -> tuple[Fault, ...]:
    """Every disagreement, in the order of the workbook."""
    tables = content.tables
    found: list[Fault] = []
    for table in tables.values():
        found += _repeated(table)
    found += _strangers(tables)
    found += _award_sums(tables[AWARDS.key])
    found += _household_sums(tables)
    found += _indicators(tables)
    return tuple(found)


def _fault(sheet: Sheet, place: int, words: str) -> Fault:
    return Fault(sheet.title, place + FIRST_ROW, words)


def _repeated(table: Table) -> Iterator[Fault]:
    """Two rows that claim to be the same thing."""
    if not table.sheet.row_key:
        return
    seen: dict[tuple[Value, ...], int] = {}
    for place, key in enumerate(table.picked(*table.sheet.row_key)):
        first = seen.setdefault(key, place)
        if first != place:
            yield _fault(table.sheet, place, f"与第 {first + FIRST_ROW} 行重复")


def _strangers(tables: Mapping[str, Table]) -> Iterator[Fault]:
    """Rows about people or families that their own sheet does not know."""
    people = set(tables[PERSONS.key].column("person_key"))
    families = set(tables[HOUSEHOLDS.key].column("household_key"))
    for sheet in (CONTACTS, AWARDS):
        for place, key in enumerate(tables[sheet.key].column("person_key")):
            if key is not None and key not in people:
                yield _fault(sheet, place, "人员不在《人员》表中")
    for sheet in (PERSONS, AWARDS):
        for place, key in enumerate(tables[sheet.key].column("household_key")):
            if key is not None and key not in families:
                yield _fault(sheet, place, "家庭不在《家庭》表中")
    for place, key in enumerate(tables[PERSONS.key].column("person_key")):
        if key is None:
            yield _fault(PERSONS, place, "没有人员标识")


def _award_sums(awards: Table) -> Iterator[Fault]:
    for place, (total, *parts) in enumerate(awards.picked("total_amount", *AWARD_PARTS)):
        known = [part for part in parts if isinstance(part, Decimal)]
        if known and total != sum(known):
            shown = yuan(total) if isinstance(total, Decimal) else "未填"
            yield _fault(AWARDS, place, f"合计 {shown}，各项之和 {yuan(sum(known, Decimal(0)))}")


def _household_sums(tables: Mapping[str, Table]) -> Iterator[Fault]:
    awards = tables[AWARDS.key]
    paid = _sum_by(awards, "household_key", "total_amount")
    members = Counter(tables[PERSONS.key].column("household_key"))
    families = tables[HOUSEHOLDS.key]
    rows = zip(
        families.column("household_key"),
        families.column("members"),
        families.column("paid_total"),
        strict=True,
    )
    for place, (key, size, total) in enumerate(rows):
        if (size or 0) != members[key]:
            yield _fault(HOUSEHOLDS, place, f"本表人数 {size or 0}，《人员》中有 {members[key]} 人")
        stated = total if isinstance(total, Decimal) else Decimal(0)
        if stated != paid[key]:
            words = f"待遇合计 {yuan(stated)}，《待遇》中该户之和 {yuan(paid[key])}"
            yield _fault(HOUSEHOLDS, place, words)


def household_rows(tables: Mapping[str, Table]) -> Iterator[Row]:
    """The rows of 家庭 with members and payments as 人员 and 待遇 give them; what was not stated
    stays so while there is nothing to state."""
    families = tables[HOUSEHOLDS.key]
    paid = _sum_by(tables[AWARDS.key], "household_key", "total_amount")
    members = Counter(tables[PERSONS.key].column("household_key"))
    key_at, size_at, paid_at = (
        families.sheet.index[key] for key in ("household_key", "members", "paid_total")
    )
    for row in families.rows:
        counted = list(row)
        key = row[key_at]
        if row[size_at] is not None or members[key]:
            counted[size_at] = members[key]
        if row[paid_at] is not None or paid[key]:
            counted[paid_at] = cents(paid[key])
        yield tuple(counted)


def _sum_by(table: Table, group: str, amount: str) -> Mapping[Value, Decimal]:
    sums: dict[Value, Decimal] = defaultdict(Decimal)
    for key, value in zip(table.column(group), table.column(amount), strict=True):
        if isinstance(value, Decimal):
            sums[key] += value
    return sums


def indicator_rows(
    persons: Iterable[Mapping[str, object]],
    households: Iterable[Mapping[str, object]],
    contacts: Iterable[Mapping[str, object]],
    awards: Iterable[Mapping[str, object]],
) -> list[dict[str, object]]:
    """The rows of 指标 that agree with these sheets, by village in the order they come."""
    counted: dict[object, Counter[str]] = defaultdict(Counter)
    paid: dict[object, Decimal] = defaultdict(Decimal)
    for family in households:
        counted[family.get("village")]["households"] += 1
    for person in persons:
        here = counted[person.get("village")]
        here["persons"] += 1
        here["visits_due"] += person.get("visit_due") is True
        here["visits_done"] += (person.get("visit_due") and person.get("visit_done")) is True
        here["late"] += person.get("visit_late") is True
    for contact in contacts:
        counted[contact.get("village")]["contacts"] += 1
    for award in awards:
        amount = award.get("total_amount")
        counted[award.get("village")]["awards"] += 1
        paid[award.get("village")] += amount if isinstance(amount, Decimal) else 0
    return [_indicator(village, counts, paid[village]) for village, counts in counted.items()]


def _indicator(village: object, counts: Counter[str], paid: Decimal) -> dict[str, object]:
    names = ("households", "persons", "visits_due", "visits_done", "late", "contacts")
    row: dict[str, object] = {name: counts[name] for name in names}
    share = rate(counts["visits_done"], counts["visits_due"])
    return {"village": village, **row, "visit_rate": share, "paid_total": paid}


def counted_indicators(tables: Mapping[str, Table]) -> list[dict[str, object]]:
    """The rows of 指标 that agree with the sheets of a ledger."""
    return indicator_rows(
        tables[PERSONS.key].records("village", "visit_due", "visit_done", "visit_late"),
        tables[HOUSEHOLDS.key].records("village"),
        tables[CONTACTS.key].records("village"),
        tables[AWARDS.key].records("village", "total_amount"),
    )


def _indicators(tables: Mapping[str, Table]) -> Iterator[Fault]:
    expected = {row["village"]: row for row in counted_indicators(tables)}
    table = tables[INDICATORS.key]
    for place, record in enumerate(table.records()):
        counted = expected.pop(record["village"], None) or _indicator(None, Counter(), Decimal(0))
        for column in table.sheet.columns[1:]:
            stated, right = record[column.key], counted[column.key]
            if stated != right:
                words = f"{column.title} {_shown(stated)}，按各表计算为 {_shown(right)}"
                yield _fault(INDICATORS, place, words)
    for village in expected:
        yield _fault(INDICATORS, len(table), f"缺少“{village or '未填村'}”一行")


def _shown(value: object) -> str:
    return "未填" if value is None else str(value)
