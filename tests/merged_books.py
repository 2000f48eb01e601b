"""A merged workbook, read back whole: the program writes one and checks its seal, tests read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.ledger.book import ReadBook
from app.ledger.merging import MERGED
from app.ledger.sealing.verify import verify_package
from app.ledger.verifying import Seal, open_sealed


def read_merged(data: bytes, trust: Sequence[bytes], *, at: datetime) -> tuple[Seal, ReadBook]:
    """Verified like a ledger, rows and sums included. Raises LedgerRefused."""
    return open_sealed(verify_package(data, trust, at=at), MERGED)
