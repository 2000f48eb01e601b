from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import takewhile

import pypdfium2
import pytest
from reportlab.lib.units import mm

from app.core.errors import Cancelled, DeclinedError, FileError
from app.core.form_file import load_form
from app.exporters.form_layout import lay_out
from app.exporters.form_pdf import _barcode
from app.exporters.ground import PAGE_HEIGHT, PAGE_WIDTH
from app.exporters.pdf_preview import page_count
from app.exporters.visit_sheet import month_words
from app.exporters.visit_sheet_pdf import unprintable, write_visit_sheets
from tests.unit.exporters.sheets import BARE, FULL, LONG_ADDRESS, LONG_NAME, USUAL

DAY = date(2026, 5, 3)


def write(path, *sheets, **more):
    write_visit_sheets(path, sheets, printed_on=DAY, printed_by="王敏", **more)
    return path


def texts(path):
    """The text of each page, without any space."""
    with pypdfium2.PdfDocument(path) as document:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


def characters(path, page):
    """Each visible character of a page with its box: left, bottom, right, top."""
    with pypdfium2.PdfDocument(path) as document:
        text = document[page].get_textpage()
        found = [
            (text.get_text_range(n, 1), text.get_charbox(n)) for n in range(text.count_chars())
        ]
    return [(char, box) for char, box in found if char.strip() and box[2] > box[0]]


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    return write(tmp_path_factory.mktemp("pdf") / "sheets.pdf", USUAL, BARE, FULL)


def test_each_sheet_is_exactly_one_page(three):
    assert page_count(three) == 3


def test_pages_are_a4(three):
    with pypdfium2.PdfDocument(three) as document:
        assert document.get_page_size(0) == pytest.approx((210 * mm, 297 * mm), abs=0.1)


def test_what_the_register_knows_is_printed(three):
    page = texts(three)[0]
    for words in (
        "青石镇入户走访记录表",
        "编号：990101260001",
        "走访月份：2026年5月",
        "王𬭩男72本人",
        "99*************23X",
        "特困（分散供养）、重度残疾人",
        "张家村三组18号",
        "2026年4月12日（王敏、李刚）：健康状况：慢性病；困难需求：医疗",
        "□1是□2否是否重病患者（有诊断证明）？",
        "打印：王敏2026年5月3日",
    ):
        assert words in page


def test_the_reason_for_coming_names_rule_and_day_and_what_is_late(three):
    page = texts(three)[0]
    assert "1.特困供养人员每月至少走访一次（S3.216），应于2026年5月31日前完成" in page
    assert "2.【逾期】每季度实地走访一次（S1.205），应于2026年3月31日前完成" in page


def test_boxes_carry_the_digits_of_the_form(three):
    page = texts(three)[0]
    for field in load_form("visit_sheet").fields:
        for choice in field.boxes:
            assert f"□{choice.digit}{choice.name}" in page


def test_three_parties_sign(three):
    page = texts(three)[0]
    for label in load_form("visit_sheet").signatures:
        assert f"{label.label}：" in page


def test_what_is_unknown_is_left_to_the_pen(three):
    page = texts(three)[1]
    assert "系统中没有以前的走访记录" in page
    assert "没有待核实的事项" in page
    assert "未采集" not in page
    assert "None" not in page


def test_long_names_and_addresses_are_whole(three):
    page = texts(three)[2]
    assert len(LONG_NAME) >= 30
    assert len(LONG_ADDRESS) >= 75
    assert page.count(LONG_NAME) == 3  # name, head, last visitor
    assert LONG_ADDRESS in page
    assert FULL.members[-1] in page


def test_what_had_no_room_is_said(three):
    page = texts(three)[2]
    assert "另有4项，见系统登记" in page  # duties
    assert "“…”处未能印全" in page
    assert "未能印全" not in texts(three)[0]


@pytest.mark.parametrize("page", [0, 1, 2])
def test_nothing_leaves_the_printable_page(three, page):
    found = characters(three, page)
    assert len(found) > 600
    for char, (left, bottom, right, top) in found:
        assert left >= 10 * mm, char
        assert bottom >= 10 * mm, char
        assert right <= PAGE_WIDTH - 10 * mm + 0.5, char
        assert top <= PAGE_HEIGHT - 10 * mm, char


@pytest.mark.parametrize("page", [0, 1, 2])
def test_every_character_stays_inside_its_cell(three, page):
    layout = lay_out(load_form("visit_sheet")).pages[0]
    cells = [b for s in layout.strips for p in s.places for b in (p.label, p.value) if b.width]
    cells += [strip.title_box for strip in layout.strips] + [box for _, box in layout.signatures]
    frame, slack = layout.frames[0], 0.3
    for char, (left, bottom, right, top) in characters(three, page):
        x, y = (left + right) / 2, (bottom + top) / 2
        if not (frame.x < x < frame.right and frame.y < y < frame.top):
            continue
        cell = next(b for b in cells if b.x <= x <= b.right and b.y <= y <= b.top)
        assert left >= cell.x - slack, char
        assert right <= cell.right + slack, char
        assert bottom >= cell.y - slack, char
        assert top <= cell.top + slack, char


@pytest.mark.parametrize("page", [0, 1, 2])
def test_no_two_characters_overlap(three, page):
    found = sorted(characters(three, page), key=lambda item: item[1][0])
    for at, (first, a) in enumerate(found):
        for second, b in takewhile(lambda item: item[1][0] < a[2] - 1, found[at + 1 :]):  # noqa: B023
            assert min(a[3], b[3]) - max(a[1], b[1]) < 1, first + second


def test_all_fonts_are_embedded(three):
    data = three.read_bytes()
    assert data.count(b"/FontFile2") == data.count(b"/FontDescriptor ") > 3
    assert b"/Helvetica" not in data


def test_paper_is_grey_only(three):
    with pypdfium2.PdfDocument(three) as document:
        picture = document[0].render(scale=1).to_pil().convert("RGB")
    assert all(max(c) == min(c) for _, c in picture.getcolors(1 << 20))


def test_the_barcode_is_as_wide_as_its_place_allows():
    """A scanner needs bars of 0.19 mm; the longest number printed is 24 characters."""
    assert _barcode("A1" * 12).barWidth >= 0.19 * mm
    assert _barcode("990101260001").barWidth == pytest.approx(0.33 * mm)


def test_the_same_sheets_make_the_same_bytes(tmp_path, three):
    assert write(tmp_path / "again.pdf", USUAL, BARE, FULL).read_bytes() == three.read_bytes()


def test_pages_are_counted_within_a_village(tmp_path):
    other = replace(BARE, village="李家村")
    pages = texts(write(tmp_path / "a.pdf", USUAL, BARE, other))
    assert "第1页共2页" in pages[0]
    assert "第2页共2页" in pages[1]
    assert "第1页共1页" in pages[2]


def test_a_list_stands_before_the_sheets_of_each_village(tmp_path):
    other = replace(BARE, village="李家村")
    pages = texts(write(tmp_path / "a.pdf", USUAL, BARE, other, with_lists=True))
    assert [("走访名单" in page) for page in pages] == [True, False, False, True, False]
    assert "青石镇张家村走访名单" in pages[0]
    assert "共2份" in pages[0]
    assert "王𬭩张家村三组18号" in pages[0]
    assert "第1页共3页" in pages[0]
    assert "第3页共3页" in pages[2]


def test_a_long_list_goes_on_over_the_page(tmp_path):
    sheets = [replace(BARE, sheet_no=f"99010126{n:04}") for n in range(1, 61)]
    pages = texts(write(tmp_path / "a.pdf", *sheets, with_lists=True))
    lists = [page for page in pages if "走访名单" in page]
    assert len(lists) == len(pages) - 60 >= 2
    assert all("序号姓名" in page for page in lists)
    assert all(sum(s.sheet_no in page for page in lists) == 1 for s in sheets)


def test_a_character_no_font_has_is_marked_on_its_sheet_and_reported(tmp_path):
    strange = replace(USUAL, name="王\ue000", questions=("👍？",))
    pages = texts(write(tmp_path / "a.pdf", strange, USUAL))
    assert "王〓男72本人" in pages[0]
    assert "为字库缺字，请手写补正" in pages[0]
    assert "字库缺字" not in pages[1]
    assert unprintable([strange, USUAL]) == (("990101260001", "\ue000👍"),)


def test_nothing_to_print_is_declined(tmp_path):
    with pytest.raises(DeclinedError, match="没有可打印"):
        write(tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_cancel_leaves_nothing_and_the_old_file_as_it_was(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    seen = []

    def stop(done, total, text):
        seen.append((done, total))
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        write(path, USUAL, BARE, progress=stop)
    assert seen == [(0, 2), (1, 2)]
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.pdf"]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FileError, match="文件夹不存在"):
        write(tmp_path / "nowhere" / "a.pdf", USUAL)


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path):
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(FileError, match="同名文件"):
        write(tmp_path / "a.pdf", USUAL)
    assert [file.name for file in tmp_path.iterdir()] == ["a.pdf"]


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.exporters.safe_file.os.fsync", full)
    with pytest.raises(FileError, match="磁盘空间不够"):
        write(tmp_path / "a.pdf", USUAL)
    assert list(tmp_path.iterdir()) == []


def test_five_hundred_sheets_stay_small(tmp_path):
    sheets = [replace(USUAL, sheet_no=f"99010126{n:04}") for n in range(500)]
    path = write(tmp_path / "a.pdf", *sheets)
    assert page_count(path) == 500
    assert path.stat().st_size < 3_000_000


def test_a_month_is_written_as_people_read_it():
    assert month_words("2026-05") == "2026年5月"
    with pytest.raises(ValueError, match="not enough values"):
        month_words("202605")
