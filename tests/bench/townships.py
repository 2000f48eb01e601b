"""Ledgers of invented townships, as large as real ones, straight from the sample generator."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.core.codes import category_name
from app.core.identity import DISABILITY_GRADES, DISABILITY_KINDS
from app.exporters.sample.make import make_sample
from app.exporters.sample.model import SampleHousehold, SamplePerson, SampleTownship
from app.ledger.columns import CHANGE_NEW, SUBJECT_PERSON
from app.ledger.content import LedgerContent, LedgerHead, make_content
from app.ledger.totals import indicator_rows

DAY = date(2026, 5, 20)
MONTH = "2026-05"
SEED = 7
NOW = datetime.combine(DAY, time(9)).astimezone()
COUNTY_CODE, COUNTY_NAME = "990101000000", "样例县"
_MOVED_EVERY = 50
_FINDINGS = "健康状况：慢性病；精神状态：良好；自理能力：具备；住房安全：安全；安全隐患：无"

Row = dict[str, Any]


def write_ledgers(folder: Path, *, townships: int, people: int) -> list[LedgerContent]:
    """Make the ledgers, keep each as ``NN.pickle``, which loads in a moment."""
    sample = make_sample(townships=townships, people=people, seed=SEED, day=DAY)
    contents = [ledger_of(township) for township in sample.townships]
    for number, content in enumerate(contents):
        (folder / f"{number:02d}.pickle").write_bytes(pickle.dumps(content))
    return contents


def load_ledger(folder: Path) -> LedgerContent:
    """The one ledger in ``folder``, as a township draws it."""
    (path,) = folder.glob("*.pickle")
    content = pickle.loads(path.read_bytes())
    assert isinstance(content, LedgerContent)
    return content


def load_ledgers(folder: Path) -> list[LedgerContent]:
    """All of them, as a county holds them."""
    return [pickle.loads(path.read_bytes()).folded() for path in sorted(folder.glob("*.pickle"))]


def ledger_of(township: SampleTownship) -> LedgerContent:
    """The first ledger of a township; everybody lives in one household, totals agree."""
    homes = list(_homes(township))
    rows: dict[str, list[Row]] = {
        "persons": [_person(township, *home, place) for home in homes for place in _places(home)],
        "households": [_household(township, *home) for home in homes],
        "contacts": [_contact(*home) for home in homes],
        "awards": [_award(*home) for home in homes if _paid(home[1])],
    }
    rows["indicators"] = indicator_rows(
        rows["persons"], rows["households"], rows["contacts"], rows["awards"]
    )
    rows["changes"] = [_change(row) for row in rows["persons"][::_MOVED_EVERY]]
    return make_content(_head(township), rows)


def _head(township: SampleTownship) -> LedgerHead:
    return LedgerHead(
        office_code=township.code,
        office_name=township.name,
        county_name=COUNTY_NAME,
        period_first=date(2026, 4, 1),
        period_last=date(2026, 4, 30),
        month=MONTH,
        batch_no=1,
        previous_sha256=None,
        made_at=NOW,
        filled_by="样例经办人",
        checked_by="样例负责人",
    )


Home = tuple[int, SampleHousehold]


def _homes(township: SampleTownship) -> Iterator[Home]:
    """The households on the lists, then those whom only the village's sheet knows; nobody twice."""
    seen: set[str] = set()
    alone = (
        SampleHousehold(
            category=row.codes[0],
            people=(row.person,),
            village=township.roster_village,
            group=row.group,
            since="2025-03",
            reason="",
            yearly_income=Decimal("0.00"),
            monthly=Decimal("0.00"),
            supplements=(Decimal("0.00"),),
        )
        for row in township.roster
        if row.importable
    )
    for number, home in enumerate((*township.households, *alone), 1):
        numbers = {person.id_no for person in home.people}
        if not numbers & seen:
            seen |= numbers
            yield number, home


def _places(home: Home) -> range:
    return range(len(home[1].people))


def _paid(home: SampleHousehold) -> Decimal:
    return home.monthly + home.care + sum(home.supplements, Decimal(0))


def _codes(home: SampleHousehold) -> Row:
    return {"categories": category_name(home.category), "category_codes": home.category}


def _bank(head: SamplePerson) -> Row:
    return {
        "bank": "样例农村商业银行",
        "account_name": head.name,
        "account_no": f"6200990{head.id_no[6:14]}{head.id_no[-4:-1]}9",
    }


def _person(township: SampleTownship, number: int, home: SampleHousehold, place: int) -> Row:
    person, head = home.people[place], home.people[0]
    kind, grade = person.disability or (0, 0)
    return {
        **_codes(home),
        "person_key": person.id_no,
        "id_no": person.id_no,
        "name": person.name,
        "village": home.village,
        "group": home.group,
        "household_key": f"H{number}",
        "relation": person.relation,
        "registered_on": DAY,
        "sex": person.sex,
        "birth_date": person.birth,
        "ethnicity": person.ethnicity,
        "labour": "有劳动能力" if 16 <= person.age(DAY) < 60 else "无劳动能力",
        "health": person.health,
        "illness": person.illness,
        "disability_no": person.card_no,
        "disability_kind": f"{DISABILITY_KINDS[kind - 1]}残疾" if kind else None,
        "disability_grade": DISABILITY_GRADES[grade - 1] if grade else None,
        "self_care": person.self_care,
        "in_school": bool(person.school),
        "annual_income": home.yearly_income / len(home.people),
        "phone": person.phone or head.phone,
        "address": f"{township.name}{home.village}{home.group}",
        **(_bank(head) if place == 0 else {}),
        "responsible": "样例责任人 13900000000",
        "visit_due": place == 0,
        "visit_done": place == 0,
        "visit_late": False,
        "last_contact": date(2026, 4, 1 + number % 28),
    }


def _household(township: SampleTownship, number: int, home: SampleHousehold) -> Row:
    head, size = home.people[0], len(home.people)
    return {
        **_codes(home),
        "household_key": f"H{number}",
        "head_name": head.name,
        "head_id_no": head.id_no,
        "village": home.village,
        "group": home.group,
        "cert_no": f"{township.code[:9]}{number:05d}",
        "first_month": home.since,
        "size": size,
        "covered_size": size,
        "members": size,
        "annual_income": home.yearly_income,
        "per_capita_income": home.yearly_income / size,
        "paid_total": _paid(home),
        "apply_reason": home.reason,
        "phone": head.phone,
        "address": f"{township.name}{home.village}{home.group}",
        **_bank(head),
    }


def _contact(number: int, home: SampleHousehold) -> Row:
    head = home.people[0]
    return {
        "contact_no": f"C{number}",
        "name": head.name,
        "village": home.village,
        "group": home.group,
        "day": date(2026, 4, 1 + number % 28),
        "kind": "入户走访",
        "done": True,
        "visitor": "样例甲、样例乙",
        "findings": _FINDINGS,
        "needs": "困难需求：医疗",
        "serves": "S3.216",
        "sheet_no": f"1012605{number:05d}",
        "person_key": head.id_no,
    }


def _award(number: int, home: SampleHousehold) -> Row:
    head = home.people[0]
    tekun = home.category.startswith("tekun")
    return {
        "household_key": f"H{number}",
        "head_name": head.name,
        "village": home.village,
        "line": category_name(home.category),
        "line_code": home.category,
        "month": MONTH,
        "covered_size": len(home.people),
        "basic_living_amount" if tekun else "monthly_amount": home.monthly,
        "care_amount": home.care,
        "person_class_amount": sum(home.supplements, Decimal(0)),
        "total_amount": _paid(home),
        "account_name": head.name,
        "account_no": _bank(head)["account_no"],
    }


def _change(person: Row) -> Row:
    return {
        "change": CHANGE_NEW,
        "subject": SUBJECT_PERSON,
        "key": person["person_key"],
        "name": person["name"],
        "village": person["village"],
        "day": DAY,
    }
