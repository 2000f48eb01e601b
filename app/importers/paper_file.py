"""A photo, scan or PDF that somebody wants to attach: what it is, judged by its bytes."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
from PIL import Image, UnidentifiedImageError

from app.core.errors import UserError

LARGEST = 20_000_000
MOST_PAGES = 60
MOST_PIXELS = 120_000_000
_PDF = b"%PDF-"
MEDIA = {"JPEG": "image/jpeg", "PNG": "image/png", "BMP": "image/bmp", "TIFF": "image/tiff",
         "WEBP": "image/webp", "MPO": "image/jpeg"}  # fmt: skip
PDF = "application/pdf"
ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/bmp": ".bmp", "image/tiff": ".tif",
           "image/webp": ".webp", PDF: ".pdf"}  # fmt: skip
_HOW = "请另存为 JPG、PNG 或 PDF 后再添加。"


@dataclass(frozen=True)
class PaperFile:
    """A file that can be kept: its media type and how many pages it has."""

    media: str
    pages: int


def read_paper(data: bytes, name: str) -> PaperFile:
    """What ``data`` is. Raises ``UserError`` naming the file: too large, too many pages or dots,
    locked, or no picture and no PDF (whatever its name says)."""
    if len(data) > LARGEST:
        raise UserError(
            f"文件太大：{name}。",
            f"有 {len(data) / 1e6:.1f} MB，最多 {LARGEST // 1_000_000} MB。",
            "请把照片调小、把扫描件的分辨率调低（200 dpi 足够）后再添加。",
        )
    if not data:
        raise UserError(f"文件是空的：{name}。", "", "请重新拍照或扫描。")
    return _pdf(data, name) if data[:1024].lstrip().startswith(_PDF) else _picture(data, name)


def _pdf(data: bytes, name: str) -> PaperFile:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UserError(
            f"打不开这个 PDF：{name}。", "文件已损坏，或加了密码。", "请去掉密码或重新扫描。"
        ) from error
    try:
        pages = len(document)
    finally:
        document.close()
    if pages > MOST_PAGES:
        raise UserError(
            f"页数太多：{name}。", f"有 {pages} 页，最多 {MOST_PAGES} 页。", "请分成几份添加。"
        )
    return PaperFile(PDF, pages)


def _picture(data: bytes, name: str) -> PaperFile:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data)) as picture:
                kind, dots, pages = picture.format, picture.width * picture.height, _frames(picture)
                if dots <= MOST_PIXELS:
                    picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UserError(f"不是图片，也不是 PDF：{name}。", "", _HOW) from error
    except Image.DecompressionBombError as error:
        raise _too_many_dots(name) from error
    if dots > MOST_PIXELS:
        raise _too_many_dots(name)
    if kind not in MEDIA:
        raise UserError(f"这种图片格式不能用：{name}（{kind}）。", "", _HOW)
    return PaperFile(MEDIA[kind], min(pages, MOST_PAGES))


def _frames(picture: Image.Image) -> int:
    return int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1


def _too_many_dots(name: str) -> UserError:
    return UserError(
        f"图片的像素太多：{name}。",
        f"最多 {MOST_PIXELS // 1_000_000} 百万像素。",
        "请调小后再添加。",
    )
