"""People, households and answers with valid defaults: a test names only what it is about.

Everybody is invented; the identity numbers have right check digits and a county that does not
exist (990101).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import Path

from openpyxl import Workbook
from sqlalchemy import text

from app.bootstrap import open_desk
from app.core.clock import fixed_clock
from app.core.identity import check_digit
from app.models.holding import Responsible
from app.models.household import Award, Household, Membership
from app.models.store import Store
from app.services.desk import Desk
from app.services.ledger_up import ExportedLedger, export_ledger
from app.services.register import SavePerson, save_person

TODAY = date(2026, 5, 6)
MONTH = "2026-05"
VILLAGES = ("清水村", "石桥村")
TOWNSHIP, TOWNSHIP_CODE = "青山镇", "990101101000"
COUNTY, COUNTY_CODE = "样例县民政局", "990101000000"
CLERK = "样例经办人"
PASSPHRASE = "清水河边-2026"

_serial = count(1)
_STEP = 22


def id_number(*, born: date = date(1950, 3, 4), male: bool = True) -> str:
    """A new identity number that nobody has; it differs from the last ones in two digits at least
    and does not end like one that a spreadsheet has spoilt."""
    while True:
        serial = next(_serial) * _STEP + (1 if male else 0)
        area = f"9901{serial // 1000 % 99 + 1:02d}"
        first = f"{area}{born:%Y%m%d}{serial % 1000:03d}"
        number = first + check_digit(first)
        if not number.endswith("000"):
            return number


def make_person(
    desk: Desk,
    name: str = "张大山",
    *,
    categories: tuple[str, ...] = ("dibao_rural",),
    village: str = VILLAGES[0],
    group: str = "一组",
    **facts: str | None,
) -> int:
    """Somebody on the register; ``facts`` are texts as a clerk types them."""
    values = {"name": name, "id_no": id_number(), "phone": "13800000000", **facts}
    return save_person(desk, SavePerson(None, values, village, group, categories))


def pupil(desk: Desk, name: str = "张小明") -> int:
    """A pupil in rural 低保: the supplement is a share of the standard, and no other tier of it
    holds."""
    return make_person(
        desk,
        name,
        in_school="是",
        birth_date="2012-05-01",
        id_no="",
        health="健康",
        three_withouts="否",
        single_parent_family="否",
        only_child_family="否",
        two_daughter_family="否",
    )


def make_household(
    desk: Desk,
    members: tuple[int, ...],
    *,
    amount: str | None = "690.00",
    category: str = "dibao_rural",
    since: date = date(2026, 1, 1),
    **facts: object,
) -> int:
    """A household of people on the register, the first its head, paid ``amount`` yuan a month."""
    with desk.write("make_household", "登记家庭") as work:
        home = Household(
            head_name="户主", category=category, size=len(members), covered_size=len(members)
        )
        for key, value in facts.items():
            setattr(home, key, value)
        work.session.add(home)
        work.session.flush()
        for place, person in enumerate(members):
            relation = "其他" if place else "户主"
            work.session.add(
                Membership(person_id=person, household_id=home.id, relation=relation, start=since)
            )
        if amount is not None:
            work.session.add(
                Award(
                    household_id=home.id,
                    category=category,
                    kind="total_amount",
                    amount=Decimal(amount),
                    start=since,
                )
            )
        return home.id


def make_responsible(desk: Desk, person_id: int, name: str = "李主任") -> None:
    """The named person who looks after somebody."""
    with desk.write("make_responsible", "登记包保责任人") as work:
        work.session.add(
            Responsible(person_id=person_id, name=name, post="副镇长", start=date(2026, 1, 1))
        )


def visit_answers(day: date = TODAY, **changes: object) -> dict[str, object]:
    """A visit at home with everything in order; valid for every category."""
    answers: dict[str, object] = {
        "visit_date": day,
        "visitors": "王干部、赵干部",
        "visit_mode": "visit",
        "seen_in_person": True,
        "respondent_relation": "self",
        "health": ("good",),
        "mental_state": "good",
        "selfcare": "full",
        "carer_duty": "good",
        "housing_safety": "safe",
        "schooling": "at_school",
        "hazards": ("none",),
        "facts_true": "true",
        "problems": ("none",),
        "signed": "self",
    }
    return {key: value for key, value in (answers | changes).items() if value is not None}


def nobody_home(day: date = TODAY) -> dict[str, object]:
    """An attempt: the door stayed shut."""
    return {
        "visit_date": day,
        "visitors": "王干部、赵干部",
        "visit_mode": "visit",
        "seen_in_person": False,
        "unseen_reason": "away",
        "respondent_relation": "nobody",
        "selfcare": "full",
        "carer_duty": "good",
        "housing_safety": "safe",
        "schooling": "at_school",
        "hazards": ("none",),
        "signed": "not_signed",
    }


def dump(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the audit trail, which also notes who looked."""
    with store.read() as session:
        names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        return {
            name: [
                tuple(row) for row in session.execute(text(f'SELECT * FROM "{name}" ORDER BY 1'))
            ]
            for name in sorted(names)
            if not name.startswith(("audit_", "sqlite_", "find_", "plan_"))
        }


def dump_of(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """The same for a data folder whose store is closed."""
    with open_desk(folder, clock=fixed_clock(TODAY), program="测试", actor=CLERK) as desk:
        return dump(desk.store)


def write_roster(path: Path, *rows: dict[str, object], title: str = "清水村花名册") -> Path:
    """A village-made workbook: a title, a row of headers (the keys of the first row), the rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([title])
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append([row.get(header) for header in rows[0]])
    book.save(path)
    return path


def export_month(desk: Desk, folder: Path, month: str = MONTH) -> ExportedLedger:
    """This office's ledger of ``month``, signed and written into ``folder``."""
    return export_ledger(
        desk, month, folder, passphrase=PASSPHRASE, filled_by=CLERK, checked_by="样例负责人"
    )
