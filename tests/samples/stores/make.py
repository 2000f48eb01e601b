"""Makes ``0001.db``, a store as the version of that name keeps it; kept for ever once released.

Run as ``python -m tests.samples.stores.make``: it writes the newest version's file, which must not
change when there is one already: a released store is history.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path

from app.bootstrap import open_desk
from app.core.clock import fixed_clock
from app.core.terms import ContactKind, Role
from app.exporters.sample.make import make_sample
from app.exporters.sample.write import write_sample
from app.models.migrate import HEAD
from app.models.store import STORE_NAME
from app.services.import_people import commit_import, preview_import
from app.services.office import SetUpOffice, set_up_office
from app.services.people import PeopleQuery, find_people
from app.services.sheets import print_sheets
from app.services.visits import RecordContact, record_contact

DAY = date(2026, 5, 6)


def main() -> None:
    """Write the file, unless this version has one."""
    target = Path(__file__).parent / f"{HEAD}.db"
    if target.exists():
        raise SystemExit(f"{target.name} is there already and stays as it is")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _fill(folder)
        shutil.copy(folder / STORE_NAME, target)


def _fill(folder: Path) -> None:
    sample = make_sample(townships=1, people=40, seed=7, day=DAY)
    township = sample.townships[0]
    with open_desk(folder, clock=fixed_clock(DAY), program="样例", actor="样例经办人") as desk:
        set_up_office(
            desk,
            SetUpOffice(
                Role.TOWNSHIP,
                "样例青山镇",
                township.code,
                "样例县",
                "样例经办人",
                township.villages,
            ),
        )
        books = [p for p in write_sample(sample, folder / "books") if p.suffix == ".xlsx"]
        commit_import(desk, preview_import(desk, books))
        print_sheets(desk, "2026-05", out=folder / "sheets.pdf")
        someone = find_people(desk, PeopleQuery())[0]
        record_contact(desk, RecordContact(someone.id, DAY, ContactKind.CALL))


if __name__ == "__main__":
    main()
