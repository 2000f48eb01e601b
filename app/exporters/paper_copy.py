"""Copies of attached papers: pages as pictures, small previews, and copies that leave the office
without the place where they were taken."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO

import pypdfium2
from PIL import Image, ImageOps, ImageSequence

PDF = "application/pdf"
_GPS = 0x8825
_DPI = 150
_SMALL = (240, 240)


def page_pictures(data: bytes, media: str, *, dpi: int = _DPI) -> Iterator[Image.Image]:
    """Every page upright, in colour, without anything but its dots."""
    if media == PDF:
        document = pypdfium2.PdfDocument(data)
        try:
            for page in document:
                yield page.render(scale=dpi / 72).to_pil().convert("RGB")
        finally:
            document.close()
        return
    with _opened(data) as picture:
        frames = ImageSequence.Iterator(picture) if picture.format == "TIFF" else (picture,)
        for frame in frames:
            upright = ImageOps.exif_transpose(frame)
            yield (upright or frame).convert("RGB")


def thumbnail(data: bytes, media: str) -> bytes:
    """The first page as a small JPEG."""
    first = next(page_pictures(data, media, dpi=50))
    first.thumbnail(_SMALL)
    return _jpeg(first, quality=80)


def without_place(data: bytes, media: str) -> bytes:
    """A copy that does not tell where the picture was taken; other formats than JPEG, TIFF, PNG
    and WebP hold no place and stay byte for byte."""
    if media == PDF or media == "image/bmp":
        return data
    with _opened(data) as picture:
        exif = picture.getexif()
        if _GPS not in exif and "xmp" not in picture.info:
            return data
        exif.pop(_GPS, None)
        buffer = BytesIO()
        kept: dict[str, object] = {"exif": exif.tobytes()}
        if picture.format in {"JPEG", "MPO"}:
            kept["quality"] = "keep" if picture.format == "JPEG" else 95
            kept["subsampling"] = "keep" if picture.format == "JPEG" else 0
        picture.save(buffer, "JPEG" if picture.format == "MPO" else picture.format, **kept)
        return buffer.getvalue()


def page_jpeg(picture: Image.Image, longest: int) -> bytes:
    """A page as JPEG with at most ``longest`` dots on its longer side, for printing."""
    small = picture.copy()
    small.thumbnail((longest, longest))
    return _jpeg(small, quality=82)


def _jpeg(picture: Image.Image, *, quality: int) -> bytes:
    buffer = BytesIO()
    picture.convert("RGB").save(buffer, "JPEG", quality=quality, optimize=True)
    return buffer.getvalue()


def _opened(data: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(BytesIO(data))
