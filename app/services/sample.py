"""Sample workbooks of made-up people, and a throw-away program filled with them."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from app.core.terms import Role
from app.exporters.sample.make import make_sample
from app.exporters.sample.write import write_sample
from app.services.desk import Desk
from app.services.import_people import commit_import, preview_import
from app.services.office import SetUpOffice, set_up_office, show_office

SAMPLE_DAY = date(2026, 5, 20)
SAMPLE_COUNTY = "样例县"
SEED = 7


def write_sample_books(
    out: Path, *, townships: int, people: int, seed: int, day: date | None = None
) -> tuple[Path, ...]:
    """Write the workbooks of ``townships`` with ``people`` each; same seed, same bytes."""
    sample = make_sample(townships=townships, people=people, seed=seed, day=day or SAMPLE_DAY)
    return tuple(write_sample(sample, out))


def fill_with_sample(desk: Desk, *, people: int, seed: int = SEED) -> None:
    """Import a made-up township of ``people`` through the ordinary import; an office is set up
    where there is none."""
    sample = make_sample(townships=1, people=people, seed=seed, day=desk.clock.today())
    township = sample.townships[0]
    if show_office(desk) is None:
        set_up_office(
            desk,
            SetUpOffice(
                role=Role.TOWNSHIP,
                name=township.name,
                code=township.code,
                county=SAMPLE_COUNTY,
                clerk="样例经办人",
                villages=township.villages,
            ),
        )
    with tempfile.TemporaryDirectory() as folder:
        books = [path for path in write_sample(sample, Path(folder)) if path.suffix == ".xlsx"]
        commit_import(desk, preview_import(desk, books))
