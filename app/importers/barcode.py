"""The number of a printed sheet, read from the barcode on a photo or a scan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
from PIL import Image, ImageOps

PDF = "application/pdf"
_NUMBER = re.compile(r"[0-9]{12,13}")
# pdfium writes another identity and the hour into every file; they are written over in the same
# length, so that nothing moves.
_ID = re.compile(rb"/ID\s*\[\s*<[0-9A-Fa-f]*>\s*<[0-9A-Fa-f]*>\s*\]")
_HEX = re.compile(rb"(?<=[<0-9A-Fa-f])[0-9A-Fa-f](?=[0-9A-Fa-f>])")
_MADE = re.compile(rb"(?<=/CreationDate\(D:)[0-9]{14}")
_DPI = 200
_LONGEST = 4000  # a photo of 50 million dots tells no more about its bars


@dataclass(frozen=True)
class Part:
    """Pages ``first`` to ``last`` (from 1) of a file that belong to one sheet; ``number`` is empty
    where no barcode could be read."""

    number: str
    first: int
    last: int


def sheet_parts(data: bytes, media: str) -> tuple[Part, ...]:
    """What a file holds: a scanner lays many sheets into one PDF. A page with a barcode begins a
    sheet, pages without one belong to the sheet before; pages before the first sheet stay alone."""
    parts: list[Part] = []
    for page, number in enumerate(map(_number, _pages(data, media)), start=1):
        if parts and number in {"", parts[-1].number}:
            parts[-1] = Part(parts[-1].number, parts[-1].first, page)
        else:
            parts.append(Part(number, page, page))
    return tuple(parts)


def cut_pdf(data: bytes, part: Part) -> bytes:
    """The pages of ``part`` as a PDF of their own; the same pages give the same bytes."""
    source, piece = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new()
    try:
        piece.import_pages(source, list(range(part.first - 1, part.last)))
        buffer = BytesIO()
        piece.save(buffer)
        plain = _MADE.sub(b"20000101000000", buffer.getvalue())
        return _ID.sub(lambda found: _HEX.sub(b"0", found[0]), plain)
    finally:
        piece.close()
        source.close()


def _pages(data: bytes, media: str) -> Iterator[Image.Image]:
    if media != PDF:
        with Image.open(BytesIO(data)) as picture:
            grey = (ImageOps.exif_transpose(picture) or picture).convert("L")
        grey.thumbnail((_LONGEST, _LONGEST))
        yield grey
        return
    document = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            yield page.render(scale=_DPI / 72, grayscale=True).to_pil().convert("L")
    finally:
        document.close()


def _number(page: Image.Image) -> str:
    import zxingcpp  # two megabytes that are not needed on most days

    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128)
    found = (code.text for code in zxingcpp.read_barcodes(page, formats=wanted))
    return next((text for text in found if _NUMBER.fullmatch(text)), "")
