"""Sound signatures by the right office over something that is not a good ledger."""

from __future__ import annotations

import re
from io import BytesIO
from unittest.mock import patch
from zipfile import ZipFile

import openpyxl

from app.ledger.columns import FORMAT, PERSONS
from app.ledger.content import make_content
from app.ledger.receipts import Receipt, ReceiptHead, build_receipt
from app.ledger.refusals import Refusal
from app.ledger.sealing import names
from app.ledger.sealing.package import sign_package
from app.ledger.workbook import build_ledger
from tests.samples.ledgers import good as sample
from tests.samples.ledgers.knife import (
    MANIFEST,
    PEOPLE,
    added,
    hostile,
    packed,
    resigned,
    unsigned,
)


@hostile(Refusal.KIND)
def a_receipt_for_a_ledger() -> bytes:
    head = ReceiptHead(
        sample.OFFICE_CODE,
        sample.OFFICE,
        sample.OFFICE_CODE,
        sample.OFFICE,
        "2026-10",
        1,
        "0" * 64,
        "已验证",
        sample.SIGNED,
        "王五",
    )
    data = build_receipt(Receipt(head, ()))
    return sign_package(data, sample.office(), at=sample.SIGNED)


@hostile(Refusal.KIND)
def somebody_elses_workbook() -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    book.save(out)
    return sign_package(packed(_content(out.getvalue())), sample.office(), at=sample.SIGNED)


def _content(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@hostile(Refusal.TOO_NEW)
def newer_format() -> bytes:
    old, new = (f"<t>format</t></is></c>{_cell('D', 3, text)}" for text in (FORMAT, FORMAT + 1))
    return resigned(MANIFEST, old.encode(), new.encode())


def _cell(letter: str, row: int, text: object) -> str:
    return f'<c r="{letter}{row}" s="2" t="inlineStr"><is><t>{text}</t></is></c>'


@hostile(Refusal.LAYOUT)
def a_formula() -> bytes:
    number = re.search(rb'<c r="J2" s="4"><v>(\d+)</v>', unsigned(PEOPLE))
    assert number
    return resigned(PEOPLE, number[0], number[0].replace(b"<v>", b"<f>1+1</f><v>"))


@hostile(Refusal.LAYOUT)
def a_hidden_row() -> bytes:
    return resigned(PEOPLE, b'<row r="4"', b'<row r="4" hidden="1"')


@hostile(Refusal.LAYOUT)
def a_hidden_column() -> bytes:
    return resigned(PEOPLE, b'<col min="2"', b'<col hidden="1" min="2"')


@hostile(Refusal.LAYOUT)
def a_hidden_sheet() -> bytes:
    return resigned("xl/workbook.xml", b'sheetId="4" ', b'sheetId="4" state="hidden" ')


@hostile(Refusal.LAYOUT)
def an_extra_column() -> bytes:
    return resigned(PEOPLE, b"</row>", b'<c r="ZZ1" s="1"/></row>')


@hostile(Refusal.LAYOUT)
def a_column_renamed() -> bytes:
    return resigned(PEOPLE, "<t>姓名</t>".encode(), "<t>名字</t>".encode())


@hostile(Refusal.LAYOUT)
def two_sheets_share_a_part() -> bytes:
    links = "xl/_rels/workbook.xml.rels"
    return resigned(links, b"worksheets/sheet5.xml", b"worksheets/sheet4.xml")


@hostile(Refusal.LAYOUT)
def a_sheet_renamed() -> bytes:
    return resigned("xl/workbook.xml", 'name="人员"'.encode(), 'name="家庭"'.encode())


@hostile(Refusal.LAYOUT)
def a_macro() -> bytes:
    data = added(build_ledger(sample.content()), "xl/vbaProject.bin", b"macro")
    return sign_package(data, sample.office(), at=sample.SIGNED)


@hostile(Refusal.LAYOUT)
def a_link_to_another_file() -> bytes:
    link = b'<Relationship Id="rId77" Type="%b" Target="http://x.example" TargetMode="External"/>'
    more = link % f"{names._OFFICE_RELS}/externalLink".encode() + b"</Relationships>"
    return resigned("xl/_rels/workbook.xml.rels", b"</Relationships>", more)


@hostile(Refusal.LAYOUT)
def an_empty_text() -> bytes:
    return resigned(PEOPLE, "<t>农村低保</t>".encode(), b"<t></t>")


@hostile(Refusal.LAYOUT)
def money_with_three_places() -> bytes:
    return resigned(PEOPLE, b"<v>3600.50</v>", b"<v>3600.500</v>")


@hostile(Refusal.MANIFEST)
def a_row_that_disagrees_with_its_digest() -> bytes:
    return resigned(PEOPLE, "<t>农村低保</t>".encode(), "<t>城市低保</t>".encode())


@hostile(Refusal.MANIFEST)
def a_digest_that_disagrees_with_its_row() -> bytes:
    digest = sample.content().tables[PERSONS.key].digests[0]
    return resigned(MANIFEST, digest.encode(), b"0" * 64)


@hostile(Refusal.MANIFEST)
def a_digest_too_few() -> bytes:
    last = re.findall(rb'<row r="\d+"[^>]*>.*?</row>', unsigned(MANIFEST), re.S)[-1]
    return resigned(MANIFEST, last, b"")


@hostile(Refusal.MANIFEST)
def a_sum_that_is_wrong() -> bytes:
    return resigned(MANIFEST, b"<t>6764.00</t>", b"<t>6765.00</t>")


@hostile(Refusal.TOTALS)
def a_total_line_that_is_wrong() -> bytes:
    return resigned("xl/worksheets/sheet7.xml", b"<v>6764.00</v>", b"<v>6765.00</v>")


@hostile(Refusal.TOTALS)
def sheets_that_disagree() -> bytes:
    rows = sample.rows()
    rows["households"][0]["members"] = 4
    with patch("app.ledger.workbook.check_totals"):
        data = build_ledger(make_content(sample.HEAD, rows))
    return sign_package(data, sample.office(), at=sample.SIGNED)
