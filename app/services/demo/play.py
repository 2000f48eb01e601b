"""Playing the month, step by step."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from app.core.errors import FileError, UserError, system_reason
from app.services.demo import county, township
from app.services.demo.stage import OpenFolder, Stage, Step, TakePictures

_MARKER = "demo.json"


def play_month(
    out: Path,
    *,
    data: Path,
    townships: int,
    people: int,
    seed: int,
    open_folder: OpenFolder,
    take_pictures: TakePictures,
) -> Iterator[Step]:
    """Play the month into ``out`` and tell each step as it ends.

    Raises ``UserError`` when ``out`` holds something else than an earlier demonstration.
    """
    _clear(out, data)
    stage = Stage(out, data, open_folder, take_pictures)
    yield township.make_books(stage, townships=townships, people=people, seed=seed)
    yield township.set_up(stage)
    yield county.certify(stage)
    for step in (
        township.import_books,
        township.import_again,
        township.plan_visits,
        township.print_papers,
        township.type_in,
        township.care,
        township.export_ledgers,
        county.verify_ledgers,
        county.receive_all,
        county.refuse_tampered,
        county.merge_all,
        county.answer,
        county.look,
    ):
        yield step(stage)


def _clear(out: Path, data: Path) -> None:
    """Make room; only what an earlier demonstration left may be removed."""
    for folder in (out, data):
        marked = (folder / _MARKER).exists() or folder.parent == out
        if folder.exists() and any(folder.iterdir()) and not marked:
            raise UserError(f"文件夹“{folder}”里有别的文件。", "", "请换一个空文件夹给演示使用。")
    for folder in (data, *(out / name for name in ("workbooks", "stick", "county", "pictures"))):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        for folder in (out / "stick", out / "county", data):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (out, data):
            (folder / _MARKER).write_text("{}\n", encoding="utf-8")
    except OSError as error:
        raise FileError(
            f"写不了文件夹“{out}”。", system_reason(error), "请换一个文件夹。"
        ) from error
