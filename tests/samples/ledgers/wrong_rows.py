"""Sound signatures over rows and sheets that show a person something else than a program reads."""

from __future__ import annotations

import re
from unittest.mock import patch

from app.ledger.content import make_content
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
    resigned,
    unsigned,
)

STYLES = "xl/styles.xml"
BOOK = "xl/workbook.xml"
COVER = "xl/worksheets/sheet1.xml"


def _with_part(name: str, data: bytes) -> bytes:
    unsigned_book = added(build_ledger(sample.content()), name, data)
    return sign_package(unsigned_book, sample.office(), at=sample.SIGNED)


@hostile(Refusal.LAYOUT)
def a_number_format_that_shows_another_number() -> bytes:
    return resigned(STYLES, b"yyyy\\-mm\\-dd", b"&quot;9999.00&quot;")


@hostile(Refusal.LAYOUT)
def money_in_a_format_that_shows_nothing() -> bytes:
    formats = b'<numFmt numFmtId="165" formatCode=";;;"/></numFmts>'
    return resigned(STYLES, b"</numFmts>", formats)


@hostile(Refusal.LAYOUT)
def money_shown_as_a_rate() -> bytes:
    return resigned(STYLES, b'<xf numFmtId="4" ', b'<xf numFmtId="10" ')


@hostile(Refusal.LAYOUT)
def a_style_sheet_that_cannot_be_read() -> bytes:
    return resigned(STYLES, b"</styleSheet>", b"")


@hostile(Refusal.LAYOUT)
def a_column_of_no_width() -> bytes:
    found = re.search(rb'<col min="2"[^>]*width="([0-9.]+)"', unsigned(PEOPLE))
    assert found
    return resigned(PEOPLE, found[0], found[0].replace(found[1], b"0.01"))


@hostile(Refusal.LAYOUT)
def a_cover_row_of_no_height() -> bytes:
    found = re.search(rb'<row r="2"[^>]* ht="([0-9.]+)"', unsigned(COVER))
    assert found
    return resigned(COVER, found[0], found[0].replace(b'ht="' + found[1], b'ht="0'))


@hostile(Refusal.LAYOUT)
def a_formula_on_the_cover() -> bytes:
    cell = re.search(rb'<c r="A1"[^>]*>', unsigned(COVER))
    assert cell
    return resigned(COVER, cell[0], cell[0] + b'<f>HYPERLINK("http://x.example")</f>')


@hostile(Refusal.LAYOUT)
def a_name_that_calls_a_program() -> bytes:
    name = b"<definedNames><definedName name=\"_xlnm.Auto_Open\">cmd|' /c calc'!A0</definedName>"
    return resigned(BOOK, b"<definedNames>", name)


@hostile(Refusal.LAYOUT)
def conditional_formatting() -> bytes:
    rule = b'</sheetData><conditionalFormatting sqref="A1:Z99"/>'
    return resigned(PEOPLE, b"</sheetData>", rule)


@hostile(Refusal.LAYOUT)
def a_picture_over_the_rows() -> bytes:
    return resigned(PEOPLE, b"</worksheet>", b"<drawing/></worksheet>")


@hostile(Refusal.LAYOUT)
def notes_on_cells() -> bytes:
    return _with_part("xl/comments1.xml", b"<comments/>")


@hostile(Refusal.LAYOUT)
def an_embedded_object() -> bytes:
    return _with_part("xl/embeddings/oleObject1.bin", b"MZ")


@hostile(Refusal.LAYOUT)
def a_link_to_another_workbook() -> bytes:
    return _with_part("xl/externalLinks/externalLink1.xml", b"<externalLink/>")


@hostile(Refusal.LAYOUT)
def a_ribbon_of_its_own() -> bytes:
    """A link from the package's root, signed like all of them, to something that runs."""
    kind = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
    more = (
        f'<Relationship Id="rId9" Type="{kind}" Target="http://x.example/ui.xml" '
        'TargetMode="External"/></Relationships>'
    ).encode()
    with patch("app.ledger.sealing.package._with_origin", _keeping_modes):
        return resigned(names.ROOT_RELS_PART, b"</Relationships>", more)


def _keeping_modes(data: bytes) -> bytes:
    origin = (
        f'<Relationship Id="rId8" Type="{names.ORIGIN_REL}" Target="{names.ORIGIN_PART}"/>'
        "</Relationships>"
    )
    return data.replace(b"</Relationships>", origin.encode())


@hostile(Refusal.KIND)
def the_manifest_is_missing() -> bytes:
    """The hidden sheet is there but has another name."""
    return resigned(BOOK, 'name="清单"'.encode(), 'name="附表"'.encode())


@hostile(Refusal.LAYOUT)
def the_manifest_is_shown() -> bytes:
    return resigned(BOOK, b' state="hidden"', b"")


@hostile(Refusal.LAYOUT)
def the_manifest_is_hidden_deeper() -> bytes:
    return resigned(BOOK, b'state="hidden"', b'state="veryHidden"')


@hostile(Refusal.MANIFEST)
def the_office_is_named_twice() -> bytes:
    """Whoever takes the first and whoever takes the last office are not told the same."""
    found = re.search(rb"<t>office_name</t></is></c><c [^>]*><is><t>", unsigned(MANIFEST))
    assert found
    return resigned(MANIFEST, found[0], found[0].replace(b"office_name", b"office_code"))


@hostile(Refusal.MANIFEST)
def columns_that_the_manifest_denies() -> bytes:
    return resigned(MANIFEST, b"person_key,name,village,group", b"person_key,name,group,village")


@hostile(Refusal.MANIFEST)
def a_count_that_is_wrong() -> bytes:
    return resigned(MANIFEST, b"<t>12</t>", b"<t>13</t>")


@hostile(Refusal.MANIFEST)
def an_entry_that_nobody_knows() -> bytes:
    return resigned(MANIFEST, b"<t>sum</t>", b"<t>sun</t>")


@hostile(Refusal.LAYOUT)
def a_month_that_is_none() -> bytes:
    return resigned(MANIFEST, b"<t>2026-10</t>", b"<t>2026-13</t>")


@hostile(Refusal.LAYOUT)
def a_day_written_in_another_way() -> bytes:
    return resigned(MANIFEST, b"<t>2026-10-27</t>", b"<t>20261027</t>")


@hostile(Refusal.LAYOUT)
def a_batch_before_the_first() -> bytes:
    old = re.search(rb"<t>batch_no</t></is></c><c [^>]*><is><t>(1)</t>", unsigned(MANIFEST))
    assert old
    return resigned(MANIFEST, old[0], old[0].replace(b"<t>1</t>", b"<t>0</t>"))


@hostile(Refusal.LAYOUT)
def a_row_left_out() -> bytes:
    row = re.search(rb'<row r="5".*?</row>', unsigned(PEOPLE), re.S)
    assert row
    return resigned(PEOPLE, row[0], b"")


@hostile(Refusal.LAYOUT)
def a_cell_of_another_row() -> bytes:
    return resigned(PEOPLE, b'<c r="B3"', b'<c r="B4"')


@hostile(Refusal.LAYOUT)
def a_text_in_references() -> bytes:
    """Spreadsheets show 农村低保; a plain reader sees something else."""
    old = "<t>农村低保</t>".encode()
    return resigned(PEOPLE, old, b"<t>&#20892;&#26449;&#20302;&#20445;</t>")


@hostile(Refusal.LAYOUT)
def a_text_in_another_string_table() -> bytes:
    old = ' t="inlineStr"><is><t>农村低保</t></is>'.encode()
    return resigned(PEOPLE, old, b' t="s"><v>0</v>')


@hostile(Refusal.LAYOUT)
def a_date_with_zeros_in_front() -> bytes:
    number = re.search(rb'<c r="J2" s="4"><v>(\d+)</v>', unsigned(PEOPLE))
    assert number
    return resigned(PEOPLE, number[0], number[0].replace(number[1], b"00" + number[1]))


@hostile(Refusal.LAYOUT)
def money_with_an_exponent() -> bytes:
    return resigned(PEOPLE, b"<v>3600.50</v>", b"<v>36005e-1</v>")


@hostile(Refusal.LAYOUT)
def money_in_other_digits() -> bytes:
    return resigned(PEOPLE, b"<v>3600.50</v>", "<v>٣٦٠٠.50</v>".encode())


@hostile(Refusal.LAYOUT)
def a_comment_between_rows() -> bytes:
    return resigned(PEOPLE, b'</row><row r="3"', b'</row><!-- 3 --><row r="3"')


@hostile(Refusal.TOTALS)
def the_same_person_twice() -> bytes:
    rows = sample.rows()
    rows["persons"][1]["person_key"] = rows["persons"][0]["person_key"]
    return _disagreeing(rows)


@hostile(Refusal.TOTALS)
def a_visit_to_nobody() -> bytes:
    rows = sample.rows()
    rows["contacts"][0]["person_key"] = "990101199901010000"
    return _disagreeing(rows)


@hostile(Refusal.TOTALS)
def an_award_to_no_family() -> bytes:
    rows = sample.rows()
    rows["awards"][0]["household_key"] = "H99999"
    return _disagreeing(rows)


@hostile(Refusal.TOTALS)
def a_sum_of_one_award_that_is_wrong() -> bytes:
    rows = sample.rows()
    rows["awards"][0]["care_amount"] = rows["awards"][0]["monthly_amount"]
    return _disagreeing(rows)


def _disagreeing(rows: dict[str, list[dict[str, object]]]) -> bytes:
    with patch("app.ledger.workbook.check_totals"):
        data = build_ledger(make_content(sample.HEAD, rows))
    return sign_package(data, sample.office(), at=sample.SIGNED)
