"""Pictures of the pages of a PDF, for the preview in the window and for the demo.

PDFium knows one thread at a time; callers in the window go through the one worker lane.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2

from app.core.errors import FileError


def page_count(pdf_path: Path) -> int:
    """How many pages. Raises FileError when it is no PDF."""
    with _opened(pdf_path) as document:
        return len(document)


def page_png(pdf_path: Path, page: int, scale: float = 1.0) -> bytes:
    """Page number ``page`` (from 1) as PNG; ``scale`` 1 is 72 dots an inch.

    Raises FileError when it is no PDF, IndexError when there is no such page.
    """
    with _opened(pdf_path) as document:
        if not 1 <= page <= len(document):
            raise IndexError(f"page {page} of {len(document)}")
        picture = document[page - 1].render(scale=scale).to_pil()
        buffer = BytesIO()
        picture.convert("L").save(buffer, "PNG", optimize=False)
        return buffer.getvalue()


@dataclass(frozen=True)
class Raster:
    """A page in dots: red, green and blue a byte each, ``stride`` bytes a line; ``size`` is the
    paper in points, wide and high."""

    data: bytes
    width: int
    height: int
    stride: int
    size: tuple[float, float]


def page_rasters(pdf_path: Path, pages: Sequence[int], dpi: int) -> Iterator[Raster]:
    """The pages with these numbers (from 1), one after another: a printer takes no more at once.

    Raises FileError when it is no PDF, IndexError when there is no such page.
    """
    with _opened(pdf_path) as document:
        for number in pages:
            if not 1 <= number <= len(document):
                raise IndexError(f"page {number} of {len(document)}")
            page = document[number - 1]
            dots = page.render(scale=dpi / 72, rev_byteorder=True)
            data = bytes(dots.buffer)
            yield Raster(data, dots.width, dots.height, dots.stride, page.get_size())
            dots.close()
            page.close()


@contextmanager
def _opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(path)
    except (OSError, pypdfium2.PdfiumError) as error:
        raise FileError(
            f"打不开“{path.name}”。", "文件不存在，或不是完好的 PDF。", "请重新生成后再看。"
        ) from error
    try:
        yield document
    finally:
        document.close()
