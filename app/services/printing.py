"""A written PDF on its way to the printer: looked at, cut into pages, cleared away later."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from shutil import copyfile

from app.core.errors import FileError, UserError, system_reason
from app.exporters.pdf_preview import Raster, page_count, page_png, page_rasters
from app.services.desk import Desk

__all__ = ["PreviewPage", "Raster", "pages_for_printer", "preview_page"]

FOLDER = "printed"
_KEPT = timedelta(days=30)
_RANGE = re.compile(r"(\d+)(?:-(\d+))?")


@dataclass(frozen=True)
class PreviewPage:
    """One page of printed sheets as a picture (PNG), and where it stands in the file."""

    png: bytes
    page: int
    pages: int


def preview_page(path: Path, page: int, *, scale: float) -> PreviewPage:
    """Page ``page`` (from 1; the nearest there is) of ``path``; scale 1 is 72 dots an inch.

    Raises ``FileError`` when the file is gone or no PDF.
    """
    pages = page_count(path)
    wanted = min(max(page, 1), pages)
    return PreviewPage(page_png(path, wanted, scale), wanted, pages)


def read_pages(typed: str, pages: int) -> tuple[int, ...]:
    """The page numbers of ``1-3,5``; every page for an empty line. Raises ``UserError`` when it is
    no such list, or names a page that there is not."""
    plain = unicodedata.normalize("NFKC", typed).replace("、", ",").replace(" ", "").strip(",")
    plain = plain.replace("至", "-").replace("~", "-").replace("—", "-")
    if not plain:
        return tuple(range(1, pages + 1))
    found: list[int] = []
    for part in plain.split(","):
        match = _RANGE.fullmatch(part)
        if match is None:
            raise UserError("页码范围看不懂。", f"“{part}”不是页码。", "可以写成 1-3,5。")
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= pages:
            raise UserError(
                "没有这样的页。", f"文件共 {pages} 页，写的是“{part}”。", "请改正页码。"
            )
        found += range(first, last + 1)
    return tuple(dict.fromkeys(found))


def pages_for_printer(path: Path, pages: Sequence[int], dpi: int) -> Iterator[Raster]:
    """The pages in dots, one by one. Raises ``FileError`` when the file is gone or no PDF."""
    return page_rasters(path, pages, dpi)


def save_copy(path: Path, target: Path) -> None:
    """Keep the file elsewhere too. Raises ``FileError`` when that place cannot be written."""
    try:
        if path.resolve() != target.resolve():
            copyfile(path, target)
    except OSError as error:
        raise FileError("文件没有存好。", system_reason(error), "请换一个位置再试。") from error


def new_paper(desk: Desk, name: str) -> Path:
    """Where a paper called ``name`` is written before it is printed: in the data folder, with the
    moment behind its name. What has lain there for a month is cleared away."""
    folder = desk.folder / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    now = desk.clock.now()
    oldest = (now - _KEPT).timestamp()
    for old in folder.glob("*.pdf"):
        with suppress(OSError):
            if old.stat().st_mtime < oldest:
                old.unlink()
    return folder / f"{name}_{now:%Y%m%d%H%M%S}.pdf"
