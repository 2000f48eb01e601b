"""Attached papers: kept once, checked against the original, handed out without the place."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from app.core.errors import DeclinedError, FileError, UserError
from app.importers import paper_file
from app.services.acts import list_acts, undo_act
from app.services.archive import print_archive
from app.services.desk import Desk
from app.services.paper_files import FOLDER, path_of
from app.services.papers import (
    AttachPaper,
    attach_bytes,
    attach_file,
    confirm_original,
    hand_out_papers,
    paper_bytes,
    paper_thumbnail,
    remove_paper,
    show_papers,
)
from app.services.person.view import show_person
from tests.factory import make_household, make_person

_GPS = 0x8825


def photo(
    colour: str = "white", *, place: bool = False, size: tuple[int, int] = (800, 600)
) -> bytes:
    """A picture as a telephone takes it, with the place when asked."""
    picture = Image.new("RGB", size, colour)
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    if place:
        exif.get_ifd(_GPS).update({1: "N", 2: (26.0, 35.0, 0.0), 3: "E", 4: (106.0, 42.0, 0.0)})
    buffer = BytesIO()
    picture.save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def scan(pages: int = 2) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer)
    for number in range(pages):
        canvas.drawString(100, 700, f"page {number}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def text_of(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


@pytest.fixture
def somebody(desk: Desk) -> int:
    return make_person(desk, "张大山", categories=("orphan",))


@pytest.fixture
def files(desk: Desk) -> Path:
    """The folder where the bytes lie."""
    return desk.folder / FOLDER


def test_the_checklist_says_what_is_missing_and_what_was_compared(
    desk: Desk, somebody: int
) -> None:
    paper = attach_bytes(desk, AttachPaper(somebody, "id_card"), photo(), "身份证.jpg")
    confirm_original(desk, paper)
    lines = {line.kind: line for line in show_papers(desk, somebody).checklist}
    assert (lines["id_card"].there, lines["id_card"].original_seen) == (1, True)
    assert (lines["guardian_proof"].there, lines["guardian_proof"].required) == (0, True)
    assert "self_care_assessment" not in lines


def test_the_same_bytes_lie_on_the_disk_once(desk: Desk, somebody: int, files: Path) -> None:
    other = make_person(desk, "李小花")
    for person in (somebody, other):
        attach_bytes(desk, AttachPaper(person, "hukou_book"), photo(), "户口簿.jpg")
    assert len([p for p in files.rglob("*") if p.is_file()]) == 1
    with pytest.raises(DeclinedError, match="已经添加过"):
        attach_bytes(desk, AttachPaper(somebody, "other"), photo(), "又一份.jpg")


def test_a_household_paper_is_seen_from_every_member(desk: Desk, somebody: int) -> None:
    other = make_person(desk, "李小花")
    make_household(desk, (somebody, other))
    attach_bytes(desk, AttachPaper(somebody, "hukou_book", of_household=True), scan(), "户口簿.pdf")
    (seen,) = show_papers(desk, other).papers
    assert (seen.owner, seen.pages, seen.title) == ("家庭", 2, "户口簿")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"not a picture at all", "不是图片"),
        (photo()[:200], "不是图片"),
        (b"%PDF-1.7 broken", "打不开"),
        (scan(paper_file.MOST_PAGES + 1), "页数太多"),
        (b"\0" * (paper_file.LARGEST + 1), "文件太大"),
    ],
)
def test_what_is_no_paper_is_refused_in_words_and_nothing_is_written(
    desk: Desk, somebody: int, files: Path, data: bytes, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        attach_bytes(desk, AttachPaper(somebody, "other"), data, "文件.jpg")
    assert show_papers(desk, somebody).papers == ()
    assert not files.exists()


def test_a_picture_of_too_many_dots_is_refused(
    desk: Desk, somebody: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_file, "MOST_PIXELS", 1000)
    with pytest.raises(UserError, match="像素太多"):
        attach_bytes(desk, AttachPaper(somebody, "photo"), photo(), "照片.jpg")


def test_a_copy_that_leaves_does_not_tell_where_it_was_taken(
    desk: Desk, somebody: int, tmp_path: Path
) -> None:
    paper = attach_bytes(desk, AttachPaper(somebody, "photo"), photo(place=True), "照片.jpg")
    (copy,) = hand_out_papers(desk, [paper], tmp_path)
    with Image.open(copy) as handed, Image.open(BytesIO(paper_bytes(desk, paper)[1])) as kept:
        assert _GPS not in handed.getexif()
        assert handed.getexif()[0x0112] == 6
        assert handed.tobytes() == kept.tobytes()
        assert _GPS in kept.getexif()


def test_removing_is_undone_and_looks_are_recorded(desk: Desk, somebody: int) -> None:
    paper = attach_bytes(desk, AttachPaper(somebody, "photo"), photo(), "照片.jpg")
    row, data = paper_bytes(desk, paper)
    assert data == photo()
    assert Image.open(BytesIO(paper_thumbnail(desk, row))).size == (180, 240)
    assert any(act.verb == "view_paper" for act in list_acts(desk, looks=True))
    remove_paper(desk, paper)
    assert show_papers(desk, somebody).papers == ()
    undo_act(desk, next(act.id for act in list_acts(desk) if act.verb == "remove_paper"))
    assert [p.id for p in show_papers(desk, somebody).papers] == [paper]


def test_a_damaged_file_is_noticed_not_printed(desk: Desk, somebody: int, tmp_path: Path) -> None:
    paper = attach_bytes(desk, AttachPaper(somebody, "photo"), photo(), "照片.jpg")
    row, _ = paper_bytes(desk, paper)
    path_of(desk.folder, row.sha256).write_bytes(b"rot")
    out = tmp_path / "档案.pdf"
    with pytest.raises(FileError, match="已损坏"):
        print_archive(desk, somebody, out)
    assert not out.exists()


def test_the_archive_lists_its_pages_in_order(desk: Desk, somebody: int, tmp_path: Path) -> None:
    make_household(desk, (somebody,))
    attach_bytes(desk, AttachPaper(somebody, "photo"), photo(), "照片.jpg")
    scanned = tmp_path / "审批表.pdf"
    scanned.write_bytes(scan(2))
    attach_file(desk, AttachPaper(somebody, "approval"), scanned)
    out = tmp_path / "档案.pdf"
    pages = print_archive(desk, somebody, out)
    texts = text_of(out)
    assert len(texts) == pages + 1
    contents = texts[1]
    assert contents.index("审批（审核确认）表") < contents.index("照片")
    assert f"{pages - 2}—{pages - 1}" in contents
    assert "审批表（1/2）" in texts[pages - 2]
    assert all(f"第 {n} 页 共 {pages} 页" in text for n, text in enumerate(texts[1:], start=1))


def test_numbers_on_the_archive_are_masked_unless_asked_for(
    desk: Desk, somebody: int, tmp_path: Path
) -> None:
    number = next(
        f.value for f in show_person(desk, somebody, unmask=True).facts if f.key == "id_no"
    )
    out = tmp_path / "档案.pdf"
    print_archive(desk, somebody, out)
    assert number not in "".join(text_of(out))
    print_archive(desk, somebody, out, full=True)
    assert number in "".join(text_of(out))
    assert any("完整号码" in act.words for act in list_acts(desk, looks=True))
