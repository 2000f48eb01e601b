"""A prefecture, two of its counties and two townships of each, all certified; and what they do."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.core.terms import ContactKind, Role
from app.ledger.sealing.keys import KeyKind, new_key
from app.services import keys
from app.services.county import receive_ledgers
from app.services.county_merge import MergedView, merge_month
from app.services.desk import Desk
from app.services.keys import Slot
from app.services.ledger_up import ExportedLedger
from app.services.office import SetUpOffice, set_up_office
from app.services.visits import RecordContact, record_contact
from tests.conftest import desk_at
from tests.factory import (
    CLERK,
    MONTH,
    PASSPHRASE,
    VILLAGES,
    export_month,
    id_number,
    make_household,
    make_person,
)

PREFECTURE, PREFECTURE_CODE = "样例市民政局", "990100000000"
EAST, WEST = "东山县民政局", "西河县民政局"
COUNTIES = {EAST: "990101000000", WEST: "990102000000"}
TOWNSHIPS = {
    "东一镇": ("990101101000", EAST),
    "东二乡": ("990101102000", EAST),
    "西一镇": ("990102101000", WEST),
    "西二乡": ("990102102000", WEST),
}
SENT, MERGED = date(2026, 5, 27), date(2026, 5, 28)


def townships_of(county: str) -> list[str]:
    return [name for name, (_, above) in TOWNSHIPS.items() if above == county]


@dataclass(frozen=True)
class Prefecture:
    """The folders of all seven offices under ``root``; ``stick`` travels between them."""

    root: Path
    stick: Path

    def desk(self, name: str, day: date = SENT) -> AbstractContextManager[Desk]:
        return desk_at(self.root / name, day)

    def folder(self, *parts: str) -> Path:
        """A folder of the stick, made where it is not there."""
        found = self.stick.joinpath(*parts)
        found.mkdir(parents=True, exist_ok=True)
        return found

    def live(self, township: str, people: Sequence[tuple[str, str | None]], amount: str) -> None:
        """Somebody of each name is registered, paid and called; the identity number is a new one
        for None, none at all where it is empty."""
        with self.desk(township, date(2026, 5, 20)) as desk:
            for name, number in people:
                person = make_person(desk, name, id_no=id_number() if number is None else number)
                make_household(desk, (person,), amount=amount)
                call = RecordContact(person, date(2026, 5, 20), ContactKind.CALL)
                record_contact(desk, call)

    def send(self, township: str, month: str = MONTH, day: date = SENT) -> Path:
        """The township's ledger, onto its county's folder of the stick."""
        with self.desk(township, day) as desk:
            return export_month(desk, self.folder(TOWNSHIPS[township][1]), month).path

    def merge(self, county: str, month: str = MONTH, day: date = MERGED) -> MergedView:
        """The county takes what lies in its folder of the stick, and merges it."""
        with self.desk(county, day) as desk:
            receive_ledgers(desk, [self.folder(county)])
            return merge_month(desk, month, self.folder("汇总"), passphrase=PASSPHRASE)

    def send_up(self, county: str, month: str = MONTH, day: date = MERGED) -> ExportedLedger:
        with self.desk(county, day) as desk:
            return export_month(desk, self.folder(PREFECTURE), month)


def certify(office: Prefecture, name: str, code: str, above: str, slot: Slot) -> Path:
    """A key at ``name`` that the office ``above`` certifies; the certificate's file."""
    with office.desk(name) as desk:
        keys.make_key(desk, PASSPHRASE, slot=slot)
        request = keys.write_request(desk, office.folder("证书"), slot)
    with office.desk(above) as desk:
        offer = keys.issue_certificate(
            desk,
            request,
            office_code=code,
            office_name=name,
            passphrase=PASSPHRASE,
            folder=office.folder("证书"),
        )
    with office.desk(name) as desk:
        keys.install_certificate(desk, offer, slot)
    return offer


def make_prefecture(root: Path) -> Prefecture:
    """All offices set up and certified, with small keys: tests unlock them often."""
    office = Prefecture(root / "offices", root / "stick")
    office.stick.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.ledger.sealing.keys.ROUNDS", 1000)
        patch.setattr("app.services.keys.new_key", lambda _: new_key(KeyKind.EC_P256))
        for name, code in {PREFECTURE: PREFECTURE_CODE, **COUNTIES}.items():
            _set_up(office, Role.COUNTY, name, code, name.removesuffix("民政局"))
            with office.desk(name) as desk:
                keys.make_county_root(desk, PASSPHRASE)
        for name, code in COUNTIES.items():
            certify(office, name, code, PREFECTURE, Slot.UP)
        for name, (code, county) in TOWNSHIPS.items():
            _set_up(office, Role.TOWNSHIP, name, code, county.removesuffix("民政局"))
            certify(office, name, code, county, Slot.OWN)
    return office


def _set_up(office: Prefecture, role: Role, name: str, code: str, area: str) -> None:
    villages = VILLAGES if role is Role.TOWNSHIP else ()
    with office.desk(name) as desk:
        set_up_office(desk, SetUpOffice(role, name, code, area, CLERK, villages))


def paid(amount: str, people: int) -> Decimal:
    return Decimal(amount) * people
