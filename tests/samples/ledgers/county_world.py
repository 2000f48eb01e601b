"""A real county desk and townships whose ledgers it receives: small, quick, each office its key.

The county certifies offices with its own root, as it does in life; ledgers are made from rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from app.bootstrap import open_desk
from app.core.clock import fixed_clock
from app.core.terms import Role
from app.ledger.content import LedgerHead, ledger_file_name, make_content
from app.ledger.sealing.certificates import issue_leaf, load_certificates, make_request
from app.ledger.sealing.keys import unlock_key
from app.ledger.sealing.package import Signer, sign_package
from app.ledger.totals import indicator_rows
from app.ledger.workbook import build_ledger
from app.services.desk import Desk
from app.services.keys import ROOT_KEY, TRUSTED_ROOTS, make_county_root
from app.services.office import SetUpOffice, add_office, set_up_office
from tests.samples.ledgers import good
from tests.shared_stores import share

SECRET = "清水河边-2026"
COUNTY_NAME, COUNTY_CODE = "样例县民政局", "990101000000"
TODAY = date(2026, 10, 28)
MONTH = "2026-10"
FOUNDED = date(2026, 1, 5)

Rows = dict[str, list[dict[str, object]]]


@dataclass
class World:
    """The county's desk, and what each office has sent so far."""

    desk: Desk
    root: Signer
    sent: dict[str, list[bytes]] = field(default_factory=dict)

    def wait_until(self, day: date) -> None:
        """Go on working on another day."""
        self.desk = replace(self.desk, clock=fixed_clock(day))

    def signer(self, number: int) -> Signer:
        """The key and certificate of office ``number``; its key is made once a run."""
        key, name, code = good.key(f"world {number}"), office_name(number), office_code(number)
        request = make_request(key, office_name=name, office_code=code, county="样例县")
        leaf = issue_leaf(request, self.root, office_code=code, office_name=name, at=_issued())
        return Signer(key, (*load_certificates(leaf), *self.root.chain))

    def ledger(
        self, number: int, rows: Mapping[str, Sequence[Mapping[str, object]]], month: str = MONTH
    ) -> bytes:
        """The next signed ledger of office ``number``."""
        before = self.sent.setdefault(office_code(number), [])
        head = _head(number, month, len(before) + 1, before[-1] if before else None)
        made = sign_package(
            build_ledger(make_content(head, rows)), self.signer(number), at=head.made_at
        )
        before.append(made)
        return made

    def send(self, folder: Path, number: int, rows: Rows, month: str = MONTH) -> Path:
        """The next ledger of office ``number`` as a file in ``folder``."""
        data = self.ledger(number, rows, month)
        batch = len(self.sent[office_code(number)])
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / ledger_file_name(_head(number, month, batch, b"" if batch > 1 else None))
        path.write_bytes(data)
        return path


def office_code(number: int) -> str:
    return f"9901{number:02d}001000"


def office_name(number: int) -> str:
    return ("青山镇", "白云镇", "红河乡", "柳林镇", "石桥乡")[number - 1]


def _issued() -> datetime:
    return fixed_clock(FOUNDED).now()


def _head(number: int, month: str, batch: int, previous: bytes | None) -> LedgerHead:
    year, calendar = map(int, month.split("-"))
    before = (year, calendar - 1) if calendar > 1 else (year - 1, 12)
    return replace(
        good.HEAD,
        office_code=office_code(number),
        office_name=office_name(number),
        month=month,
        period_first=date(*before, 28),
        period_last=date(year, calendar, 27),
        made_at=datetime(year, calendar, 27, 9, 30, tzinfo=good.CHINA),
        batch_no=batch,
        previous_sha256=None if previous is None else sha256(previous).hexdigest(),
    )


def people(count: int, office: int) -> Rows:
    """Rows of invented people of one office, families of three; nobody of another office."""
    return good.rows(count, first=office * 900)


def recount(rows: Rows) -> Rows:
    """The rows with their indicators counted anew, after a test changed them."""
    parts = (rows[key] for key in ("persons", "households", "contacts", "awards"))
    return {**rows, "indicators": indicator_rows(*parts)}


def move_in(rows: Rows, other: Rows, place: int = 0) -> Rows:
    """``rows`` with the person at ``place`` of ``other`` claimed here, too (as the same person)."""
    persons = [dict(person) for person in rows["persons"]]
    claimed = other["persons"][place]
    old = persons[place]["person_key"]
    for key in ("person_key", "id_no", "name", "birth_date"):
        persons[place][key] = claimed[key]
    contacts = [
        {**c, "person_key": claimed["person_key"], "name": claimed["name"]}
        if c["person_key"] == old
        else c
        for c in rows["contacts"]
    ]
    return recount({**rows, "persons": persons, "contacts": contacts, "changes": []})


@contextmanager
def county(folder: Path, *, offices: int = 3, today: date = TODAY) -> Iterator[World]:
    """A county that expects ledgers of so many offices."""
    share(folder)
    with open_desk(folder, clock=fixed_clock(FOUNDED), program="测试", actor="赵敏") as desk:
        set_up_office(desk, SetUpOffice(Role.COUNTY, COUNTY_NAME, COUNTY_CODE, "样例县", "赵敏"))
        make_county_root(desk, SECRET)
        keys = desk.folder / "keys"
        root = Signer(
            unlock_key((keys / ROOT_KEY).read_bytes(), SECRET),
            load_certificates((keys / TRUSTED_ROOTS).read_bytes()),
        )
        for number in range(1, offices + 1):
            add_office(desk, code=office_code(number), name=office_name(number))
        world = World(desk, root)
        world.wait_until(today)
        yield world
