"""A township's ledger of 5,000 people: written, signed, verified, read back."""

from __future__ import annotations

from pathlib import Path

from tests.bench.measurement import (
    RATIO,
    SECONDS,
    Figures,
    Limit,
    Measurement,
    Place,
    Preparation,
    Work,
)

PEOPLE = 5_000
FILE = "ledger.xlsx"


def prepare(folder: Path) -> None:
    from tests.bench.seals import found_county, keep_signer, signed
    from tests.bench.townships import write_ledgers

    (content,) = write_ledgers(folder, townships=1, people=PEOPLE)
    signer = found_county(folder).certify(content.head.office_code, content.head.office_name)
    keep_signer(folder, signer)
    (folder / FILE).write_bytes(signed(content, signer))


def write_ours(place: Place) -> Work:
    from app.ledger.workbook import build_ledger
    from tests.bench.townships import load_ledger

    content = load_ledger(place.inputs)

    def work() -> Figures:
        data = build_ledger(content)
        (place.scratch / FILE).write_bytes(data)
        return {"file_megabytes": len(data) / 1e6}

    return work


def write_peer(place: Place) -> Work:
    from tests.bench.townships import load_ledger
    from tests.bench.xlsxwriter_peer import write_tables

    content = load_ledger(place.inputs)

    def work() -> Figures:
        write_tables(place.scratch / FILE, tuple(content.tables.values()))
        return {}

    return work


def month_ours(place: Place) -> Work:
    from app.ledger.stick import write_safely
    from app.ledger.verifying import verify_ledger
    from tests.bench.seals import load_signer, load_trust, signed
    from tests.bench.townships import NOW, load_ledger

    content = load_ledger(place.inputs)
    signer, trust = load_signer(place.inputs), load_trust(place.inputs)

    def check(data: bytes) -> None:
        assert verify_ledger(data, trust, at=NOW).content.says_the_same(content)

    def work() -> Figures:
        data = signed(content, signer)
        write_safely(place.scratch, FILE, data, check=check)
        return {"file_megabytes": len(data) / 1e6}

    return work


def month_peer(place: Place) -> Work:
    """Written and read back, without a signature: nothing among the peers can do that."""
    from python_calamine import CalamineWorkbook

    write = write_peer(place)

    def work() -> Figures:
        write()
        book = CalamineWorkbook.from_path(place.scratch / FILE)
        assert all(book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
        return {}

    return work


def read_ours(place: Place) -> Work:
    from app.ledger.verifying import verify_ledger
    from tests.bench.seals import load_trust
    from tests.bench.townships import NOW

    trust = load_trust(place.inputs)

    def work() -> Figures:
        data = (place.inputs / FILE).read_bytes()
        assert len(verify_ledger(data, trust, at=NOW).tables["persons"]) == PEOPLE
        return {}

    return work


def read_peer(place: Place) -> Work:
    from python_calamine import CalamineWorkbook

    def work() -> Figures:
        book = CalamineWorkbook.from_path(place.inputs / FILE)
        sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
        assert len(sheets["人员"]) == PEOPLE + 1
        return {}

    return work


PREPARATIONS = {"ledger": Preparation(prepare)}
MEASUREMENTS = (
    Measurement(
        "ledger-write", "ledger of 5,000 people written", write_ours, write_peer,
        "xlsxwriter, same sheets, typed writes, constant memory",
        (Limit(RATIO, 0.5),), "ledger",
    ),
    Measurement(
        "ledger-month", "… written, signed, verified, read back", month_ours, month_peer,
        "xlsxwriter, then calamine; no signature",
        (Limit(SECONDS, 4.0),), "ledger",
    ),
    Measurement(
        "ledger-read", "… verified and read", read_ours, read_peer,
        "python-calamine, every sheet, nothing checked",
        (), "ledger",
    ),
)  # fmt: skip
