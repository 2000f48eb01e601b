"""Ledgers on their way to the county."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.ledger.container import join, pack, split
from tests.conftest import OTHER_TOWNSHIP, Offices
from tests.factory import (
    TOWNSHIP,
    export_month,
    make_household,
    make_person,
)

SENT = date(2026, 5, 27)
BOTH = (TOWNSHIP, OTHER_TOWNSHIP)


def send(offices: Offices, name: str = TOWNSHIP, *, batches: int = 1) -> list[Path]:
    """The township registers somebody and sends its ledger, ``batches`` times."""
    paths = []
    for _ in range(batches):
        with offices.township(name, SENT) as desk:
            make_household(desk, (make_person(desk),))
            paths.append(export_month(desk, offices.stick).path)
    return paths


def tampered(ledger: Path) -> Path:
    """The ledger with one name changed in whichever sheet holds it."""
    parts, found = [], False
    for one in split(ledger.read_bytes()):
        data = one.unpack()
        changed = data.replace("张大山".encode(), "张小山".encode())
        found = found or changed != data
        parts.append(pack(one.name, [changed]) if changed != data else one)
    assert found
    copy = ledger.with_name("改动.xlsx")
    copy.write_bytes(join(parts))
    return copy
