from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from app.core.errors import FileError
from app.exporters.page import new_canvas
from app.exporters.pdf_preview import page_count, page_png


@pytest.fixture
def two_pages(tmp_path):
    path = tmp_path / "two.pdf"
    canvas = new_canvas(path, title="二", author="测试")
    canvas.showPage()
    canvas.rect(100, 100, 300, 300, fill=1)
    canvas.showPage()
    canvas.save()
    return path


def test_pages_are_counted(two_pages):
    assert page_count(two_pages) == 2


def test_a_page_becomes_a_picture_of_its_size(two_pages):
    picture = Image.open(BytesIO(page_png(two_pages, 2, 2.0)))
    assert picture.format == "PNG"
    assert picture.size == (1191, 1684)
    assert picture.getpixel((500, 1200)) == 0
    assert Image.open(BytesIO(page_png(two_pages, 1))).getpixel((250, 600)) == 255


@pytest.mark.parametrize("page", [0, 3])
def test_a_page_that_is_not_there_is_a_bug(two_pages, page):
    with pytest.raises(IndexError):
        page_png(two_pages, page)


def test_a_file_that_is_no_pdf_is_told(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_text("这不是 PDF", encoding="utf-8")
    with pytest.raises(FileError, match=r"打不开“a\.pdf”"):
        page_count(path)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FileError):
        page_png(tmp_path / "a.pdf", 1)
