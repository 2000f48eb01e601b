"""Every measurement and preparation by name.

The modules import what they measure inside their functions, so that a process loads only what its
own side needs.
"""

from __future__ import annotations

from tests.bench import (
    county,
    importing,
    ledger,
    lists,
    papers,
    planning,
    searching,
    standards,
    starting,
    stores,
    upkeep,
)
from tests.bench.measurement import Measurement, Preparation

PREPARATIONS: dict[str, Preparation] = {
    **ledger.PREPARATIONS,
    **county.PREPARATIONS,
    **stores.PREPARATIONS,
}
SUBJECTS = (
    ledger, county, papers, importing, planning, standards, lists, searching, starting, upkeep,
)  # fmt: skip
MEASUREMENTS: dict[str, Measurement] = {
    measurement.name: measurement for subject in SUBJECTS for measurement in subject.MEASUREMENTS
}
SMALL = county.SMALL
