"""Ledgers of every format that ever left an office are read, compared and merged."""

from __future__ import annotations

from app.ledger.book import Book, build_book
from app.ledger.columns import CARE_FAILED, CARE_UNSCORED, FORMAT, SHEETS, sheets_of
from app.ledger.comparing import compare
from app.ledger.content import LedgerContent, head_fields, make_content
from app.ledger.front import LEDGER_NOTES, explanation, ledger_cover
from app.ledger.merging import Accepted, merge_tables
from app.ledger.sealing.package import sign_package
from app.ledger.table import Table
from app.ledger.verifying import Verified, verify_ledger
from app.ledger.workbook import LEDGER
from tests.samples.ledgers import good as sample


def _of_format(version: int) -> bytes:
    """The good ledger as a program wrote it that knew no later format, signed."""
    content = sample.content()
    tables = tuple(Table(sheet, content.tables[sheet.key].rows) for sheet in sheets_of(version))
    old = LedgerContent(content.head, {table.sheet.key: table for table in tables}, version)
    fronts = (ledger_cover(old), explanation([table.sheet for table in tables], LEDGER_NOTES))
    kind = type(LEDGER)(LEDGER.key, LEDGER.fronts, version, sheets_of)
    book = Book(kind, head_fields(content.head), tables, fronts, "")
    return sign_package(build_book(book), sample.office(), at=sample.SIGNED)


def _verified(version: int) -> Verified:
    return verify_ledger(_of_format(version), sample.trust(), at=sample.RECEIVED)


def test_an_older_ledger_is_read_with_what_it_did_not_know_left_empty() -> None:
    old, now = _verified(1), _verified(FORMAT)
    assert (old.content.version, now.content.version) == (1, FORMAT)
    assert list(old.tables) == [sheet.key for sheet in SHEETS]
    assert old.tables["persons"] == now.tables["persons"]
    assert (len(old.tables["care"]), len(old.tables["matters"])) == (0, 0)
    assert len(now.tables["care"]) == len(now.tables["matters"]) == 1


def test_an_older_ledger_is_compared_and_merged_with_newer_ones() -> None:
    old, now = _verified(1), _verified(FORMAT)
    compared = compare(old.content, now.content)
    assert compared.changed == compared.new == ()
    tables = merge_tables([Accepted(old.content, "0" * 64), Accepted(now.content, "1" * 64)])
    merged = {table.sheet.key: table for table in tables}
    assert merged["summary"].sums["persons"] == 2 * len(now.tables["persons"])
    assert merged["summary"].sums["matters"] == 1


def test_the_county_counts_carers_and_matters_of_what_it_accepted() -> None:
    rows = sample.rows()
    first = rows["care"][0]
    rows["care"] += [
        first | {"agreement_no": "HL2", "result": CARE_FAILED},
        first | {"agreement_no": "HL3", "result": CARE_UNSCORED, "score": None},
    ]
    done = rows["matters"][0] | {
        "matter_no": "M2",
        "late": False,
        "closed_on": sample.SIGNED.date(),
    }
    rows["matters"] = [*rows["matters"], done]
    content = make_content(sample.HEAD, rows)
    summary = next(merge_tables([Accepted(content, "0" * 64)])[0].records())
    counted = ("care_scored", "care_failed", "matters", "matters_closed", "matters_late")
    assert [summary[key] for key in counted] == [2, 1, 2, 1, 1]
