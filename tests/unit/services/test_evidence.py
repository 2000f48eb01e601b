"""Photos and scans laid to the visits they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.core.errors import Cancelled, UserError
from app.exporters.paper_copy import page_jpeg, page_pictures
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.evidence import (
    Evidence,
    EvidenceState,
    Source,
    attach_evidence,
    attach_to,
    lay_to,
    look_at,
)
from app.services.evidence_print import print_evidence
from app.services.papers import VISIT, show_papers
from app.services.sheet_numbers import with_check_digit
from app.services.sheets import print_sheets, sheets_of_batch
from app.services.visits import RecordVisit, open_sheet, record_visit
from tests.contact_forms import lesson, print_papers
from tests.factory import TODAY, dump, make_person, visit_answers
from tests.unit.services.test_papers import photo

CHILD = date(2018, 5, 1)


def scan_of(numbers: Sequence[str]) -> bytes:
    """A scan of one page a number; an empty number is a page without a barcode."""
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=True)
    for number in numbers:
        if number:
            Code128(number, barHeight=6.5 * mm, barWidth=0.33 * mm).drawOn(canvas, 300, 780)
        canvas.drawString(60, 600, "sheet")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def photo_of(number: str) -> bytes:
    """A photo of a sheet, a little turned, as a telephone takes it."""
    page = next(page_pictures(scan_of([number]), "application/pdf", dpi=200))
    return page_jpeg(page.rotate(4, expand=True, fillcolor="white"), 2400)


@pytest.fixture
def sheets(desk: Desk, tmp_path: Path) -> list[str]:
    """Three sheets, two of them typed in; the second is a child's."""
    for place in range(3):
        born = CHILD if place == 1 else date(1950, 3, 4)
        make_person(desk, f"人{place}", categories=("orphan",), birth_date=f"{born}")
    batch = print_sheets(desk, "2026-06", out=tmp_path / "sheets.pdf")
    numbers = [row.sheet_no for row in sheets_of_batch(desk, batch.batch_no)]
    for number in numbers[:2]:
        record_visit(desk, RecordVisit(number, visit_answers()))
    return numbers


def _source(data: bytes, name: str = "IMG_1.jpg") -> Source:
    return Source(name, data=data)


def _states(found: Sequence[Evidence]) -> list[EvidenceState]:
    return [one.state for one in found]


def test_a_photo_goes_to_the_sheet_whose_barcode_is_on_it(desk: Desk, sheets: list[str]) -> None:
    (found,) = look_at(desk, [_source(photo_of(sheets[0]))])
    assert found.visit is not None
    assert (found.state, found.number) == (EvidenceState.READY, sheets[0])
    assert (found.visit.name, found.visit.day, found.visit.minor) == ("人0", TODAY, False)


def test_a_photo_goes_to_any_paper_that_was_typed_in(desk: Desk, tmp_path: Path) -> None:
    people = [make_person(desk, f"生{n}", categories=("home_teaching_a",)) for n in range(2)]
    typed, waiting = print_papers(desk, "home_lesson", tmp_path, *people)
    done = record_visit(desk, RecordVisit(typed, lesson()))
    (one,) = look_at(desk, [_source(photo_of(typed))])
    assert one.number == typed
    assert one.visit is not None
    assert (one.visit.contact_id, one.visit.sheet_no) == (done.contact_id, typed)
    (other,) = look_at(desk, [_source(photo_of(waiting))])
    assert other.state is EvidenceState.NOT_TYPED


def test_one_scan_of_many_sheets_is_cut_at_each_barcode(desk: Desk, sheets: list[str]) -> None:
    first, second, third = sheets
    found = look_at(desk, [_source(scan_of([first, "", second, third]), "扫描.pdf")])
    assert [(one.number, one.part.first, one.part.last) for one in found] == [
        (first, 1, 2), (second, 3, 3), (third, 4, 4),
    ]  # fmt: skip
    assert _states(found)[2] is EvidenceState.NOT_TYPED
    assert found[0].name == "扫描.pdf　第 1—2 页"
    assert attach_evidence(desk, found) == 2
    (paper,) = show_papers(desk, open_sheet(desk, first).person_id).papers
    assert (paper.owner, paper.pages, paper.title) == (VISIT, 2, "扫描")


def test_what_has_no_barcode_waits_for_the_clerk(desk: Desk, sheets: list[str]) -> None:
    (found,) = look_at(desk, [_source(photo())])
    assert found.state is EvidenceState.NO_VISIT
    assert "没有读到条码" in found.words
    laid = lay_to(desk, found, sheets[1])
    assert laid.visit is not None
    assert laid.state is EvidenceState.READY
    assert laid.visit.minor, "the clerk is warned of a child"
    with pytest.raises(UserError, match="没有打印过"):
        lay_to(desk, found, with_check_digit("10126067777"))


def test_what_is_no_picture_says_so_and_stops_nothing_else(desk: Desk, sheets: list[str]) -> None:
    before = dump(desk.store)
    gone = Source("没有了.jpg", Path("/nowhere/没有了.jpg"))
    found = look_at(desk, [_source(b"MZ\x90", "照片.jpg"), gone, _source(photo_of(sheets[0]))])
    assert _states(found) == [EvidenceState.BAD, EvidenceState.BAD, EvidenceState.READY]
    assert "不是图片" in found[0].words
    assert "读不了文件" in found[1].words
    assert dump(desk.store) == before, "looking keeps nothing"
    assert attach_evidence(desk, found) == 1


def test_a_sheet_of_another_office_says_so(desk: Desk, sheets: list[str]) -> None:
    (found,) = look_at(desk, [_source(photo_of(with_check_digit("99926060001")))])
    assert found.state is EvidenceState.NO_VISIT
    assert "其他单位" in found.words


def test_the_same_photo_is_not_attached_twice(desk: Desk, sheets: list[str]) -> None:
    source = _source(photo_of(sheets[0]))
    attach_evidence(desk, look_at(desk, [source]))
    again = look_at(desk, [source])
    assert _states(again) == [EvidenceState.TWICE]
    with pytest.raises(UserError, match="没有可以添加的材料"):
        attach_evidence(desk, again)


def test_a_file_that_changed_meanwhile_stops_the_whole_act(
    desk: Desk, sheets: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "IMG_2.jpg"
    path.write_bytes(photo_of(sheets[0]))
    found = look_at(desk, [_source(photo_of(sheets[1])), Source(path.name, path)])
    path.write_bytes(photo())
    before = dump(desk.store)
    with pytest.raises(UserError, match="变了"):
        attach_evidence(desk, found)
    assert dump(desk.store) == before


def test_many_are_one_act_that_is_undone_whole(desk: Desk, sheets: list[str]) -> None:
    attach_evidence(desk, look_at(desk, [_source(photo_of(number)) for number in sheets[:2]]))
    act = list_acts(desk)[0]
    assert act.words == "添加走访佐证：2 份"
    undo_act(desk, act.id)
    assert show_papers(desk, open_sheet(desk, sheets[0]).person_id).papers == ()


def test_evidence_can_be_given_to_a_contact_whatever_stands_on_it(
    desk: Desk, sheets: list[str]
) -> None:
    contact = open_sheet(desk, sheets[0]).contact_id
    assert contact is not None
    assert attach_to(desk, [_source(photo())], contact, lambda *_: None) == ""
    words = attach_to(desk, [_source(b"no picture", "坏.jpg")], contact, lambda *_: None)
    assert "没有可以添加的材料" in words


def _print(desk: Desk, out: Path, *, minors: bool = False) -> str:
    print_evidence(desk, f"{TODAY:%Y-%m}", out, minors=minors)
    document = pypdfium2.PdfDocument(out)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def test_the_months_evidence_is_one_file_without_children_and_without_numbers(
    desk: Desk, sheets: list[str], tmp_path: Path
) -> None:
    for number in sheets[:2]:
        data = photo(place=True, size=(600, 400))
        (found,) = look_at(desk, [_source(data, f"{number}.jpg")])
        attach_evidence(desk, [lay_to(desk, found, number)])
    out = tmp_path / "evidence.pdf"
    text = _print(desk, out)
    assert "人0" in text
    assert "人1" not in text
    assert f"编号 {sheets[0]}" in text
    assert b"GPS" not in out.read_bytes()
    assert "人1" in _print(desk, tmp_path / "all.pdf", minors=True)
    printed = print_evidence(desk, f"{TODAY:%Y-%m}", out)
    assert (printed.visits, printed.papers, printed.pages, printed.minors) == (1, 1, 1, 1)


def test_printing_can_be_cancelled_and_leaves_no_file(
    desk: Desk, sheets: list[str], tmp_path: Path
) -> None:
    attach_evidence(desk, look_at(desk, [_source(photo_of(sheets[0]))]))

    def stop(done: int, total: int, text: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        print_evidence(desk, f"{TODAY:%Y-%m}", tmp_path / "evidence.pdf", progress=stop)
    assert not (tmp_path / "evidence.pdf").exists()


def test_a_month_without_evidence_says_so(desk: Desk, sheets: list[str], tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有可以打印的走访佐证"):
        print_evidence(desk, "2026-01", tmp_path / "evidence.pdf")
