"""Sample workbooks of made-up people, for trying the program out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.exporters.sample.books import write_sample
from app.exporters.sample.people import make_sample

SAMPLE_DAY = date(2026, 5, 20)


def write_sample_books(
    out: Path, *, townships: int, people: int, seed: int, day: date | None = None
) -> tuple[Path, ...]:
    """Write the workbooks of ``townships`` with ``people`` each; same seed, same bytes."""
    sample = make_sample(townships=townships, people=people, seed=seed, day=day or SAMPLE_DAY)
    return tuple(write_sample(sample, out))
