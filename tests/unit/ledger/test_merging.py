"""The county's workbook and its receipts: to the person and the cent, signed like a ledger."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.ledger.conflicts import Conflict, ConflictKind, Side, find_conflicts
from app.ledger.content import make_content
from app.ledger.merging import (
    Accepted,
    Decided,
    MergedHead,
    MissingOffice,
    build_merged,
    check_merged,
    merge_tables,
    merged_file_name,
)
from app.ledger.receipts import (
    DecisionRow,
    Receipt,
    ReceiptHead,
    RefusedRow,
    SheetResult,
    build_receipt,
    receipt_file_name,
    verify_receipt,
)
from app.ledger.refusals import LedgerRefused, Refusal
from app.ledger.sealing.package import sign_package
from app.ledger.table import Table
from tests.merged_books import read_merged
from tests.samples.ledgers import good as sample

HEAD = MergedHead(sample.COUNTY_CODE, sample.COUNTY, "2026-10", 1, sample.SIGNED, "王五")


def accepted(number: int, people: int = 6) -> Accepted:
    content = sample.content(people, sample.office_head(number), first=number * 900)
    return Accepted(content, f"{number:064d}")


def table(tables: tuple[Table, ...], key: str) -> Table:
    return next(one for one in tables if one.sheet.key == key)


@settings(max_examples=25)
@given(st.lists(st.integers(0, 15), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_county_figures_are_the_sum_of_what_was_accepted(
    sizes: list[int], chance: random.Random
) -> None:
    ledgers = [accepted(number, people) for number, people in enumerate(sizes, 1)]
    shuffled = list(ledgers)
    chance.shuffle(shuffled)
    tables = merge_tables(shuffled)
    summary = table(tables, "summary")
    assert summary.sums["persons"] == sum(sizes)
    assert len(table(tables, "persons")) == sum(sizes)
    paid = sum((one.content.tables["awards"].sums["total_amount"] for one in ledgers), Decimal(0))
    assert summary.sums["total_amount"] == table(tables, "awards").sums["total_amount"] == paid
    assert build_merged(HEAD, shuffled) == build_merged(HEAD, ledgers)


def test_every_row_says_where_it_came_from() -> None:
    tables = merge_tables([accepted(2), accepted(1)])
    persons = list(table(tables, "persons").records())
    assert [row["source_row"] for row in persons] == [2, 3, 4, 5, 6, 7] * 2
    assert persons[0]["source_office"] == "第1镇人民政府"
    assert persons[-1]["source_code"] == sample.office_head(2).office_code


def test_a_row_taken_out_by_a_decision_is_in_no_figure() -> None:
    one = accepted(1)
    left = replace(one, left_out=frozenset({("persons", 2), ("awards", 2)}))
    tables = merge_tables([left])
    summary = next(table(tables, "summary").records())
    assert (summary["persons"], summary["left_out"]) == (5, 2)
    assert summary["total_amount"] == Decimal("1691.00")
    assert table(tables, "indicators").sums["persons"] == 5
    assert [row["source_row"] for row in table(tables, "persons").records()] == [3, 4, 5, 6, 7]


def test_an_office_that_did_not_report_is_named_and_not_counted_as_zero() -> None:
    late = MissingOffice("990199001000", "白云乡人民政府", "未收到", "28 日前没有收到")
    tables = merge_tables([accepted(1)], [late])
    row = list(table(tables, "summary").records())[-1]
    assert (row["office_name"], row["state"], row["persons"]) == ("白云乡人民政府", "未收到", None)
    assert len(table(tables, "missing")) == 1


def test_conflicts_stand_with_their_decision() -> None:
    first = accepted(1)
    rows = sample.rows(6, first=1800)
    rows["persons"][0]["person_key"] = first.content.tables["persons"].rows[0][0]
    contents = [first.content, make_content(sample.office_head(2), rows)]
    conflicts = find_conflicts(contents)
    assert conflicts
    decided = [
        Decided(one, "保留第1镇", "户籍在第1镇", "王五", date(2026, 10, 29)) for one in conflicts
    ]
    row = next(table(merge_tables([first], (), decided), "conflicts").records())
    assert row["kind"] == "同一人在两个单位"
    assert "第2镇人民政府《人员》第 2 行" in str(row["sides"])
    assert row["decision"] == "保留第1镇"


def test_a_conflict_of_very_many_fits_its_cell() -> None:
    side = Side("990101001000", "青山镇", "persons", 2, "k", "名" * 20, "青山村", "农村低保")
    many = Decided(Conflict(ConflictKind.LIKELY_SAME, "x", (side,) * 5000))
    row = next(table(merge_tables([accepted(1)], (), [many]), "conflicts").records())
    assert str(row["sides"]).endswith("等共 5000 处")


def test_the_merged_workbook_is_sealed_and_read_like_a_ledger() -> None:
    ledgers = [accepted(1), accepted(2)]
    data = build_merged(HEAD, ledgers)
    signed = sign_package(data, sample.office(sample.COUNTY_CODE), at=sample.SIGNED)
    seal, book = read_merged(signed, sample.trust(), at=sample.RECEIVED)
    assert seal.signer.office_code == sample.COUNTY_CODE
    assert check_merged(signed, sample.trust(), at=sample.RECEIVED) == seal
    merged = [replace(table, rows=tuple(table.rows)) for table in merge_tables(ledgers)]
    assert list(book.tables.values()) == merged
    assert book.head[f"source:{ledgers[0].content.head.office_code}"] == ledgers[0].sha256
    assert merged_file_name(HEAD) == "汇总_青山县民政局_2026-10_1.xlsx"


def test_what_was_just_written_is_refused_by_signer_kind_and_office() -> None:
    county = sample.office(sample.COUNTY_CODE)
    merged = sign_package(build_merged(HEAD, [accepted(1)]), county, at=sample.SIGNED)
    receipt = sign_package(build_receipt(RECEIPT), county, at=sample.SIGNED)
    for data, trust, at, code in (
        (merged, sample.trust(), sample.SIGNED + timedelta(days=9999), Refusal.CHAIN),
        (merged, (), sample.RECEIVED, Refusal.CHAIN),
        (receipt, sample.trust(), sample.RECEIVED, Refusal.KIND),
    ):
        with pytest.raises(LedgerRefused) as refused:
            check_merged(data, trust, at=at)
        assert refused.value.code is code


RECEIPT = Receipt(
    ReceiptHead(
        sample.COUNTY_CODE,
        sample.COUNTY,
        sample.OFFICE_CODE,
        sample.OFFICE,
        "2026-10",
        3,
        "ab" * 32,
        "已验证",
        sample.SIGNED,
        "王五",
    ),
    (SheetResult("人员", 12, 11, 1, 2, 1), SheetResult("待遇", 4, 4, 0, 0, 0)),
    (RefusedRow("人员", 5, "王䶮", "990101196000000003", "与第2镇重复", "请在本镇办理退出"),),
    (DecisionRow("同一人在两个单位", "人员", 5, "王䶮", "", "第2镇", "由第2镇管理", ""),),
)


def receipt(made: Receipt = RECEIPT) -> bytes:
    signer = sample.office(sample.COUNTY_CODE)
    return sign_package(build_receipt(made), signer, at=sample.SIGNED)


def test_a_receipt_comes_back_as_it_was_made() -> None:
    found = verify_receipt(receipt(), sample.trust(), at=sample.RECEIVED)
    assert found.receipt == RECEIPT
    assert found.seal.signer.office_code == sample.COUNTY_CODE
    assert build_receipt(RECEIPT) == build_receipt(RECEIPT)
    assert receipt_file_name(RECEIPT.head) == ("回执_青山镇人民政府_2026-10_3_20261027-100000.xlsx")


def test_a_receipt_without_refusals_or_maker_is_a_receipt() -> None:
    plain = Receipt(replace(RECEIPT.head, made_by=""), RECEIPT.results[1:])
    assert verify_receipt(receipt(plain), sample.trust(), at=sample.RECEIVED).receipt == plain


def test_a_ledger_never_passes_as_a_receipt() -> None:
    with pytest.raises(LedgerRefused) as caught:
        verify_receipt(sample.good(), sample.trust(), at=sample.RECEIVED)
    assert caught.value.code is Refusal.KIND


def test_a_receipt_accounts_for_every_row() -> None:
    lost = replace(RECEIPT, results=(SheetResult("人员", 12, 10, 0, 0, 1),))
    with pytest.raises(ValueError, match="every row"):
        build_receipt(lost)
