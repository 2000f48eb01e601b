"""A good ledger, its office and its county: what every hostile one is made from.

People are synthetic: their numbers begin with a region code that is not assigned.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache

from app.ledger.columns import CARE_PASSED
from app.ledger.content import LedgerContent, LedgerHead, make_content
from app.ledger.sealing.certificates import (
    certificate_pem,
    issue_leaf,
    load_certificates,
    make_request,
    make_root,
)
from app.ledger.sealing.keys import KeyKind, new_key
from app.ledger.sealing.package import PrivateKey, Signer, sign_package
from app.ledger.totals import indicator_rows
from app.ledger.workbook import build_ledger

CHINA = timezone(timedelta(hours=8))
SIGNED = datetime(2026, 10, 27, 10, 0, tzinfo=CHINA)
RECEIVED = SIGNED + timedelta(days=1)
ISSUED = SIGNED - timedelta(days=100)
COUNTY = "青山县民政局"
COUNTY_CODE = "990100000000"
OFFICE = "青山镇人民政府"
OFFICE_CODE = "990101001000"

HEAD = LedgerHead(
    office_code=OFFICE_CODE,
    office_name=OFFICE,
    county_name=COUNTY,
    period_first=date(2026, 9, 28),
    period_last=date(2026, 10, 27),
    month="2026-10",
    batch_no=1,
    previous_sha256=None,
    made_at=datetime(2026, 10, 27, 9, 30, tzinfo=CHINA),
    filled_by="张三",
    checked_by="李四",
    rule_versions={"standard/dibao_rural": "2022-01-01"},
)


def rows(people: int = 12, first: int = 0) -> dict[str, list[dict[str, object]]]:
    """Rows that agree: families of three in two villages, an award each, some visits."""
    persons = [_person(first + n) for n in range(people)]
    members = Counter(person["household_key"] for person in persons)
    heads = [person for person in persons if person["relation"] == "户主"]
    households = [_household(head, members[head["household_key"]]) for head in heads]
    awards = [_award(head) for head in heads]
    contacts = [_contact(person) for person in persons if person["visit_done"]]
    return {
        "persons": persons,
        "households": households,
        "awards": awards,
        "contacts": contacts,
        "care": [_care(persons[0])] if persons else [],
        "matters": [_matter(persons[0])] if persons else [],
        "changes": [_change(person) for person in persons[:1]],
        "indicators": indicator_rows(persons, households, contacts, awards),
    }


def _care(person: dict[str, object]) -> dict[str, object]:
    return {
        "agreement_no": f"HL{person['person_key']}",
        "name": person["name"],
        "village": person["village"],
        "carer": "护理人甲",
        "fee": Decimal("300.00"),
        "score": Decimal("85.00"),
        "result": CARE_PASSED,
        "scored_on": date(2026, 10, 20),
        "person_key": person["person_key"],
    }


def _matter(person: dict[str, object]) -> dict[str, object]:
    return {
        "matter_no": f"M{person['person_key']}",
        "name": person["name"],
        "village": person["village"],
        "kind": "走访发现困难",
        "words": "住房：屋顶漏雨",
        "opened_on": date(2026, 10, 8),
        "due_on": date(2026, 10, 18),
        "state": "未办",
        "late": True,
        "person_key": person["person_key"],
    }


def _change(person: dict[str, object]) -> dict[str, object]:
    return {
        "change": "新增",
        "subject": "人员",
        "key": person["person_key"],
        "name": person["name"],
        "day": date(2026, 10, 8),
        "reason": "新申请",
    }


def _person(n: int) -> dict[str, object]:
    key = f"9901011960{n:08d}"
    return {
        "person_key": key,
        "name": ("王䶮", "买买提·阿依古丽", "𬭊芳", "=1+1")[n % 4] + str(n),
        "village": ("青山村", "红河村")[n // 3 % 2],
        "group": f"第{n % 3 + 1}组",
        "household_key": f"H{n // 3:05d}",
        "relation": "子女" if n % 3 else "户主",
        "categories": "农村低保",
        "category_codes": "dibao_rural",
        "birth_date": date(1960, 1, 1) + timedelta(days=n),
        "id_no": key,
        "seriously_ill": None if n % 2 else n % 4 == 0,
        "annual_income": None if n % 5 else Decimal("3600.5"),
        "visit_due": n % 2 == 0,
        "visit_done": n % 4 == 0,
        "visit_late": False,
        "note": '转义 <&> "引号"\n第二行' if n == 1 else None,
    }


def _household(head: dict[str, object], members: int) -> dict[str, object]:
    return {
        "household_key": head["household_key"],
        "head_name": head["name"],
        "head_id_no": head["id_no"],
        "village": head["village"],
        "members": members,
        "paid_total": Decimal("1691.00"),
        "account_no": f"62284800{head['household_key']}",
    }


def _award(head: dict[str, object]) -> dict[str, object]:
    return {
        "household_key": head["household_key"],
        "head_name": head["name"],
        "village": head["village"],
        "line": "农村低保",
        "line_code": "dibao_rural",
        "month": "2026-10",
        "monthly_amount": Decimal("1409.50"),
        "family_class_amount": Decimal("70"),
        "person_class_amount": Decimal("211.50"),
        "total_amount": Decimal("1691"),
    }


def _contact(person: dict[str, object]) -> dict[str, object]:
    return {
        "contact_no": f"V{person['person_key']}",
        "person_key": person["person_key"],
        "name": person["name"],
        "village": person["village"],
        "day": date(2026, 10, 3),
        "kind": "上门入户",
        "done": True,
        "findings": "身体状况稳定，住房安全。" * 6,
    }


def content(people: int = 12, head: LedgerHead = HEAD, first: int = 0) -> LedgerContent:
    return make_content(head, rows(people, first))


def office_head(number: int, batch_no: int = 1, previous: str | None = None) -> LedgerHead:
    """The head of another office's ledger, or of a later batch."""
    return replace(
        HEAD,
        office_code=f"9901{number:02d}001000",
        office_name=f"第{number}镇人民政府",
        batch_no=batch_no,
        previous_sha256=previous,
    )


@cache
def key(name: str, kind: KeyKind = KeyKind.EC_P256) -> PrivateKey:
    """A key by name, made once a run."""
    return new_key(kind)


@cache
def root(name: str = "root") -> Signer:
    """A county's root; one of another name has the same subject and another key."""
    made = make_root(key(name), COUNTY, at=SIGNED - timedelta(days=3000))
    return Signer(key(name), load_certificates(made))


def office(
    code: str = OFFICE_CODE,
    *,
    issued: datetime = ISSUED,
    by: str = "root",
    kind: KeyKind = KeyKind.EC_P256,
) -> Signer:
    """The signer of the office with this code."""
    return _office(code, issued, by, kind)


@cache
def _office(code: str, issued: datetime, by: str, kind: KeyKind) -> Signer:
    mine = key(f"office {code}", kind)
    request = make_request(mine, office_name=OFFICE, office_code=code, county=COUNTY)
    leaf = issue_leaf(request, root(by), office_code=code, office_name=OFFICE, at=issued)
    return Signer(mine, (*load_certificates(leaf), *root(by).chain))


@cache
def trust() -> tuple[bytes, ...]:
    return (certificate_pem(root().chain),)


def signed(made: LedgerContent) -> bytes:
    """The content's workbook, signed by the office that it names."""
    return sign_package(build_ledger(made), office(made.head.office_code), at=SIGNED)


@cache
def good() -> bytes:
    """A ledger in which everything holds."""
    return signed(content())
