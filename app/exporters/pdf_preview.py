"""Pictures of the pages of a PDF, for the preview in the window and for the demo.

PDFium knows one thread at a time; callers in the window go through the one worker lane.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
